package import Store
package import WorkingTime

/// Moments are stored as UTC microseconds.
extension Instant: SQLConvertible {
    package var sqlValue: SQLValue { .integer(microseconds) }
    package init(sqlValue: SQLValue) throws { self.init(microseconds: try Int64(sqlValue: sqlValue)) }
}
