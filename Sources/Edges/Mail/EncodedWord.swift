import Foundation

/// Text in a header (RFC 2047): plain when that is possible, else in pieces of UTF-8 and base64, folded between them.
enum EncodedWord {
    static func text(_ text: String, alwaysEncoding: Bool = false) -> String {
        let isShortASCII = text.utf8.count <= 60 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        if isShortASCII && !alwaysEncoding && !text.contains("=?") { return text }
        return pieces(text).map { "=?UTF-8?B?" + Data($0.utf8).base64EncodedString() + "?=" }.joined(separator: "\r\n ")
    }

    /// At most 42 bytes each, never within a character; a word may take 75 characters and a line 76.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let size = UTF8.width(scalar)
            if bytes + size > 42 {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                bytes = 0
            }
            // Line ends and other controls have no business in a header, encoded or not.
            piece.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
            bytes += size
        }
        return pieces + [String(piece)]
    }
}
