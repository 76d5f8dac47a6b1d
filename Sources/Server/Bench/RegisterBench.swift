import Foundation
import Kernel
import Pages
import Store
import WorkingTime

/// The registers at size: their pages over HTTP, who may be there already, and a field added while people read.
struct RegisterBench: Sendable {
    let bench: BenchDistrict
    let seconds: Double

    private var home: District { bench.district }
    private var system: Scope { .system("bench", of: home.code) }

    func run() async throws -> [BenchLine] {
        let some = try await home.read(as: system) { reading in
            try reading.subjects(SubjectFilter(kind: "person"), limit: 20_000).enumerated().filter { $0.offset % 40 == 0 }.map(\.element)
        }
        let facts = try await home.read(as: system) { try $0.facts(of: some) }
        let verified = some.map(\.id)
        let (home, system, cases) = (home, system, bench)
        let bench = PageBench(bench: bench, seconds: seconds / 2, table: "subjects", pages: pages(some, facts)) { turn in
            try await cases.lifecycle(turn)
            if turn % 5 == 0 {
                _ = try await home.perform(VerifySubject(subjectID: verified[turn / 5 % verified.count]), as: system)
            }
        }
        var lines = try await bench.run().map(BenchLine.page)
        let sketches = some.map { found in
            SubjectSketch(
                kind: "person",
                values: ["name": found.title, "birth-date": facts[found.id]?["birth-date"]?.typed ?? "", "phone": "13800138000"])
        }
        let alike = await ClientLoad.closed(seconds: seconds / 2) { client, turn in
            let sketch = sketches[(client * 37 + turn) % sketches.count]
            _ = try await home.read(as: system) { try $0.alikeSubjects(sketch) }
        }
        lines.append(BenchLine.reads("who may be there already", alike))
        lines += try await addingAField()
        return lines
    }

    private func pages(_ some: [SubjectRecord], _ facts: [ID<SubjectRecord>: SubjectFacts]) -> [PageBench.Page] {
        func page(_ name: String, _ paths: [String], rows: Int = 50) -> PageBench.Page {
            PageBench.Page(name: name, who: ["registrar"], rows: rows, paths: paths)
        }
        let names = some.prefix(100).map { "/registers/person?q=" + Links.encode($0.title) }
        let phones = some.prefix(100).compactMap { facts[$0.id]?["phone"]?.typed }.map { "/registers/person?q=" + $0 }
        let areas = Set(some.compactMap(\.areaID)).prefix(50).map { "/registers/person?area=\($0)" }
        return [
            page("registers, all counted", ["/registers"]), page("register", ["/registers/person"]), page("register of an area", areas),
            page("register, by name", names), page("register, by telephone", phones, rows: 1),
            page(
                "register, by classification", ["/registers/person?class=key-group.chronic", "/registers/person?class=key-group.over-80"]),
            page("subject page", some.map { "/subjects/\($0.id)" }, rows: 10), page("ledger", ["/ledgers/key-groups"]),
            page("ledger, one group", ["/ledgers/key-groups?part=chronic", "/ledgers/key-groups?part=disabled"]),
            page("ledger, by a computed age", ["/ledgers/aged-80"]), page("counted by a field", ["/ledgers/adults?group=sex"]),
            page("household ledger", ["/ledgers/households"]),
        ]
    }

    /// A field more for a million rows while eight people read.
    private func addingAField() async throws -> [BenchLine] {
        guard let name = PackName("person"), let field = PackName("made-for-the-bench") else { return [] }
        let (home, system) = (home, system)
        let table = home.pack.subjectTables.first { $0.name == name }!
        let wider = PackTable(name: name, columns: table.columns + [PackTable.Column(field, "", .text)], indexes: table.indexes)
        async let reading = ClientLoad.closed(clients: 8, seconds: 3) { client, turn in
            _ = try await home.read(as: system) {
                try $0.subjects(SubjectFilter(kind: "person"), after: nil, limit: 10 + (client + turn) % 10)
            }
        }
        try await Task.sleep(for: .seconds(1))
        let began = ContinuousClock.now
        try await home.store.write { try $0.shape([wider]) }
        let taken = (ContinuousClock.now - began) / .milliseconds(1)
        return [BenchLine.field(taken, readers: await reading)]
    }
}

extension BenchLine {
    static func reads(_ work: String, _ load: ClientLoad) -> BenchLine {
        BenchLine(
            work: work,
            measured: "\(Int(load.rate.rounded()))/s, p50 \(String(format: "%.1f", load.percentile(0.5))) ms, p99 "
                + "\(String(format: "%.1f", load.percentile(0.99))) ms" + (load.errors.isEmpty ? "" : ", \(load.errors.count) errors"),
            beside: "", budget: "p99 < 20 ms", kept: load.percentile(0.99) < 20 && load.errors.isEmpty)
    }

    static func field(_ milliseconds: Double, readers: ClientLoad) -> BenchLine {
        BenchLine(
            work: "a field more, while 8 read",
            measured: String(format: "%.0f ms; the longest of %d reads %.0f ms", milliseconds, readers.times.count, readers.times.last ?? 0)
                + (readers.errors.isEmpty ? "" : ", \(readers.errors.count) errors"),
            beside: "", budget: "no read > 500 ms", kept: (readers.times.last ?? 0) < 500 && readers.errors.isEmpty)
    }
}
