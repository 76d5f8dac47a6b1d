package import Hummingbird
import Kernel
import WorkingTime

extension Visit {
    /// Renders a page with its template.
    package func page(_ model: some PageModel, _ template: String, status: HTTPResponseStatus = .ok) throws -> Response {
        .html(page: try site.templates.render(model, template: template, language: language), status: .init(code: status.rawValue))
    }

    /// What stands around a page for staff.
    package func frame(
        _ title: String, breadcrumbs: [Crumb] = [], messages: [Callout] = [], refresh: Int? = nil, map: Bool = false,
        chart: Bool = false
    ) -> Frame {
        let token = csrf
        return Frame(
            title: title, language: language.code, site: words(site.district.pack.name) + " · " + text("site.name"),
            home: session == nil ? "/" : "/inbox", district: words(site.district.pack.name),
            navigation: session == nil ? [] : navigation, who: session.map { who($0, csrf: token) }, csrf: token,
            search: session == nil || !scope.may("case.search") ? nil : SearchBox(action: "/search", label: text("site.search")),
            messages: flash + messages, breadcrumbs: breadcrumbs.filter { mayOpen($0.href) }, otherLanguage: otherLanguage,
            drill: scope.mode == .drill ? text("site.drill") : nil, calendarWarning: calendarWarning, refresh: refresh,
            hasMap: map, hasChart: chart, live: session.map { "/live?as=\($0.account.login)" })
    }

    /// What stands around a page for residents.
    package func publicFrame(_ title: String, breadcrumbs: [Crumb] = [], messages: [Callout] = [], map: Bool = false) -> Frame {
        Frame(
            title: title, language: language.code, site: words(site.district.pack.name) + " · " + text("site.name"),
            district: words(site.district.pack.name), csrf: csrf, messages: flash + messages, breadcrumbs: breadcrumbs,
            otherLanguage: otherLanguage, textSize: TextSize(large: largeText, href: switching("text", to: largeText ? "normal" : "large")),
            footer: [NavItem(label: text("site.staff"), href: "/inbox")]
                + site.modules.flatMap(\.publicLinks).map { NavItem(label: text($0.label), href: $0.href) }, hasMap: map)
    }

    /// Whether a way leads somewhere for this person; a page that takes no permission is open.
    private func mayOpen(_ href: String?) -> Bool {
        guard let path = href?.prefix(while: { $0 != "?" && $0 != "#" }), let permission = site.permissions[String(path)] else {
            return true
        }
        return scope.may(permission)
    }

    private func who(_ session: Session, csrf: String) -> Who {
        let names = Set(session.scope.duties.compactMap { site.district.pack.rolesByCode[$0.role] }.map { words($0.name) })
        let office = session.scope.duties.compactMap(\.officeName).first ?? ""
        return Who(
            name: session.account.name, office: ([office] + names.sorted()).filter { !$0.isEmpty }.joined(separator: " · "),
            accountHref: "/account", signOutAction: "/sign-out", csrf: csrf)
    }

    private var navigation: [NavGroup] {
        let entries = site.modules.flatMap(\.navigation).filter { scope.may($0.permission) }
        return NavigationEntry.Group.allCases.compactMap { group in
            let items = entries.filter { $0.group == group }.map { entry in
                NavItem(
                    label: text(entry.label), href: entry.href,
                    // Empty until the live stream tells it: a page does not wait for counts.
                    current: path == entry.href || path.hasPrefix(entry.href + "/") && entry.href != "/cases",
                    count: entry.count.map { _ in "" },
                    liveKey: entry.count)
            }
            return items.isEmpty ? nil : NavGroup(title: text("nav.\(group.rawValue)"), items: items)
        }
    }

    private var otherLanguage: LanguageLink? {
        let other = language.code == "en" ? "zh-Hans" : "en"
        return LanguageLink(label: site.language(other).text("site.this-language"), href: switching("lang", to: other), code: other)
    }

    /// The same page, with something switched; GET only.
    private func switching(_ name: String, to value: String) -> String {
        let rest = query.filter { $0.name != name && $0.name != "done" } + [(name, value)]
        return path + Links.query(rest)
    }

    /// Said after a change, by a key in the address: `?done=case.noted`.
    private var flash: [Callout] {
        guard let done = asked("done"), let sentence = language.textIfKnown("done.\(done)") else { return [] }
        return [Callout(sentence, tone: .done)]
    }

    /// Working days beyond the last published year are assumed; whoever keeps the calendar should know.
    private var calendarWarning: String? {
        guard scope.may("calendar.load") else { return nil }
        let today = now.day(in: site.zone)
        let next = today.adding(days: 45).year
        guard !site.district.pack.calendar.isPublished(next) else { return nil }
        return text("site.calendar-warning", ["year": "\(next)"])
    }
}

package struct HTTPResponseStatus: Sendable {
    package var rawValue: Int
    package static let ok = HTTPResponseStatus(rawValue: 200)
    package init(rawValue: Int) { self.rawValue = rawValue }
}
