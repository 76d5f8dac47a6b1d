import Store
import Synchronization

/// All offices of a district: a few dozen, named on every page and by every verb, changed a few times a year.
struct OfficeList: Sendable {
    /// By their place in the tree.
    let all: [Office]
    let byID: [ID<Office>: Office]
    /// By language: asked for on nearly every page.
    fileprivate let names: [String: [ID<Office>: String]]
    /// How often any of them was changed: whoever holds an older list sees that it is older. Nil for the past, which is not kept.
    fileprivate let stamp: Int?

    fileprivate init(_ reading: Reading, table: SQL, stamp: Int?) throws {
        all = try reading.db.rows("SELECT * FROM \(table) o WHERE o.district = \(reading.district) ORDER BY o.path")
            .map(Office.init(row:))
        byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        let byID = byID
        names = Dictionary(
            uniqueKeysWithValues: Words.languages.map { code in (code, byID.mapValues { $0.name.text(in: code) }) })
        self.stamp = stamp
    }

    /// Those at these paths and below them, each once.
    func below(_ paths: [String]) -> [ID<Office>] {
        var found: [ID<Office>] = []
        var done: String?
        for path in paths.sorted() where done.map(path.hasPrefix) != true {
            done = path
            found += all[firstPlace(from: path)...].prefix { $0.path.hasPrefix(path) }.map(\.id)
        }
        return found
    }

    private func firstPlace(from path: String) -> Int {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The list as it was last read, for as long as the store says that nothing has changed.
final class OfficeCache: Sendable {
    fileprivate let list = Mutex<OfficeList?>(nil)
}

extension District {
    /// An office's name in both languages, by the Chinese one that events keep; nil where no office bears it any more, or before the
    /// first page was asked for.
    package func officeName(_ chinese: String) -> Words? {
        officeCache.list.withLock { $0?.all.first { $0.name.zh == chinese }?.name }
    }
}

extension Reading {
    /// The offices as they are, or were at the moment looked at; asked of the store once in a transaction.
    func officeList() throws -> OfficeList {
        if let known = officesSeen { return known }
        let list = asOf == nil ? try listOfNow() : try OfficeList(self, table: table("offices"), stamp: nil)
        officesSeen = list
        return list
    }

    /// What all offices are called in a language of the product.
    package func officeNames(in language: String) throws -> [ID<Office>: String] { try officeList().names[language] ?? [:] }

    /// Another number whenever an office has changed; nil where the past is looked at.
    package func officeStamp() throws -> Int? { try officeList().stamp }

    /// The offices of these parts of the tree as it is now, whatever moment is looked at: who may see what is decided today.
    package func officesInReach(_ paths: [String]) throws -> [ID<Office>] {
        let list = asOf == nil ? try officeList() : try listOfNow()
        return list.below(paths)
    }

    private func listOfNow() throws -> OfficeList {
        let stamp = try stamp(of: .offices)
        // A change of ours may yet come to nothing: whoever has made one looks for themselves.
        if !changedOffices, let kept = home.officeCache.list.withLock({ $0 }), kept.stamp == stamp { return kept }
        let list = try OfficeList(self, table: "offices", stamp: stamp)
        // What a transaction that writes has seen may never come to be.
        if !(self is Desk) { home.officeCache.list.withLock { $0 = list } }
        return list
    }
}

extension Desk {
    /// After a change of ours, what was read before it is old.
    func forgetOffices() throws {
        try countChange(of: .offices)
        officesSeen = nil
        changedOffices = true
    }
}
