package import Kernel

extension Visit {
    /// Who opened what is sealed about a person, for that person: the office and the purpose, not the name of whoever it was.
    /// - Parameter what: what was opened, in words.
    package func timeline(of looks: [Look], _ what: (Look) -> String) -> Timeline {
        Timeline(
            looks.map { look in
                TimelineEntry(
                    time: moment(look.at, .full), machine: machine(look.at), who: look.office.map { words($0.name) } ?? "",
                    sentence: text("looks.opened", ["what": what(look), "purpose": look.purpose]))
            })
    }
}
