import CQREncode

/// Why a text could not become a QR code.
package enum QRCodeFailure: Error, Equatable {
    case empty
    /// More than about 2,300 bytes of UTF-8.
    case tooLong(bytes: Int)
}

/// QR codes for where paper meets screen.
package enum QRCode {
    /// An SVG of one path on white, dark and crisp, error correction level M, quiet zone of four modules.
    /// - Parameters:
    ///   - text: what a phone reads, encoded as UTF-8.
    ///   - moduleSize: CSS pixels of one module, 1 to 64; print needs 3 or more.
    /// - Throws: `QRCodeFailure`.
    package static func svg(_ text: String, moduleSize: Int = 4) throws -> String {
        let dark = try modules(text)
        let side = dark.count + 2 * quietZone
        let pixels = side * min(max(moduleSize, 1), 64)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(pixels)" height="\(pixels)" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path d="\(path(dark))" fill="#000"/></svg>
            """
    }

    private static let quietZone = 4

    /// The square of modules, true where dark.
    static func modules(_ text: String) throws -> [[Bool]] {
        let bytes = Array(text.utf8)
        if bytes.isEmpty { throw QRCodeFailure.empty }
        guard bytes.count <= 4_000, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw QRCodeFailure.tooLong(bytes: bytes.count)
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        // The lowest bit of a module is its colour.
        return (0..<width).map { y in (0..<width).map { x in code.pointee.data[y * width + x] & 1 == 1 } }
    }

    /// One rectangle for each run of dark modules in a row.
    private static func path(_ dark: [[Bool]]) -> String {
        var path = ""
        for (y, row) in dark.enumerated() {
            var x = 0
            while x < row.count {
                guard row[x] else {
                    x += 1
                    continue
                }
                let start = x
                while x < row.count, row[x] { x += 1 }
                path += "M\(start + quietZone) \(y + quietZone)h\(x - start)v1H\(start + quietZone)z"
            }
        }
        return path
    }
}
