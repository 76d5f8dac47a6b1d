import Sealing

/// An organisation's number before 2015 (组织机构代码, GB 11714): eight characters and a check character; old ledgers are full of them.
package struct OrganisationCode: Hashable, Sendable, CustomStringConvertible {
    /// Nine characters, without the dash.
    package let text: String
    package var description: String { text.prefix(8) + "-" + text.suffix(1) }

    package init(_ typed: String) throws(IdentifierProblem) {
        let text = Normalise.residentID(typed)
        guard !text.isEmpty else { throw IdentifierProblem(.empty) }
        guard text.count == 9 else { throw IdentifierProblem(.length, ["is": "\(text.count)"]) }
        for (at, character) in text.enumerated() where Self.value(of: character) == nil {
            throw IdentifierProblem(.character, ["found": String(character), "position": "\(at + 1)"])
        }
        let expected = Self.checkCharacter(of: text)
        guard text.last == expected else { throw IdentifierProblem(.checkCharacter, ["expected": String(expected)]) }
        self.text = text
    }

    private static let weights = [3, 7, 9, 10, 5, 8, 4, 2]

    private static func value(of character: Character) -> Int? {
        guard let ascii = character.asciiValue else { return nil }
        switch ascii {
        case 0x30...0x39: return Int(ascii) - 0x30
        case 0x41...0x5A: return Int(ascii) - 0x41 + 10
        default: return nil
        }
    }

    private static func checkCharacter(of text: String) -> Character {
        let sum = zip(text, weights).reduce(0) { $0 + (value(of: $1.0) ?? 0) * $1.1 }
        return switch 11 - sum % 11 {
        case 10: "X"
        case 11: "0"
        case let digit: Character(String(digit))
        }
    }
}
