import Foundation

/// Reads the rings of a GeoJSON polygon or multi-polygon; anything else gives none.
package enum GeoJSONOutline {
    package static func rings(_ text: String) -> [[(Double, Double)]] {
        guard let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { return [] }
        let features = (root["features"] as? [[String: Any]]) ?? [root]
        return features.flatMap { feature -> [[(Double, Double)]] in
            // A feature has its shape within; a shape stands for itself.
            let geometry = feature["geometry"] as? [String: Any] ?? feature
            guard let type = geometry["type"] as? String else { return [] }
            switch type {
            case "Polygon": return (geometry["coordinates"] as? [[[Double]]] ?? []).map(ring)
            case "MultiPolygon": return (geometry["coordinates"] as? [[[[Double]]]] ?? []).flatMap { $0.map(ring) }
            default: return []
            }
        }
    }

    private static func ring(_ points: [[Double]]) -> [(Double, Double)] {
        points.compactMap { $0.count >= 2 ? ($0[0], $0[1]) : nil }
    }
}
