import Foundation
import Testing
import World

@testable import Edges

struct MailSenderTests {
    @Test func handsInALetter() throws {
        let responder = try SMTPResponder()
        try sender(responder.port).send(try letter())
        let lines = responder.lines
        #expect(lines.contains { $0.hasPrefix("MAIL FROM:<noreply@erqi.example.cn>") })
        #expect(lines.contains("RCPT TO:<wang@example.cn>") && lines.contains("Message-ID: <case-421.assigned@huying>"))
        #expect(lines.contains(Data("第一行\r\n.\r\n末行".utf8).base64EncodedString()))
    }

    @Test(arguments: [
        (["RCPT": "451 4.7.1 greylisted"], MailFailure.temporary(reply: 451, detail: "451 4.7.1 greylisted")),
        (["RCPT": "550 5.1.1 no such user"], .permanent(reply: 550, detail: "550 5.1.1 no such user")),
        (["MAIL": "452 full"], .temporary(reply: 452, detail: "452 full")),
        (["DATA": "554 no"], .permanent(reply: 554, detail: "554 no")),
        (["DATA-END": "421 later"], .temporary(reply: 421, detail: "421 later")),
        (["DATA-END": "552-long\r\n552 too big"], .permanent(reply: 552, detail: "552 too big")),
        (["MAIL": "530 sign in first"], .misconfigured(reply: 530, detail: "530 sign in first")),
        (["GREETING": "554 go away"], .misconfigured(reply: 554, detail: "554 go away")),
        (["EHLO": "502 no", "HELO": "550 blocked"], .misconfigured(reply: 550, detail: "550 blocked")),
        (["GREETING": "421 busy"], .temporary(reply: 421, detail: "421 busy")),
    ])
    func tellsRefusalsApart(_ answers: [String: String], _ expected: MailFailure) throws {
        let responder = try SMTPResponder(answers)
        #expect(throws: expected) { try sender(responder.port).send(try letter()) }
    }

    @Test func treatsSilenceAsTemporary() throws {
        let silent = try SMTPResponder(["DATA-END": ""])
        #expect { try sender(silent.port, timeout: .milliseconds(400)).send(try letter()) } throws: { isTemporary($0) }
        let mute = try SMTPResponder(["GREETING": ""])
        #expect { try sender(mute.port, timeout: .milliseconds(300)).send(try letter()) } throws: { isTemporary($0) }
        // Nobody listens on port 1.
        #expect { try sender(1).send(try letter()) } throws: { isTemporary($0) }
    }

    @Test func sendsNoPasswordWithoutTLS() throws {
        let responder = try SMTPResponder()
        var server = try server(responder.port)
        (server.security, server.username, server.password) = (.startTLS, "clerk", "hunter2")
        #expect { try MailSender(server).send(try letter()) } throws: { isMisconfigured($0) }
        #expect(!responder.lines.contains { $0.contains("AUTH") || $0.contains("MAIL") })
    }

    @Test func keepsALetterWhenThePasswordIsWrong() throws {
        let responder = try SMTPResponder(["EHLO": "250-test\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 bad credentials"])
        var server = try server(responder.port)
        (server.username, server.password) = ("clerk", "hunter2")
        #expect { try MailSender(server).send(try letter()) } throws: { isMisconfigured($0) }
    }

    @Test(arguments: ["", "a b", "x/y", "a?b", "evil.cn/path", "u@h"])
    func refusesHostsThatAreNone(_ host: String) throws {
        var server = try server(25)
        server.host = host
        #expect { try MailSender(server).send(try letter()) } throws: { isMisconfigured($0) }
    }

    private func isTemporary(_ error: any Error) -> Bool {
        if case .temporary(reply: nil, _) = error as? MailFailure { true } else { false }
    }

    private func isMisconfigured(_ error: any Error) -> Bool {
        if case .misconfigured = error as? MailFailure { true } else { false }
    }

    private func server(_ port: Int) throws -> MailServer {
        MailServer(
            host: "127.0.0.1", port: port, security: .none,
            from: try MailAddress("noreply@erqi.example.cn", name: "二七区呼应平台"))
    }

    private func sender(_ port: Int, timeout: Duration = .seconds(10)) throws -> MailSender {
        MailSender(try server(port), timeout: timeout)
    }

    private func letter() throws -> MailMessage {
        MailMessage(
            to: try MailAddress("wang@example.cn"), subject: "您的诉求已受理", body: "第一行\n.\n末行",
            messageID: "case-421.assigned@huying", date: Date(timeIntervalSince1970: 1_784_595_900),
            zone: TimeZone(identifier: "Asia/Shanghai")!)
    }
}
