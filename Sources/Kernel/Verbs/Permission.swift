/// What one may do, named `noun.verb`. Roles grant it with a reach.
package struct Permission: RawRepresentable, Hashable, Codable, Sendable, ExpressibleByStringLiteral {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
}

/// How far a grant goes.
package enum Reach: String, Codable, Sendable, CaseIterable {
    /// All of the district.
    case district
    /// The area of the duty, and everything below it.
    case area
    /// What is addressed to the office of the duty, or to one below it.
    case office
    /// What the person made.
    case own
}
