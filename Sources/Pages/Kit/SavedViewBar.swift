/// The views that somebody has kept of a list, and a form to keep the one shown. Partial: `pages/saved-views`.
package struct SavedViewBar: PageModel {
    package struct Item: PageModel {
        package var label: String
        package var href: String
        package var current: Bool
        /// Where one's own is removed; nil for a colleague's.
        package var removal: String?

        package init(label: String, href: String, current: Bool, removal: String?) {
            self.label = label
            self.href = href
            self.current = current
            self.removal = removal
        }
    }

    package var items: [Item]
    package var form: Form
    package var csrf: String
    package let hasItems: Bool
    /// Opened again where the form was refused.
    package var open: Bool

    package init(items: [Item], form: Form, csrf: String, open: Bool = false) {
        self.items = items
        self.form = form
        self.csrf = csrf
        self.open = open
        hasItems = !items.isEmpty
    }
}
