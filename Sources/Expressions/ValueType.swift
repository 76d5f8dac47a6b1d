/// What a field or a part of an expression is.
package enum ValueType: String, Hashable, Sendable, CaseIterable {
    /// True or false; never missing.
    case truth
    /// A number, or none.
    case number
    /// Text; what is missing is the empty text.
    case text
    /// A day, or none; counted from 1970-01-01.
    case date
    /// One code of a list, or the empty text.
    case choice
    /// Codes of a list with spaces between them, as XLSForm keeps them, or the empty text.
    case choices

    /// Kept as text.
    package var isText: Bool { self == .text || self == .choice || self == .choices }
}

/// What an expression may name with `${…}`.
package struct FieldType: Hashable, Sendable {
    package var type: ValueType
    /// The codes of a choice; nil where any text may stand.
    package var codes: Set<String>?
    /// Choices that stand in another table: what is asked of them is `selected(…)` and `= ''`, and nothing else.
    package var isElsewhere: Bool

    package init(_ type: ValueType, codes: Set<String>? = nil, isElsewhere: Bool = false) {
        self.type = type
        self.codes = codes
        self.isElsewhere = isElsewhere
    }
}

/// What a field holds, or an expression comes to.
package enum Value: Hashable, Sendable {
    case truth(Bool)
    case number(Double)
    case text(String)
    /// Days since 1970-01-01.
    case date(Int)
    /// No number, no date.
    case none
}
