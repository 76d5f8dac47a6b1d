/// A length of time in whole microseconds; negative when it runs backwards.
///
/// Arithmetic traps beyond ±292,000 years, as `Int64` does.
package struct Span: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static let zero = Span(microseconds: 0)

    package static func seconds(_ count: Int) -> Span { Span(microseconds: Int64(count) * 1_000_000) }
    package static func minutes(_ count: Int) -> Span { .seconds(60) * count }
    package static func hours(_ count: Int) -> Span { .seconds(3_600) * count }
    /// Days of 24 hours.
    package static func days(_ count: Int) -> Span { .seconds(86_400) * count }

    package static func < (left: Span, right: Span) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: Span, right: Span) -> Span {
        Span(microseconds: left.microseconds + right.microseconds)
    }
    package static func - (left: Span, right: Span) -> Span {
        Span(microseconds: left.microseconds - right.microseconds)
    }
    package static func * (span: Span, times: Int) -> Span { Span(microseconds: span.microseconds * Int64(times)) }
    package static prefix func - (span: Span) -> Span { Span(microseconds: -span.microseconds) }
}

/// A whole number of microseconds.
extension Span: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}
