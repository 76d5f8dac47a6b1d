import Hummingbird
import Kernel
import Pages

/// A page that is a form or a list with forms: the shape that most of the administration has.
struct ManagedPage: PageModel {
    var frame: Frame
    var head: PageHead
    var facts: DefinitionList?
    var tables: [TitledTable]
    var forms: [FoldedForm]
    var timeline: Timeline?
    var note: Callout?

    init(
        frame: Frame, head: PageHead, facts: DefinitionList? = nil, tables: [TitledTable] = [], forms: [FoldedForm] = [],
        timeline: Timeline? = nil, note: Callout? = nil
    ) {
        self.frame = frame
        self.head = head
        self.facts = facts
        self.tables = tables
        self.forms = forms
        self.timeline = timeline
        self.note = note
    }
}

struct TitledTable: PageModel {
    var title: String
    var table: Table
}

/// A form that is folded up until it is wanted.
struct FoldedForm: PageModel {
    var id: String
    var title: String
    var open: Bool
    var form: Form
}

extension Visit {
    /// A folded form for one verb, shown only to those who may. `refused` is the path's last part of a form that was sent and refused.
    func folded(
        _ id: String, _ permission: Permission, action: String, fields: [Field], problem: Problem?, danger: Bool = false
    ) -> FoldedForm? {
        guard scope.may(permission) else { return nil }
        let refusedHere = problem != nil && path == action
        var form = Form(
            action: action, fields: fields, submit: text("manage.\(id)"), danger: danger, csrf: csrf, hidden: [requestField])
        if refusedHere, let problem { form = refused(form, problem) }
        return FoldedForm(id: id, title: text("manage.\(id)"), open: refusedHere, form: form)
    }

    func managed(_ page: ManagedPage, problem: Problem? = nil) throws -> Response {
        try self.page(page, "administration/managed", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}
