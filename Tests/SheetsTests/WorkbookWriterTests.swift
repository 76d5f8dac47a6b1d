import Foundation
import Testing

@testable import Sheets

@Suite(.enabled(if: ReadWorkbook.isPossible, "python3 is not installed, so workbooks cannot be read back"))
final class WorkbookWriterTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sheets-" + UUID().uuidString)

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func writesATitleAHeadingAndTypedCells() throws {
        let read = try workbook { writer in
            try writer.startSheet(SheetLayout(name: "台账", title: "二七区 2026 年 7 月", columns: columns))
            try writer.append([
                .text("410103199001011234"), .number(1234.5), .number(0.153), .day(year: 2026, month: 7, day: 21),
                .moment(Date(timeIntervalSince1970: 1_784_595_900)),
                .link(url: "https://example.cn/cases/1?a=1&b=2", text: "案件 1"),
            ])
            try writer.append([.integer(13_800_000_000), .integer(3), .empty, .moment(Date(timeIntervalSince1970: 0))])
        }
        let sheet = try #require(read.sheets.first)
        #expect(sheet.name == "台账" && sheet.frozenRows == 2 && sheet.filter == "A2:F4" && sheet.rows == 4)
        #expect(sheet.cells["A1"]?[1] == "二七区 2026 年 7 月" && sheet.cells["B2"]?[1] == "数量")
        #expect(sheet.cells["A3"] == ["s", "410103199001011234", "49"])
        #expect(sheet.cells["B3"] == ["n", "1234.5", "#,##0.0"])
        #expect(sheet.cells["C3"] == ["n", "0.153", "0.0%"])
        #expect(sheet.cells["D3"] == ["n", "46224", "yyyy-mm-dd"])
        // 2026-07-21 09:05 in Zhengzhou.
        let moment = try #require(sheet.cells["E3"])
        #expect(moment[2] == "yyyy-mm-dd hh:mm" && abs(Double(moment[1])! - (46_224 + 545.0 / 1440)) < 1e-9)
        #expect(sheet.cells["F3"]?[1] == "案件 1" && sheet.links["F3"] == "https://example.cn/cases/1?a=1&b=2")
        #expect(sheet.cells["A4"] == ["s", "13800000000", "49"])
        #expect(sheet.cells["D4"] == ["n", "25569", "yyyy-mm-dd"])
    }

    @Test func neverWritesAFormula() throws {
        let hostile = [
            "=1+1", "=HYPERLINK(\"http://x\")", "{=1}", "+1", "@x", "http://x.cn", "internal:Sheet1!A1", "=cmd|' '!A0",
        ]
        let read = try workbook { writer in
            try writer.startSheet(SheetLayout(name: "a", columns: [SheetColumn("=1"), SheetColumn("n", .number())]))
            for text in hostile { try writer.append([.text(text), .text(text)]) }
            try writer.append([
                .link(url: "external:c:\\x.xlsx", text: "=1"), .link(url: "javascript:alert(1)", text: "x"),
            ])
        }
        let sheet = read.sheets[0]
        #expect(sheet.formulas == 0 && sheet.links.isEmpty)
        for (index, text) in hostile.enumerated() {
            #expect(
                sheet.cells["A\(index + 2)"] == ["s", text, "49"] && sheet.cells["B\(index + 2)"] == ["s", text, "49"])
        }
    }

    @Test func removesWhatExcelRefuses() throws {
        let read = try workbook { writer in
            try writer.startSheet(
                SheetLayout(name: "a", columns: [SheetColumn("甲\u{0}乙"), SheetColumn("n", .number())]))
            try writer.append([.text("a\u{0}b\u{1B}c\u{FFFE}\u{FFFF}d\r\ne\rf\tg 😀"), .number(.nan)])
            try writer.append([.text(String(repeating: "长", count: 40_000)), .number(.infinity)])
            try writer.append([.text(String(repeating: "😀", count: 20_000)), .day(year: 2026, month: 2, day: 30)])
            try writer.append([.text("_x0041_ & <b>"), .integer(.max)])
            try writer.append([.moment(.distantPast), .moment(Date(timeIntervalSince1970: .infinity))])
        }
        let cells = read.sheets[0].cells
        #expect(cells["A1"]?[1] == "甲乙" && cells["A2"]?[1] == "abcd\ne\nf\tg 😀")
        #expect(cells["A3"]?[1] == String(repeating: "长", count: 32_766) + "…")
        #expect(cells["A4"]?[1] == String(repeating: "😀", count: 16_383) + "…")
        #expect(cells["A5"]?[1] == "_x005F_x0041_ & <b>" && cells["B5"]?.prefix(2) == ["s", "9223372036854775807"])
        #expect(cells["B2"] == nil && cells["B3"] == nil && cells["B4"] == nil && cells["B6"] == nil)
    }

    @Test func continuesOnFurtherSheets() throws {
        let read = try workbook(rowsPerSheet: 4) { writer in
            try writer.startSheet(SheetLayout(name: "表", title: "题", columns: [SheetColumn("n", .number())]))
            for number in 1...5 { try writer.append([.integer(number)]) }
            try writer.startSheet(SheetLayout(name: "表", columns: [SheetColumn("x")]))
        }
        #expect(read.sheets.map(\.name) == ["表", "表 (2)", "表 (3)", "表 (4)"])
        #expect(read.sheets.map(\.rows) == [4, 4, 3, 1])
        #expect(read.sheets[2].cells["A1"]?[1] == "题" && read.sheets[2].cells["A3"]?[1] == "5")
    }

    @Test func makesNamesOfSheetsLegal() throws {
        var names = SheetNames()
        #expect(names.claim("2026/07 [二七区]: a*b?\\") == "2026_07 _二七区__ a_b__")
        #expect(names.claim("''") == "Sheet" && names.claim("") == "Sheet (2)" && names.claim("History") == "History_")
        #expect(names.claim("SHEET") == "SHEET (3)")
        let long = names.claim(String(repeating: "名", count: 40))
        #expect(long.utf16.count == 31 && names.claim(long, part: 12).hasSuffix(" (12)"))
        #expect(names.claim(String(repeating: "a", count: 30) + "'x") == String(repeating: "a", count: 30))
    }

    @Test func saysWhatIsWrong() throws {
        let path = try place()
        #expect(throws: SheetFailure.cannotCreate(path: "/nowhere/a.xlsx")) { try open("/nowhere/a.xlsx") }
        let writer = try open(path)
        #expect(throws: SheetFailure.noSheet) { try writer.append([]) }
        #expect(throws: SheetFailure.badColumnCount(0)) { try writer.startSheet(SheetLayout(name: "a", columns: [])) }
        try writer.startSheet(SheetLayout(name: "a", columns: [SheetColumn("x")]))
        #expect(throws: SheetFailure.rowTooWide(cells: 2, columns: 1)) { try writer.append([.empty, .empty]) }
        try writer.close()
        #expect(throws: SheetFailure.closed) { try writer.append([]) }
        #expect(throws: SheetFailure.closed) { try writer.close() }
    }

    @Test func leavesNothingBehindWhenLetGo() throws {
        let path = try place()
        let before = openFiles()
        for _ in 0..<5 {
            let writer = try open(path)
            try writer.startSheet(SheetLayout(name: "a", columns: [SheetColumn("x"), SheetColumn("l", .link)]))
            for number in 0..<50 {
                try writer.append([.text("x\(number)"), .link(url: "https://x.cn/\(number)", text: "y")])
            }
        }
        // Other tests open and close files meanwhile.
        #expect(openFiles() <= before + 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(.enabled(if: ReadWorkbook.hasOpenpyxl, "openpyxl is not installed"))
    func opensInOpenpyxl() throws {
        let path = try place()
        let writer = try open(path)
        try writer.startSheet(SheetLayout(name: "台账", title: "题", columns: columns))
        try writer.append([
            .text("0371"), .number(2), .number(0.5), .day(year: 2026, month: 7, day: 21),
            .moment(Date(timeIntervalSince1970: 1_784_595_905)), .link(url: "https://x.cn/", text: "看"),
        ])
        try writer.close()
        let script = """
            import openpyxl, sys
            s = openpyxl.load_workbook(sys.argv[1])['台账']
            print([c.value for c in s[3]], s['F3'].hyperlink.target, s['A2'].font.b, s.freeze_panes, s.auto_filter.ref)
            """
        let output = try #require(python(["-c", script, path]))
        #expect(
            String(decoding: output, as: UTF8.self) == """
                ['0371', 2, 0.5, datetime.datetime(2026, 7, 21, 0, 0), datetime.datetime(2026, 7, 21, 9, 5, 5), '看'] \
                https://x.cn/ True A3 A2:F3

                """)
    }

    private let columns = [
        SheetColumn("证件号"), SheetColumn("数量", .number(decimals: 1)), SheetColumn("占比", .percent()),
        SheetColumn("日期", .date), SheetColumn("时间", .dateTime, width: 22), SheetColumn("链接", .link),
    ]

    private func workbook(rowsPerSheet: Int = WorkbookWriter.rowsPerSheet, _ fill: (WorkbookWriter) throws -> Void)
        throws
        -> ReadWorkbook
    {
        let path = try place()
        let writer = try open(path, rowsPerSheet: rowsPerSheet)
        try fill(writer)
        try writer.close()
        return try ReadWorkbook(path)
    }

    private func open(_ path: String, rowsPerSheet: Int = WorkbookWriter.rowsPerSheet) throws -> WorkbookWriter {
        try WorkbookWriter(
            path: path, zone: TimeZone(identifier: "Asia/Shanghai")!,
            created: Date(timeIntervalSince1970: 1_784_595_900),
            rowsPerSheet: rowsPerSheet)
    }

    private func place() throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appendingPathComponent("a.xlsx").path
    }

    private func openFiles() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}

/// What is put into a finished workbook is what the library would have written.
@Suite struct LargeRowsTests {
    @Test(arguments: [1, 3]) func isTheSameAsSmallOnes(sheets: Int) throws {
        let scratch = ScratchFolder()
        func parts(largeFrom: Int) throws -> [[UInt8]] {
            let path = scratch.path + "/\(largeFrom).xlsx"
            let writer = try WorkbookWriter(
                path: path, zone: TimeZone(identifier: "Asia/Shanghai")!, created: Date(timeIntervalSince1970: 0), rowsPerSheet: 1_000,
                largeFrom: largeFrom)
            for number in 1...sheets {
                try writer.startSheet(
                    SheetLayout(
                        name: "台账\(number)", title: "二七区", isFormal: number == 2,
                        columns: [SheetColumn("姓名"), SheetColumn("数量", .number()), SheetColumn("日期", .date)]))
                // The last one is a sheet of a title and a heading.
                for row in 0..<(number == 3 ? 0 : 1_500) {
                    try writer.append([.text("居民 \(row) <&>"), .integer(row), .day(year: 2026, month: 1 + row % 12, day: 1)])
                }
            }
            try writer.close()
            let archive = try WorkbookArchive(path: path, limits: WorkbookLimits())
            return try (1...(sheets == 1 ? 2 : 5)).map { try archive.read("xl/worksheets/sheet\($0).xml") }
        }
        let (small, large) = (try parts(largeFrom: .max), try parts(largeFrom: 0))
        #expect(small == large && small[0].count > 100_000)
    }

    @Test func saysSoWhereThereIsNoWorkbook() throws {
        #expect(!LargeRows.insert([], into: "/nowhere/workbook.xlsx"))
    }
}
