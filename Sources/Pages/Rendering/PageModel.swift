/// What a template shows: a plain struct of stored properties, encoded for the template by the compiler's own code. (Reflection
/// would do too, and took a third of the time of every page.)
package typealias PageModel = Encodable & Sendable

/// A model as a template sees it.
enum PageValue: Sendable {
    /// A property that is nil: known, and shows nothing.
    case nothing
    case flag(Bool)
    case text(String)
    case list([PageValue])
    case fields(PageFields)
}

/// The stored properties of one struct, in their order. Structs are small, so a search beats a dictionary.
final class PageFields: Sendable {
    private let entries: [(name: String, value: PageValue)]

    init(_ entries: [(name: String, value: PageValue)]) {
        self.entries = entries
    }

    /// Nil where there is no such property.
    subscript(name: String) -> PageValue? {
        for entry in entries where entry.name == name { return entry.value }
        return nil
    }
}
