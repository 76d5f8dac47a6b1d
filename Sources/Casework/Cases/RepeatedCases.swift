import Kernel
import Store
import WorkingTime

extension Reading {
    /// The last case of this class at this place that had been answered when a new one came: what was called solved came back. Places
    /// are compared by their positions where both are known, else by the area where that is small enough to be a place.
    func answeredBefore(
        class code: String, area: Area, latitude: Double?, longitude: Double?, at moment: Instant
    ) throws -> ID<Case>? {
        let rules = pack.settings.repeats
        let isPlace = rules.levels.contains(area.level)
        guard isPlace || latitude != nil else { return nil }
        let rows = try db.rows(
            """
            SELECT c.id, c.latitude, c.longitude FROM cases c
            WHERE c.district = \(district) AND c.area_id = \(area.id) AND c.class = \(code) AND c.mode = \(scope.mode)
              AND c.resolved_at > \(moment - .days(rules.days)) AND c.resolved_at <= \(moment) AND c.filed_at < \(moment)
            ORDER BY c.resolved_at DESC LIMIT \(rules.candidates)
            """)
        for row in rows {
            let place = (latitude: try row.get("latitude", as: Double?.self), longitude: try row.get("longitude", as: Double?.self))
            if let latitude, let longitude, let otherLatitude = place.latitude, let otherLongitude = place.longitude {
                let metres = GroundDistance.metres(latitude, longitude, otherLatitude, otherLongitude)
                if metres <= Double(rules.metres) { return try row.get("id") }
            } else if isPlace {
                return try row.get("id")
            }
        }
        return nil
    }
}
