import Crypto

extension KeyRing {
    /// What a sealed field is searched by: 16 bytes (HMAC-SHA256, truncated), equal for equal texts of the same field
    /// and telling nothing without the key. The caller brings the text to one spelling first, with `Normalise`.
    package func blindIndex(_ text: String, field: String) -> [UInt8] {
        var frame = Frame("huying blind index")
        frame.append(field)
        frame.append(text)
        return Array(HMAC<SHA256>.authenticationCode(for: frame.bytes, using: indexKey).prefix(16))
    }
}
