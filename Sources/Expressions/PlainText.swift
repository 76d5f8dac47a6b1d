import WorkingTime

extension Value {
    /// A value as text: numbers in their shortest digits without exponents, dates as `2022-04-02`, what is missing as nothing.
    package var plainText: String {
        switch self {
        case .truth(let truth): truth ? "true" : "false"
        case .number(let number): Self.digits(of: number)
        case .text(let text): text
        case .date(let day): Day(daysSinceEpoch: day).iso
        case .none: ""
        }
    }

    private static func digits(of number: Double) -> String {
        guard number.isFinite else { return "" }
        let shortest = "\(number == 0 ? 0 : number)"
        guard let e = shortest.firstIndex(of: "e") else { return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest }
        let sign = shortest.hasPrefix("-") ? "-" : ""
        let mantissa = shortest[..<e].drop { $0 == "-" }
        let exponent = Int(shortest[shortest.index(after: e)...]) ?? 0
        let halves = mantissa.split(separator: ".")
        let all = halves.joined().trimmingZeros
        let point = halves[0].count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + all }
        if point >= all.count { return sign + all + String(repeating: "0", count: point - all.count) }
        return sign + all.prefix(point) + "." + all.dropFirst(point)
    }

    /// A number as XPath reads one: digits with a point, a minus before them, spaces around them.
    package static func number(of text: String) -> Double? {
        let trimmed = text.unicodeScalars.drop { " \t\r\n".unicodeScalars.contains($0) }.reversed()
            .drop { " \t\r\n".unicodeScalars.contains($0) }.reversed()
        let digits = trimmed.first == "-" ? Array(trimmed.dropFirst()) : Array(trimmed)
        guard digits.contains(where: { ("0"..."9").contains($0) }), digits.count(where: { $0 == "." }) <= 1,
            digits.allSatisfy({ ("0"..."9").contains($0) || $0 == "." }), digits.count <= 300
        else { return nil }
        return Double((trimmed.first == "-" ? "-0" : "0") + String(String.UnicodeScalarView(digits)) + (digits.last == "." ? "0" : ""))
    }
}

extension String {
    /// `150` is `15`: the zeros behind come back with the exponent.
    fileprivate var trimmingZeros: String {
        let kept = reversed().drop { $0 == "0" }.reversed()
        return kept.isEmpty ? "0" : String(kept)
    }
}
