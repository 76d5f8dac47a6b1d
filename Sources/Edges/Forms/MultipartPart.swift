/// One part of a multipart form. Its content is a slice of the body that was parsed and keeps that alive.
package struct MultipartPart: Sendable {
    package var name: String
    /// Nil for an ordinary field, empty when a file field was left empty. Without folders, control and direction characters.
    package var filename: String?
    /// As the sender says it, in lower case and without parameters; believe the content instead.
    package var contentType: String?
    package var content: ArraySlice<UInt8>

    /// The content as text; bytes that are no UTF-8 become U+FFFD.
    package var text: String { String(decoding: content, as: UTF8.self) }
}

extension MultipartPart {
    /// - Throws: `MultipartFailure.malformedHeader`, `.headerTooLarge`.
    static func readingHeader(_ header: ArraySlice<UInt8>, content: ArraySlice<UInt8>) throws -> MultipartPart {
        var disposition: HeaderValue?
        var contentType: String?
        for line in try lines(of: header) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                throw MultipartFailure.malformedHeader
            }
            let value = trimmed(line[(colon + 1)...])
            switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
            case "content-disposition":
                guard disposition == nil, let parsed = HeaderValue(value) else {
                    throw MultipartFailure.malformedHeader
                }
                disposition = parsed
            case "content-type":
                guard contentType == nil else { throw MultipartFailure.malformedHeader }
                let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
                contentType = String(decoding: trimmed(value[..<end]), as: UTF8.self).lowercased()
            case "content-transfer-encoding":
                // Deprecated by RFC 7578; anything that would need decoding is refused rather than misread.
                let encoding = String(decoding: value, as: UTF8.self).lowercased()
                guard ["binary", "8bit", "7bit"].contains(encoding) else { throw MultipartFailure.malformedHeader }
            default:
                continue
            }
        }
        guard let disposition, disposition.kind == "form-data", let name = disposition["name"] else {
            throw MultipartFailure.malformedHeader
        }
        return MultipartPart(
            name: String(decoding: browserDecoded(name), as: UTF8.self), filename: filename(disposition),
            contentType: contentType, content: content)
    }

    private static func lines(of header: ArraySlice<UInt8>) throws -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for piece in header.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var line = piece
            let isLast = piece.endIndex == header.endIndex
            // The last line has lost its line end to the caller's search.
            guard isLast || line.popLast() == 0x0D else { throw MultipartFailure.malformedHeader }
            if line.isEmpty && isLast { continue }
            // A fold (leading space), a stray CR or a NUL is somebody's trick, not a browser's header.
            guard let first = line.first, first != 0x20, first != 0x09, !line.contains(0x0D), !line.contains(0) else {
                throw MultipartFailure.malformedHeader
            }
            lines.append(line)
        }
        return lines
    }

    /// `filename*` (RFC 5987) wins over `filename` when it is in UTF-8.
    private static func filename(_ disposition: HeaderValue) -> String? {
        if let extended = disposition["filename*"] {
            let pieces = extended.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
            if pieces.count == 3, String(decoding: pieces[0], as: UTF8.self).lowercased() == "utf-8" {
                return withoutTricks(String(decoding: percentDecoded(pieces[2]), as: UTF8.self))
            }
        }
        return disposition["filename"].map { withoutTricks(String(decoding: browserDecoded($0), as: UTF8.self)) }
    }

    /// Browsers escape exactly these three in names (HTML Standard, multipart form data).
    private static func browserDecoded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let three = bytes[index...].prefix(3)
            if three.elementsEqual("%22".utf8) {
                decoded.append(0x22)
            } else if three.elementsEqual("%0D".utf8) {
                decoded.append(0x0D)
            } else if three.elementsEqual("%0A".utf8) {
                decoded.append(0x0A)
            } else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            index += 3
        }
        return decoded
    }

    private static func withoutTricks(_ filename: String) -> String {
        let isSeparator: (UnicodeScalar) -> Bool = { $0 == "/" || $0 == "\\" }
        let last =
            filename.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isSeparator).last ?? []
        var kept = String.UnicodeScalarView()
        for scalar in last.prefix(255) {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: continue
            default: kept.append(scalar)
            }
        }
        let name = String(kept)
        return name == "." || name == ".." ? "_" : name
    }
}
