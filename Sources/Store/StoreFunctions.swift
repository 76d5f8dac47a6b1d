import Foundation

/// Functions that SQL of ours may call on both engines, where the engines' own differ. In PostgreSQL they are functions of the schema
/// (`0003-store-functions`), in SQLite of every connection, and Swift can call them as well.
package enum StoreFunctions {
    /// `plain_number`: a number in its shortest digits, without exponent; nil where it is none.
    package static func plainNumber(_ number: Double) -> String? {
        guard number.isFinite else { return nil }
        let shortest = "\(number == 0 ? 0 : number)"
        guard let e = shortest.firstIndex(of: "e") else { return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest }
        let sign = number < 0 ? "-" : ""
        let halves = shortest[..<e].drop { $0 == "-" }.split(separator: ".")
        let exponent = Int(shortest[shortest.index(after: e)...]) ?? 0
        var digits = halves.joined()[...]
        while digits.count > 1, digits.hasSuffix("0") { digits = digits.dropLast() }
        let point = halves[0].count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// `number_of_text`: digits with a point, a minus before them, spaces around them; nil for anything else.
    package static func number(of text: String) -> Double? {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        var digits = Array(text.utf8)[...]
        while let first = digits.first, isSpace(first) { digits.removeFirst() }
        while let last = digits.last, isSpace(last) { digits.removeLast() }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard digits.contains(where: { (0x30...0x39).contains($0) }), digits.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
            digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }), text.utf8.count <= 300
        else { return nil }
        let number = Double("0" + String(decoding: digits, as: UTF8.self) + (digits.last == UInt8(ascii: ".") ? "0" : ""))
        return isNegative ? number.map { -$0 } : number
    }

    /// `matches_pattern`: whether the whole text is as the pattern says. Patterns are of the portable kind that means the same on both
    /// engines; one that is not matches nothing.
    package static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex("(?:\(pattern))").matchingSemantics(.unicodeScalar), let match = try? regex.wholeMatch(in: text)
        else { return false }
        return match.range == text.startIndex..<text.endIndex
    }

    /// `strpos`: where a part first stands in a text, in code points counted from 1; 0 where it does not.
    package static func position(of part: String, in text: String) -> Int {
        guard !part.isEmpty else { return 1 }
        guard let range = text.range(of: part, options: .literal) else { return 0 }
        return text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound) + 1
    }
}
