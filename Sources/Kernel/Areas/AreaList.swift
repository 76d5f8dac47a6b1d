import Store
import Synchronization

/// The areas of a district, of which every list names some: kept in memory for as long as nothing has changed. A district with
/// houses by the ten thousand is asked of the store instead.
struct AreaList: Sendable {
    private static let most = 5000

    /// By their paths; nil where there are too many.
    let all: [Area]?
    private let places: [ID<Area>: Int]
    private let byPath: [String: Int]
    private let byLevel: [String: [Int]]
    private let levels: [String: LevelPlaces]
    fileprivate let stamp: Int

    fileprivate init(_ reading: Reading, stamp: Int) throws {
        let rows = try reading.db.rows(
            "SELECT * FROM areas a WHERE a.district = \(reading.district) ORDER BY a.path LIMIT \(Self.most + 1)")
        let areas = rows.count > Self.most ? nil : try rows.map(Area.init(row:))
        all = areas
        places = Dictionary((areas ?? []).enumerated().map { ($1.id, $0) }) { first, _ in first }
        byPath = Dictionary((areas ?? []).enumerated().map { ($1.path, $0) }) { first, _ in first }
        byLevel = Dictionary(grouping: (areas ?? []).indices) { areas![$0].level }
        levels = Dictionary(uniqueKeysWithValues: byLevel.keys.map { ($0, LevelPlaces($0, of: areas ?? [])) })
        self.stamp = stamp
    }

    /// Nil where they are not kept.
    func areas(named ids: Set<ID<Area>>, andLevels levels: [String]) -> [Area]? {
        guard let all else { return nil }
        let wanted = Set(ids.compactMap { places[$0] }).union(levels.flatMap { byLevel[$0] ?? [] })
        return wanted.sorted().map { all[$0] }
    }

    /// Those that are there, the uppermost first; nil where they are not kept.
    func areas(at paths: [String]) -> [Area]? { all.map { all in paths.compactMap { byPath[$0] }.sorted().map { all[$0] } } }

    /// Nil where they are not kept, and where no area is of the level.
    func places(of level: String) -> LevelPlaces? { all == nil ? nil : levels[level] }
}

/// Which area of a level each area lies in, itself counted.
package struct LevelPlaces: Sendable {
    package private(set) var above: [ID<Area>: ID<Area>] = [:]
    package private(set) var names: [ID<Area>: String] = [:]
    /// Those of the level, as the tree has them.
    private(set) var order: [ID<Area>] = []
    /// Those above the level, or beside it.
    private(set) var outside: [ID<Area>] = []

    /// - Parameter areas: by their paths: what lies below an area follows it.
    fileprivate init(_ level: String, of areas: [Area]) {
        var open: (path: String, id: ID<Area>)?
        for area in areas {
            if area.level == level {
                open = (area.path, area.id)
                order.append(area.id)
                names[area.id] = area.name
            }
            if let open, area.path.hasPrefix(open.path) { above[area.id] = open.id } else { outside.append(area.id) }
        }
    }
}

final class AreaCache: Sendable {
    fileprivate let list = Mutex<AreaList?>(nil)
}

extension Reading {
    /// The areas as they are now; nil for whoever writes, or looks at the past: they ask the store.
    func areaList() throws -> AreaList? {
        guard let stamp = try areaStamp() else { return nil }
        if let kept = home.areaCache.list.withLock({ $0 }), kept.stamp == stamp { return kept }
        let list = try AreaList(self, stamp: stamp)
        home.areaCache.list.withLock { $0 = list }
        return list
    }

    package func places(of level: String) throws -> LevelPlaces {
        try areaList()?.places(of: level) ?? LevelPlaces(level, of: try areas(includingEnded: true))
    }

    /// Changes whenever an area does: for whoever keeps what was made of them. Nil for whoever looks at the past or writes.
    package func areaStamp() throws -> Int? { asOf == nil && !(self is Desk) ? try stamp(of: .areas) : nil }
}
