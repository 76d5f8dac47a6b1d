import WorkingTime

/// Amounts as people type them; kept in fen.
package enum Money {
    /// `1200`, `1,200.5`, `１２００．５０元`, `￥1200`: nil where it is no amount, or has more than two decimals.
    package static func fen(_ text: String) -> Int? {
        var plain = text.foldedForms.filter { !$0.isWhitespace && $0 != "," && $0 != "，" }
        for sign in ["¥", "￥"] where plain.hasPrefix(sign) { plain.removeFirst() }
        if plain.hasSuffix("元") { plain.removeLast() }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let yuan = Int(parts[0]), (0...9_999_999_999).contains(yuan), parts[0].allSatisfy(\.isNumber)
        else { return nil }
        guard parts.count == 2 else { return yuan * 100 }
        guard (1...2).contains(parts[1].count), let part = Int(parts[1]), parts[1].allSatisfy(\.isNumber) else { return nil }
        return yuan * 100 + (parts[1].count == 1 ? part * 10 : part)
    }

    /// As it stands in a field: `1200.50`, `1200`.
    package static func yuan(_ fen: Int) -> String {
        fen % 100 == 0 ? "\(fen / 100)" : "\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)"
    }
}
