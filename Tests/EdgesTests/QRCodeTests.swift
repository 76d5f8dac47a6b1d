import Testing

@testable import Edges

struct QRCodeTests {
    @Test func drawsOnePathWithAQuietZone() throws {
        let svg = try QRCode.svg("https://huying.example.cn/c/二七-2026-000421", moduleSize: 3)
        let side = try QRCode.modules("https://huying.example.cn/c/二七-2026-000421").count + 8
        #expect(svg.contains("viewBox=\"0 0 \(side) \(side)\"") && svg.contains("width=\"\(side * 3)\""))
        #expect(svg.contains("crispEdges") && svg.split(separator: "<path").count == 2 && svg.utf8.count < 12_000)
        // The finder pattern in the upper left corner: seven dark modules after the quiet zone.
        #expect(svg.contains("<path d=\"M4 4h7v1H4z"))
    }

    @Test func saysWhenItCannot() throws {
        #expect(throws: QRCodeFailure.empty) { try QRCode.svg("") }
        #expect(throws: QRCodeFailure.tooLong(bytes: 3_000)) { try QRCode.svg(String(repeating: "x", count: 3_000)) }
        #expect(try QRCode.svg("a\0b\"<>&", moduleSize: .max).contains("<>&") == false)
        #expect(try QRCode.svg("x", moduleSize: .min).contains("width=\"29\""))
    }
}
