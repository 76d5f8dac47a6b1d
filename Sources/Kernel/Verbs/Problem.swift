/// What is wrong, said for the person who reads it. The code is stable and names the sentence in the language catalogue
/// (`problem.<code>`, and `problem.<code>.next` for what to do); `values` fill its places.
package struct Problem: Error, Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case invalid, unauthenticated, forbidden, notFound, conflict, tooLarge, unsupported, tooMany, busy, broken
    }

    package var code: String
    package var kind: Kind
    package var values: [String: String] = [:]
    package var fields: [FieldProblem] = []

    package init(_ kind: Kind, _ code: String, _ values: [String: String] = [:], fields: [FieldProblem] = []) {
        self.kind = kind
        self.code = code
        self.values = values
        self.fields = fields
    }

    /// One or more fields cannot be taken as they stand.
    package static func fields(_ fields: [FieldProblem]) -> Problem {
        Problem(.invalid, "fields", fields: fields)
    }

    package static func field(_ field: String, _ code: String, _ values: [String: String] = [:]) -> Problem {
        .fields([FieldProblem(field, code, values)])
    }

    /// Not there, or not to be seen: one answer for both, so that asking tells nothing.
    package static func notFound(_ noun: String) -> Problem { Problem(.notFound, "not-found", ["noun": noun]) }
    package static func forbidden(_ permission: Permission) -> Problem {
        Problem(.forbidden, "forbidden", ["permission": permission.rawValue])
    }
    package static let unauthenticated = Problem(.unauthenticated, "unauthenticated")
}

/// One field's problem: `problem.field.<code>` in the catalogue.
package struct FieldProblem: Codable, Equatable, Sendable {
    package var field: String
    package var code: String
    package var values: [String: String]

    package init(_ field: String, _ code: String, _ values: [String: String] = [:]) {
        self.field = field
        self.code = code
        self.values = values
    }
}
