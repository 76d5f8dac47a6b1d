// Values that travel as one text: days, instants, limits, office hours.

extension Decoder {
    /// The text this decoder holds, as `read` understands it.
    ///
    /// Throws `DecodingError.dataCorrupted` with the offending text, and what `read` threw beneath it.
    func text<Value>(_ read: (String) throws -> Value?) throws -> Value {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        var cause: (any Error)?
        do {
            if let value = try read(text) { return value }
        } catch {
            cause = error
        }
        throw DecodingError.dataCorrupted(
            .init(codingPath: codingPath, debugDescription: text, underlyingError: cause))
    }
}

extension Encoder {
    func text(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}
