import CMail

/// Where letters are handed in.
package struct MailServer: Sendable {
    package enum Security: String, Sendable, CaseIterable {
        /// Unencrypted: only for a server on the same machine or a closed network.
        case none
        /// Encrypted after STARTTLS, usually port 587; without it nothing is sent.
        case startTLS
        /// Encrypted from the first byte, usually port 465.
        case tls
    }

    package var host: String
    package var port: Int
    package var security: Security
    /// Nil, or nil password: no sign-in.
    package var username: String?
    package var password: String?
    package var from: MailAddress
    /// False accepts any certificate; for a server of one's own whose certificate nobody signed.
    package var verifiesCertificate: Bool

    package init(
        host: String, port: Int, security: Security, username: String? = nil, password: String? = nil,
        from: MailAddress, verifiesCertificate: Bool = true
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.from = from
        self.verifiesCertificate = verifiesCertificate
    }

    /// Nil when the host could smuggle something into the address.
    var url: String? {
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        let allowed: (UInt8) -> Bool = { byte in
            isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ":")
        }
        guard !host.isEmpty, host.utf8.count <= 255, host.utf8.allSatisfy(allowed), (1...65_535).contains(port) else {
            return nil
        }
        return (security == .tls ? "smtps://" : "smtp://") + (isIPv6 ? "[\(host)]" : host) + ":\(port)"
    }
}

/// Hands letters to a mail server over SMTP, through libcurl.
package struct MailSender: Sendable {
    private let server: MailServer
    private let timeout: Duration

    /// - Parameter timeout: for the whole exchange of one letter.
    package init(_ server: MailServer, timeout: Duration = .seconds(30)) {
        self.server = server
        self.timeout = timeout
    }

    /// Blocks until the server has taken the letter or refused it: call it off the event loops. Safe from several threads.
    /// - Throws: `MailFailure`.
    package func send(_ message: MailMessage) throws {
        let bytes = try message.bytes(from: server.from)
        guard let url = server.url else {
            throw MailFailure.misconfigured(reply: nil, detail: "host or port")
        }
        var report = huying_mail_report()
        url.withCString { url in
            server.username.withOptionalCString { username in
                server.password.withOptionalCString { password in
                    server.from.address.withCString { sender in
                        message.to.address.withCString { recipient in
                            bytes.withUnsafeBufferPointer { buffer in
                                var mail = huying_mail(
                                    url: url, username: username, password: password, sender: sender,
                                    recipient: recipient, message: buffer.baseAddress, message_length: buffer.count,
                                    timeout_ms: milliseconds, require_tls: server.security == .none ? 0 : 1,
                                    verify: server.verifiesCertificate ? 1 : 0)
                                huying_mail_send(&mail, &report)
                            }
                        }
                    }
                }
            }
        }
        if let failure = MailFailure(report) { throw failure }
    }

    private var milliseconds: Int {
        Int(min(max(timeout / .milliseconds(1), 1), 3_600_000))
    }
}

extension MailFailure {
    fileprivate init?(_ report: huying_mail_report) {
        let reply = report.reply_code >= 400 ? Int(report.reply_code) : nil
        let detail = withUnsafeBytes(of: report.detail) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).filter { !$0.isNewline && $0 != "\u{1B}" }
        }
        switch report.outcome {
        case HUYING_MAIL_SENT: return nil
        case HUYING_MAIL_UNREACHED: self = .temporary(reply: nil, detail: detail)
        case HUYING_MAIL_REFUSED where report.reply_code < 500: self = .temporary(reply: reply, detail: detail)
        case HUYING_MAIL_REFUSED: self = .permanent(reply: reply, detail: detail)
        default: self = .misconfigured(reply: reply, detail: detail)
        }
    }
}

extension String? {
    fileprivate func withOptionalCString<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        switch self {
        case .some(let text): text.withCString(body)
        case .none: body(nil)
        }
    }
}
