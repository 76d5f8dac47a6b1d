/// A time during which a limit does not run: from `from` up to, not including, `to`; still going on when `to` is nil.
///
/// A pause that does not end after it begins stops nothing.
package struct Pause: Hashable, Codable, Sendable {
    package var from: Instant
    package var to: Instant?
    package var reason: String

    package init(from: Instant, to: Instant?, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }

    /// Whether any of it lies after `start` and before `end`; nil is the end of time.
    func stops(after start: Instant, before end: Instant?) -> Bool {
        (to.map { $0 > max(start, from) } ?? true) && (end.map { from < $0 } ?? true)
    }
}

/// One unbroken standstill, made of the pauses that overlap or touch.
struct Standstill {
    var from: Instant
    var to: Instant?

    func ends(after instant: Instant) -> Bool { to.map { instant < $0 } ?? true }

    /// The standstills after `start`, in order of time, none touching the next.
    static func merging(_ pauses: [Pause], after start: Instant) -> [Standstill] {
        var merged: [Standstill] = []
        for pause in pauses.sorted(by: { $0.from < $1.from }) where pause.stops(after: start, before: nil) {
            let from = max(pause.from, start)
            if let last = merged.last, last.ends(after: from) || last.to == from {
                merged[merged.count - 1].to = last.to.flatMap { end in pause.to.map { max(end, $0) } }
            } else {
                merged.append(Standstill(from: from, to: pause.to))
            }
        }
        return merged
    }
}
