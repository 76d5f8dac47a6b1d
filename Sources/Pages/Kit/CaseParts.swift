/// One picture with what it shows.
package struct Photo: PageModel {
    package var thumbnail: String
    package var href: String
    /// What is to be seen, for those who cannot see it.
    package var alt: String
    package var caption: String?

    package init(thumbnail: String, href: String, alt: String, caption: String? = nil) {
        self.thumbnail = thumbnail
        self.href = href
        self.alt = alt
        self.caption = caption
    }
}

/// Pictures in a grid. Partial: `pages/photos`.
package struct Photos: PageModel {
    package var items: [Photo]

    package init(_ items: [Photo]) {
        self.items = items
    }
}

/// One fact of a list of facts.
package struct Definition: PageModel {
    package var term: String
    package var text: String
    package var href: String?
    package var note: String?
    package var badge: Badge?
    /// How to see a sealed value in full.
    package var reveal: ActionLink?

    package init(
        _ term: String, _ text: String, href: String? = nil, note: String? = nil, badge: Badge? = nil,
        reveal: ActionLink? = nil
    ) {
        self.term = term
        self.text = text
        self.href = href
        self.note = note
        self.badge = badge
        self.reveal = reveal
    }
}

/// Facts with their names. Partial: `pages/definitions`.
package struct DefinitionList: PageModel {
    package var items: [Definition]
    /// In two columns where there is room.
    package var columns: Bool

    package init(_ items: [Definition], columns: Bool = false) {
        self.items = items
        self.columns = columns
    }
}

/// One thing that happened.
package struct TimelineEntry: PageModel {
    package var time: String
    package var machine: String
    package var who: String
    package var sentence: String
    /// Words that somebody wrote, quoted as they are.
    package var quote: String?
    package var details: DefinitionList?
    package var photos: Photos?
    package var tone: Tone

    package init(
        time: String, machine: String, who: String, sentence: String, quote: String? = nil,
        details: DefinitionList? = nil, photos: Photos? = nil, tone: Tone = .neutral
    ) {
        self.time = time
        self.machine = machine
        self.who = who
        self.sentence = sentence
        self.quote = quote
        self.details = details
        self.photos = photos
        self.tone = tone
    }
}

/// What happened, in order. Partial: `pages/timeline`.
package struct Timeline: PageModel {
    package var entries: [TimelineEntry]

    package init(_ entries: [TimelineEntry]) {
        self.entries = entries
    }
}

/// How far a step of the way is.
package enum StepState: String, Encodable, Sendable {
    case done, current, todo
}

/// One step of the way of a case.
package struct Step: PageModel {
    package var label: String
    package var note: String?
    package var state: StepState
    package let isDone: Bool
    package let isCurrent: Bool

    package init(_ label: String, note: String? = nil, state: StepState) {
        self.label = label
        self.note = note
        self.state = state
        isDone = state == .done
        isCurrent = state == .current
    }
}

/// The way of a case, for the person who asked. Partial: `pages/steps`.
package struct Steps: PageModel {
    package var label: String
    package var steps: [Step]

    package init(label: String, steps: [Step]) {
        self.label = label
        self.steps = steps
    }
}
