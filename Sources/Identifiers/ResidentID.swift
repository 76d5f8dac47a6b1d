import Sealing
package import WorkingTime

/// A resident's number (公民身份号码, GB 11643): place of first registration, birth, sequence, check character by ISO 7064 mod 11-2.
package struct ResidentID: Hashable, Sendable, CustomStringConvertible {
    /// Eighteen characters, the last one a digit or `X`.
    package let text: String
    package let birth: Day

    package var description: String { text }

    /// The county-level code of where it was first given out; such codes change their meaning with the years.
    package var region: String { String(text.prefix(6)) }
    package var isMale: Bool { Int(text.dropFirst(14).prefix(3))! % 2 == 1 }

    /// Reads a number as people and sheets write it: full-width, with spaces, fifteen digits of before 1999.
    package init(_ typed: String) throws(IdentifierProblem) {
        let text = Normalise.residentID(typed)
        guard !text.isEmpty else { throw IdentifierProblem(.empty) }
        if text.contains("E+") || text.contains(".") && text.allSatisfy({ $0.isNumber || $0 == "." }) {
            throw IdentifierProblem(.roundedByExcel)
        }
        let length = text.count
        guard length == 18 || length == 15 else { throw IdentifierProblem(.length, ["is": "\(length)"]) }
        for (at, character) in text.enumerated() where !("0"..."9").contains(character) {
            guard at == 17, character == "X" else {
                throw IdentifierProblem(.character, ["found": String(character), "position": "\(at + 1)"])
            }
        }
        let long = length == 18 ? text : Self.lengthened(text)
        let expected = Self.checkCharacter(of: long)
        if length == 18, long.last != expected, long.hasSuffix("000") { throw IdentifierProblem(.roundedByExcel) }
        guard Self.regions.contains(String(long.prefix(2))) else { throw IdentifierProblem(.region, ["found": String(long.prefix(2))]) }
        let digits = long.dropFirst(6).prefix(8)
        guard let birth = Day(year: Int(digits.prefix(4))!, month: Int(digits.dropFirst(4).prefix(2))!, day: Int(digits.suffix(2))!),
            birth.year >= 1850
        else { throw IdentifierProblem(.birthDate, ["found": String(digits)]) }
        guard long.last == expected else { throw IdentifierProblem(.checkCharacter, ["expected": String(expected)]) }
        self.text = long
        self.birth = birth
    }

    /// The age in whole years on a day; nil before birth.
    package func age(on day: Day) -> Int? {
        guard day >= birth else { return nil }
        let hadBirthday = (day.month, day.day) >= (birth.month, birth.day)
        return day.year - birth.year - (hadBirthday ? 0 : 1)
    }

    /// What may have been meant by a number whose check character is wrong: two neighbours exchanged, or one character mistyped. The sums
    /// of the standard notice every such slip, and for each place there is one character at most that mends it.
    package static func meant(by typed: String) -> [ResidentID] {
        let characters = Array(Normalise.residentID(typed))
        guard characters.count == 18 else { return [] }
        var found: [ResidentID] = []
        for at in 0..<17 where characters[at] != characters[at + 1] {
            var other = characters
            other.swapAt(at, at + 1)
            if let id = try? ResidentID(String(other)) { found.append(id) }
        }
        for at in 0..<18 {
            var other = characters
            for digit in at == 17 ? "0123456789X" : "0123456789" where digit != characters[at] {
                other[at] = digit
                if let id = try? ResidentID(String(other)) { found.append(id) }
            }
        }
        return found
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

    static func checkCharacter(of text: String) -> Character {
        let sum = zip(text.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return Array("10X98765432")[sum % 11]
    }

    /// Numbers of before 1999 have two digits for the year and no check character; all were born in the twentieth century, but for
    /// sequences 996 to 999, which were kept for people then over a hundred.
    private static func lengthened(_ text: String) -> String {
        let century = (996...999).contains(Int(text.suffix(3))!) ? "18" : "19"
        let long = text.prefix(6) + century + text.dropFirst(6)
        return String(long) + String(checkCharacter(of: String(long)))
    }

    /// Provinces, the residence permits of Hong Kong, Macao and Taiwan residents (81–83), foreigners' permanent residence cards (9x).
    private static let regions: Set<String> = {
        let provinces = [11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71...71, 81...83, 90...99]
        return Set(provinces.flatMap { $0.map(String.init) })
    }()
}
