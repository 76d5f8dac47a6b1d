/// An address that is safe in a header and in an SMTP command, with the name shown beside it.
package struct MailAddress: Sendable, Hashable {
    package let address: String
    package let name: String?

    /// Takes `local@domain` in ASCII, up to 254 characters, without quotes or comments.
    /// - Throws: `MailFailure.badAddress`.
    package init(_ address: String, name: String? = nil) throws {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254, (1...64).contains(parts[0].count), !parts[1].isEmpty,
            parts[0].allSatisfy({ isLetterOrDigit($0) || "!#$%&'*+/=?^_`{|}~.-".utf8.contains($0) }),
            parts[1].allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }),
            parts[0].first != UInt8(ascii: "-"), parts[1].first != UInt8(ascii: "."),
            parts[1].first != UInt8(ascii: "-"), parts[1].last != UInt8(ascii: ".")
        else { throw MailFailure.badAddress(address) }
        self.address = address
        self.name = name
    }

    /// As it stands in `From:` and `To:`; the name may take several lines.
    var headerText: String {
        guard let name, !name.isEmpty else { return address }
        return EncodedWord.text(name, alwaysEncoding: !name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x20 })
            + "\r\n <" + address + ">"
    }
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}
