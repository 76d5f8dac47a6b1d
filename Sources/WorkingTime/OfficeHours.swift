/// When an office is open on a working day.
///
/// Every weekday from Monday to Friday has at least one opening. Weekends have none of their own: a Saturday or Sunday
/// that is worked is a make-up day.
package struct OfficeHours: Hashable, Sendable {
    /// From the moment of opening up to the moment of closing, as times since midnight; closing at 24:00 is allowed.
    package struct Opening: Hashable, Sendable {
        package let opens: Span
        package let closes: Span
    }

    /// Monday to Friday, each in order of time and never empty.
    let weekdays: [[Opening]]
    let makeUp: [Opening]?

    /// 08:30–12:00 and 14:00–18:00 from Monday to Friday.
    package static let standard = OfficeHours(
        weekdays: Array(
            repeating: [
                Opening(opens: .minutes(510), closes: .hours(12)), Opening(opens: .hours(14), closes: .hours(18)),
            ], count: 5),
        makeUp: nil)

    /// The openings of a day that is worked, in order of time; `weekday` is 1 Monday … 7 Sunday.
    package func openings(onWeekday weekday: Int) -> [Opening] {
        weekday <= 5 ? weekdays[weekday - 1] : makeUp ?? weekdays[0]
    }

    /// When the last opening of a day that is worked ends, since midnight.
    package func closing(onWeekday weekday: Int) -> Span {
        openings(onWeekday: weekday).last?.closes ?? .zero
    }
}

extension [OfficeHours.Opening] {
    /// The open time in all.
    var length: Span { reduce(.zero) { $0 + ($1.closes - $1.opens) } }

    /// The open time before `time`.
    func length(before time: Span) -> Span {
        reduce(.zero) { $0 + Swift.max(.zero, Swift.min($1.closes, time) - $1.opens) }
    }

    /// The earliest time at which `length`, more than none and no more than all, has been open.
    func time(reaching length: Span) -> Span {
        var rest = length
        for opening in self {
            if rest <= opening.closes - opening.opens { return opening.opens + rest }
            rest = rest - (opening.closes - opening.opens)
        }
        return last?.closes ?? .zero
    }
}
