package import Hummingbird
package import Kernel

/// A page that is a form or a list with forms: the shape that most of the administration has.
package struct ManagedPage: PageModel {
    package var frame: Frame
    package var head: PageHead
    package var filters: FilterBar?
    package var facts: DefinitionList?
    package var tables: [TitledTable]
    package var forms: [FoldedForm]
    package var timeline: Timeline?
    package var note: Callout?

    package init(
        frame: Frame, head: PageHead, filters: FilterBar? = nil, facts: DefinitionList? = nil, tables: [TitledTable] = [],
        forms: [FoldedForm] = [],
        timeline: Timeline? = nil, note: Callout? = nil
    ) {
        self.frame = frame
        self.head = head
        self.filters = filters
        self.facts = facts
        self.tables = tables
        self.forms = forms
        self.timeline = timeline
        self.note = note
    }
}

package struct TitledTable: PageModel {
    package var title: String
    package var table: Table

    package init(title: String, table: Table) {
        self.title = title
        self.table = table
    }
}

/// What a module shows of a subject: its newest rows, and where they all are.
package struct SubjectPanel: PageModel {
    package var title: String
    package var table: Table
    package var more: ActionLink?

    package init(title: String, table: Table, more: ActionLink? = nil) {
        self.title = title
        self.table = table
        self.more = more
    }
}

/// A form that is folded up until it is wanted.
package struct FoldedForm: PageModel {
    package var id: String
    package var title: String
    package var open: Bool
    package var form: Form

    package init(id: String, title: String, open: Bool, form: Form) {
        self.id = id
        self.title = title
        self.open = open
        self.form = form
    }
}

extension Visit {
    /// A folded form for one verb, shown only to those who may. `refused` is the path's last part of a form that was sent and refused.
    package func folded(
        _ id: String, _ permission: Permission, action: String, fields: [Field], problem: Problem?, danger: Bool = false
    ) -> FoldedForm? {
        guard scope.may(permission) else { return nil }
        let refusedHere = problem != nil && path == action
        var form = Form(
            action: action, fields: fields, submit: text("manage.\(id)"), danger: danger, csrf: csrf, hidden: [requestField])
        if refusedHere, let problem { form = refused(form, problem) }
        return FoldedForm(id: id, title: text("manage.\(id)"), open: refusedHere, form: form)
    }

    package func managed(_ page: ManagedPage, problem: Problem? = nil) throws -> Response {
        try self.page(page, "pages/managed", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}
