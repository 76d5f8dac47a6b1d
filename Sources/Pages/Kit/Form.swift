/// Questions that belong together under a heading.
package struct FieldGroup: PageModel {
    package var title: String?
    package var hint: String?
    package var fields: [Field]

    package init(title: String? = nil, hint: String? = nil, fields: [Field]) {
        self.title = title
        self.hint = hint
        self.fields = fields
    }
}

/// What is wrong in a form, in one list at its top that leads to the fields. Partial: `pages/error-summary`.
package struct ProblemSummary: PageModel {
    package var count: String
    package var items: [Item]

    package struct Item: PageModel {
        /// The question that it is about; nil where it is about the whole.
        package var field: String?
        package var sentence: String
        package var href: String
    }

    package init(items: [Item]) {
        self.count = String(items.count)
        self.items = items
    }
}

/// A form. Partial: `pages/form`.
package struct Form: PageModel {
    package var action: String
    package var method: String
    package var groups: [FieldGroup]
    package var submit: String
    /// The button does harm that cannot be undone.
    package var danger: Bool
    /// Further buttons that send the same form, by name and value.
    package var otherSubmits: [SubmitButton]
    package var cancel: Crumb?
    package var csrf: String?
    package var hidden: [HiddenField]
    /// Said beside the button: what happens next.
    package var note: String?
    /// Under this name the browser keeps what was typed until it is sent.
    package var draft: String?
    package private(set) var multipart: Bool
    package private(set) var summary: ProblemSummary?

    package init(
        action: String, method: String = "post", groups: [FieldGroup], submit: String, danger: Bool = false,
        otherSubmits: [SubmitButton] = [], cancel: Crumb? = nil, csrf: String? = nil, hidden: [HiddenField] = [],
        note: String? = nil, draft: String? = nil, problems: [String] = []
    ) {
        self.action = action
        self.method = method
        // Several forms on one page have fields of the same name; each label must find its own.
        let place = action.split(separator: "/").last.map(String.init) ?? "form"
        self.groups = groups.map { group in
            var group = group
            group.fields = group.fields.map { $0.placed(in: place) }
            return group
        }
        self.submit = submit
        self.danger = danger
        self.otherSubmits = otherSubmits
        self.cancel = cancel
        self.csrf = csrf
        self.hidden = hidden
        self.note = note
        self.draft = draft
        self.multipart = groups.contains { $0.fields.contains(where: \.isFile) }
        summarize(problems)
    }

    package init(
        action: String, method: String = "post", fields: [Field], submit: String, danger: Bool = false,
        cancel: Crumb? = nil, csrf: String? = nil, hidden: [HiddenField] = [], note: String? = nil,
        draft: String? = nil, problems: [String] = []
    ) {
        self.init(
            action: action, method: method, groups: [FieldGroup(fields: fields)], submit: submit, danger: danger,
            cancel: cancel, csrf: csrf, hidden: hidden, note: note, draft: draft, problems: problems)
    }

    /// Whether a place is pointed at in it: its page needs what draws a map.
    package var hasMap: Bool { groups.contains { $0.fields.contains { $0.ground != nil } } }

    /// The form as it was sent, with what is wrong beside each field, by field name. `others` belong to no field.
    package func refused(
        typed: [String: [String]], problems: [String: String], others: [String] = []
    ) -> Form {
        var form = self
        form.groups = groups.map { group in
            var group = group
            group.fields = group.fields.map { $0.filled(with: typed).refused(problems[$0.name]) }
            return group
        }
        form.summarize(others)
        return form
    }

    /// The form with answers put in: for editing, or what the address asks for.
    package func filled(with typed: [String: [String]]) -> Form {
        var form = self
        form.groups = groups.map { group in
            var group = group
            group.fields = group.fields.map { $0.filled(with: typed) }
            return group
        }
        return form
    }

    private mutating func summarize(_ others: [String]) {
        let wrong = groups.flatMap(\.fields).compactMap { field in
            field.problem.map { ProblemSummary.Item(field: field.label, sentence: $0, href: "#" + field.id) }
        }
        let items = others.map { ProblemSummary.Item(sentence: $0, href: "#main") } + wrong
        summary = items.isEmpty ? nil : ProblemSummary(items: items)
    }
}

/// A further button of a form.
package struct SubmitButton: PageModel {
    package var label: String
    package var name: String
    package var value: String

    package init(_ label: String, name: String, value: String) {
        self.label = label
        self.name = name
        self.value = value
    }
}
