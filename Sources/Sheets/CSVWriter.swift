/// Writes CSV after RFC 4180: UTF-8 with a byte order mark (without it Excel on Chinese Windows reads GBK), lines end with CRLF.
///
/// Defusing: a cell that begins with `=`, `+`, `-`, `@`, their full-width forms or a tab would run as a formula in Excel, so it
/// gets an apostrophe in front, unless the whole cell is a plain number such as `-12.5` or `+86371`. Control characters are
/// dropped, and line ends inside cells become LF.
package struct CSVWriter {
    private let sink: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter sink: takes about 64 KiB at a time, in order.
    package init(sink: @escaping ([UInt8]) throws -> Void) {
        self.sink = sink
    }

    /// Appends one record. Throws only what the sink throws.
    package mutating func append(_ fields: [String]) throws {
        for (index, field) in fields.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            // A record of one empty field must not look like a blank line.
            append(field, quoted: fields.count == 1 && field.isEmpty)
        }
        buffer.append(0x0D)
        buffer.append(0x0A)
        if buffer.count >= 65_536 { try flush() }
    }

    /// Hands the rest to the sink; call it once, at the end.
    package mutating func finish() throws {
        try flush()
    }

    private mutating func flush() throws {
        if buffer.isEmpty { return }
        try sink(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ field: String, quoted: Bool) {
        var text = field
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0xEF }) { text = ExcelText.withoutRefused(text) }
        if Self.wouldRun(text) { text = "'" + text }
        guard quoted || Self.needsQuotes(text) else {
            buffer.append(contentsOf: text.utf8)
            return
        }
        buffer.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func wouldRun(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@\t\n＝＋－＠".unicodeScalars.contains(first) else {
            return false
        }
        return !isPlainNumber(text)
    }

    private static func isPlainNumber(_ text: String) -> Bool {
        guard let sign = text.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return false }
        let parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private static func needsQuotes(_ text: String) -> Bool {
        if text.utf8.first == 0x20 || text.utf8.last == 0x20 { return true }
        return text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    }
}
