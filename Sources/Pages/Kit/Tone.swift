/// What a mark says. Red, amber and blue are kept for state, and always come with a word and a shape.
package enum Tone: String, Encodable, Sendable {
    case neutral
    /// Something can be done here.
    case accent
    /// Overdue, or the red tier.
    case late
    /// Near due, or the amber tier.
    case near
    /// In time, or the blue tier.
    case intime
    case done

    var name: String { rawValue }
}

/// A state in a word, with the shape of its tone. Partial: `pages/badge`.
package struct Badge: PageModel {
    package var word: String
    package var tone: Tone

    package init(_ word: String, _ tone: Tone = .neutral) {
        self.word = word
        self.tone = tone
    }
}

/// When something is due, how that stands, and, on request, why it is that moment. Partial: `pages/clock`.
package struct ClockChip: PageModel {
    /// The due time as people read it: `4月6日 18:00`.
    package var due: String
    /// The same for machines: `2026-04-06T18:00`.
    package var machine: String
    /// How it stands: `还剩 3 小时`, `超期 2 天`, `已暂停`.
    package var state: String
    package var tone: Tone
    /// The sentence that explains the due time; leave it out in tables.
    package var why: String?

    package init(due: String, machine: String, state: String, tone: Tone, why: String? = nil) {
        self.due = due
        self.machine = machine
        self.state = state
        self.tone = tone
        self.why = why
    }
}
