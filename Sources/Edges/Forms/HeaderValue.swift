/// A header value such as `form-data; name="photo"; filename*=UTF-8''%E4%BA%8C.jpg`, on bytes, since names come raw in UTF-8.
struct HeaderValue {
    /// In lower case, without spaces around it.
    let kind: String
    private var parameters: [(name: String, value: [UInt8])] = []

    /// Nil when a quote is left open, a parameter has no name or value, or one comes twice.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        let kindEnd = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        kind = String(decoding: trimmed(rest[..<kindEnd]), as: UTF8.self).lowercased()
        rest = rest[kindEnd...]
        while !rest.isEmpty {
            rest = trimmed(rest.dropFirst())
            // A semicolon at the end is common and harmless.
            if rest.isEmpty { break }
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: trimmed(rest[..<equals]), as: UTF8.self).lowercased()
            let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !";\"".utf8.contains($0) }
            guard isToken, !name.isEmpty else { return nil }
            rest = trimmed(rest[(equals + 1)...])
            guard let value = Self.takeValue(&rest), !parameters.contains(where: { $0.name == name }),
                parameters.count < 16
            else { return nil }
            parameters.append((name, value))
        }
    }

    subscript(name: String) -> [UInt8]? {
        parameters.first { $0.name == name }?.value
    }

    /// Leaves `rest` at a semicolon or at the end.
    private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
            defer { rest = rest[end...] }
            return Array(trimmed(rest[..<end]))
        }
        var value: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
            // curl escapes quotes and backslashes; browsers leave a backslash alone, so only these two are escapes.
            if rest[index] == UInt8(ascii: "\\"), index + 1 < rest.endIndex,
                rest[index + 1] == UInt8(ascii: "\"") || rest[index + 1] == UInt8(ascii: "\\")
            {
                index += 1
            }
            value.append(rest[index])
            index += 1
        }
        guard index < rest.endIndex else { return nil }
        rest = trimmed(rest[(index + 1)...])
        return rest.isEmpty || rest.first == UInt8(ascii: ";") ? value : nil
    }
}

/// Without spaces and tabs at both ends.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
}
