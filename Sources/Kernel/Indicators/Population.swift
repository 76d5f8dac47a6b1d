package import Store
package import WorkingTime

/// The rows that indicators count: a module offers its own (cases), with the conditions that formulas in packs may name.
package protocol Population: Sendable {
    /// What packs call it: `cases`.
    var name: String { get }
    /// The conditions it knows, for the pack's check and the formula page.
    var conditionNames: [String] { get }
    /// `FROM cases c`, as of the moment looked at.
    func source(_ reading: Reading) -> SQL
    /// What the person may count.
    func visible(_ reading: Reading) throws -> SQL
    func condition(_ name: String, _ reading: Reading) -> SQL?
    func matches(_ filter: IndicatorFilter, _ reading: Reading) throws -> [SQL]
    /// A length of time in microseconds, for medians and percentiles.
    func duration(_ name: String) -> SQL?
    /// What figures can be broken down by: office, class, area.
    func key(for breakdown: Breakdown, _ reading: Reading) throws -> SQL
    /// Where the rows behind a figure are shown; the condition and the filter are appended to it.
    var rowsPath: String { get }
}

package enum Breakdown: String, ClosedList {
    case office
    case caseClass = "class"
    case area
}

/// Which part of a population: an area, an office, a class, a period of filing.
package struct IndicatorFilter: Codable, Hashable, Sendable {
    package var areaID: ID<Area>?
    package var officeID: ID<Office>?
    package var caseClass: String?
    /// Both days are included.
    package var from: Day?
    package var to: Day?

    package init(
        areaID: ID<Area>? = nil, officeID: ID<Office>? = nil, caseClass: String? = nil, from: Day? = nil, to: Day? = nil
    ) {
        self.areaID = areaID
        self.officeID = officeID
        self.caseClass = caseClass
        self.from = from
        self.to = to
    }

    /// As it stands in an address: `area=…&from=2026-01-01`.
    package var query: [(name: String, value: String)] {
        [
            ("area", areaID?.description), ("office", officeID?.description), ("class", caseClass), ("from", from?.iso),
            ("to", to?.iso),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}
