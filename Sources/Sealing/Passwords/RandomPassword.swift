/// A first password to be read from paper or a terminal: 18 characters in groups of six (`k7mqp4-vz2h9t-…`), 89 bits.
package enum RandomPassword {
    /// No 0 o 1 l i: they look alike.
    static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz")

    package static func make() -> String {
        var system = SystemRandomNumberGenerator()
        return make(using: &system)
    }

    /// From `generator`; anything but the system's own is for tests.
    package static func make(using generator: inout some RandomNumberGenerator) -> String {
        var groups: [String] = []
        for _ in 0..<3 {
            groups.append(String((0..<6).map { _ in alphabet.randomElement(using: &generator)! }))
        }
        return groups.joined(separator: "-")
    }
}
