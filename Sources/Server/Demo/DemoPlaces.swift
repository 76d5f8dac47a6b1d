import Geography
import Kernel

/// Where invented requests are: around a point of their community that is as invented, within the district's real boundary. The same
/// every time.
struct DemoPlaces: Sendable {
    private let boundary: Boundary?

    init(_ pack: Pack) { boundary = pack.boundary }

    /// WGS-84, as a phone tells it; nil without a boundary.
    func place(in area: String, turn: Int) -> (latitude: Double, longitude: Double)? {
        guard let boundary else { return nil }
        var dice = Dice(area)
        func point(within box: (west: Double, east: Double, south: Double, north: Double)) -> (Double, Double)? {
            for _ in 0..<200 {
                let (longitude, latitude) = (dice.between(box.west, box.east), dice.between(box.south, box.north))
                if boundary.contains(latitude: latitude, longitude: longitude) { return (longitude, latitude) }
            }
            return nil
        }
        guard let middle = point(within: boundary.box) else { return nil }
        for _ in 0..<turn % 97 { _ = dice.between(0, 1) }
        let near = 0.003
        guard let (longitude, latitude) = point(within: (middle.0 - near, middle.0 + near, middle.1 - near, middle.1 + near)) else {
            return nil
        }
        // The boundary is in GCJ-02, phones are not.
        return Coordinates.wgs84(latitude: latitude, longitude: longitude)
    }

    /// The same throws for the same name.
    private struct Dice {
        private var state: UInt64 = 14_695_981_039_346_656_037

        init(_ name: String) {
            for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 1_099_511_628_211 }
        }

        mutating func between(_ low: Double, _ high: Double) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return low + Double(state >> 11) / Double(1 << 53) * (high - low)
        }
    }
}
