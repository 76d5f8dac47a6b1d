package import Store
import WorkingTime

/// What another version of a pack would alter: by part, which entries come, go or are otherwise.
package struct PackComparison: Sendable {
    package struct Part: Sendable {
        /// `classes`, `roles`: what the catalogue calls it.
        package var name: String
        package var added: [String]
        package var removed: [String]
        package var changed: [String]

        package var isSame: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    /// Those that differ.
    package let parts: [Part]

    package init(from old: Pack, to new: Pack) {
        func part<Item>(_ name: String, _ items: (Pack) -> [Item], _ code: (Item) -> String) -> Part {
            let (before, after) = (Self.told(items(old), code), Self.told(items(new), code))
            return Part(
                name: name, added: after.keys.filter { before[$0] == nil }.sorted(),
                removed: before.keys.filter { after[$0] == nil }.sorted(),
                changed: after.keys.filter { before[$0] != nil && before[$0] != after[$0] }.sorted())
        }
        let all = [
            part("areas", \.areas, \.code), part("offices", \.offices, \.code), part("roles", \.roles, \.code),
            part("classes", \.classes, \.code), part("tiles", \.tiles, \.code), part("indicators", \.indicators, \.code),
            part("circulars", \.circulars, \.code), part("ladders", { Array($0.ladders.values) }, \.code),
            part("imports", \.imports, \.code),
            part("fields", { Array($0.subjectFields.values) }, \.code), part("subjects", \.subjectKinds, \.code),
            part("relations", \.relations, \.code), part("classifications", \.schemes, \.code), part("trees", \.trees, \.code),
            part("ledgers", \.ledgers, \.code),
            part("words", { pack in pack.lists.flatMap { list, items in items.map { (list + "." + $0.code, $0) } } }, \.0),
            part("wording", { pack in pack.wording.flatMap { language, texts in texts.map { (language + "." + $0.key, $0.value) } } }, \.0),
            part("settings", { Mirror(reflecting: $0.settings).children.map { ($0.label ?? "", $0.value) } }, \.0),
        ]
        // Years that notices brought beside the pack stay whatever the pack says.
        var years = part("calendar", { $0.calendarYears.map(\.year) }, { "\($0)" })
        years.removed = []
        parts = (all + [years]).filter { !$0.isSame }
    }

    private static func told<Item>(_ items: [Item], _ code: (Item) -> String) -> [String: String] {
        Dictionary(items.map { (code($0), tell($0)) }) { _, last in last }
    }

    /// The same for two that are the same, whatever order sets and dictionaries keep their elements in.
    private static func tell(_ value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        if mirror.children.isEmpty { return "\(value)" }
        let parts = mirror.children.map { ($0.label.map { $0 + "=" } ?? "") + tell($0.value) }
        let isOrdered = mirror.displayStyle != .set && mirror.displayStyle != .dictionary
        return "(" + (isOrdered ? parts : parts.sorted()).joined(separator: ",") + ")"
    }
}

extension Pack {
    /// The pack as its files are now, which nobody has taken up yet.
    /// - Throws: `PackProblems`.
    package static func waiting(for home: District) throws -> Pack {
        try load(home.pack.code, from: home.pack.folder, modules: home.modules)
    }
}

extension Reading {
    /// What the tables of the registers would become.
    package func tableChanges(for pack: Pack) throws -> [PackTableChange] {
        try scope.require(LoadPack.permission)
        return try db.changes(for: pack.subjectTables)
    }
}
