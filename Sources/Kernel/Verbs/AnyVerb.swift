package import Foundation
package import WorkingTime

/// A verb known by its name: for the API, scenarios, the permission matrix and the machine-readable description.
package struct AnyVerb: Sendable {
    package let name: String
    package let permission: Permission
    package let audience: VerbAudience
    package let input: JSONShape
    package let output: JSONShape
    private let run: @Sendable (Data, District, Scope, RequestID?, Instant?) async throws -> Data

    package init<V: Verb>(_ type: V.Type) {
        name = V.name
        permission = V.permission
        audience = V.audience
        input = JSONShape.of(V.self)
        output = JSONShape.of(V.Outcome.self)
        run = { data, district, scope, request, happenedAt in
            let verb: V
            do {
                verb = try JSON.decode(V.self, data)
            } catch let error as DecodingError {
                throw Problem.decoding(error)
            }
            return try JSON.data(try await district.perform(verb, as: scope, request: request, happenedAt: happenedAt))
        }
    }

    /// JSON in, JSON out. Throws `Problem` with the field's path where the input does not fit.
    package func perform(
        _ input: Data, in district: District, as scope: Scope, request: RequestID? = nil, happenedAt: Instant? = nil
    ) async throws -> Data {
        try await run(input, district, scope, request, happenedAt)
    }
}

extension Problem {
    /// Says which field of a JSON body does not fit, in the product's own terms.
    package static func decoding(_ error: DecodingError) -> Problem {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + (last.map { [$0] } ?? [])).map { $0.intValue.map(String.init) ?? $0.stringValue }
                .joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return .field(path(context, key), "required")
        case .valueNotFound(_, let context): return .field(path(context), "required")
        case .typeMismatch(_, let context): return .field(path(context), "wrong-type")
        case .dataCorrupted(let context) where context.codingPath.isEmpty: return Problem(.invalid, "malformed-json")
        case .dataCorrupted(let context): return .field(path(context), "not-one-of-these")
        @unknown default: return Problem(.invalid, "malformed-json")
        }
    }
}
