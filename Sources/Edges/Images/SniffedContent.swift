/// What bytes are by their beginning, whatever they are called.
package enum SniffedContent: Sendable, Equatable {
    case image(ImageKind)
    /// iPhone photos and AVIF: pictures, but not ones every browser shows.
    case heif
    case bmp, tiff, svg
    case pdf, zip, office, video, executable
    case html, xml, text
    case empty, unknown

    package init(_ bytes: [UInt8]) {
        if bytes.isEmpty {
            self = .empty
        } else if let known = Self.signatures.first(where: { bytes.holds($0.bytes, at: $0.offset) }) {
            self = known.content
        } else if bytes.holds("RIFF", at: 0), bytes.holds("WEBP", at: 8) {
            self = .image(.webp)
        } else if bytes.holds("ftyp", at: 4) {
            let brands = ["heic", "heix", "hevc", "mif1", "msf1", "avif", "avis"]
            self = brands.contains { bytes.holds($0, at: 8) } ? .heif : .video
        } else {
            self = Self.text(bytes)
        }
    }

    private static let signatures: [(content: SniffedContent, offset: Int, bytes: String)] = [
        (.image(.jpeg), 0, "\u{FF}\u{D8}\u{FF}"), (.image(.png), 0, "\u{89}PNG\r\n\u{1A}\n"),
        (.image(.gif), 0, "GIF87a"), (.image(.gif), 0, "GIF89a"), (.bmp, 0, "BM"), (.tiff, 0, "II*\0"),
        (.tiff, 0, "MM\0*"), (.pdf, 0, "%PDF-"), (.zip, 0, "PK\u{3}\u{4}"), (.office, 0, "\u{D0}\u{CF}\u{11}\u{E0}"),
        (.executable, 0, "\u{7F}ELF"), (.executable, 0, "MZ"), (.executable, 0, "#!"),
        (.video, 0, "\u{1A}\u{45}\u{DF}\u{A3}"),
    ]

    private static func text(_ bytes: [UInt8]) -> SniffedContent {
        let head = bytes.prefix(1024)
        guard !head.contains(where: { $0 < 0x09 || (0x0E..<0x1B).contains($0) }) else { return .unknown }
        let lower = String(decoding: head, as: UTF8.self).lowercased()
        if lower.contains("<svg") { return .svg }
        if lower.contains("<html") || lower.contains("<!doctype html") || lower.contains("<script") { return .html }
        if lower.contains("<?xml") { return .xml }
        return String(validating: bytes.prefix(1020), as: UTF8.self) != nil || bytes.count > 1020 ? .text : .unknown
    }
}
