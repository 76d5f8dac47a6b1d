import Foundation
import Identifiers
import Testing
import WorkingTime
import World

@Suite struct IdentifierTests {
    static func code(_ read: () throws -> some Any) -> IdentifierProblem.Code? {
        do {
            _ = try read()
            return nil
        } catch { return (error as? IdentifierProblem)?.code }
    }

    @Test func aResidentIDTellsWhoItIsOf() throws {
        let id = try ResidentID(" ４１０１０３ 19880208-9703 ")
        #expect(id.text == "410103198802089703" && id.region == "410103" && !id.isMale == (970 % 2 == 0))
        #expect(id.birth == Day(iso: "1988-02-08"))
        #expect(id.age(on: Day(iso: "2026-02-07")!) == 37)
        #expect(id.age(on: Day(iso: "2026-02-08")!) == 38)
        #expect(id.age(on: Day(iso: "1988-02-07")!) == nil)
    }

    @Test func oldNumbersGetTheirCenturyAndCheck() throws {
        let id = try ResidentID("410103570125404")
        #expect(id.text == "410103195701254040")
    }

    @Test(arguments: [
        ("", IdentifierProblem.Code.empty), ("41010319900101123", .length), ("4101031990010112345", .length),
        ("41010319880208970A", .character),
        ("410103198802309703", .birthDate), ("990103198802089703", .checkCharacter), ("000103198802089703", .region),
        ("410103198802089704", .checkCharacter),
        ("4.10103198802090E+17", .roundedByExcel), ("410103198802089000", .roundedByExcel), ("410103 18000101 1234", .birthDate),
    ]) func whatIsNoResidentIDIsToldWhy(_ typed: String, _ code: IdentifierProblem.Code) {
        #expect(Self.code { try ResidentID(typed) } == code, "\(typed)")
    }

    /// Every single slip and every exchange of neighbours is noticed, and an exchange is put right.
    @Test func slipsAreNoticedAndExchangesPutRight() throws {
        let right = try ResidentID("410103198802089703")
        let characters = Array(right.text)
        for at in 0..<18 {
            for other in "0123456789" where other != characters[at] {
                var typed = characters
                typed[at] = other
                #expect(Self.code { try ResidentID(String(typed)) } != nil, "\(String(typed))")
            }
        }
        for at in 0..<17 where characters[at] != characters[at + 1] {
            var typed = characters
            typed.swapAt(at, at + 1)
            #expect(Self.code { try ResidentID(String(typed)) } != nil)
            #expect(ResidentID.meant(by: String(typed)).contains(right), "\(String(typed))")
        }
    }

    @Test func aCreditCodeTellsWhoRegisteredIt() throws {
        let code = try CreditCode("91410103ma774pjm7a")
        #expect(
            code.text == "91410103MA774PJM7A" && code.region == "410103" && code.register == .market && code.organisation == "MA774PJM7")
        #expect(try OrganisationCode("MA774PJM-7").description == "MA774PJM-7")
        // Legal beginnings that a library in wide use refuses.
        #expect(try CreditCode("N2410103MF1234567P").register == .rural)
    }

    @Test(arguments: [
        ("91110000600037341", IdentifierProblem.Code.length), ("91110000600037341M", .checkCharacter), ("9111000060003734IL", .lookalike),
        ("9111000A600037341L", .character), ("91110000_00037341L", .length), ("9111000060003734?L", .character),
        ("9.1E+17", .roundedByExcel),
    ]) func whatIsNoCreditCodeIsToldWhy(_ typed: String, _ code: IdentifierProblem.Code) {
        let found = Self.code { try CreditCode(typed) }
        #expect(found == code || typed.contains("_") && found == .character, "\(typed)")
    }

    @Test(arguments: [
        ("138 3812 3456", "13838123456", PhoneNumber.Kind.mobile), ("+86 138-3812-3456", "13838123456", .mobile),
        ("68880001", "037168880001", .fixed),
        ("(0371) 6888 0001", "037168880001", .fixed), ("０１０－６５５５１２３４", "01065551234", .fixed), ("400-800-1234", "4008001234", .service),
        ("12345", "12345", .hotline), ("0393-8811234", "03938811234", .fixed),
    ]) func aPhoneNumberHasOneSpelling(_ typed: String, _ digits: String, _ kind: PhoneNumber.Kind) throws {
        let number = try PhoneNumber(typed, local: PhoneNumber.Local(areaCode: "0371", digits: 8))
        #expect(number.digits == digits && number.kind == kind)
    }

    @Test(arguments: ["0371-6888000", "1383812345", "12838123456", "00000000", "电话", "6888000", "0010-12345678"])
    func whatNobodyCanCallIsRefused(_ typed: String) {
        let found = Self.code { try PhoneNumber(typed, local: PhoneNumber.Local(areaCode: "0371", digits: 8)) }
        #expect(found == .notAPhone || found == .empty, "\(typed)")
    }

    /// Bytes of any kind end in an identifier or a reason.
    @Test func nothingTypedEndsTheProgram() {
        var random = Seeded(18)
        let typed = Array("0123456789XIOSVZxａ１ \t-.+E中🚧\u{0}\u{301}")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0...20, using: &random)).map { _ in typed.randomElement(using: &random)! })
            _ = try? ResidentID(text)
            _ = try? CreditCode(text)
            _ = try? OrganisationCode(text)
            _ = try? PhoneNumber(text, local: PhoneNumber.Local(areaCode: "0371", digits: 8))
            _ = ResidentID.meant(by: text)
        }
    }
}

private let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/identifiers_test_vectors.json").standardized

/// Numbers with what the public library python-stdnum 2.2 says of them.
@Suite(
    .enabled(
        if: FileManager.default.isReadableFile(atPath: vectors.path),
        "left out: ../shared/data/identifiers_test_vectors.json is not beside the project"))
struct IdentifierVectorTests {
    private func read(_ kind: String) throws -> [(number: String, isValid: Bool, why: String)] {
        let all = try JSONSerialization.jsonObject(with: Data(contentsOf: vectors)) as? [String: [[Any]]]
        return (all?[kind] ?? []).compactMap { row in
            guard row.count == 3, let number = row[0] as? String, let isValid = row[1] as? Bool else { return nil }
            return (number, isValid, row[2] as? String ?? "")
        }
    }

    @Test func residentIDsAgreeButForThoseTheLibraryTakesForTooOld() throws {
        let rows = try read("ric")
        #expect(rows.count == 67)
        for (number, isValid, why) in rows {
            let found = IdentifierTests.code { try ResidentID(number) }
            // The library compares the year of birth with the years in which the region's code was in force, and so refuses everybody
            // of 410103 who was born before 1983.
            #expect((found == nil) == (isValid || why == "InvalidComponent"), "\(number) \(why) \(String(describing: found))")
        }
    }

    @Test func creditCodesAgreeButForLettersAtTheFront() throws {
        let rows = try read("uscc")
        #expect(rows.count == 67)
        for (number, isValid, why) in rows {
            let found = IdentifierTests.code { try CreditCode(number) }
            let isLetterFirst = why == "InvalidFormat" && number.first?.isLetter == true
            #expect((found == nil) == (isValid || isLetterFirst), "\(number) \(why) \(String(describing: found))")
        }
    }
}
