import Kernel

/// Codes of the pack's lists as their names.
extension Visit {
    package func name(of code: String?, in list: String) -> String {
        guard let code else { return "" }
        return district.item(code, in: list).map { words($0.name) } ?? code
    }

    package func choices(_ list: String, selected: String? = nil, none: String? = nil) -> [Choice] {
        (none.map { [Choice(value: "", label: $0)] } ?? [])
            + district.pack.list(list).map {
                Choice(value: $0.code, label: words($0.name), hint: $0.note.map { words($0) }, selected: $0.code == selected)
            }
    }
}
