import Foundation
import Testing

@testable import Sheets

struct CSVReaderTests {
    @Test(arguments: [
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("\u{FEFF}编号,\"多\r\n行\"\r\n", [["编号", "多\r\n行"]]),
        ("a,,\n,\n", [["a", "", ""], ["", ""]]),
        ("\n\r\n\"\"\n\n", [[""]]),
        ("他说\"好\",\"\"\"\"\n", [["他说\"好\"", "\""]]),
        ("", []), ("\u{FEFF}", []), ("\r\n", []),
    ])
    func readsRecords(_ text: String, _ expected: [[String]]) throws {
        var reader = try CSVReader(bytes: Array(text.utf8))
        #expect(try all(&reader).map(\.fields) == expected)
        // Bytes that trickle in one at a time give the same.
        var rest = Array(text.utf8)[...]
        var trickle = try CSVReader { rest.popFirst().map { [$0] } }
        #expect(try all(&trickle).map(\.fields) == expected)
    }

    @Test func tellsTheLineOnWhichARecordBegins() throws {
        var reader = try CSVReader(bytes: Array("h\r\n\"1\r\n2\n3\"\r\n\nx\r\n".utf8))
        #expect(try all(&reader).map(\.line) == [1, 2, 6])
    }

    @Test(arguments: [
        ("a,\"b\nc", CSVFailure.unterminatedQuote(CSVPlace(line: 1, column: 3, field: 2))),
        ("a\n二,\"b\"c", .textAfterQuote(CSVPlace(line: 2, column: 6, field: 2))),
        ("ok\nPK\u{0}", .notText(CSVPlace(line: 2, column: 3, field: 1))),
        ("a,b\n,123456789", .cellTooLong(CSVPlace(line: 2, column: 10, field: 2), limit: 8)),
        ("1,2,3,4,5,6", .tooManyFields(CSVPlace(line: 1, column: 12, field: 6), limit: 5)),
        ("12345,12345,12345", .rowTooLong(CSVPlace(line: 1, column: 15, field: 3), limit: 12)),
    ])
    func saysWhereItStopped(_ text: String, _ expected: CSVFailure) throws {
        var reader = try CSVReader(bytes: Array(text.utf8), limits: CSVLimits(cellBytes: 8, rowBytes: 12, fields: 5))
        #expect(throws: expected) { while try reader.next() != nil {} }
        #expect(try reader.next() == nil)
    }

    @Test func readsGB18030() throws {
        // 编号,地址 / 1,㐀街𠮷 in GB18030: two- and four-byte characters.
        let bytes: [UInt8] = [
            0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xB5, 0xD8, 0xD6, 0xB7, 0x0D, 0x0A, 0x31, 0x2C, 0x81, 0x39, 0xEE, 0x39, 0xBD,
            0xD6, 0x95, 0x34, 0xB2, 0x35,
        ]
        let expected = [["编号", "地址"], ["1", "㐀街𠮷"]]
        var reader = try CSVReader(bytes: bytes)
        #expect(try all(&reader).map(\.fields) == expected)
        var rest = bytes[...]
        var trickle = try CSVReader { rest.popFirst().map { [$0] } }
        #expect(try all(&trickle).map(\.fields) == expected)
    }

    @Test func refusesBytesThatAreNoText() throws {
        var broken = try CSVReader(bytes: Array("a\n".utf8) + [0xB1, 0xE0, 0xFF, 0x41])
        #expect(throws: CSVFailure.notText(CSVPlace(line: 2, column: 2, field: 1))) { try all(&broken) }
        #expect(throws: CSVFailure.wideText) { try CSVReader(bytes: [0xFF, 0xFE, 0x61, 0]) }
        #expect(throws: CSVFailure.cannotRead(path: "/nowhere.csv", code: 2)) { try CSVReader(path: "/nowhere.csv") }
    }

    @Test func keepsUTF8ThatWasCutShort() throws {
        var reader = try CSVReader(bytes: Array("郑州,二七".utf8.dropLast()))
        #expect(throws: CSVFailure.notText(CSVPlace(line: 1, column: 6, field: 2))) { try all(&reader) }
    }

    @Test func staysCalmOnGarbage() throws {
        var random = SplitMix64(state: 7)
        let pieces: [[UInt8]] = [
            [0x22], [0x2C], [0x0D], [0x0A], [0x0D, 0x0A], [0xEF, 0xBB, 0xBF], Array("二".utf8), [0xB6, 0xFE], [0xFF],
            [0],
            [0x61],
        ]
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<40, using: &random) { bytes += pieces.randomElement(using: &random)! }
            var rows = 0
            if var reader = try? CSVReader(bytes: bytes) {
                while (try? reader.next()) != nil { rows += 1 }
            }
            #expect(rows <= bytes.count)
        }
    }

    /// A heading and 1,005 records; the hash is that of Python's csv module over the same fields.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: appeals), "data/appeals is not here"))
    func readsTheAppealsAsPythonDoes() throws {
        var reader = try CSVReader(path: appeals)
        let rows = try all(&reader)
        #expect(rows.count == appealsRecords)
        #expect(fingerprint(rows.map(\.fields)) == appealsFingerprint)
        var inMemory = try CSVReader(bytes: Array(Data(contentsOf: URL(fileURLWithPath: appeals))))
        #expect(try all(&inMemory) == rows)
    }
}

private let appeals =
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data/appeals/appeals_with_replies.csv").path
private let appealsRecords = 1_006
private let appealsFingerprint: UInt64 = 0x4013_6E6E_3F2D_9CF6

/// FNV-1a over every field, a 1F after each field and a 1E after each record.
private func fingerprint(_ rows: [[String]]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for row in rows {
        for field in row {
            field.utf8.forEach(take)
            take(0x1F)
        }
        take(0x1E)
    }
    return hash
}

struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
