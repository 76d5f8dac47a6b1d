import Foundation

/// Chinese maps are drawn in GCJ-02, which shifts what satellites say by some hundred metres; positions are kept as the phone tells
/// them, in WGS-84, and shifted where a map is drawn.
package enum Coordinates {
    /// The published approximation of the shift (an ellipsoid of Krasovsky 1940 with a sum of sines), good to about a metre.
    package static func gcj02(latitude: Double, longitude: Double) -> (latitude: Double, longitude: Double) {
        guard (72.004...137.8347).contains(longitude), (0.8293...55.8271).contains(latitude) else { return (latitude, longitude) }
        let a = 6_378_245.0
        let ee = 0.006_693_421_622_965_943
        let x = longitude - 105
        let y = latitude - 35
        let radians = latitude / 180 * .pi
        let magic = 1 - ee * sin(radians) * sin(radians)
        let root = magic.squareRoot()
        let north = offsetNorth(x, y) * 180 / ((a * (1 - ee)) / (magic * root) * .pi)
        let east = offsetEast(x, y) * 180 / (a / root * cos(radians) * .pi)
        return (latitude + north, longitude + east)
    }

    /// What the shift made of a position, taken back: by correcting three times, right to centimetres.
    package static func wgs84(latitude: Double, longitude: Double) -> (latitude: Double, longitude: Double) {
        var guess = (latitude: latitude, longitude: longitude)
        for _ in 0..<3 {
            let shifted = gcj02(latitude: guess.latitude, longitude: guess.longitude)
            guess = (guess.latitude - (shifted.latitude - latitude), guess.longitude - (shifted.longitude - longitude))
        }
        return guess
    }

    private static func waves(_ value: Double) -> Double {
        (20 * sin(6 * value * .pi) + 20 * sin(2 * value * .pi)) * 2 / 3
    }

    private static func offsetNorth(_ x: Double, _ y: Double) -> Double {
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot() + waves(x)
            + (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3 + (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
    }

    private static func offsetEast(_ x: Double, _ y: Double) -> Double {
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot() + waves(x)
            + (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3 + (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
    }
}
