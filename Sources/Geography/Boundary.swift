import Foundation

/// Where a district ends: rings of points in degrees, in GCJ-02 as Chinese maps are drawn.
package struct Boundary: Sendable {
    private let rings: [[(longitude: Double, latitude: Double)]]

    /// Nil where the text is no polygon.
    package init?(geoJSON text: String) {
        rings = GeoJSONOutline.rings(text).map { $0.map { (longitude: $0.0, latitude: $0.1) } }.filter { $0.count > 2 }
        if rings.isEmpty { return nil }
    }

    /// Whether a ray to the east crosses the rings an odd number of times.
    package func contains(latitude: Double, longitude: Double) -> Bool {
        var isInside = false
        for ring in rings {
            for (one, other) in zip(ring, ring.dropFirst() + ring.prefix(1)) where (one.latitude > latitude) != (other.latitude > latitude)
            {
                let crossing =
                    one.longitude + (latitude - one.latitude) / (other.latitude - one.latitude) * (other.longitude - one.longitude)
                if longitude < crossing { isInside.toggle() }
            }
        }
        return isInside
    }

    /// How far a point lies outside, in metres; 0 within.
    package func metresOutside(latitude: Double, longitude: Double) -> Double {
        guard !contains(latitude: latitude, longitude: longitude) else { return 0 }
        let metresEast = 111_320 * cos(latitude / 180 * .pi)
        func flat(_ point: (longitude: Double, latitude: Double)) -> (x: Double, y: Double) {
            ((point.longitude - longitude) * metresEast, (point.latitude - latitude) * 111_320)
        }
        var least = Double.infinity
        for ring in rings {
            for (one, other) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
                let (a, b) = (flat(one), flat(other))
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let length = dx * dx + dy * dy
                // The point is at 0, 0.
                let part = length == 0 ? 0 : max(0, min(1, -(a.x * dx + a.y * dy) / length))
                least = min(least, ((a.x + part * dx) * (a.x + part * dx) + (a.y + part * dy) * (a.y + part * dy)).squareRoot())
            }
        }
        return least
    }

    /// The smallest box around it.
    package var box: (west: Double, east: Double, south: Double, north: Double) {
        let points = rings.joined()
        return (
            points.map(\.longitude).min() ?? 0, points.map(\.longitude).max() ?? 0, points.map(\.latitude).min() ?? 0,
            points.map(\.latitude).max() ?? 0
        )
    }
}
