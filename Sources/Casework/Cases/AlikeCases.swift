import Foundation
import Identifiers
package import Kernel
import Store
package import WorkingTime

/// What a request says, where and when: enough to find others about the same thing.
package struct CaseSketch: Sendable {
    package var text: String
    package var caseClass: String?
    package var areaID: ID<Area>
    package var address = ""
    package var latitude: Double?
    package var longitude: Double?
    package var at: Instant
    /// The case itself, where it is filed already.
    package var id: ID<Case>?

    package init(_ found: Case) {
        text = found.title + "\n" + found.text
        caseClass = found.caseClass
        areaID = found.areaID
        address = found.address
        latitude = found.latitude
        longitude = found.longitude
        at = found.filedAt
        id = found.id
    }

    package init(_ filing: FileCase, areaID: ID<Area>, at: Instant) {
        text = (filing.title ?? "") + "\n" + filing.text
        caseClass = filing.caseClass
        self.areaID = areaID
        address = filing.address ?? ""
        latitude = filing.latitude
        longitude = filing.longitude
        self.at = at
    }
}

/// A case that may be about the same thing, and what speaks for it. A person decides.
package struct AlikeCase: Sendable {
    package var found: Case
    /// 0…1: the share of words that both have, a rare word counting more than one that everybody uses.
    package var words: Double
    /// Between the two places; nil where one of them is not known.
    package var metres: Double?
    package var days: Int
    /// 0…1.
    package var likeness: Double
}

extension Reading {
    /// Cases of the same area and time that are likely about the same thing, the likeliest first; those that were merged already
    /// are not among them.
    package func casesAlike(_ sketch: CaseSketch, limit: Int = 5) throws -> [AlikeCase] {
        let rules = pack.settings.alike
        let window = Span.days(rules.days)
        let itself: SQL = sketch.id.map { "c.id <> \($0)" } ?? "(1 = 1)"
        let candidates = try db.rows(
            """
            SELECT c.* FROM cases c
            WHERE c.district = \(district) AND c.area_id = \(sketch.areaID) AND c.filed_at >= \(sketch.at - window)
              AND c.filed_at <= \(sketch.at + window) AND c.mode = \(scope.mode) AND c.state <> 'withdrawn' AND \(itself)
              AND NOT (c.state = 'closed' AND c.resolved_at IS NULL) AND \(caseCondition("case.view"))
            ORDER BY c.filed_at DESC LIMIT \(rules.candidates)
            """
        ).map(Case.init(row:))
        return Likeness(sketch, candidates, rules).likeliest(limit)
    }
}

/// How alike requests are, by words, place, time and class.
struct Likeness {
    // What each counts. Words say most: two different things happen at one place more often than one thing is told in the same words twice.
    private static let (ofWords, ofPlace, ofTime, ofClass) = (0.65, 0.2, 0.1, 0.05)
    /// How much a place counts where only the area is known.
    private static let sameArea = 0.3

    private let sketch: CaseSketch
    private let candidates: [(found: Case, pairs: Set<UInt64>)]
    private let rules: Pack.AlikeRules
    private var weights: [UInt64: Double] = [:]

    init(_ sketch: CaseSketch, _ candidates: [Case], _ rules: Pack.AlikeRules) {
        self.sketch = sketch
        self.rules = rules
        self.candidates = candidates.map { ($0, CharacterPairs.of($0.title + "\n" + $0.text)) }
        var counts: [UInt64: Int] = [:]
        for (_, pairs) in self.candidates { for pair in pairs { counts[pair, default: 0] += 1 } }
        let all = Double(candidates.count + 1)
        weights = counts.mapValues { log((all + 1) / (Double($0) + 0.5)) }
    }

    func likeliest(_ limit: Int) -> [AlikeCase] {
        let mine = CharacterPairs.of(sketch.text)
        let unknown = log((Double(candidates.count) + 2) / 0.5)
        func weight(_ pairs: Set<UInt64>) -> Double { pairs.reduce(0) { $0 + (weights[$1] ?? unknown) } }
        let whole = weight(mine)
        return candidates.compactMap { found, pairs -> AlikeCase? in
            let both = weight(mine.intersection(pairs))
            // Of the shorter one: a long letter about the same thing has more words, not other ones.
            let least = min(whole, weight(pairs))
            let words = least > 0 ? both / least : 0
            let metres = Self.metres(sketch, found)
            let days = abs((found.filedAt - sketch.at).microseconds) / Span.days(1).microseconds
            let likeness =
                Self.ofWords * words + Self.ofPlace * place(found, metres) + Self.ofTime
                * max(0, 1 - Double(days) / Double(max(1, rules.days)))
                + (sketch.caseClass == found.caseClass ? Self.ofClass : 0)
            guard likeness * 100 >= Double(rules.percent) else { return nil }
            return AlikeCase(found: found, words: words, metres: metres, days: Int(days), likeness: likeness)
        }
        .sorted { ($0.likeness, $0.found.filedAt) > ($1.likeness, $1.found.filedAt) }.prefix(limit).map { $0 }
    }

    private func place(_ found: Case, _ metres: Double?) -> Double {
        if let metres { return max(0, 1 - metres / Double(max(1, rules.metres))) }
        return !sketch.address.isEmpty && sketch.address == found.address ? 1 : Self.sameArea
    }

    private static func metres(_ sketch: CaseSketch, _ found: Case) -> Double? {
        guard let latitude = sketch.latitude, let longitude = sketch.longitude, let other = found.latitude, let otherLong = found.longitude
        else { return nil }
        return GroundDistance.metres(latitude, longitude, other, otherLong)
    }
}
