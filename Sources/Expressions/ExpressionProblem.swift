/// Why an expression is refused, and where.
package struct ExpressionProblem: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case empty
        case tooLong = "too-long"
        case tooDeep = "too-deep"
        case unexpectedEnd = "unexpected-end"
        case unexpected
        case unfinishedText = "unfinished-text"
        case unfinishedField = "unfinished-field"
        case notANumber = "not-a-number"
        case notADate = "not-a-date"
        case unknownFunction = "unknown-function"
        case unsupportedFunction = "unsupported-function"
        case unsupportedPath = "unsupported-path"
        case unknownField = "unknown-field"
        case noCurrent = "no-current"
        case argumentCount = "argument-count"
        case wrongType = "wrong-type"
        case cannotCompare = "cannot-compare"
        case notACode = "not-a-code"
        case notALiteral = "not-a-literal"
        case badPattern = "bad-pattern"
        case tooGreat = "too-great"
        case onlySelected = "only-selected"
    }

    package var code: Code
    /// Which character it is about, counted from 1.
    package var position: Int
    /// What the sentence about it names: `found`, `expected`, `name`, `least`, `most`.
    package var values: [String: String]

    init(_ code: Code, at position: Int, _ values: [String: String] = [:]) {
        self.code = code
        self.position = position
        self.values = values
    }
}
