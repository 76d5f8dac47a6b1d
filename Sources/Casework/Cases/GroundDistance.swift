import Foundation

/// How far two places are from each other.
enum GroundDistance {
    /// In metres, on a sphere; within a district that is exact to a metre. Degrees on one datum.
    static func metres(_ latitude: Double, _ longitude: Double, _ otherLatitude: Double, _ otherLongitude: Double) -> Double {
        let radians = Double.pi / 180
        let x = (otherLongitude - longitude) * radians * cos((latitude + otherLatitude) / 2 * radians)
        let y = (otherLatitude - latitude) * radians
        return 6_371_000 * (x * x + y * y).squareRoot()
    }
}
