import Foundation
import Sheets
import Testing

/// Workbooks as others write them: openpyxl, LibreOffice, our own writer; and what is none.
@Suite struct WorkbookReaderTests {
    private let scratch = ScratchFolder()

    private func folder() -> String { scratch.make() }

    private func rows(_ path: String, sheet: Int = 0, limits: WorkbookLimits = WorkbookLimits()) throws -> [WorkbookRow] {
        let rows = try WorkbookReader(path: path, limits: limits).rows(of: sheet)
        var all: [WorkbookRow] = []
        while let row = try rows.next() { all.append(row) }
        return all
    }

    /// A workbook with one sheet of this XML, zipped by Python.
    private func workbook(_ sheet: String, _ others: [String: String] = [:]) throws -> String {
        let path = folder() + "/made.xlsx"
        let parts = [
            "xl/workbook.xml": """
            <workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels": #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#,
            "xl/worksheets/sheet1.xml": sheet,
        ].merging(others) { $1 }
        let json = String(decoding: try JSONEncoder().encode(parts), as: UTF8.self)
        let script = """
            import json, sys, zipfile
            with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
                for name, text in json.loads(sys.argv[2]).items(): z.writestr(name, text)
            """
        _ = try #require(python(["-c", script, path, json]))
        return path
    }

    @Test(.enabled(if: ReadWorkbook.hasOpenpyxl)) func whatOpenpyxlWrote() throws {
        let path = folder() + "/py.xlsx"
        let script = """
            import datetime, openpyxl, sys
            from openpyxl.cell.rich_text import CellRichText, TextBlock
            from openpyxl.cell.text import InlineFont
            w = openpyxl.Workbook(); s = w.active; s.title = '人员'
            s.append(['姓名', '身份证号', '出生日期', '电话', '数', '是', '时刻'])
            s.append(['张三', '410103195103041232', datetime.date(1951, 3, 4), 13800138000, 12.5, True, datetime.datetime(2026, 3, 1, 9, 30)])
            s.append(['李四', 410103195103041232, datetime.date(1900, 1, 1), '０３７１', 0.1 + 0.2, False, datetime.time(6, 30)])
            s['B7'] = datetime.date(1900, 3, 1)
            s['C7'] = CellRichText('红', TextBlock(InlineFont(b=True), '字'))
            s['H7'] = '=A1&"x"'
            t = w.create_sheet('隐藏'); t.sheet_state = 'hidden'; t['A1'] = 'x'
            w.save(sys.argv[1])
            """
        _ = try #require(python(["-c", script, path]))
        let sheets = try WorkbookReader(path: path).sheets
        #expect(sheets.map(\.name) == ["人员", "隐藏"] && sheets.map(\.isHidden) == [false, true])
        let all = try rows(path)
        #expect(all.map(\.number) == [1, 2, 3, 7])
        #expect(all[0].cells.map(\.typed) == ["姓名", "身份证号", "出生日期", "电话", "数", "是", "时刻"])
        #expect(
            all[1].cells.map(\.typed) == ["张三", "410103195103041232", "1951-03-04", "13800138000", "12.5", "yes", "2026-03-01 09:30:00"])
        // A number of eighteen digits was rounded by whoever wrote it as a number.
        let id = all[2][1].typed
        #expect(id.count == 18 && id.hasPrefix("410103195103041") && id != "410103195103041232", "\(id)")
        #expect(all[2].cells.dropFirst(2).map(\.typed) == ["1900-01-01", "０３７１", "0.3", "no", "06:30:00"])
        #expect(all[3][0] == .empty && all[3][1].typed == "1900-03-01" && all[3][2] == .text("红字"))
        #expect(all[3][7] == .formula)
        #expect(try rows(path, sheet: 1).map { $0[0] } == [.text("x")])
    }

    @Test func whatWeWroteOurselves() throws {
        let path = folder() + "/own.xlsx"
        let writer = try WorkbookWriter(path: path, zone: TimeZone(secondsFromGMT: 8 * 3600)!, created: Date(timeIntervalSince1970: 0))
        let columns = ["甲", "乙", "丙", "丁"].map { SheetColumn($0) }
        try writer.startSheet(SheetLayout(name: "表", columns: columns))
        let texts = ["=1+1", " 前后 ", "_x0041_", "两\n行", "a&<b>\"'", "0371", "𠮷🚧"]
        for text in texts { try writer.append([.text(text), .number(-0.125), .integer(42), .day(year: 2024, month: 2, day: 29)]) }
        try writer.close()
        let all = try rows(path)
        #expect(all.dropFirst().map { $0[0].typed } == texts)
        #expect(all.dropFirst().allSatisfy { $0[1].typed == "-0.125" && $0[2].typed == "42" })
    }

    @Test(.enabled(if: ReadWorkbook.isPossible)) func oddButTolerable() throws {
        // Prefixed names, no addresses, an inline text in pieces with its reading, an error, a formula with its value, cells out of a row.
        let path = try workbook(
            """
            <x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>汉</x:t></x:r><x:rPh><x:t>han</x:t></x:rPh><x:r>\
            <x:t xml:space="preserve"> 字</x:t></x:r></x:is></x:c><x:c><x:v>1.50</x:v></x:c></x:row><x:row r="9"><x:c r="C9" t="e"><x:v>#N/A</x:v></x:c>\
            <x:c r="E9" t="str"><x:f>A1</x:f><x:v>算</x:v></x:c><x:c r="F9"><x:v>4.10103195103041E+17</x:v></x:c></x:row><x:row/></x:sheetData></x:worksheet>
            """)
        let all = try rows(path)
        #expect(all.map(\.number) == [1, 9])
        #expect(all[0].cells.map(\.typed) == ["汉 字", "1.5"])
        #expect(all[1].cells == [.empty, .empty, .error("#N/A"), .empty, .text("算"), .number("4.10103195103041E+17")])
        #expect(all[1][5].typed == "410103195103041000")
    }

    @Test(.enabled(if: ReadWorkbook.isPossible)) func dayFormatsAreToldFromNumbers() throws {
        let formats = ["yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@", "0.00\"days\"", "#,##0 [Red]", "[h]:mm", "\\d0"]
        let styles =
            "<styleSheet><numFmts>"
            + formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1.replacing("\"", with: "&quot;"))\"/>" }
            .joined()
            + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
            + (0..<formats.count).map { "<xf numFmtId=\"\(164 + $0)\"/>" }.joined() + "<xf numFmtId=\"31\"/></cellXfs></styleSheet>"
        let cells = (0...formats.count).map { "<c s=\"\($0)\"><v>45000.5</v></c>" }.joined()
        let path = try workbook("<worksheet><sheetData><row>\(cells)</row></sheetData></worksheet>", ["xl/styles.xml": styles])
        #expect(
            try rows(path)[0].cells.map(\.typed) == [
                "2023-03-15 12:00:00", "2023-03-15 12:00:00", "45000.5", "45000.5", "2023-03-15 12:00:00", "45000.5", "2023-03-15 12:00:00",
            ])
    }

    @Test(.enabled(if: ReadWorkbook.isPossible)) func whatIsNoWorkbookIsSaidForWhatItIs() throws {
        func failure(_ bytes: [UInt8]) throws -> WorkbookFailure? {
            let path = folder() + "/x.xlsx"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            do {
                _ = try WorkbookReader(path: path)
                return nil
            } catch { return error as? WorkbookFailure }
        }
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        #expect(try failure(old) == .oldFormat)
        #expect(try failure(old + Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 255), 0] }) == .encrypted)
        #expect(try failure(Array("姓名,电话\n".utf8)) == .notAWorkbook)
        #expect(try failure([]) == .notAWorkbook)
        #expect(try failure([0x50, 0x4B, 3, 4]) == .notAWorkbook)
        #expect(throws: WorkbookFailure.cannotRead(path: "/nowhere/x.xlsx")) { try WorkbookReader(path: "/nowhere/x.xlsx") }
    }

    @Test(.enabled(if: ReadWorkbook.isPossible)) func whatMeansHarmIsRefused() throws {
        let entities = """
            <!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>
            """
        #expect(throws: WorkbookFailure.damaged(part: "xl/worksheets/sheet1.xml")) { try rows(try workbook(entities)) }
        var limits = WorkbookLimits()
        limits.unpackedBytes = 1 << 16
        let long = try workbook("<worksheet><sheetData>" + String(repeating: "<row/>", count: 15_000) + "</sheetData></worksheet>")
        #expect(throws: WorkbookFailure.tooLarge(megabytes: 0)) { try rows(long, limits: limits) }
        for cell in ["<c r=\"ZZZZ1\"><v>1</v></c>", "<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>"] {
            let path = try workbook("<worksheet><sheetData><row r=\"1\">\(cell)</row></sheetData></worksheet>")
            #expect(throws: WorkbookFailure.self) { try rows(path) }
        }
        #expect(throws: WorkbookFailure.damaged(part: "xl/worksheets/sheet1.xml")) {
            try rows(try workbook("<worksheet><row></worksheet>"))
        }
    }

    /// Damaged at random, in the archive and in its parts: an error or rows, never a crash.
    @Test(.enabled(if: ReadWorkbook.isPossible)) func noDamageCrashesIt() throws {
        let path = folder() + "/own.xlsx"
        let writer = try WorkbookWriter(path: path, zone: .gmt, created: Date(timeIntervalSince1970: 0))
        try writer.startSheet(SheetLayout(name: "表", columns: [SheetColumn("甲"), SheetColumn("乙", .number())]))
        for number in 0..<30 { try writer.append([.text("第\(number)行"), .integer(number)]) }
        try writer.close()
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let sheet =
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\" s=\"3\"><v>0</v></c><c t=\"b\"><v>1</v></c></row></sheetData></worksheet>"
        var generator = SystemRandomNumberGenerator()
        let target = folder() + "/bad.xlsx"
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            try Data(bytes).write(to: URL(fileURLWithPath: target))
            _ = try? rows(target)
        }
        for _ in 0..<40 {
            var bytes = Array(sheet.utf8)
            for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 32...126, using: &generator) }
            _ = try? rows(try workbook(String(decoding: bytes, as: UTF8.self)))
        }
    }
}
