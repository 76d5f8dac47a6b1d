import Store

/// The columns of a table that is filled in bulk, and rows whose values are set by name.
struct RowShape: Sendable {
    let columns: [String]
    fileprivate let positions: [String: Int]

    init(_ columns: String) {
        self.columns = columns.split(whereSeparator: \.isWhitespace).map(String.init)
        positions = Dictionary(uniqueKeysWithValues: self.columns.enumerated().map { ($1, $0) })
    }

    static let cases = RowShape(
        """
        district id number channel class urgency title text area_id area_path address state office_id filed_at filed_by
        dispatched_at respond_by responded_at due_at resolved_at working_days outcome reply resolved_by confirm_by answered
        solved rating comment closed_at closing reopen_until reopened receipt contact contact_index mode version since
        """)
    static let orders = RowShape(
        """
        district id number kind matter_kind matter_id area_path from_office to_office to_account ask state issued_at accept_by
        due_at deadline ladder accepted_at replied_at reply closed_at next_step_at steps_taken mode version since
        """)
    static let journal = RowShape(
        """
        district happened_at recorded_at actor_kind actor_id actor_name verb event subject_kind subject_id payload mode
        """)
}

/// A row in the making. Each change that took time leaves its past version behind.
struct VersionedRow {
    private let shape: RowShape
    private(set) var values: [SQLValue]
    private(set) var past: [[SQLValue]] = []

    init(_ shape: RowShape, since: some SQLConvertible) {
        self.shape = shape
        values = Array(repeating: .null, count: shape.columns.count)
        self["version"] = 1
        self["since"] = since
    }

    subscript(column: String) -> (any SQLConvertible)? {
        get { nil }
        set { values[shape.positions[column]!] = newValue?.sqlValue ?? .null }
    }

    /// The next version begins.
    mutating func revise(at moment: some SQLConvertible) {
        past.append(values + [moment.sqlValue])
        guard case .integer(let version) = values[shape.positions["version"]!] else { return }
        self["version"] = version + 1
        self["since"] = moment
    }
}
