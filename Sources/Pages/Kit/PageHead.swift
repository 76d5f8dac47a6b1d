/// The head of a page: what it is about, how it stands, what can be done. Partial: `pages/head`.
package struct PageHead: PageModel {
    package var title: String
    /// What kind of thing this is, or its short number, above the title.
    package var above: String?
    /// A sentence or two below the title.
    package var intro: String?
    package var badge: Badge?
    package var clock: ClockChip?
    /// At most one is primary.
    package var actions: [ActionLink]
    /// Which keys do what, for those who have a keyboard.
    package var keys: String?

    package init(
        title: String, above: String? = nil, intro: String? = nil, badge: Badge? = nil, clock: ClockChip? = nil,
        actions: [ActionLink] = [], keys: String? = nil
    ) {
        self.title = title
        self.above = above
        self.intro = intro
        self.badge = badge
        self.clock = clock
        self.actions = actions
        self.keys = keys
    }
}

/// How much an action stands out.
package enum ActionStyle: String, Encodable, Sendable {
    case primary, secondary, quiet, danger
}

/// Something that can be done: a link, or, with `posting`, a form of one button. Partial: `pages/action`.
package struct ActionLink: PageModel {
    package var label: String
    package var href: String
    package var style: ActionStyle
    package var posting: Posting?
    /// The script's hook for printing this page.
    package var prints: Bool
    package var inNewWindow: Bool
    /// The key that does it from the keyboard.
    package var key: String?

    package init(
        _ label: String, href: String, style: ActionStyle = .secondary, posting: Posting? = nil, prints: Bool = false,
        inNewWindow: Bool = false, key: String? = nil
    ) {
        self.label = label
        self.href = href
        self.style = style
        self.posting = posting
        self.prints = prints
        self.inNewWindow = inNewWindow
        self.key = key
    }
}

/// What an action sends when it changes something.
package struct Posting: PageModel {
    package var csrf: String
    package var fields: [HiddenField]

    package init(csrf: String, fields: [HiddenField] = []) {
        self.csrf = csrf
        self.fields = fields
    }
}

/// A name and a value that a form sends along unseen.
package struct HiddenField: PageModel {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Something the page must say before its content: what was done, what is wrong. Partial: `pages/callout`.
package struct Callout: PageModel {
    package var text: String
    package var title: String?
    package var tone: Tone
    package var action: ActionLink?

    package init(_ text: String, title: String? = nil, tone: Tone = .neutral, action: ActionLink? = nil) {
        self.text = text
        self.title = title
        self.tone = tone
        self.action = action
    }
}

/// What stands where there is nothing: why, and what to do next. Partial: `pages/empty`.
package struct EmptyState: PageModel {
    package var title: String
    package var text: String?
    package var action: ActionLink?

    package init(title: String, text: String? = nil, action: ActionLink? = nil) {
        self.title = title
        self.text = text
        self.action = action
    }
}

/// Neighbouring views of the same thing. Partial: `pages/tabs`.
package struct Tabs: PageModel {
    /// What the tabs choose, for screen readers.
    package var label: String
    package var items: [NavItem]

    package init(label: String, items: [NavItem]) {
        self.label = label
        self.items = items
    }
}
