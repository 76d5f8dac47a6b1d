import Kernel
import Pages
import WorkingTime

extension Visit {
    /// A moment as W3C's note on dates has it, to the second, with the district's offset.
    func w3(_ instant: Instant) -> String {
        Instant(microseconds: instant.microseconds / 1_000_000 * 1_000_000).iso(in: site.zone)
    }

    /// `a,b,c`; an empty parameter is none.
    func listed(_ name: String) -> [String] {
        (asked(name) ?? "").filter { !$0.isWhitespace }.split(separator: ",").map(String.init)
    }

    func number(_ name: String, default usual: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = asked(name) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Problem.field(name, "open311.not-in-range", ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
        }
        return number
    }

    func moment(named name: String) throws -> Instant? {
        guard let text = asked(name) else { return nil }
        // A plus sign that was not escaped has become a space.
        let repaired = text.replacing(/\ (?=\d\d:?\d\d$)/, with: "+")
        guard
            let moment = Instant(iso: repaired) ?? Instant(repaired, in: site.zone)
                ?? Day(iso: repaired).map({ Instant($0, in: site.zone) })
        else { throw Problem.field(name, "open311.not-a-moment") }
        return moment
    }

    /// `start_date` to `end_date`; the one that is missing lies as far away as may be asked at once.
    func span() throws -> (from: Instant, until: Instant) {
        // As the specification has it.
        let days = 90
        let longest = Span.days(days)
        let start = try moment(named: "start_date")
        let end = try moment(named: "end_date")
        let until = end ?? start.map { min($0 + longest, max(now, $0)) } ?? now
        let from = start ?? until - longest
        guard from <= until else { throw Problem.field("end_date", "open311.ends-before-it-begins") }
        guard until - from <= longest else { throw Problem.field("end_date", "open311.span-too-long", ["days": "\(days)"]) }
        return (from, until)
    }
}
