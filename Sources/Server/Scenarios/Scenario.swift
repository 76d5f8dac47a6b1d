import Kernel
package import WorkingTime

/// A story of a district: people, what each does and when, and the figures that must come out. `docs/scenarios.md` describes
/// the file.
package struct Scenario: Sendable {
    package var file = ""
    package var name = ""
    package var pack = ""
    package var start = Instant(microseconds: 0)
    package var people: [Person] = []
    package var steps: [Step] = []
    package var checks: [Check] = []

    package struct Person: Codable, Sendable {
        package var login: String
        package var name: String
        package var role: String
        /// Codes; without an office the dispatch desk, without an area the office's own.
        package var office: String?
        package var area: String?
    }

    package struct Step: Sendable {
        package var line: Int
        package var at: Instant?
        package var tick: Bool
        /// Nil is a resident without an account.
        package var person: String?
        package var verb: String?
        package var input: ScenarioValue
        package var save: String?
        package var expected: [Expectation]
        /// The code of the problem that the verb must be refused with.
        package var refusal: String?
    }

    package struct Expectation: Sendable {
        package var line: Int
        package var path: String
        package var value: ScenarioValue
    }

    package struct Check: Sendable {
        package enum Subject: Sendable {
            case figure(code: String, filter: ScenarioValue)
            case found(kind: String, id: String)
            case orders(state: String)
            case journal
        }

        package var line: Int
        package var person: String?
        package var subject: Subject
        package var expected: [Expectation]
    }
}
