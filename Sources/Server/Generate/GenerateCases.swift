package import Kernel
import Store
import WorkingTime

/// Fills a district with made-up cases of the last three years, for measuring: with their orders, past versions, journal
/// entries and search entries, as if every one had gone through the verbs, but by the bulk path. What is seen in a single case
/// only is left out: notices, request ids, escalations of the past, and the reasons of deadlines long met.
///
/// Nobody else may write meanwhile. The same seed makes the same cases.
package struct GenerateCases: Sendable {
    package var count: Int
    package var seed: Int

    package init(count: Int, seed: Int = 1) {
        self.count = count
        self.seed = seed
    }

    private static let perCommit = 2_000
    private static let years = 3

    package func run(in district: District, packs: String, progress: Progressing) async throws {
        let cast = try await GeneratedCast.assemble(in: district, packs: packs)
        let now = district.clock.now
        let line = TimeLine(count: count, begins: now - .days(365 * Self.years), ends: now, zone: district.pack.zone)
        let numbers = try await line.reserveNumbers(in: district)
        var maker = CaseMaker(cast: cast, district: district, now: now, seed: seed, numbers: numbers)
        var journal = PendingJournal()
        var done = 0
        var batch = try prepare(0, line, &maker, &journal)
        while done < count {
            let ready = batch
            async let written: Void = write(ready, in: district)
            done += ready.cases.count
            // The next rows are made while these are written.
            if done < count { batch = try prepare(done, line, &maker, &journal) }
            try await written
            progress(Progressed(done: done, total: count))
        }
        let rest = journal.all()
        try await district.store.write { writer in
            try writer.insert(into: "journal", columns: RowShape.journal.columns, rows: rest)
        }
        try await district.store.analyse()
        try await district.sealJournal()
    }

    private func prepare(
        _ first: Int, _ line: TimeLine, _ maker: inout CaseMaker, _ journal: inout PendingJournal
    ) throws -> GeneratedBatch {
        var batch = GeneratedBatch(district: maker.district.code)
        let last = min(count, first + Self.perCommit)
        for index in first..<last { try batch.add(maker.make(filedAt: line.moment(of: index)), &journal) }
        // Entries stand in the order of their time: what comes before the next case is filed can go now.
        batch.journal = journal.before(line.moment(of: last))
        return batch
    }

    private func write(_ batch: GeneratedBatch, in district: District) async throws {
        try await district.store.write { writer in
            func insert(_ table: StaticString, _ columns: [String], _ rows: [[SQLValue]]) throws {
                try writer.insert(into: table, columns: columns, rows: rows)
            }
            try insert("cases", RowShape.cases.columns, batch.cases)
            try insert("cases_past", RowShape.cases.columns + ["until"], batch.casesPast)
            try insert("orders", RowShape.orders.columns, batch.orders)
            try insert("orders_past", RowShape.orders.columns + ["until"], batch.ordersPast)
            try insert("journal", RowShape.journal.columns, batch.journal)
            try writer.index(batch.texts, district: district.code, kind: "case")
        }
    }
}

/// When each case is filed: evenly over the days, from seven in the morning to eleven at night, in order.
struct TimeLine: Sendable {
    let count: Int
    let begins: Instant
    let ends: Instant
    let zone: Zone

    func moment(of index: Int) -> Instant {
        let share = Double(index) / Double(max(1, count))
        let even = begins + Span(microseconds: Int64(Double((ends - begins).microseconds) * share))
        let (day, time) = even.split(in: zone)
        let daytime = Instant(day, at: .hours(7) + Span(microseconds: time.microseconds / 3 * 2), in: zone)
        return min(daytime, ends - .minutes(1))
    }

    /// First free numbers by year, of cases and of orders (two for each case).
    func reserveNumbers(in district: District) async throws -> [Int: (cases: Int64, orders: Int64)] {
        var perYear: [Int: Int] = [:]
        for index in 0..<count { perYear[moment(of: index).day(in: zone).year, default: 0] += 1 }
        let counts = perYear
        return try await district.store.write { writer in
            try counts.reduce(into: [:]) { result, entry in
                let (year, count) = entry
                result[year] = (
                    try writer.nextNumbers(count, district: district.code, series: "case-\(year)"),
                    try writer.nextNumbers(count * 2, district: district.code, series: "order-\(year)")
                )
            }
        }
    }
}
