import Kernel
import Pages
import Synchronization

/// The field that narrows a register or a ledger to an area. What it offers is the same for everyone of the same reach, and is made once
/// for all of them, until an area changes.
final class AreaFilter: Sendable {
    /// Areas of these can be chosen from.
    private static let levels = ["district", "street", "community"]
    /// As many reaches and languages as look within a while.
    private static let most = 200
    private let kept = Mutex<[String: (stamp: Int, offer: Offer)]>([:])

    func offer(_ visit: Visit, in reading: Reading) throws -> Offer {
        guard let stamp = try reading.areaStamp() else { return try Self.make(visit, reading) }
        let key = visit.language.code + ";" + visit.scope.reachKey("subject.view")
        if let kept = kept.withLock({ $0[key] }), kept.stamp == stamp { return kept.offer }
        let offer = try Self.make(visit, reading)
        kept.withLock { kept in
            if kept.count >= Self.most { kept = [:] }
            kept[key] = (stamp, offer)
        }
        return offer
    }

    static func field(_ visit: Visit, _ filter: SubjectFilter, _ offer: Offer) -> Field {
        Field(
            .select, name: "area", label: visit.text("subject.area"), value: filter.areaID?.description ?? "", offer: offer, width: .short)
    }

    private static func make(_ visit: Visit, _ reading: Reading) throws -> Offer {
        let areas = try reading.areas(named: [], andLevels: levels).filter { !$0.isEnded && visit.scope.reaches($0, "subject.view") }
        return Offer(
            [Choice(value: "", label: visit.text("filter.all"))] + areas.map { Choice(value: $0.id.description, label: $0.name) })
    }
}
