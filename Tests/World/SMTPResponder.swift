import Foundation
import Glibc
import Synchronization

/// A mail server of one connection that answers from a script and remembers what it heard.
package final class SMTPResponder: Sendable {
    package let port: Int
    private let heard = Mutex<[String]>([])
    private let listener: Int32

    /// - Parameters:
    ///   - answers: by the first word of a command; everything else gets 250. `DATA-END` is the end of the letter, `GREETING` the
    ///     first line. An empty answer is silence.
    package init(_ answers: [String: String] = [:]) throws {
        (listener, port) = try Loopback.listen()
        Thread.detachNewThread { [self] in serve(answers) }
    }

    deinit { close(listener) }

    package var lines: [String] { heard.withLock { $0 } }

    private func serve(_ answers: [String: String]) {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        defer { close(client) }
        answer(answers["GREETING"] ?? "220 test", client)
        var inLetter = false
        while let line = readLine(client) {
            heard.withLock { $0.append(line) }
            if inLetter {
                guard line == "." else { continue }
                inLetter = false
                answer(answers["DATA-END"] ?? "250 taken", client)
                continue
            }
            let word = String(line.prefix { $0 != " " }).uppercased()
            let reply = answers[word] ?? (word == "DATA" ? "354 go on" : "250 fine")
            answer(reply, client)
            inLetter = word == "DATA" && reply.hasPrefix("354")
            if word == "QUIT" { return }
        }
    }

    private func answer(_ text: String, _ client: Int32) {
        let bytes = Array((text + "\r\n").utf8)
        if !text.isEmpty { _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    private func readLine(_ client: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(client, &byte, 1) == 1 {
            if byte == 0x0A { return String(decoding: line.last == 0x0D ? line.dropLast() : line[...], as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }
}
