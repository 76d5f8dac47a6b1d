package import Kernel
package import Sealing

// What is wrong in a file of a pack, and how a journal is broken: said in one place, for the pages and for the command line.

extension FieldProblem {
    package func sentence(in language: Language) -> String {
        let sentence = language.textIfKnown("problem.field.\(code)", values) ?? language.text("problem.field.other")
        return (values["place"].map { "\($0): " } ?? "") + sentence
    }
}

extension PackProblem {
    /// `areas.yaml:12: this is not YAML; …`
    package func sentence(in language: Language) -> String {
        fieldProblem.sentence(in: language)
    }
}

extension ChainBreak {
    package func sentence(in language: Language) -> String {
        switch self {
        case .missingBlock: language.text("chain-break.missing-block")
        case .reordered: language.text("chain-break.reordered")
        case .repeatedBlock: language.text("chain-break.repeated-block")
        case .alteredBlock: language.text("chain-break.altered-block")
        case .wrongLink: language.text("chain-break.wrong-link")
        case .wrongCount(let sealed, let found):
            language.text("chain-break.wrong-count", ["sealed": language.number(sealed), "found": language.number(found)])
        case .alteredContent: language.text("chain-break.altered-content")
        case .differsFromHead: language.text("chain-break.differs-from-head")
        }
    }
}
