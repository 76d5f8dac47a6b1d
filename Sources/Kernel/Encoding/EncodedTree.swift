/// An Encodable value taken apart: what JSON is written from, and what templates look into.
package enum EncodedTree: Sendable {
    /// A property that is nil: JSON leaves it out, and a template knows its name.
    case absent
    case null
    case flag(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case list([EncodedTree])
    case object(Properties)

    /// The stored properties of a value, in their order. Structs are small, so a search beats a dictionary.
    package final class Properties: Sendable {
        package let entries: [(name: String, value: EncodedTree)]

        init(_ entries: [(name: String, value: EncodedTree)]) {
            self.entries = entries
        }

        /// Nil where there is no such property.
        package subscript(name: String) -> EncodedTree? {
            for entry in entries where entry.name == name { return entry.value }
            return nil
        }
    }

    package init(_ value: some Encodable) throws {
        self = try TreeEncoder.tree(of: value)
    }

    /// The same with all properties named otherwise.
    package func renamed(_ rename: (String) -> String) -> EncodedTree {
        switch self {
        case .list(let items): .list(items.map { $0.renamed(rename) })
        case .object(let properties): .object(Properties(properties.entries.map { (rename($0.name), $0.value.renamed(rename)) }))
        default: self
        }
    }
}
