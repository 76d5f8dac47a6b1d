import HTTPTypes
import Hummingbird
import Kernel
import Pages

/// Coming in and going out.
enum SignInPages {
    static func show(_ visit: Visit) async throws -> Response {
        if visit.session != nil { return .seeOther("/inbox") }
        return try SignIn.page(visit, hidden: [HiddenField("_to", SignIn.safeTarget(visit.asked("to")))])
    }

    static func send(_ visit: Visit) async throws -> Response {
        // Signed in meanwhile, in another window: only the form that was under way is asked about.
        if let session = visit.session { return try await arrival(visit, session.secret) }
        let secret: String
        do {
            guard visit.site.settings.allowsPasswords else { throw Problem(.unauthenticated, "sign-in-elsewhere") }
            secret = try await visit.district.signIn(
                login: visit.typed["login"] ?? "", password: visit.typed["password"] ?? "", from: visit.address)
        } catch let problem as Problem {
            return try SignIn.page(visit, hidden: SignIn.carried(visit), problem: problem)
        }
        var response = try await arrival(visit, secret)
        response.headers.append(visit.sessionCookie(secret))
        return response
    }

    /// On to where one was going; a form that was under way is shown for sending again, with all that was typed.
    private static func arrival(_ visit: Visit, _ secret: String) async throws -> Response {
        let target = SignIn.safeTarget(visit.typed["_to"])
        guard visit.typed["_resume"] != nil else { return .seeOther(target) }
        let resumed = visit.signedIn(secret)
        let typed = visit.typed.values.filter { $0.key.hasPrefix("typed.") }.sorted { $0.key < $1.key }
        let shown = typed.filter { !$0.key.hasPrefix("typed._") }.map {
            Definition(String($0.key.dropFirst(6)), $0.value.joined(separator: "、"))
        }
        let form = Form(
            action: target, fields: [], submit: visit.text("sign-in.resume"), csrf: resumed.csrf,
            hidden: typed.flatMap { name, values in values.map { HiddenField(String(name.dropFirst(6)), $0) } })
        return try visit.page(
            ConfirmPage(
                frame: visit.publicFrame(visit.text("sign-in.resume.title")), title: visit.text("sign-in.resume.title"),
                sentence: visit.text("sign-in.resume.text"), facts: DefinitionList(shown), form: form), "pages/public-confirm")
    }

    static func out(_ visit: Visit) async throws -> Response {
        if let session = visit.session { try await visit.district.signOut(session.secret) }
        var response = Response.seeOther("/sign-in")
        response.headers.append(visit.cookie("session", "", lasting: 0))
        return response
    }
}

/// One's own account: the duties one has, and the password.
enum OwnAccountPage {
    static func show(_ visit: Visit) async throws -> Response { try page(visit, form(visit)) }

    static func change(_ visit: Visit) async throws -> Response {
        guard visit.site.settings.allowsPasswords else { throw Problem.notFound("page") }
        return try await visit.answering {
            guard visit.typed["new"] == visit.typed["again"] else { throw Problem.field("again", "not-the-same") }
            _ = try await visit.perform(ChangeOwnPassword(old: visit.typed["old"] ?? "", new: visit.typed["new"] ?? ""))
            return .seeOther("/account?done=password.changed")
        } refused: { problem in
            try page(visit, visit.refused(form(visit), problem), status: problem.status)
        }
    }

    private static func form(_ visit: Visit) -> Form {
        Form(
            action: "/account",
            fields: [
                Field(.password, name: "old", label: visit.text("account.old"), required: true, autocomplete: "current-password"),
                Field(
                    .password, name: "new", label: visit.text("account.new"), hint: visit.text("account.new.hint"), required: true,
                    autocomplete: "new-password"),
                Field(.password, name: "again", label: visit.text("account.again"), required: true, autocomplete: "new-password"),
            ], submit: visit.text("account.change"), csrf: visit.csrf)
    }

    private static func page(_ visit: Visit, _ form: Form, status: Int = 200) throws -> Response {
        let duties = visit.scope.duties.map { duty in
            [visit.district.pack.rolesByCode[duty.role].map { visit.words($0.name) } ?? duty.role, duty.officeName, duty.areaName]
                .compactMap { $0 }.joined(separator: " · ")
        }
        let messages =
            visit.session.map { $0.account.mustChangePassword && !$0.isVouched } == true
            ? [Callout(visit.text("account.must-change"), tone: .near)] : []
        return try visit.page(
            FormPage(
                frame: visit.frame(visit.text("account.title"), messages: messages),
                head: PageHead(
                    title: visit.session?.account.name ?? "", above: visit.session?.account.login, intro: duties.joined(separator: "；")),
                form: visit.site.settings.allowsPasswords ? form : nil),
            "pages/form-page", status: HTTPResponseStatus(rawValue: status))
    }
}
