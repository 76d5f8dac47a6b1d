import Store
import Synchronization

/// All offices of a district: a few dozen, named on every page and by every verb, changed a few times a year.
struct OfficeList: Sendable {
    /// By their place in the tree.
    let all: [Office]
    let byID: [ID<Office>: Office]
    /// How many, and how often all of them were changed: whoever holds an older list sees that it is older.
    fileprivate let stamp: [SQLValue]

    fileprivate init(_ reading: Reading, stamp: [SQLValue]) throws {
        all = try reading.db.rows("SELECT * FROM \(reading.table("offices")) o WHERE o.district = \(reading.district) ORDER BY o.path")
            .map(Office.init(row:))
        byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        self.stamp = stamp
    }
}

/// The list as it was last read, for as long as the store says that nothing has changed.
final class OfficeCache: Sendable {
    fileprivate let list = Mutex<OfficeList?>(nil)
}

extension Reading {
    /// The offices as they are, or were at the moment looked at; asked of the store once in a transaction.
    func officeList() throws -> OfficeList {
        if let known = officesSeen { return known }
        let list = try currentOfficeList()
        officesSeen = list
        return list
    }

    private func currentOfficeList() throws -> OfficeList {
        if asOf != nil { return try OfficeList(self, stamp: []) }
        let stamp = try db.first("SELECT count(*) AS offices, CAST(sum(version) AS BIGINT) AS versions FROM offices WHERE district = \(district)")?.values ?? []
        if let kept = home.officeCache.list.withLock({ $0 }), kept.stamp == stamp { return kept }
        let list = try OfficeList(self, stamp: stamp)
        // What a transaction that writes has seen may never come to be.
        if !(self is Desk) { home.officeCache.list.withLock { $0 = list } }
        return list
    }
}
