import Expressions
import Foundation
import Store
import Testing
import WorkingTime
import World

/// One meaning: what memory says of a record, SQL says of its row.
@Suite struct AgreementTests {
    static let fields: [String: FieldType] = [
        "age": FieldType(.number), "height": FieldType(.number), "name": FieldType(.text), "note": FieldType(.text),
        "born": FieldType(.date),
        "moved": FieldType(.date), "category": FieldType(.choice), "needs": FieldType(.choices), "alone": FieldType(.truth),
    ]
    static let today = Day(iso: "2026-11-22")!

    /// Records with everything, with something, with nothing.
    static let records: [[String: Value]] = {
        var random = Seeded(71)
        return (0..<40).map { number in
            var record: [String: Value] = [:]
            func keep(_ name: String, _ values: [Value]) {
                if number != 0, !Bool.random(using: &random) || number < 4 { record[name] = values.randomElement(using: &random)! }
            }
            keep("age", [83, 0, 79.5, 120, -1, 18].map(Value.number))
            keep("height", [1.72, 0, 2.5, 100_000, 0.1].map(Value.number))
            keep("name", ["王秀英", "a", "欧阳", "", "12", "O'Neil", "𠮷野 家", "-"].map(Value.text))
            keep("note", ["3-2-501", " 12.50 ", "food", "a b", "aa", "é"].map(Value.text))
            keep("born", ["1943-03-01", "2000-02-29", "1969-12-31", "1970-01-01"].map { .date(Day(iso: $0)!.daysSinceEpoch) })
            keep("moved", ["2026-11-22", "0001-01-01", "9999-12-31"].map { .date(Day(iso: $0)!.daysSinceEpoch) })
            keep("category", ["low_income", "food", "a"].map(Value.text))
            keep("needs", ["food visit", "care", "food care visit"].map(Value.text))
            keep("alone", [.truth(true), .truth(false)])
            return record
        }
    }()

    static let migrations = [
        Migration(
            "0500-people",
            [
                .table(
                    "people",
                    """
                    id INTEGER NOT NULL
                    age REAL
                    height REAL
                    name TEXT
                    note TEXT
                    born INTEGER
                    moved INTEGER
                    category TEXT
                    needs TEXT
                    alone FLAG
                    PRIMARY KEY (id)
                    """)
            ])
    ]

    static func store(on engine: Engine) async throws -> Store {
        let store = try await engine.emptyStore()
        try await store.migrate(StoreSchema.migrations + migrations)
        let names = ["age", "height", "name", "note", "born", "moved", "category", "needs", "alone"]
        try await store.write { writer in
            try writer.insert(
                into: "people", columns: ["id"] + names,
                rows: records.enumerated().map { number, record in
                    [.integer(Int64(number))]
                        + names.map { name in
                            switch record[name] {
                            case .number(let number): .real(number)
                            case .text(let text): .text(text)
                            case .date(let day): .integer(Int64(day))
                            case .truth(let truth): .integer(truth ? 1 : 0)
                            default: .null
                            }
                        }
                })
        }
        return store
    }

    static func column(_ name: String) -> SQL {
        switch name {
        case "age": "age"
        case "height": "height"
        case "name": "name"
        case "note": "note"
        case "born": "born"
        case "moved": "moved"
        case "category": "category"
        case "needs": "needs"
        default: "alone"
        }
    }

    @Test(arguments: Engine.all) func memoryAndSQLSayTheSame(on engine: Engine) async throws {
        let store = try await Self.store(on: engine)
        var expressions = RandomExpressions(random: Seeded(3))
        var taken = 0
        for _ in 0..<600 {
            let type: ValueType = [.truth, .truth, .number, .text, .date].randomElement(using: &expressions.random)!
            let text = expressions.of(type)
            let rule: Rule
            do { rule = try Checker { Self.fields[$0] }.check(text) } catch {
                #expect([.tooGreat, .tooDeep, .tooLong].contains(error.code), "\(text): \(error)")
                continue
            }
            taken += 1
            let said = Self.records.map { record in Evaluation(today: Self.today) { record[$0] ?? .none }.value(rule) }
            let sql = RuleSQL(today: Self.today, column: Self.column)
            let found = try await store.read { reader in
                try rule.type == .truth
                    ? reader.rows("SELECT id, CASE WHEN \(sql.value(rule)) THEN 1 ELSE 0 END AS v FROM people ORDER BY id")
                    : reader.rows("SELECT id, \(sql.value(rule)) AS v FROM people ORDER BY id")
            }
            let kept = found.map { row in Self.value(row.values[1], as: rule.type) }
            #expect(kept == said, "\(engine): \(text)")
            if rule.type == .truth {
                let chosen = try await store.read {
                    try $0.values("SELECT id FROM people WHERE \(sql.condition(rule)) ORDER BY id", as: Int.self)
                }
                #expect(chosen == said.indices.filter { said[$0] == .truth(true) }, "\(engine): \(text)")
            }
        }
        #expect(taken > 500)
    }

    private static func value(_ value: SQLValue, as type: ValueType) -> Value {
        switch (value, type) {
        case (.null, _): .none
        case (.integer(let number), .truth): .truth(number == 1)
        case (.integer(let number), .date): .date(Int(number))
        case (.integer(let number), _): .number(Double(number))
        case (.real(let number), .date): .date(Int(number))
        case (.real(let number), _): .number(number)
        case (.text(let text), _): .text(text)
        default: .none
        }
    }
}
