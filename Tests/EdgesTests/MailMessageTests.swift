import Foundation
import Testing

@testable import Edges

struct MailMessageTests {
    @Test func writesALetterOfASCII() throws {
        var letter = try message(subject: "Case 421 opened", body: "您好\r\n再见")
        letter.unsubscribe = "https://huying.example.cn/mail/off?t=1"
        let text = String(decoding: try letter.bytes(from: MailAddress("a@b.cn", name: "二七区")), as: UTF8.self)
        #expect(
            text.replacingOccurrences(of: "\r\n", with: "\n") == """
                Date: Tue, 21 Jul 2026 09:05:00 +0800
                From: =?UTF-8?B?5LqM5LiD5Yy6?=
                 <a@b.cn>
                To: Wang
                 <wang@example.cn>
                Subject: Case 421 opened
                Message-ID: <m1@huying>
                List-Unsubscribe: <https://huying.example.cn/mail/off?t=1>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                5oKo5aW9DQrlho3op4E=

                """)
        #expect(!text.replacingOccurrences(of: "\r\n", with: "").unicodeScalars.contains { $0 == "\r" || $0 == "\n" })
    }

    @Test(arguments: [
        "好\r\nBcc: x@y.cn", "a\nBcc: x@y.cn", "a\u{0}b", "=?UTF-8?B?eA==?=", String(repeating: "很长的主题😀", count: 40), "",
    ])
    func keepsTheSubjectInItsPlace(_ subject: String) throws {
        let text = String(
            decoding: try message(subject: subject, body: "").bytes(from: MailAddress("a@b.cn")), as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        #expect(!lines.contains { $0.hasPrefix("Bcc") } && lines.allSatisfy { $0.utf8.count <= 78 })
        let start = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
        let folded = lines[start...].prefix { $0.hasPrefix("Subject: ") || $0.hasPrefix(" ") }
        let read = folded.map { line -> String in
            let word = line.replacingOccurrences(of: "Subject: ", with: "").trimmingCharacters(in: .whitespaces)
            guard word.hasPrefix("=?UTF-8?B?") else { return word }
            return String(decoding: Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))!, as: UTF8.self)
        }
        let cleaned = String(String.UnicodeScalarView(subject.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        #expect(read.joined() == cleaned)
    }

    @Test(arguments: [
        "", "a", "a@", "@b", "a@b@c", "a b@c.cn", "a@b.cn\r\nRCPT TO:<x@y>", "<a@b.cn>", "王@b.cn", "a@.cn",
        "a@b..\u{0}",
    ])
    func refusesAddresses(_ address: String) {
        #expect(throws: MailFailure.badAddress(address)) { try MailAddress(address) }
    }

    @Test func refusesHeadersThatBreakOut() throws {
        var letter = try message(subject: "x", body: "")
        letter.messageID = "a@b>\r\nBcc: x@y"
        #expect(throws: MailFailure.badHeader(name: "Message-ID")) { try letter.bytes(from: MailAddress("a@b.cn")) }
        letter.messageID = "a@b"
        for bad in ["javascript:x", "https://x>\r\nBcc: y", "http://x.cn"] {
            letter.unsubscribe = bad
            #expect(throws: MailFailure.badHeader(name: "List-Unsubscribe")) {
                try letter.bytes(from: MailAddress("a@b.cn"))
            }
        }
    }

    private func message(subject: String, body: String) throws -> MailMessage {
        MailMessage(
            to: try MailAddress("wang@example.cn", name: "Wang"), subject: subject, body: body, messageID: "m1@huying",
            date: Date(timeIntervalSince1970: 1_784_595_900), zone: TimeZone(identifier: "Asia/Shanghai")!)
    }
}
