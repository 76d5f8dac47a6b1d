/// What stands around every page; a page's model stores it as `frame`. Layouts: `pages/layout` (staff),
/// `pages/public-layout` (residents), `pages/print-layout`.
package struct Frame: PageModel {
    /// For the browser's tab and history; the heading of the page is in its `PageHead`.
    package var title: String
    /// The tag of the language: `zh-Hans`.
    package var language: String
    /// The name of the product or service beside the mark.
    package var site: String
    package var home: String
    package var district: String?
    package var navigation: [NavGroup]
    /// Nil when nobody has signed in.
    package var who: Who?
    package var csrf: String?
    package var search: SearchBox?
    package var messages: [Callout]
    package var breadcrumbs: [Crumb]
    package var otherLanguage: LanguageLink?
    package var textSize: TextSize?
    /// Says that this is a drill and whose; shown across every page of it.
    package var drill: String?
    /// Says that deadlines lie beyond the last published calendar.
    package var calendarWarning: String?
    package var footer: [NavItem]
    /// Seconds after which the page loads itself again, for long work without script.
    package var refresh: Int?
    /// Loads the map, the charts.
    package var hasMap: Bool
    package var hasChart: Bool
    /// Where live figures come from, as server-sent events.
    package var live: String?

    package init(
        title: String, language: String, site: String, home: String = "/", district: String? = nil,
        navigation: [NavGroup] = [], who: Who? = nil, csrf: String? = nil, search: SearchBox? = nil,
        messages: [Callout] = [], breadcrumbs: [Crumb] = [], otherLanguage: LanguageLink? = nil,
        textSize: TextSize? = nil, drill: String? = nil, calendarWarning: String? = nil, footer: [NavItem] = [],
        refresh: Int? = nil, hasMap: Bool = false, hasChart: Bool = false, live: String? = nil
    ) {
        self.title = title
        self.language = language
        self.site = site
        self.home = home
        self.district = district
        self.navigation = navigation
        self.who = who
        self.csrf = csrf
        self.search = search
        self.messages = messages
        self.breadcrumbs = breadcrumbs
        self.otherLanguage = otherLanguage
        self.textSize = textSize
        self.drill = drill
        self.calendarWarning = calendarWarning
        self.footer = footer
        self.refresh = refresh
        self.hasMap = hasMap
        self.hasChart = hasChart
        self.live = live
    }
}

/// A group of the navigation at the left.
package struct NavGroup: PageModel {
    package var title: String?
    package var items: [NavItem]

    package init(title: String? = nil, items: [NavItem]) {
        self.title = title
        self.items = items
    }
}

/// A way to a page: in the navigation, in a row of tabs, in the footer.
package struct NavItem: PageModel {
    package var label: String
    package var href: String
    package var current: Bool
    /// How much waits there.
    package var count: String?
    /// The count is of things overdue.
    package var late: Bool
    /// The key under which the live events tell the count.
    package var liveKey: String?

    package init(
        label: String, href: String, current: Bool = false, count: String? = nil, late: Bool = false,
        liveKey: String? = nil
    ) {
        self.label = label
        self.href = href
        self.current = current
        self.count = count
        self.late = late
        self.liveKey = liveKey
    }
}

/// The person who has signed in.
package struct Who: PageModel {
    package var name: String
    package var office: String
    /// One character for the mark beside the name.
    package var initial: String
    package var accountHref: String
    package var signOutAction: String
    package var csrf: String

    package init(name: String, office: String, accountHref: String, signOutAction: String, csrf: String) {
        self.name = name
        self.office = office
        self.initial = String(name.prefix(1))
        self.accountHref = accountHref
        self.signOutAction = signOutAction
        self.csrf = csrf
    }
}

/// The search of the whole product, in the top bar.
package struct SearchBox: PageModel {
    package var action: String
    package var name: String
    package var value: String
    package var label: String

    package init(action: String, name: String = "q", value: String = "", label: String) {
        self.action = action
        self.name = name
        self.value = value
        self.label = label
    }
}

/// One page above the present one.
package struct Crumb: PageModel {
    package var label: String
    package var href: String

    package init(_ label: String, href: String) {
        self.label = label
        self.href = href
    }
}

/// The same page in the other language.
package struct LanguageLink: PageModel {
    package var label: String
    package var href: String
    package var code: String

    package init(label: String, href: String, code: String) {
        self.label = label
        self.href = href
        self.code = code
    }
}

/// The switch between ordinary and large text.
package struct TextSize: PageModel {
    package var large: Bool
    package var href: String

    package init(large: Bool, href: String) {
        self.large = large
        self.href = href
    }
}
