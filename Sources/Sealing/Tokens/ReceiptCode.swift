/// A code that people read aloud and type again, `XXXX-XXXX-XXXX`: 11 random characters (54 bits) and a check
/// character.
///
/// The alphabet has 31 letters, a prime, and position i (from 1) weighs i: the weighted sum of a right code is 0 modulo
/// 31. So every single wrong character and every swap of two different ones is noticed: the sum moves by a product of
/// two numbers that 31 does not divide.
package enum ReceiptCode {
    /// One of each group that looks alike; `readAs` says what the others count as.
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRTVWXYZ")
    static let readAs: [Character: Character] = ["O": "0", "I": "1", "L": "1", "S": "5", "U": "V"]
    private static let values = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    private static let length = 12

    package static func make() -> String {
        var system = SystemRandomNumberGenerator()
        return make(using: &system)
    }

    /// From `generator`; anything but the system's own is for tests.
    package static func make(using generator: inout some RandomNumberGenerator) -> String {
        let values = (0..<(length - 1)).map { _ in Int.random(in: alphabet.indices, using: &generator) }
        let check = alphabet.indices.first { weightedSum(values + [$0]) == 0 }!
        return grouped(values + [check])
    }

    /// The code as we gave it out, or nil for a typo. Accepts lower case, full-width letters, spaces, other or missing
    /// dashes, and O for 0, I or L for 1, S for 5, U for V.
    package static func normalise(_ text: String) -> String? {
        let typed = Normalise.halfWidth(text).uppercased().filter { !$0.isWhitespace && !"-_.·・".contains($0) }
        let values = typed.compactMap { value(of: $0) }
        guard values.count == length, typed.count == length, weightedSum(values) == 0 else { return nil }
        return grouped(values)
    }

    private static func value(of character: Character) -> Int? {
        values[readAs[character] ?? character]
    }

    private static func weightedSum(_ values: [Int]) -> Int {
        values.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } % alphabet.count
    }

    private static func grouped(_ values: [Int]) -> String {
        let letters = values.map { alphabet[$0] }
        return stride(from: 0, to: length, by: 4).map { String(letters[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
