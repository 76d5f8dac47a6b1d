package import Kernel
import Synchronization

/// What selects offer of areas and offices: the same for everyone of the same reach, and written once for all of them until one changes.
package final class KeptOffers: Sendable {
    /// As many reaches and languages as look within a while.
    private static let most = 200
    private let kept = Mutex<[String: (stamps: [Int], offer: Offer)]>([:])

    /// - Parameters:
    ///   - key: all that the offer depends on.
    ///   - stamps: of what it is made from; one that is nil makes it for this once.
    func offer(_ key: String, stamps: [Int?], _ make: () throws -> Offer) rethrows -> Offer {
        guard !stamps.contains(nil) else { return try make() }
        let stamps = stamps.compactMap { $0 }
        if let kept = kept.withLock({ $0[key] }), kept.stamps == stamps { return kept.offer }
        let offer = try make()
        kept.withLock { kept in
            if kept.count >= Self.most { kept = [:] }
            kept[key] = (stamps, offer)
        }
        return offer
    }
}

extension Visit {
    /// What is offered under a name, to everyone who reads this language.
    /// - Parameter stamps: of all that it is made from; one that is nil makes it for this once.
    package func keptOffer(_ name: String, stamps: [Int?], _ make: () throws -> Offer) rethrows -> Offer {
        try site.offers.offer(name + ";" + language.code, stamps: stamps, make)
    }

    /// The areas of some levels that a permission reaches, or all, after one that stands for none of them.
    package func areaOffer(_ levels: [String], within permission: Permission? = nil, in reading: Reading) throws -> Offer {
        let key = ["areas", levels.joined(separator: ","), permission.map { scope.reachKey($0) } ?? ""]
        return try keptOffer(key.joined(separator: ";"), stamps: [try reading.areaStamp()]) {
            let areas = try reading.areas(named: [], andLevels: levels).filter { area in
                !area.isEnded && permission.map { scope.reaches(area, $0) } ?? true
            }
            return Offer(
                [Choice(value: "", label: text("filter.all"))] + areas.map { Choice(value: $0.id.description, label: $0.name) })
        }
    }

    /// All offices, after one that stands for none of them.
    package func officeOffer(in reading: Reading) throws -> Offer {
        try keptOffer("offices", stamps: [try reading.officeStamp()]) {
            Offer(
                [Choice(value: "", label: text("filter.all"))]
                    + (try reading.offices()).map { Choice(value: $0.id.description, label: words($0.name)) })
        }
    }
}
