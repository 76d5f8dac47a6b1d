import Foundation
import Glibc
import Synchronization

/// Takes requests one after another, remembers them, and answers each with 204, or with silence where it is told to.
package final class HTTPResponder: Sendable {
    package struct Request: Sendable {
        /// By their names in small letters.
        package var headers: [String: String]
        package var body: String
        /// Whether it was left without an answer.
        package var isHeld: Bool
    }

    package let port: Int
    private let listener: Int32
    private let taken = Mutex<[Request]>([])
    private let holds: @Sendable (Int) -> Bool

    /// - Parameter holds: whether the n-th request, from 0, gets no answer.
    package init(holds: @escaping @Sendable (Int) -> Bool) throws {
        self.holds = holds
        (listener, port) = try Loopback.listen()
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread { [self] in serve(client) }
            }
        }
    }

    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    package var requests: [Request] { taken.withLock { $0 } }

    private func serve(_ client: Int32) {
        defer { close(client) }
        while let request = read(client) {
            let isHeld = taken.withLock { taken in
                let isHeld = holds(taken.count)
                taken.append(Request(headers: request.headers, body: request.body, isHeld: isHeld))
                return isHeld
            }
            if isHeld {
                // Until the other end gives up.
                var byte: UInt8 = 0
                _ = recv(client, &byte, 1, 0)
                return
            }
            let answer = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
            _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
        }
    }

    private func read(_ client: Int32) -> (headers: [String: String], body: String)? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard recv(client, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        var headers: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { continue }
            headers[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
        }
        var body: [UInt8] = []
        for _ in 0..<(headers["content-length"].flatMap { Int($0) } ?? 0) {
            guard recv(client, &byte, 1, 0) == 1 else { return nil }
            body.append(byte)
        }
        return (headers, String(decoding: body, as: UTF8.self))
    }
}

/// A socket of this machine alone.
enum Loopback {
    static func listen() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let size = length
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && Glibc.listen(listener, 64) == 0 && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }
}
