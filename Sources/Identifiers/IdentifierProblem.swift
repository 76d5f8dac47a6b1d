/// Why an identifier cannot be one, as a sentence's name and what it fills in.
package struct IdentifierProblem: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case empty
        /// `is`: how many characters there are.
        case length
        /// `found` at `position`, counted from 1.
        case character
        /// A letter that the standard leaves out, because it reads like a digit; `instead` is what was meant.
        case lookalike
        case region
        case birthDate = "birth-date"
        /// `expected`: what the last character would have to be.
        case checkCharacter = "check-character"
        /// Excel keeps fifteen digits and writes zeros for the rest; the number is lost.
        case roundedByExcel = "rounded-by-excel"
        case notAPhone = "not-a-phone"
    }

    package var code: Code
    package var values: [String: String]

    init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }
}
