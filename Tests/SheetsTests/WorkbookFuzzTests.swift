import Foundation
import Testing

@testable import Sheets

/// Workbooks put together at random from pieces that each mean something: right parts in wrong places, references that lie, archives that
/// contradict themselves. What comes of them is rows or a sentence, never anything else.
@Suite struct WorkbookFuzzTests {
    private static let references = [
        "A1", "B1", "ZZZ1", "XFD1048576", "A0", "a1", "1A", "", "A99999999999999999999", "\u{FF21}1", "AAAAAAAAAAAAAAAA1", "A-1", "C3",
        "B2", "A2",
    ]
    private static let types = [
        "", " t=\"s\"", " t=\"b\"", " t=\"e\"", " t=\"str\"", " t=\"inlineStr\"", " t=\"n\"", " t=\"d\"", " t=\"?\"",
    ]
    private static let values = [
        "<v>0</v>", "<v>7</v>", "<v>-1</v>", "<v>99999999999999999999</v>", "<v>1e400</v>", "<v>nan</v>", "<v>44561.5</v>",
        "<v>-700000</v>", "<v></v>",
        "<v>文字</v>", "<is><t>内</t></is>", "<is><r><t>一</t></r><r><rPh><t>拼</t></rPh><t>二</t></r></is>", "<f>A1+1</f><v>3</v>",
        "<f>A1+1</f>", "<v><v>1</v></v>",
        "<v>&lt;b&gt;</v>", "<v>_x000D_</v>", "", "<v>110105194912310020</v>",
    ]

    private func sheet(_ dice: inout SplitMix64) -> String {
        /// The first as a rule.
        func one<Item>(_ some: [Item]) -> Item { Int.random(in: 0..<25, using: &dice) > 0 ? some[0] : some.randomElement(using: &dice)! }
        func cell() -> String {
            let style = one(["", " s=\"0\"", " s=\"1\"", " s=\"9\"", " s=\"-1\"", " s=\"x\""])
            let place = one(["", " r=\"\(Self.references.randomElement(using: &dice)!)\""])
            return "<c\(place)\(style)\(one(Self.types))>\(Self.values.randomElement(using: &dice)!)</c>"
        }
        func row() -> String {
            let number = one(["", " r=\"\(Int.random(in: -2...12, using: &dice))\"", " r=\"1048577\"", " r=\"9999999999\"", " r=\"x\""])
            return "<row\(number)>\((0..<Int.random(in: 0...6, using: &dice)).map { _ in cell() }.joined())</row>"
        }
        let rows = (0..<Int.random(in: 0...8, using: &dice)).map { _ in
            one([row(), row(), row(), row(), cell(), "<sheetData>", "</sheetData>", "<!--x-->"])
        }
        let merged = one([
            "", "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
            "<mergeCells><mergeCell ref=\"B2:A1\"/><mergeCell ref=\":\"/></mergeCells>",
        ])
        let head = one([
            "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" encoding=\"GBK\"?>",
            "<!DOCTYPE x [<!ENTITY nothing \"x\">]>", "\u{FEFF}",
        ])
        let body = "<sheetData>\(rows.joined())</sheetData>\(merged)"
        return head
            + one(["<worksheet>\(body)</worksheet>", "<x:worksheet xmlns:x=\"a\">\(body)</x:worksheet>", "<worksheet>\(body)", body])
    }

    private func archive(_ dice: inout SplitMix64) -> [UInt8] {
        func one<Item>(_ some: [Item]) -> Item { Int.random(in: 0..<10, using: &dice) > 0 ? some[0] : some.randomElement(using: &dice)! }
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        var parts: [(String, String)] = [
            ("[Content_Types].xml", "<Types/>"),
            (
                "xl/workbook.xml",
                one([
                    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                    "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"表\" state=\"hidden\" r:id=\"r1\"/><sheet name=\"二\" r:id=\"r1\"/></sheets></workbook>",
                    "<workbook><sheets/></workbook>", "<workbook><sheets><sheet name=\"表\" r:id=\"r9\"/></sheets></workbook>",
                ])
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"r1\" Type=\"\(relation)\" Target=\"\(one(["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../../etc/passwd", "worksheets/none.xml"]))\"/></Relationships>"
            ),
            ("xl/worksheets/sheet1.xml", sheet(&dice)),
            (
                "xl/sharedStrings.xml",
                one(["<sst><si><t>零</t></si><si/></sst>", "<sst>", "<sst><si><t>\(String(repeating: "长", count: 40_000))</t></si></sst>"])
            ),
            (
                "xl/styles.xml",
                one(["<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>", "<styleSheet>", ""])
            ),
        ]
        if Int.random(in: 0..<6, using: &dice) == 0 { parts.remove(at: Int.random(in: 0..<parts.count, using: &dice)) }
        if Int.random(in: 0..<6, using: &dice) == 0 { parts.append(one(parts)) }
        parts.shuffle(using: &dice)
        let lies = Int.random(in: 0..<6, using: &dice) == 0 ? (0..<18).map { _ in dice.next() % 100_000 } : []
        return StoredZip(parts.map { ($0.0, Array($0.1.utf8)) }, lies: lies).bytes
    }

    @Test func whateverItIsThereAreRowsOrASentence() throws {
        let scratch = ScratchFolder()
        let path = scratch.path + "/odd.xlsx"
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SplitMix64(state: seed)
        var (read, refused) = (0, 0)
        for turn in 0..<1500 {
            try Data(archive(&dice)).write(to: URL(fileURLWithPath: path))
            do {
                let reader = try WorkbookReader(path: path)
                for sheet in reader.sheets.indices {
                    let rows = try reader.rows(of: sheet)
                    while let row = try rows.next() {
                        #expect((1...1_048_576).contains(row.number) && row.cells.count <= 16_384, "seed \(seed), turn \(turn)")
                        for cell in row.cells { _ = cell.typed }
                    }
                }
                read += 1
            } catch is WorkbookFailure { refused += 1 }
        }
        #expect(read > 100 && refused > 100, "seed \(seed): \(read) read, \(refused) refused")
    }
}

/// A zip archive whose parts are stored as they are.
private struct StoredZip {
    private(set) var bytes: [UInt8] = []

    /// - Parameter lies: the even ones stand in sums and sizes instead of what is true.
    init(_ parts: [(name: String, content: [UInt8])], lies: [UInt64]) {
        var directory: [UInt8] = []
        func put(_ value: UInt64, _ count: Int, in list: inout [UInt8]) {
            for place in 0..<count { list.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place)))) }
        }
        for (turn, (name, content)) in parts.enumerated() {
            let start = UInt64(bytes.count)
            let facts = [Self.sum(content), UInt64(content.count), UInt64(content.count)].enumerated().map { place, fact in
                let lie = lies.isEmpty ? 1 : lies[(turn * 3 + place) % lies.count]
                return lie % 2 == 0 ? lie : fact
            }
            func write(in list: inout [UInt8]) {
                for fact in [UInt64(20), 0x0800, 0] { put(fact, 2, in: &list) }
                put(0, 4, in: &list)
                for fact in facts { put(fact, 4, in: &list) }
                put(UInt64(name.utf8.count), 2, in: &list)
                put(0, 2, in: &list)
            }
            put(0x0403_4B50, 4, in: &bytes)
            write(in: &bytes)
            bytes += name.utf8
            bytes += content
            put(0x0201_4B50, 4, in: &directory)
            put(20, 2, in: &directory)
            write(in: &directory)
            for count in [2, 2, 2, 4] { put(0, count, in: &directory) }
            put(start, 4, in: &directory)
            directory += name.utf8
        }
        let start = UInt64(bytes.count)
        bytes += directory
        put(0x0605_4B50, 4, in: &bytes)
        put(0, 4, in: &bytes)
        for _ in 0..<2 { put(UInt64(parts.count), 2, in: &bytes) }
        put(UInt64(directory.count), 4, in: &bytes)
        put(start, 4, in: &bytes)
        put(0, 2, in: &bytes)
    }

    private static func sum(_ content: [UInt8]) -> UInt64 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in content {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return UInt64(sum ^ 0xFFFF_FFFF)
    }
}
