import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The case file on paper.
struct CasePrint: PageModel {
    var frame: Frame
    var printHead: PrintHead
    var facts: DefinitionList
    var wordsTitle: String
    var words: String
    var replyTitle: String?
    var reply: String?
    var confirmation: DefinitionList?
    var timelineTitle: String
    var timeline: Timeline
    var printFoot: PrintFoot

    static func show(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let seen = try await visit.read { try CaseView(id, for: visit, in: $0) }
        let found = seen.found
        let page = CasePrint(
            frame: visit.frame(found.number),
            printHead: PrintHead(
                office: visit.words(visit.district.pack.name), title: visit.text("case.file-title"), number: found.number,
                date: visit.moment(visit.now, .date)),
            facts: DefinitionList(CaseFacts.list(visit, seen), columns: true), wordsTitle: visit.text("case.words"), words: found.text,
            replyTitle: found.reply == nil ? nil : visit.text("case.reply"), reply: found.reply,
            confirmation: CaseFacts.confirmation(visit, found), timelineTitle: visit.text("case.timeline"),
            timeline: Timeline(CaseFacts.timeline(visit, seen).reversed()),
            printFoot: PrintFoot(
                signatures: [visit.text("print.handler"), visit.text("print.head")],
                date: visit.moment(visit.now, .full), note: visit.text("print.by", ["name": visit.session?.account.name ?? ""])))
        return try visit.page(page, "casework/case-print")
    }
}
