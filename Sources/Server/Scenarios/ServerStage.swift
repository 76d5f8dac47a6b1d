import AsyncHTTPClient
package import Foundation
import Kernel
import NIOCore
import NIOFoundationEssentialsCompat
import NIOHTTP1
import Synchronization
package import WorkingTime

/// A running server that was started with `--simulate`, reached over its JSON API.
package final class ServerStage: ScenarioStage {
    private let address: String
    /// What the server printed when it started; it opens `/api/simulation/…`.
    private let key: String?
    /// Keys of people by login.
    private let keys = Mutex<[String: String]>([:])

    /// Lives as long as the program: there is one conversation.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(5)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// - Parameter address: `http://127.0.0.1:8080`.
    package init(address: String, key: String? = nil) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.key = key
    }

    package func places() async throws -> ScenarioPlaces {
        try JSON.decode(ScenarioPlaces.self, try await send("GET", "/api/simulation/places", key: key))
    }

    package func enlist(_ person: Scenario.Person) async throws {
        let answer = try await send("POST", "/api/simulation/people", key: key, body: try JSON.data(person))
        let enlisted = try JSON.decode(Simulation.Enlisted.self, answer)
        keys.withLock { $0[person.login] = enlisted.key }
    }

    package func set(_ moment: Instant) async throws {
        _ = try await send("POST", "/api/simulation/clock", key: key, body: try JSON.data(["now": moment]))
    }

    package func tick() async throws {
        _ = try await send("POST", "/api/simulation/tick", key: key, body: Data("{}".utf8))
    }

    package func perform(_ verb: String, _ input: Data, as person: String?, request: String) async throws -> Data {
        try await send("POST", "/api/verbs/\(verb)", key: key(of: person), body: input, request: request)
    }

    package func figure(_ code: String, filter: [String: String], as person: String?) async throws -> Data {
        var address = URLComponents()
        address.queryItems = ([("code", code)] + filter.sorted { $0.key < $1.key }).map { URLQueryItem(name: $0.0, value: $0.1) }
        return try await send("GET", "/api/indicators?" + (address.percentEncodedQuery ?? ""), key: key(of: person))
    }

    package func found(_ kind: String, id: String, as person: String?) async throws -> Data {
        try await send("GET", "/api/\(kind)s/\(id)", key: key(of: person))
    }

    package func orders(_ state: String, as person: String?) async throws -> Data {
        try await send("GET", "/api/orders?state=\(state)&limit=500", key: key(of: person))
    }

    package func journal(as person: String?) async throws -> Data {
        try await send("GET", "/api/journal/verification", key: key(of: person))
    }

    private func key(of person: String?) -> String? { person.flatMap { login in keys.withLock { $0[login] } } }

    private func send(
        _ method: String, _ path: String, key: String?, body: Data? = nil, request: String? = nil
    ) async throws -> Data {
        var message = HTTPClientRequest(url: address + path)
        message.method = .RAW(value: method)
        message.headers.add(name: "Accept", value: "application/json")
        if let key { message.headers.add(name: "Authorization", value: "Bearer \(key)") }
        if let request { message.headers.add(name: "Idempotency-Key", value: request) }
        if let body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        let answer: HTTPClientResponse
        let content: Data
        do {
            answer = try await Self.client.execute(message, timeout: .seconds(60))
            content = Data(try await answer.body.collect(upTo: 64 << 20).readableBytesView)
        } catch {
            throw HomeProblem.noServer(address, why: "\(error)")
        }
        guard (200..<300).contains(answer.status.code) else {
            throw (try? JSON.decode(RefusedAnswer.self, content))?.problem
                ?? Problem(.broken, "http-\(answer.status.code)", ["address": path])
        }
        return content
    }
}

/// A problem as RFC 9457 carries it: of the members, `code` and `fields` matter here.
private struct RefusedAnswer: Decodable {
    var code: String
    var values: [String: String]?
    var fields: [Field]?

    struct Field: Decodable {
        var field: String
        var code: String
        var values: [String: String]?
    }

    var problem: Problem {
        Problem(
            .invalid, code, values ?? [:],
            fields: (fields ?? []).map { FieldProblem($0.field, $0.code, $0.values ?? [:]) })
    }
}
