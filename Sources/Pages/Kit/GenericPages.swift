/// A page that is a form. Template: `pages/form-page`; with `frame` of a resident, `pages/public-form-page`.
package struct FormPage: PageModel {
    package var frame: Frame
    package var head: PageHead
    /// Nil where there is nothing to be filled in.
    package var form: Form?

    package init(frame: Frame, head: PageHead, form: Form?) {
        self.frame = frame
        self.head = head
        self.form = form
    }
}

/// A page that is a list. Template: `pages/list-page`.
package struct ListPage: PageModel {
    package var frame: Frame
    package var head: PageHead
    package var tabs: Tabs?
    package var filters: FilterBar?
    package var views: SavedViewBar?
    package var table: Table
    package var pager: Pager?

    package init(
        frame: Frame, head: PageHead, tabs: Tabs? = nil, filters: FilterBar? = nil, views: SavedViewBar? = nil, table: Table,
        pager: Pager? = nil
    ) {
        self.frame = frame
        self.head = head
        self.tabs = tabs
        self.filters = filters
        self.views = views
        self.table = table
        self.pager = pager
    }
}

/// What of a list is above the views that somebody has kept of it. Template: `pages/list-above`.
package struct ListAbove: PageModel {
    package var head: PageHead?
    package var tabs: Tabs?
    package var filters: FilterBar?

    package init(head: PageHead? = nil, tabs: Tabs? = nil, filters: FilterBar? = nil) {
        self.head = head
        self.tabs = tabs
        self.filters = filters
    }
}

/// What of a list is below them. Template: `pages/list-below`.
package struct ListBelow: PageModel {
    package var table: Table
    package var pager: Pager?

    package init(table: Table, pager: Pager? = nil) {
        self.table = table
        self.pager = pager
    }
}

/// A list whose parts are kept for all who see the same. Template: `pages/kept-page`.
package struct KeptPage: PageModel {
    package var frame: Frame
    package var above: String
    package var views: SavedViewBar?
    package var below: String

    package init(frame: Frame, views: SavedViewBar? = nil, _ parts: KeptParts.Parts) {
        self.frame = frame
        self.views = views
        above = parts.above
        below = parts.below
    }
}

/// What went wrong, where, and what to do next. Template: `pages/problem`.
package struct ProblemPage: PageModel {
    package var frame: Frame
    package var title: String
    package var sentence: String
    /// To be quoted to whoever helps; only where nobody foresaw the problem.
    package var reference: String?
    /// The stable code, for programs and tests; people read the sentence.
    package var code = ""
    /// What can be done next, best first.
    package var advice: [String]
    package var actions: [ActionLink]

    package init(
        frame: Frame, title: String, sentence: String, reference: String? = nil, advice: [String] = [],
        actions: [ActionLink] = []
    ) {
        self.frame = frame
        self.title = title
        self.sentence = sentence
        self.reference = reference
        self.advice = advice
        self.actions = actions
    }

    /// The page for a status of HTTP, in the words of the catalogue.
    package init(frame: Frame, status: Int, reference: String? = nil, language: Language) {
        let known = language.sentences["problem.\(status).title"] == nil ? (status < 500 ? 400 : 500) : status
        self.init(
            frame: frame, title: language.text("problem.\(known).title"),
            sentence: language.text("problem.\(known).sentence"), reference: reference,
            advice: (1...3).compactMap { language.textIfKnown("problem.\(known).advice\($0)") },
            actions: [ActionLink(language.text("problem.home"), href: frame.home)])
    }
}

/// Name and password. Template: `pages/sign-in`.
package struct SignInPage: PageModel {
    package var frame: Frame
    /// Nil where there are other ways in only.
    package var form: Form?
    /// Other ways in, such as the city's own account.
    package var others: [ActionLink]
    package var othersHint: String?

    package init(frame: Frame, form: Form?, others: [ActionLink] = [], othersHint: String? = nil) {
        self.frame = frame
        self.form = form
        self.others = others
        self.othersHint = othersHint
    }
}

/// Asks before something that cannot be undone. Template: `pages/confirm`.
package struct ConfirmPage: PageModel {
    package var frame: Frame
    package var title: String
    package var sentence: String
    package var facts: DefinitionList?
    package var consequences: [String]
    package var form: Form

    package init(
        frame: Frame, title: String, sentence: String, facts: DefinitionList? = nil, consequences: [String] = [],
        form: Form
    ) {
        self.frame = frame
        self.title = title
        self.sentence = sentence
        self.facts = facts
        self.consequences = consequences
        self.form = form
    }
}

/// Work that takes a while. Partial: `pages/work`.
package struct LongWork: PageModel {
    /// How far, in whole steps; nil total when nobody knows.
    package var done: Int
    package var total: Int?
    /// `已处理 12,480 行，共 40,000 行`
    package var sentence: String
    package var note: String?
    package var finished: Bool
    package var actions: [ActionLink]

    package init(
        done: Int, total: Int?, sentence: String, note: String? = nil, finished: Bool = false,
        actions: [ActionLink] = []
    ) {
        self.done = done
        self.total = total
        self.sentence = sentence
        self.note = note
        self.finished = finished
        self.actions = actions
    }
}

/// A page of long work, which loads itself again while `frame.refresh` is set. Template: `pages/progress`.
package struct ProgressPage: PageModel {
    package var frame: Frame
    package var head: PageHead
    package var work: LongWork

    package init(frame: Frame, head: PageHead, work: LongWork) {
        self.frame = frame
        self.head = head
        self.work = work
    }
}
