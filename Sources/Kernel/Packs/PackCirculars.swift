// What circulars say: read from `circulars.yaml`.

extension Pack {
    /// One paper: how often, which figures, and which steps of ladders put somebody's name into it.
    package struct Circular: Sendable {
        package var code: String
        package var name: Words
        /// `week`, `month`, `quarter` or `year`.
        package var every: String
        /// Codes of indicators.
        package var figures: [String]
        package var byOffice: [String]
        /// Actions of ladders.
        package var names: [String]
    }
}

extension PackLoader {
    func readCirculars(_ node: PackNode, _ pack: inout Pack) {
        node.only("circulars")
        for paper in check.once(node.list("circulars")) {
            paper.only("code", "name", "every", "figures", "by-office", "names")
            let lengths = ["week", "month", "quarter", "year"]
            let every = paper.required("every")
            if !lengths.contains(every) { check.note(paper, "not-one-of", ["text": every, "known": lengths.joined(separator: ", ")]) }
            let actions = Ladder.Action.allCases.map(\.rawValue)
            for name in paper.texts("names") where !actions.contains(name) {
                check.note(paper, "not-one-of", ["text": name, "known": actions.joined(separator: ", ")])
            }
            let code = paper.required("code")
            check.place("circular/\(code)", paper)
            pack.circulars.removeAll { $0.code == code }
            pack.circulars.append(
                Pack.Circular(
                    code: code, name: paper.requiredWords("name"), every: every, figures: paper.texts("figures"),
                    byOffice: paper.texts("by-office"), names: paper.texts("names")))
        }
    }

    private typealias Ladder = Pack.Ladder
}
