package import Foundation

/// One letter of plain text to one person.
package struct MailMessage: Sendable {
    package var to: MailAddress
    /// Line ends become spaces.
    package var subject: String
    package var body: String
    /// `left@right` without angle brackets; one per matter and recipient, so that receivers drop a letter sent twice.
    package var messageID: String
    package var date: Date
    package var zone: TimeZone
    /// `https` or `mailto`; with `https` one click suffices (RFC 8058).
    package var unsubscribe: String?

    package init(
        to: MailAddress, subject: String, body: String, messageID: String, date: Date, zone: TimeZone,
        unsubscribe: String? = nil
    ) {
        self.to = to
        self.subject = subject
        self.body = body
        self.messageID = messageID
        self.date = date
        self.zone = zone
        self.unsubscribe = unsubscribe
    }

    /// The letter after RFC 5322: ASCII only, lines of at most 76 characters except for long addresses.
    /// - Throws: `MailFailure.badHeader`.
    package func bytes(from sender: MailAddress) throws -> [UInt8] {
        var lines = [
            "Date: " + dateText, "From: " + sender.headerText, "To: " + to.headerText,
            "Subject: " + EncodedWord.text(subject), "Message-ID: <\(try checkedMessageID())>",
        ]
        lines += try unsubscribeLines()
        // Keeps holiday replies from answering a machine (RFC 3834).
        lines += ["Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
        lines += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", ""]
        let text = body.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            .replacingOccurrences(of: "\n", with: "\r\n")
        lines.append(Data(text.utf8).base64EncodedString(options: [.lineLength76Characters]))
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private func checkedMessageID() throws -> String {
        let sides = messageID.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard sides.count == 2, messageID.utf8.count <= 250,
            sides.allSatisfy({ !$0.isEmpty && $0.allSatisfy { isLetterOrDigit($0) || "._+-=".utf8.contains($0) } })
        else { throw MailFailure.badHeader(name: "Message-ID") }
        return messageID
    }

    private func unsubscribeLines() throws -> [String] {
        guard let unsubscribe else { return [] }
        let isWeb = unsubscribe.hasPrefix("https://")
        guard isWeb || unsubscribe.hasPrefix("mailto:"), unsubscribe.utf8.count <= 900,
            unsubscribe.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"<>,\"".utf8.contains($0) })
        else { throw MailFailure.badHeader(name: "List-Unsubscribe") }
        let line = "List-Unsubscribe: <\(unsubscribe)>"
        return isWeb ? [line, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : [line]
    }

    /// `Tue, 21 Jul 2026 09:05:00 +0800`.
    private var dateText: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: date)
    }
}
