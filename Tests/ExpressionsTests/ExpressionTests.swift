import Expressions
import Store
import Testing
import WorkingTime

/// Conditions as offices write them: what they come to, and what is refused, where.
@Suite struct ExpressionTests {
    static let fields: [String: FieldType] = [
        "age": FieldType(.number), "height": FieldType(.number), "name": FieldType(.text), "born": FieldType(.date),
        "category": FieldType(.choice, codes: ["low_income", "disabled", "1"]),
        "needs": FieldType(.choices, codes: ["food", "care", "visit"]),
        "alone": FieldType(.truth),
    ]
    static let record: [String: Value] = [
        "age": .number(83), "name": .text("王秀英"), "born": .date(Day(iso: "1943-03-01")!.daysSinceEpoch), "category": .text("low_income"),
        "needs": .text("food visit"), "alone": .truth(true),
    ]

    static func value(_ text: String) throws -> Value {
        let rule = try Checker { fields[$0] }.check(text)
        return Evaluation(today: Day(iso: "2026-11-22")!) { record[$0] ?? .none }.value(rule)
    }

    @Test(arguments: [
        ("${age} >= 80 and selected(${category}, 'low_income')", "true"),
        ("${age} >= 80 and ${category} = 'disabled'", "false"),
        ("${category} = 1", "false"),
        ("${height} = '' and ${name} != ''", "true"),
        ("${height} > 1 or ${height} <= 1", "false"), ("${height} != 1", "true"), ("not(${height} = 1)", "true"),
        ("1 + 2 * 3 - -4", "11"), ("7 mod 3 + -7 mod 3", "0"), ("10 div 4", "2.5"), ("1 div 0 = ''", "true"), ("10 - 4 - 3", "3"),
        ("1 < 2 = true()", "true"),
        ("int(-2.7) + round(2.5) + round(-2.5)", "-1"), ("round(2.345, 1)", "2.3"), ("pow(2, 10)", "1024"), ("abs(-3)", "3"),
        ("min(3, 1, 2) + max(3, 1, 2)", "4"), ("min(3, ${height}) = ''", "true"),
        ("if(${alone}, '独居', '同住')", "独居"), ("if(${alone}, 5, '') + 1", "6"), ("coalesce(${height}, ${age})", "83"),
        ("string-length(${name})", "3"), ("concat(${name}, '（', ${age}, '岁）')", "王秀英（83岁）"),
        ("substr('公民身份号码', 2, 4)", "身份"), ("substr('abc', 1)", "bc"), ("substr('abc', 2, 1)", ""), ("substr('abc', 0 - 2, 2)", "ab"),
        ("substring-before('3-2-501', '-')", "3"), ("substring-after('3-2-501', '-')", "2-501"), ("substring-before('a', 'x')", ""),
        ("contains(${name}, '秀') and starts-with(${name}, '王') and ends-with(${name}, '英')", "true"), ("contains('a', '')", "true"),
        ("regex('410103', '^[0-9]{6}$')", "true"), ("regex('4101031', '[0-9]{6}')", "false"), ("regex('京A·1', '.A.\\d')", "true"),
        ("count-selected(${needs})", "2"), ("selected(${needs}, 'care')", "false"), ("selected(${needs}, 'visit')", "true"),
        ("int((today() - ${born}) div 365.25)", "83"), ("today() > '2026-11-21'", "true"), ("today() + 1 = date('2026-11-23')", "true"),
        ("format-date(${born}, '%Y年%n月%e日')", "1943年3月1日"), ("decimal-date-time(date('1970-01-02'))", "1"),
        ("number('12.50') + number(${name} != '')", "13.5"), ("number('一') = ''", "true"), ("string(0.1)", "0.1"), ("string(100)", "100"),
        ("${age} = '83'", "true"), ("boolean(${height}) or boolean(${name})", "true"),
        // As Excel's Chinese users type it.
        ("${age}＞＝80　and（${category}＝“low_income”）", "true"), ("${age} ≥ 80", "true"),
    ]) func comesTo(_ text: String, _ wanted: String) throws {
        #expect(try Self.value(text).plainText == wanted)
    }

    @Test(arguments: [
        ("", ExpressionProblem.Code.empty, 1), ("${age} >", .unexpectedEnd, 9), ("${age", .unfinishedField, 1),
        ("'abc", .unfinishedText, 1),
        ("${ages} > 1", .unknownField, 1), ("1 + ${name}", .wrongType, 5), ("${name} > 1", .cannotCompare, 9),
        ("${category} = 'low'", .notACode, 15), ("selected(${needs}, 'money')", .notACode, 20), ("${born} > 'soon'", .notADate, 11),
        ("date('2026-02-30')", .notADate, 6), ("once(${age})", .unsupportedFunction, 1), ("agee(1)", .unknownFunction, 1),
        ("../age > 1", .unsupportedPath, 1), ("/data/age", .unsupportedPath, 1), ("${age}[1]", .unsupportedPath, 7),
        ("age > 1", .unsupportedPath, 1),
        ("if(1, 2, 3)", .wrongType, 4), ("if(true(), 2, 'a')", .cannotCompare, 1), ("not()", .argumentCount, 1), ("1 2", .unexpected, 3),
        ("(1", .unexpectedEnd, 3), (". > 1", .noCurrent, 1), ("regex('a', '(a+)+')", .badPattern, 12),
        ("regex('a', ${name})", .notALiteral, 12),
        ("pow(2, 1.5)", .notALiteral, 8), ("${age} = true()", .cannotCompare, 8), ("1e5", .notANumber, 1), ("${age} & 1", .unexpected, 8),
        ("pow(pow(${age}, 10), 10)", .tooGreat, 1),
    ]) func isRefused(_ text: String, _ code: ExpressionProblem.Code, _ position: Int) {
        let problem = #expect(throws: ExpressionProblem.self) { try Checker { Self.fields[$0] }.check(text) }
        #expect(problem?.code == code && problem?.position == position, "\(problem.debugDescription)")
    }

    @Test func theAnswerItselfIsADot() throws {
        let checker = Checker(current: ("stoves", FieldType(.number))) { _ in nil }
        let rule = try checker.check(". >= 1 and . <= 20", as: .truth)
        for (answer, fits) in [(7.0, true), (999, false)] {
            #expect(Evaluation(today: Day(daysSinceEpoch: 0)) { _ in .number(answer) }.truth(rule) == fits)
        }
        #expect(throws: ExpressionProblem.self) { try checker.check(". + 1", as: .truth) }
    }

    @Test func whatIsTooDeepIsRefusedAndEndsNothing() {
        for text in [
            String(repeating: "(", count: 3000) + "1", String(repeating: "-", count: 3000) + "1",
            String(repeating: "1+", count: 1900) + "1",
        ] {
            let problem = #expect(throws: ExpressionProblem.self) { try Checker { _ in nil }.check(text) }
            #expect(problem?.code == .tooDeep)
        }
        #expect(throws: ExpressionProblem.self) { try Checker { _ in nil }.check(String(repeating: "1", count: 5000)) }
    }

    /// As deep and as long as is taken: each level adds work, none multiplies it.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "${age}" + String(repeating: " + 1 - 1", count: 7),
            String(repeating: "coalesce(${height}, ", count: 40) + "7" + String(repeating: ")", count: 40),
            String(repeating: "number(boolean(", count: 20) + "${age}" + String(repeating: "))", count: 20),
            String(repeating: "coalesce(", count: 40) + "${age}" + String(repeating: ", 1)", count: 40),
            "string-length(" + String(repeating: "substr(", count: 40) + "${name}" + String(repeating: ", 0, 9)", count: 40) + ")",
        ]) func whatIsDeepIsStillQuick(_ text: String) throws
    {
        let rule = try Checker { Self.fields[$0] }.check(text)
        #expect(Evaluation(today: Day(daysSinceEpoch: 0)) { Self.record[$0] ?? .none }.value(rule) != .none)
        #expect(!RuleSQL(today: Day(daysSinceEpoch: 0)) { _ in "x" }.value(rule).isEmpty)
    }

    @Test func numbersReadAsTheyAreWritten() {
        for (number, text) in [
            (0.1, "0.1"), (-0.0, "0"), (1e15, "1000000000000000"), (1.5e-7, "0.00000015"), (-2.5e20, "-250000000000000000000"),
            (1e16, "10000000000000000"),
            (123456.789, "123456.789"), (1.0 / 3, "0.3333333333333333"),
        ] {
            #expect(Value.number(number).plainText == text)
            #expect(Value.number(of: text) == number)
        }
        for text in ["", " ", "1e5", "0x10", "١", "1.2.3", "--1", "+1", "1 2", "NaN", ".", "-"] {
            #expect(Value.number(of: text) == nil, "\(text)")
        }
        for (text, number) in [(" 12 ", 12.0), ("-.5", -0.5), ("5.", 5)] { #expect(Value.number(of: text) == number) }
    }
}
