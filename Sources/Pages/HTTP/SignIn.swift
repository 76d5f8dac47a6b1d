import HTTPTypes
package import Hummingbird
package import Kernel

/// Asking who somebody is, without losing what they were about to send.
package enum SignIn {
    /// The sign-in page; a form that was on its way rides along in it.
    static func ask(_ visit: Visit, keepingForm: Bool) throws -> Response {
        let isForm = visit.request.method == .post && keepingForm
        let target = visit.request.method == .post ? (isForm ? visit.path : "/inbox") : visit.path + Links.query(visit.query)
        var hidden = [HiddenField("_to", target)]
        if isForm {
            hidden.append(HiddenField("_resume", "1"))
            for (name, values) in visit.typed.values.sorted(by: { $0.key < $1.key }) where name != "csrf" {
                for value in values { hidden.append(HiddenField("typed." + name, value)) }
            }
        }
        let messages = isForm ? [Callout(visit.text("sign-in.kept"), tone: .near)] : []
        return try page(visit, hidden: hidden, messages: messages, status: visit.request.method == .post ? 401 : 200)
    }

    package static func page(
        _ visit: Visit, hidden: [HiddenField], messages: [Callout] = [], status: Int = 200, problem: Problem? = nil
    ) throws -> Response {
        let settings = visit.site.settings
        let isUnderWay = hidden.contains { $0.name == "_resume" }
        let password = [
            Field(.text, name: "login", label: visit.text("sign-in.login"), required: true, autocomplete: "username"),
            Field(.password, name: "password", label: visit.text("sign-in.password"), required: true, autocomplete: "current-password"),
        ]
        // Without passwords there is nothing to fill in, only a form that was under way to be gone on with.
        var form: Form? =
            settings.allowsPasswords || isUnderWay
            ? Form(
                action: "/sign-in", fields: settings.allowsPasswords ? password : [],
                submit: visit.text(settings.allowsPasswords ? "sign-in.submit" : "sign-in.continue"), csrf: visit.csrf, hidden: hidden)
            : nil
        var messages = messages
        if let problem {
            if form == nil { messages.append(Callout(problem.sentence(in: visit.language), tone: .late)) }
            form = form.map { visit.refused($0, problem) }
        }
        let frame = visit.publicFrame(visit.text("sign-in.title"), messages: messages)
        let hint = isUnderWay ? "sign-in.others.window" : settings.allowsPasswords ? "sign_in.others" : nil
        return try visit.page(
            SignInPage(
                frame: frame, form: form, others: settings.signOn.map { [way($0, visit, hidden, isUnderWay)] } ?? [],
                othersHint: hint.map { visit.text($0) }), "pages/sign-in",
            status: HTTPResponseStatus(rawValue: problem?.status ?? status))
    }

    /// To the identity provider; in a window of its own while a form is under way here, which would be lost otherwise.
    private static func way(_ offer: SignOnOffer, _ visit: Visit, _ hidden: [HiddenField], _ isUnderWay: Bool) -> ActionLink {
        let to = isUnderWay ? "/inbox" : hidden.first { $0.name == "_to" }?.value ?? "/inbox"
        return ActionLink(
            visit.words(offer.name), href: "/sign-in/provider" + Links.query([("to", to)]),
            style: offer.allowsPasswords ? .secondary : .primary, inNewWindow: isUnderWay)
    }

    /// The hidden fields of a sign-in form that was sent, to go on carrying them.
    package static func carried(_ visit: Visit) -> [HiddenField] {
        visit.typed.values.sorted { $0.key < $1.key }.flatMap { name, values in
            name.hasPrefix("typed.") || name == "_to" || name == "_resume" ? values.map { HiddenField(name, $0) } : []
        }
    }

    /// Only addresses of ours: somebody else's link must not lead away after signing in.
    package static func safeTarget(_ text: String?) -> String {
        // Byte by byte: what belongs to a character before it is another character to Swift, and dropped by browsers. Tabs, line ends and
        // backslashes lead elsewhere as well.
        guard let text, text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/sign-")
        else { return "/inbox" }
        return text
    }
}
