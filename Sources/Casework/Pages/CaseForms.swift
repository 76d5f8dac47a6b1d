import Hummingbird
import Kernel
import Pages

/// The forms of the case file: fields in, a verb or problems out.
enum CaseForms {
    static func dispatch(_ visit: Visit) async throws -> Response {
        try await change(visit, "dispatch", done: "case.dispatched") { id in
            _ = try await visit.perform(
                DispatchCase(
                    caseID: id, officeID: try visit.typed.required("office"), caseClass: visit.typed["class"],
                    urgency: visit.typed["urgency"], ask: visit.typed["ask"]))
        }
    }

    static func decideOffice(_ visit: Visit) async throws -> Response {
        try await change(visit, "decide-office", done: "case.dispatched") { id in
            _ = try await visit.perform(
                DecideOffice(caseID: id, officeID: try visit.typed.required("office"), reason: visit.typed["reason"] ?? ""))
        }
    }

    static func assist(_ visit: Visit) async throws -> Response {
        try await change(visit, "assist", done: "case.assistance-asked") { id in
            _ = try await visit.perform(
                AskAssistance(
                    caseID: id, officeIDs: [try visit.typed.required("office")], ask: visit.typed["ask"] ?? "",
                    limit: visit.typed["limit"]))
        }
    }

    static func survey(_ visit: Visit) async throws -> Response {
        try await change(visit, "survey", done: "case.surveyed") { id in
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            _ = try await visit.perform(SurveyCase(caseID: id, finding: visit.typed["finding"] ?? "", photos: photos))
        }
    }

    static func plan(_ visit: Visit) async throws -> Response {
        try await change(visit, "plan", done: "case.planned") { id in
            _ = try await visit.perform(
                PlanCase(
                    caseID: id, measures: visit.typed["measures"] ?? "", who: visit.typed["who"] ?? "",
                    dueOn: try visit.typed.day("dueOn"), cost: try visit.typed.fen("cost")))
        }
    }

    static func planAfterCare(_ visit: Visit) async throws -> Response {
        try await change(visit, "plan-after-care", done: "case.after-care-planned") { id in
            _ = try await visit.perform(PlanAfterCare(caseID: id, on: try visit.typed.day("on"), ask: visit.typed["ask"] ?? ""))
        }
    }

    static func reportAfterCare(_ visit: Visit) async throws -> Response {
        let order: ID<Order> = try visit.id("order")
        return try await change(visit, "after-care-\(order)", done: "case.after-care-done") { _ in
            guard let holds = visit.typed["holds"] else { throw Problem.field("holds", "required") }
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            _ = try await visit.perform(
                ReportAfterCare(orderID: order, holds: holds == "yes", finding: visit.typed["finding"] ?? "", photos: photos))
        }
    }

    static func classify(_ visit: Visit) async throws -> Response {
        try await change(visit, "classify", done: "case.classified") { id in
            _ = try await visit.perform(ClassifyCase(caseID: id, caseClass: visit.typed["class"], urgency: visit.typed["urgency"]))
        }
    }

    static func resolve(_ visit: Visit) async throws -> Response {
        try await change(visit, "resolve", done: "case.resolved") { id in
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit, withOrigin: true)
            _ = try await visit.perform(
                ResolveCase(
                    caseID: id, outcome: visit.typed["outcome"] ?? "", reply: visit.typed["reply"] ?? "", photos: photos,
                    despite: visit.typed["despite"]))
        }
    }

    static func note(_ visit: Visit) async throws -> Response {
        try await change(visit, "note", done: "case.noted") { id in
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            _ = try await visit.perform(
                NoteCase(key: CaseKey(id: id), text: visit.typed["text"] ?? "", isPublic: visit.typed["public"] == "yes", photos: photos))
        }
    }

    static func callBack(_ visit: Visit) async throws -> Response {
        try await change(visit, "call-back", done: "case.called-back") { id in
            guard let reached = visit.typed["reached"] else { throw Problem.field("reached", "required") }
            _ = try await visit.perform(
                RecordCallBack(
                    caseID: id, reached: reached == "yes", answered: visit.typed["answered"].map { $0 == "yes" },
                    solved: visit.typed["solved"].map { $0 == "yes" }, rating: visit.typed["rating"].flatMap { Int($0) },
                    comment: visit.typed["comment"]))
        }
    }

    static func confirm(_ visit: Visit) async throws -> Response {
        try await change(visit, "confirm", done: "case.confirmed") { id in
            guard let answered = visit.typed["answered"] else { throw Problem.field("answered", "required") }
            guard let solved = visit.typed["solved"] else { throw Problem.field("solved", "required") }
            _ = try await visit.perform(
                ConfirmCase(
                    key: CaseKey(id: id), answered: answered == "yes", solved: solved == "yes",
                    rating: visit.typed["rating"].flatMap { Int($0) }, comment: visit.typed["comment"]))
        }
    }

    static func close(_ visit: Visit) async throws -> Response {
        try await change(visit, "close", done: "case.closed") { id in
            guard let solved = visit.typed["solved"] else { throw Problem.field("solved", "required") }
            _ = try await visit.perform(CloseCase(caseID: id, finding: visit.typed["finding"] ?? "", solved: solved == "yes"))
        }
    }

    static func reopen(_ visit: Visit) async throws -> Response {
        try await change(visit, "reopen", done: "case.reopened") { id in
            _ = try await visit.perform(ReopenCase(key: CaseKey(id: id), reason: visit.typed["reason"] ?? ""))
        }
    }

    static func withdraw(_ visit: Visit) async throws -> Response {
        try await change(visit, "withdraw", done: "case.withdrawn") { id in
            _ = try await visit.perform(WithdrawCase(key: CaseKey(id: id), reason: visit.typed["reason"]))
        }
    }

    static func reveal(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        return try await visit.answering {
            let contact = try await visit.perform(
                RevealContact(caseID: id, purpose: visit.typed["purpose"] ?? "", reporterID: try visit.typed.id("reporter")))
            return try await CasePage.show(visit, refused: nil, problem: nil, revealed: contact)
        } refused: { problem in
            try await CasePage.show(visit, refused: "contact", problem: problem, revealed: nil)
        }
    }

    static func photo(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let hash = try visit.parameter("hash")
        let belongs = try await visit.read { reading in
            try reading.photos(of: try reading.findCase(id).id).contains { $0.hash == hash }
        }
        guard belongs else { throw Problem.notFound("photo") }
        return try await KeptPhotos.answer(hash, visit)
    }

    private static func change(
        _ visit: Visit, _ form: String, done: String, _ work: (ID<Case>) async throws -> Void
    ) async throws -> Response {
        let id: ID<Case> = try visit.id()
        return try await visit.answering {
            _ = try await visit.read { try $0.findCase(id) }
            try await work(id)
            return .seeOther("/cases/\(id)?done=\(done)")
        } refused: { problem in
            try await CasePage.show(visit, refused: form, problem: problem, revealed: nil)
        }
    }
}
