import AsyncHTTPClient
import Casework
import Foundation
import Hummingbird
import Kernel
import Logging
import NIOCore
import NIOHTTP1
import Pages
import Sealing
import Store

/// The pages that people open all day, over HTTP on this machine, beside a bare read of the same rows.
struct PageBench: Sendable {
    let bench: BenchDistrict
    let seconds: Double
    /// The table whose rows are read bare beside each page.
    var table: StaticString = "cases"
    /// Nil is the pages of casework.
    var pages: [Page]?
    /// What somebody does five times a second meanwhile: what is kept of pages has to be made again.
    var meanwhile: (@Sendable (Int) async throws -> Void)?

    struct Line: Sendable {
        var name: String
        var load: Wrk.Outcome
        var bare: ClientLoad
        var bareOf: String
    }

    struct Page: Sendable {
        var name: String
        /// Who look at it, in turns.
        var who: [String]
        /// What it reads most of: so many rows by their keys.
        var rows: Int
        var paths: [String]
    }

    func run() async throws -> [Line] {
        let site = try Application.site(bench.district)
        let (ports, tell) = AsyncStream.makeStream(of: Int.self)
        let server = Hummingbird.Application(
            router: Application.router(site), configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: "huying"),
            onServerRunning: { tell.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "bench"))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var port = 0
            for await told in ports {
                port = told
                break
            }
            if let meanwhile {
                group.addTask {
                    for turn in 0... {
                        try await Task.sleep(for: .milliseconds(200))
                        try await meanwhile(turn)
                    }
                }
            }
            let lines = try await measure(base: "http://127.0.0.1:\(port)")
            group.cancelAll()
            return lines
        }
    }

    private func measure(base: String) async throws -> [Line] {
        let cookies = try await signIn()
        let (cases, keys) = try await rowsToRead()
        var lines: [Line] = []
        for page in pages ?? casework(cases) {
            let wrk = Wrk(base: base, paths: page.paths, cookies: page.who.map { "session=\(cookies[$0] ?? "")" })
            try await check(page, wrk)
            _ = try wrk.run(seconds: 1)
            let measured = try wrk.run(seconds: max(1, Int(seconds)))
            let bare = await read(page.rows, of: keys)
            lines.append(Line(name: page.name, load: measured, bare: bare, bareOf: "\(page.rows)"))
        }
        return lines
    }

    /// That what is to be measured is the page that is meant: no redirect, no refusal.
    private func check(_ page: Page, _ wrk: Wrk) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        defer { client.shutdown { _ in } }
        for path in page.paths.prefix(5) {
            var request = HTTPClientRequest(url: wrk.base + path)
            request.headers.add(name: "Cookie", value: wrk.cookies[0])
            let response = try await client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 8 << 20)
            guard response.status == .ok, body.readableBytes > 1000 else { throw Problem(.broken, "page \(path): \(response.status.code)") }
        }
    }

    private func casework(_ cases: [ID<Case>]) -> [Page] {
        let office = bench.handlers[0].office
        let (dispatcher, handler, everyOffice) = (["dispatcher"], ["urban-management"], BenchDistrict.offices)
        let words = ["噪音", "漏水"].map { Links.encode($0) }
        return [
            Page(name: "inbox (handler)", who: handler, rows: 50, paths: ["/inbox"]),
            Page(name: "inbox (eight offices in turns)", who: everyOffice, rows: 50, paths: ["/inbox"]),
            Page(name: "inbox (dispatcher)", who: dispatcher, rows: 50, paths: ["/inbox"]),
            Page(name: "case page", who: dispatcher, rows: 10, paths: cases.map { "/cases/\($0)" }),
            Page(name: "ledger", who: dispatcher, rows: 50, paths: ["/cases"]),
            Page(
                name: "ledger, filtered", who: dispatcher, rows: 50,
                paths: ["/cases?state=resolved", "/cases?office=\(office)&from=2026-01-01", "/cases?rows=overdue-open"]),
            Page(name: "ledger (handler)", who: handler, rows: 50, paths: ["/cases"]),
            Page(name: "ledger (eight offices in turns)", who: everyOffice, rows: 50, paths: ["/cases"]),
            Page(name: "search, common word", who: dispatcher, rows: 50, paths: ["/search?q=\(words[0])"]),
            Page(name: "search, rare word", who: dispatcher, rows: 50, paths: ["/search?q=\(words[1])"]),
            Page(name: "search (handler)", who: handler, rows: 50, paths: ["/search?q=\(words[0])"]),
            Page(name: "board", who: ["leader"], rows: 50, paths: ["/board"]),
        ]
    }

    private func signIn() async throws -> [String: String] {
        var cookies: [String: String] = [:]
        let who = Set(pages?.flatMap(\.who) ?? ["dispatcher", "leader"] + BenchDistrict.offices)
        for (login, signIn) in bench.signIns where who.contains(login) {
            // The first password opens nothing but the page that changes it.
            let password = Secret.make(bytes: 12)
            let scope = try await bench.district.read(as: .system("bench", of: bench.district.code)) {
                try $0.scope(of: $0.findAccount(signIn.accountID))
            }
            _ = try await bench.district.perform(ChangeOwnPassword(old: signIn.password, new: password), as: scope)
            cookies[login] = try await bench.district.signIn(login: login, password: password, from: "127.0.0.1")
        }
        return cookies
    }

    private func rowsToRead() async throws -> (cases: [ID<Case>], keys: [ID<Case>]) {
        let code = bench.district.code
        let keys = try await bench.store.read { reader in
            try reader.values(
                "SELECT id FROM \(SQL.table(table, asOf: nil)) WHERE district = \(code) ORDER BY id DESC LIMIT 2000", as: ID<Case>.self)
        }
        return (Array(keys.shuffled().prefix(500)), keys)
    }

    private func read(_ count: Int, of keys: [ID<Case>]) async -> ClientLoad {
        let (store, code) = (bench.store, bench.district.code)
        return await ClientLoad.closed(seconds: min(2, seconds)) { client, turn in
            let start = (client * 131 + turn * 17) % max(1, keys.count - count)
            let some = Array(keys[start..<min(keys.count, start + count)])
            _ = try await store.read {
                try $0.rows("SELECT * FROM \(SQL.table(table, asOf: nil)) WHERE district = \(code) AND id IN \(list: some)")
            }
        }
    }
}
