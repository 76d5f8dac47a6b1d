package import Kernel
import Sealing
import Store
package import WorkingTime

/// A circular 通报: what a week, month, quarter or year was like, in figures and by office, and who was named. Computed from records,
/// never written; when its period is over it is frozen as it was known at that moment, and every figure still opens the rows of it.
package struct Circular: Codable, Sendable {
    package struct OfficeLine: Codable, Sendable {
        package var officeID: ID<Office>
        package var figures: [IndicatorFigure]
    }

    package var period: Period
    package var asOf: Instant
    package var figures: [IndicatorFigure]
    package var offices: [OfficeLine]
    /// Orders whose office was named or called in.
    package var named: [Escalation]

    package init(period: Period, asOf: Instant, figures: [IndicatorFigure], offices: [OfficeLine], named: [Escalation]) {
        self.period = period
        self.asOf = asOf
        self.figures = figures
        self.offices = offices
        self.named = named
    }
}

package struct CircularFrozen: Event {
    package static let name = "circular.frozen"
    package var circularID: ID<Circular>
    package var period: String
    /// Of its content: whoever has a printed one can hold it against the record.
    package var digest: String
    package var subject: Subject { Subject("circular", circularID.uuid) }
}

extension Reading {
    /// What is known of a period at the moment looked at.
    func circular(_ period: Period, by paper: Pack.Circular) throws -> Circular {
        let filter = IndicatorFilter(from: period.first, to: period.last)
        let whole = pack.indicators.filter { paper.figures.contains($0.code) }
            .sorted { paper.figures.firstIndex(of: $0.code)! < paper.figures.firstIndex(of: $1.code)! }
        let shown = pack.indicators.filter { paper.byOffice.contains($0.code) }
            .sorted { paper.byOffice.firstIndex(of: $0.code)! < paper.byOffice.firstIndex(of: $1.code)! }
        var lines: [ID<Office>: [String: IndicatorFigure]] = [:]
        for group in Dictionary(grouping: shown, by: \.of).values {
            for line in try figures(group, by: .office, filter: filter) {
                guard let office = try? ID<Office>(sqlValue: line.key) else { continue }
                for figure in line.figures { lines[office, default: [:]][figure.code] = figure }
            }
        }
        let order = Dictionary(uniqueKeysWithValues: try offices().enumerated().map { ($1.id, $0) })
        let moment = asOf ?? now
        return Circular(
            period: period, asOf: moment, figures: try figures(whole, filter: filter),
            offices: lines.map { office, figures in
                Circular.OfficeLine(
                    officeID: office,
                    // An office without a row of a kind has none.
                    figures: shown.map {
                        figures[$0.code] ?? IndicatorFigure(nothingOf: $0, asOf: moment)
                    })
            }.sorted { order[$0.officeID, default: 0] < order[$1.officeID, default: 0] },
            named: try escalations(filter, actions: paper.names, limit: 500))
    }

    /// As it was frozen; nil where it was not.
    func frozenCircular(_ period: Period) throws -> (circular: Circular, digest: String)? {
        try db.first("SELECT content, digest FROM circulars WHERE district = \(district) AND period = \(period.code)").map {
            (try JSON.decode(Circular.self, try $0.get("content", as: String.self)), try $0.get("digest"))
        }
    }

    func frozenPeriods() throws -> Set<String> {
        Set(try db.values("SELECT period FROM circulars WHERE district = \(district)", as: String.self))
    }
}

/// Freezes the circular of a period that is over.
package struct FreezeCircular: Verb {
    package static let permission: Permission = "circular.freeze"
    package static let audience = VerbAudience.timers
    package var period: Period
    package var content: Circular

    package init(period: Period, content: Circular) {
        self.period = period
        self.content = content
    }

    package func perform(at desk: Desk) throws -> Done {
        guard content.asOf <= desk.now, try desk.frozenCircular(period) == nil else { return Done() }
        let text = try JSON.encode(content)
        let digest = ContentHash.hex(of: Array(text.utf8))
        let id: ID<Circular> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO circulars (district, id, period, content, digest, frozen_at)
            VALUES (\(desk.district), \(id), \(period.code), \(text), \(digest), \(desk.now))
            """)
        try desk.record(CircularFrozen(circularID: id, period: period.code, digest: digest))
        return Done()
    }
}

extension District {
    /// Freezes the last period of each length, where it is over and nobody has yet. A district that was off for longer freezes only that:
    /// what nobody read needs no paper.
    package func freezeCirculars() async throws {
        let today = clock.now.day(in: pack.zone)
        let scope = Scope.system("circulars", of: code)
        for paper in pack.circulars {
            guard let length = Period.Length(rawValue: paper.every) else { continue }
            let period = Period(length, containing: today).previous
            let isFrozen = try await read(as: scope) { reading in
                // A district that began after it has nothing to say about it.
                try reading.frozenCircular(period) != nil
                    || (try reading.db.value("SELECT min(issued_at) FROM orders WHERE district = \(reading.district)", as: Instant?.self)
                        ?? nil)
                        .map { $0 > period.end(in: reading.pack.zone) } ?? true
            }
            guard !isFrozen else { continue }
            // Many read it: what is in a compartment is not in it.
            let content = try await read(as: .readers("circulars", of: code), asOf: period.end(in: pack.zone)) {
                try $0.circular(period, by: paper)
            }
            _ = try await perform(FreezeCircular(period: period, content: content), as: scope)
        }
    }
}
