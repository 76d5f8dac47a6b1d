import Hummingbird
import Kernel
import Pages
import WorkingTime

/// What is likely the same: said while a case is being filed, and shown side by side before two are made one.
enum AlikePages {
    /// One case that may be meant, as a choice with what speaks for it.
    struct Entry: PageModel {
        var id: String
        var href: String
        var compare: String?
        var number: String
        var title: String
        var state: Badge
        var why: String

        init(_ visit: Visit, _ alike: AlikeCase, compare: String? = nil) {
            let found = alike.found
            id = "\(found.id)"
            href = "/cases/\(found.id)"
            self.compare = compare
            number = found.number
            title = found.title
            state = visit.stateBadge(found)
            let percent = Int((alike.words * 100).rounded())
            why = [
                visit.text("alike.words", ["percent": "\(percent)"]),
                alike.metres.map { visit.text("alike.metres", ["metres": "\(Int($0.rounded()))"]) } ?? visit.text("alike.same-area"),
                alike.days == 0 ? visit.text("alike.same-day") : visit.text("alike.days", ["days": "\(alike.days)"]),
            ].joined(separator: " · ")
        }
    }

    struct Choices: PageModel {
        var title: String
        var hint: String
        var none: String
        var entries: [Entry]
        var hasEntries: Bool
    }

    /// Part of the form in which somebody is filing.
    static func suggest(_ visit: Visit) async throws -> Response {
        let typed = visit.typed
        let filing = FileCase(
            channel: "", caseClass: typed["class"], title: typed["title"], text: typed["text"] ?? "", address: typed["address"],
            latitude: typed["address_lat"].flatMap(Double.init), longitude: typed["address_lng"].flatMap(Double.init))
        let alike = try await visit.read { reading -> [AlikeCase] in
            // A few characters are like everything.
            guard filing.text.count >= 6, let area = try typed["area"].map({ try reading.areaIfAny(code: $0) }) ?? reading.areas().first
            else { return [] }
            return try reading.casesAlike(CaseSketch(filing, areaID: area.id, at: reading.now)).filter { $0.found.state.isOpen }
        }
        return try visit.page(
            Choices(
                title: visit.text("alike.title"), hint: visit.text("alike.hint"), none: visit.text("alike.none"),
                entries: alike.map { Entry(visit, $0) }, hasEntries: !alike.isEmpty), "casework/alike")
    }

    struct Found: PageModel {
        var frame: Frame
        var head: PageHead
        var entries: [Entry]
        var hasEntries: Bool
    }

    static func list(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let (found, alike) = try await visit.read { reading in
            let found = try reading.findCase(id)
            return (found, try reading.casesAlike(CaseSketch(found)))
        }
        return try visit.page(
            Found(
                frame: visit.frame(visit.text("alike.title"), breadcrumbs: [Crumb(found.number, href: "/cases/\(id)")]),
                head: PageHead(title: found.title, above: found.number),
                entries: alike.map { Entry(visit, $0, compare: "/cases/\(id)/comparison/\($0.found.id)") }, hasEntries: !alike.isEmpty),
            "casework/alike-page")
    }

    /// Two cases beside each other, with the forms that make them one.
    struct Comparison: PageModel {
        var frame: Frame
        var head: PageHead
        var sides: [Side]

        struct Side: PageModel {
            var title: String
            var href: String
            var number: String
            var state: Badge
            var words: String
            var photos: Photos?
            var facts: DefinitionList
            var merge: Form?
        }
    }

    static func compare(_ visit: Visit) async throws -> Response {
        let ids: [ID<Case>] = [try visit.id(), try visit.id("other")]
        let seen = try await visit.read { reading in try ids.map { try CaseView($0, for: visit, in: reading) } }
        let sides = seen.indices.map { index -> Comparison.Side in
            let (view, other) = (seen[index], seen[1 - index])
            let found = view.found
            let mayMerge = visit.scope.may(MergeCases.permission) && found.mayBeMerged && other.found.state.isOpen
            return Comparison.Side(
                title: found.title, href: "/cases/\(found.id)", number: found.number, state: visit.stateBadge(found), words: found.text,
                photos: visit.gallery(view.photos.filter { $0.stage == "filed" }, below: "/cases/\(found.id)"),
                facts: DefinitionList(CaseFacts.list(visit, view)),
                merge: mayMerge
                    ? Form(
                        action: "/cases/\(found.id)/merger", fields: [],
                        submit: visit.text("merge.submit", ["number": other.found.number]), csrf: visit.csrf,
                        hidden: [visit.requestField, HiddenField("into", "\(other.found.id)")], note: visit.text("merge.note")) : nil)
        }
        let frame = visit.frame(visit.text("alike.compare"), breadcrumbs: [Crumb(seen[0].found.number, href: "/cases/\(seen[0].found.id)")])
        return try visit.page(
            Comparison(
                frame: frame, head: PageHead(title: visit.text("alike.compare"), intro: visit.text("alike.compare.intro")), sides: sides),
            "casework/comparison")
    }

    static func merge(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let into: ID<Case> = try visit.typed.required("into")
        _ = try await visit.perform(MergeCases(caseID: id, into: into))
        return .seeOther("/cases/\(into)?done=case.merged")
    }

    static func split(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        _ = try await visit.perform(SplitCase(caseID: id))
        return .seeOther("/cases/\(id)?done=case.split")
    }
}
