import Testing

@testable import Sheets

struct CSVWriterTests {
    @Test func beginsWithAMarkAndQuotesWhatNeedsIt() throws {
        let text = try written([["编号", "内容"], ["1", "他说\"好\",\r\n走了"], [" 前后 ", ""], [""]])
        #expect(text == "\u{FEFF}编号,内容\r\n1,\"他说\"\"好\"\",\n走了\"\r\n\" 前后 \",\r\n\"\"\r\n")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("＝1+1", "'＝1+1"), ("-12.5", "-12.5"), ("+86371", "+86371"), ("-", "'-"), ("-.5", "'-.5"),
        ("a=1", "a=1"), ("坏\u{0}\u{1B}字", "坏字"),
    ])
    func defusesFormulas(_ cell: String, _ expected: String) throws {
        #expect(try written([[cell, "x"]]) == "\u{FEFF}\(expected),x\r\n")
    }

    @Test func handsOutItsBytesInPieces() throws {
        var pieces: [Int] = []
        var writer = CSVWriter { pieces.append($0.count) }
        for number in 0..<20_000 { try writer.append(["\(number)", "二七区"]) }
        try writer.finish()
        #expect(pieces.count > 3 && pieces.allSatisfy { $0 < 70_000 })
    }

    @Test func readsBackAsItWas() throws {
        let rows = [["a", "", "c"], ["多行\n文字", "\"", ",,"], ["", "", ""], ["😀", " x ", "末"]]
        var reader = try CSVReader(bytes: Array(try written(rows).utf8))
        #expect(try all(&reader).map(\.fields) == rows)
    }

    private func written(_ rows: [[String]]) throws -> String {
        var bytes: [UInt8] = []
        var writer = CSVWriter { bytes += $0 }
        for row in rows { try writer.append(row) }
        try writer.finish()
        return String(decoding: bytes, as: UTF8.self)
    }
}

func all(_ reader: inout CSVReader) throws -> [CSVRow] {
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
}
