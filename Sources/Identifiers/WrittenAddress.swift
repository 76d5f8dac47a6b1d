import Sealing

/// An address as clerks write it, ready to be compared: `河南省郑州市二七区大学路28号院3号楼2单元501室` and `大学路28号3-2-501` are one.
package struct WrittenAddress: Hashable, Sendable {
    /// Of house, building, unit, room, in their order.
    package let numbers: [String]
    /// What is not a number, in pairs of characters, without the words that some write and some leave out.
    let pairs: Set<UInt64>

    package init(_ typed: String) {
        var words = ""
        var numbers: [String] = []
        var isInNumber = false
        for character in Self.withoutDistrict(Normalise.halfWidth(typed)) {
            if ("0"..."9").contains(character) {
                if isInNumber { numbers[numbers.count - 1].append(character) } else { numbers.append(String(character)) }
                isInNumber = true
            } else {
                isInNumber = false
                if !character.isWhitespace, !Self.leftOut.contains(character) { words.append(character) }
            }
        }
        self.numbers = numbers.map { number in String(number.drop { $0 == "0" }) }
        pairs = CharacterPairs.of(words)
    }

    /// Whether two are probably the same place: the same numbers one after the other, and the same street in other words.
    package func isLike(_ other: WrittenAddress) -> Bool {
        guard numbers == other.numbers else { return false }
        return CharacterPairs.likeness(pairs, other.pairs) >= (numbers.isEmpty ? 0.9 : 0.7)
    }

    /// The same of one that was not read yet; nothing more is read of those whose last number is another, and they are nearly all.
    package func isLike(_ typed: String) -> Bool {
        if let last = numbers.last {
            let bytes = Array(Normalise.halfWidth(typed).utf8)
            let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
            guard let end = bytes.lastIndex(where: isDigit) else { return false }
            let start = bytes[...end].lastIndex { !isDigit($0) }.map { $0 + 1 } ?? 0
            guard bytes[start...end].drop(while: { $0 == UInt8(ascii: "0") }).elementsEqual(last.utf8) else { return false }
        }
        return isLike(WrittenAddress(typed))
    }

    /// 号院, 号楼, 栋, 单元, 室: marks between numbers, which others write as dashes.
    private static let leftOut: Set<Character> = [
        "\u{53F7}", "\u{9662}", "\u{697C}", "\u{680B}", "\u{5E62}", "\u{5EA7}", "\u{5355}", "\u{5143}", "\u{5BA4}", "\u{6237}", "-", "#",
        "\u{FF0D}", "\u{2014}",
    ]

    /// Province, city and district before the street say nothing within a district.
    private static func withoutDistrict(_ text: String) -> Substring {
        let opening = text.prefix(16)
        guard let end = opening.lastIndex(where: { $0 == "\u{533A}" || $0 == "\u{53BF}" }),
            opening.contains(where: { $0 == "\u{5E02}" || $0 == "\u{7701}" }),
            let city = opening.lastIndex(where: { $0 == "\u{5E02}" || $0 == "\u{7701}" }), city < end
        else { return text[...] }
        return text[text.index(after: end)...]
    }
}
