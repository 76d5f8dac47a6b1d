import HTTPTypes
package import Hummingbird
package import Kernel

extension Problem {
    package var status: Int {
        switch kind {
        case .invalid: 422
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .tooLarge: 413
        case .unsupported: 415
        case .tooMany: 429
        case .busy: 503
        case .broken: 500
        }
    }

    /// The sentence for a person, with what to do next.
    package func sentence(in language: Language) -> String {
        let sentence = language.textIfKnown("problem.\(code)", values) ?? language.text("problem.\(status).sentence")
        guard let next = language.textIfKnown("problem.\(code).next", values) else { return sentence }
        return sentence + language.text("problem.joint") + next
    }

    /// The sentence, and behind it those of the fields: where there is no form to say them beside.
    package func wholeSentence(in language: Language) -> String {
        ([sentence(in: language)] + sentences(in: language).values.sorted()).joined(separator: " ")
    }

    /// Each field with its sentence.
    package func sentences(in language: Language) -> [String: String] {
        Dictionary(
            fields.map { ($0.field, $0.sentence(in: language)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Visit {
    package func problemPage(_ problem: Problem) throws -> Response {
        let isStaff = session != nil
        let frame = isStaff ? frame(text("problem.title")) : publicFrame(text("problem.title"))
        let known = language.textIfKnown("problem.\(problem.code)", problem.values) != nil
        // A number to quote is for what nobody foresaw; the rest is told by its sentence.
        var page = ProblemPage(
            frame: frame, status: problem.status, reference: problem.kind == .broken ? problem.code : nil, language: language)
        page.code = problem.code
        if language.textIfKnown("problem.\(problem.code).next", problem.values) != nil { page.advice = [] }
        if known || !problem.fields.isEmpty {
            let fields = problem.sentences(in: language).map { isLook ? filterSentence($0.key, $0.value) : $0.value }.sorted()
            page.sentence = ([problem.sentence(in: language)] + fields).filter { !$0.isEmpty }.joined(separator: " ")
        }
        return try self.page(
            page, isStaff ? "pages/problem" : "pages/public-problem", status: HTTPResponseStatus(rawValue: problem.status))
    }

    /// What is wrong with a look is wrong in its address: no form shows which part of it is meant.
    private var isLook: Bool { request.method == .get }

    private func filterSentence(_ name: String, _ sentence: String) -> String {
        text("problem.in-filter", ["filter": language.textIfKnown("filter.\(name)") ?? name, "sentence": sentence])
    }

    /// A form refused: what was typed stays, each field says what is wrong with it.
    package func refused(_ form: Form, _ problem: Problem) -> Form {
        var problem = problem
        // What nobody chose is still to be chosen, not a choice that does not exist.
        for place in problem.fields.indices where problem.fields[place].code == "not-one-of-these" {
            if (typed[problem.fields[place].field] ?? "").isEmpty { problem.fields[place].code = "required" }
        }
        let sentences = problem.sentences(in: language)
        let names = Set(form.groups.flatMap(\.fields).map(\.name))
        let beside = sentences.filter { names.contains($0.key) }
        // What belongs to no field of this form is said at its top.
        var others = sentences.filter { !names.contains($0.key) }.values.sorted()
        if problem.fields.isEmpty { others = [problem.sentence(in: language)] }
        return form.refused(typed: typed.values, problems: beside, others: others)
    }

    /// A refusal whose form is gone from the page, because somebody was faster: what is wrong, and what was typed, so that it is not
    /// lost.
    package func refusal(_ problem: Problem) -> Callout {
        let words = ["text", "reply", "reason", "finding", "comment", "ask"].compactMap { typed[$0] }
        let sentence = problem.wholeSentence(in: language)
        return words.isEmpty
            ? Callout(sentence, tone: .near)
            : Callout(text("problem.typed", ["words": words.joined(separator: "\n")]), title: sentence, tone: .near)
    }

    /// Runs the work of a form; a problem that the person can mend shows the form again, with what they typed.
    package func answering(
        _ work: () async throws -> Response, refused: (Problem) async throws -> Response
    ) async throws -> Response {
        do {
            return try await work()
        } catch let problem as Problem where problem.kind == .invalid || problem.kind == .conflict {
            return try await refused(problem)
        }
    }
}
