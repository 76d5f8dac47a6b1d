/// One spelling for values that people write in many ways, so that equal ones get equal blind indexes.
package enum Normalise {
    /// A phone number as digits. Numbers of the mainland lose their country code and long-distance ones keep their
    /// leading 0 (`+86 371 6677 8899` → `037166778899`); foreign numbers keep `+` and country code.
    package static func phone(_ text: String) -> String {
        let plain = halfWidth(text)
        let digits = plain.filter(isDigit)
        let startsWithPlus = plain.first { isDigit($0) || $0 == "+" } == "+"
        let international = startsWithPlus ? digits : digits.hasPrefix("00") ? String(digits.dropFirst(2)) : nil
        guard let international else {
            let national = String(digits.dropFirst(2))
            return digits.hasPrefix("86") && isMobile(national) ? national : digits
        }
        guard international.hasPrefix("86") else { return "+" + international }
        return withTrunkPrefix(String(international.dropFirst(2)))
    }

    /// A resident id number (居民身份证号) without spaces or dashes, its check letter as `X`.
    package static func residentID(_ text: String) -> String {
        halfWidth(text).filter { !$0.isWhitespace && $0 != "-" }.uppercased()
    }

    /// Full-width forms as ASCII (１ → 1, Ｘ → X), the ideographic space as a space, every dash as `-`.
    package static func halfWidth(_ text: String) -> String {
        // Nearly all that arrives here: ASCII and common Chinese.
        let isPlain = text.unicodeScalars.allSatisfy { $0.value < 0x80 || (0x4E00...0x9FFF).contains($0.value) }
        if isPlain { return text }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: plain.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
            case 0x3000, 0x00A0: plain.append(" ")
            case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: plain.append("-")
            // Marks that nobody sees, brought along by pasting.
            case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Abroad the 0 before an area code is left out: put it back, except for mobile, 400 and 800 numbers and short
    /// codes.
    private static func withTrunkPrefix(_ national: String) -> String {
        let needsNone =
            isMobile(national) || !(9...11).contains(national.count)
            || ["0", "400", "800"].contains(where: national.hasPrefix)
        return needsNone ? national : "0" + national
    }

    private static func isMobile(_ digits: String) -> Bool {
        digits.count == 11 && digits.first == "1" && !digits.hasPrefix("10")
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character)
    }
}
