/// What is wrong with templates or catalogues, one sentence each, with file and line: found on load, so never by a visitor.
package struct RenderingProblem: Error, Equatable, CustomStringConvertible {
    package var problems: [String]

    package init(_ problems: [String]) {
        self.problems = problems
    }

    package var description: String { problems.joined(separator: "\n") }
}
