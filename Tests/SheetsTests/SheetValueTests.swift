import Foundation
import Testing

@testable import Sheets

struct SheetValueTests {
    @Test func readsAsAPersonWouldTypeIt() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
        #expect(
            SheetValue.moment(Date(timeIntervalSince1970: 1_784_595_905.9)).plainText(in: zone) == "2026-07-21 09:05:05"
        )
        #expect(SheetValue.moment(Date(timeIntervalSince1970: -1)).plainText(in: zone) == "1970-01-01 07:59:59")
        #expect(SheetValue.day(year: 2024, month: 2, day: 29).plainText(in: zone) == "2024-02-29")
        #expect(SheetValue.day(year: 2026, month: 2, day: 29).plainText(in: zone) == "")
        #expect(SheetValue.day(year: .max, month: .min, day: 0).plainText(in: zone) == "")
        #expect(SheetValue.number(1e300).plainText(in: zone) == "1e+300")
        #expect(SheetValue.number(12).plainText(in: zone) == "12")
        #expect(SheetValue.number(.nan).plainText(in: zone) == "")
    }

    @Test func countsDaysAsExcelDoes() {
        #expect(CivilTime(year: 1900, month: 3, day: 1)?.excelSerial == 61)
        #expect(CivilTime(year: 1900, month: 2, day: 28)?.excelSerial == nil)
        #expect(CivilTime(year: 9999, month: 12, day: 31)?.excelSerial == 2_958_465)
        // Every day of four centuries, there and back.
        var last = CivilTime(year: 1799, month: 12, day: 31)!.daysSince1970
        for year in 1800..<2200 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let time = CivilTime(year: year, month: month, day: day) else { continue }
                    #expect(time.daysSince1970 == last + 1)
                    last += 1
                }
            }
        }
        #expect(last == CivilTime(year: 2199, month: 12, day: 31)!.daysSince1970)
    }
}
