/// What a text says, for comparing it with others: Chinese has no spaces between its words, and most have two characters.
package enum CharacterPairs {
    /// Every two characters that stand beside each other, as the search index has them; two scalars in one number.
    package static func of(_ text: some StringProtocol) -> Set<UInt64> {
        var pairs: Set<UInt64> = []
        var last: UInt64?
        for scalar in text.unicodeScalars {
            // Most text is common Chinese, and needs no look at the tables.
            guard (0x4E00...0x9FFF).contains(scalar.value) || scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                last = nil
                continue
            }
            let value = UInt64((0x41...0x5A).contains(scalar.value) ? scalar.value + 32 : scalar.value)
            if let last { pairs.insert(last << 32 | value) }
            last = value
        }
        return pairs
    }
    /// From 0, nothing in common, to 1, the same.
    package static func likeness(_ one: Set<UInt64>, _ other: Set<UInt64>) -> Double {
        one.isEmpty || other.isEmpty ? 0 : 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
    }
}
