import Sealing

/// A telephone number of the mainland, as digits: one spelling for the many ways in which people write it.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case mobile, fixed
        /// 400 and 800 numbers.
        case service
        /// 110, 12345.
        case hotline
    }

    package let digits: String
    package let kind: Kind
    package var description: String { digits }

    /// The area whose numbers people write without their area code: `0371` with eight digits.
    package struct Local: Hashable, Sendable {
        package var areaCode: String
        package var digits: Int

        package init(areaCode: String, digits: Int) {
            self.areaCode = areaCode
            self.digits = digits
        }
    }

    package init(_ typed: String, local: Local) throws(IdentifierProblem) {
        let digits = Normalise.phone(typed)
        guard !digits.isEmpty else { throw IdentifierProblem(.empty) }
        if let kind = Self.kind(of: digits, local) {
            self.digits = digits
            self.kind = kind
        } else if digits.count == local.digits, let kind = Self.kind(of: local.areaCode + digits, local) {
            self.digits = local.areaCode + digits
            self.kind = kind
        } else {
            throw IdentifierProblem(.notAPhone, ["found": digits])
        }
    }

    private static func kind(of digits: String, _ local: Local) -> Kind? {
        guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        let length = digits.count
        if length == 11, digits.first == "1", ("3"..."9").contains(digits.dropFirst().first!) { return .mobile }
        if length == 10, digits.hasPrefix("400") || digits.hasPrefix("800") { return .service }
        if (3...5).contains(length), digits.hasPrefix("1") || digits.hasPrefix("9") { return .hotline }
        guard digits.first == "0", let second = digits.dropFirst().first, second != "0" else { return nil }
        // 010 and 02x have three digits and eight more; the others four, and seven or eight more, which begin with 2 to 9.
        let area = second == "1" || second == "2" ? 3 : 4
        let number = digits.dropFirst(area)
        let lengths = digits.hasPrefix(local.areaCode) ? [local.digits] : area == 3 ? [8] : [7, 8]
        guard lengths.contains(number.count), ("2"..."9").contains(number.first!) else { return nil }
        return .fixed
    }
}
