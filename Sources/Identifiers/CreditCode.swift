import Sealing

/// An organisation's number (统一社会信用代码, GB 32100): registering department, class, place, organisation code, check character.
package struct CreditCode: Hashable, Sendable, CustomStringConvertible {
    /// Eighteen characters, upper-case.
    package let text: String

    package var description: String { text }
    /// The county-level code of where it was registered.
    package var region: String { String(text.dropFirst(2).prefix(6)) }
    /// The organisation code (GB 11714) within it.
    package var organisation: String { String(text.dropFirst(8).prefix(9)) }

    /// Who registered it, by its first character.
    package enum Register: String, Sendable, CaseIterable {
        /// Offices and institutions 机构编制.
        case establishment = "1"
        /// Societies, foundations, residents' committees 民政.
        case civilAffairs = "5"
        /// Firms and shops 市场监管.
        case market = "9"
        /// Rural collectives 农业农村.
        case rural = "N"
        case other
    }

    package var register: Register { Register(rawValue: String(text.prefix(1))) ?? .other }

    package init(_ typed: String) throws(IdentifierProblem) {
        let text = Normalise.residentID(typed)
        guard !text.isEmpty else { throw IdentifierProblem(.empty) }
        if text.contains("E+") { throw IdentifierProblem(.roundedByExcel) }
        guard text.count == 18 else { throw IdentifierProblem(.length, ["is": "\(text.count)"]) }
        for (at, character) in text.enumerated() where !Self.alphabet.contains(character) {
            let place = ["found": String(character), "position": "\(at + 1)"]
            if let instead = Self.lookalikes[character] {
                throw IdentifierProblem(.lookalike, place.merging(["instead": String(instead)]) { first, _ in first })
            }
            throw IdentifierProblem(.character, place)
        }
        for (at, character) in text.enumerated() where (2..<8).contains(at) && !("0"..."9").contains(character) {
            throw IdentifierProblem(.character, ["found": String(character), "position": "\(at + 1)"])
        }
        let expected = Self.checkCharacter(of: text)
        guard text.last == expected else { throw IdentifierProblem(.checkCharacter, ["expected": String(expected)]) }
        self.text = text
    }

    /// Thirty-one characters: I, O, S, V and Z read like 1, 0, 5, U and 2, and are left out.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    private static let lookalikes: [Character: Character] = ["I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"]
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    private static func checkCharacter(of text: String) -> Character {
        let sum = zip(text, weights).reduce(0) { $0 + alphabet.firstIndex(of: $1.0)! * $1.1 }
        return alphabet[(31 - sum % 31) % 31]
    }
}
