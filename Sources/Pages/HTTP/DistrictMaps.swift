import Geography
import Kernel

/// Maps of the district: its outline, with tiles where there are any. Both are in GCJ-02; positions are kept as they were told, and
/// shifted where they are drawn.
extension Visit {
    package func map(_ title: String, id: String, points: [MapPoint]) -> MapBlock {
        MapBlock(
            id: id, title: title, points: points, outlines: outlines, datum: "GCJ-02", tiles: site.settings.tiles,
            attribution: site.settings.tilesAttribution)
    }

    /// What a place is pointed at on.
    package var placeGround: MapBlock { map(text("place.map"), id: "where", points: []) }

    private var outlines: [MapOutline] {
        guard let text = district.pack.outline else { return [] }
        return GeoJSONOutline.rings(text).map { MapOutline(label: words(district.pack.name), rings: [$0]) }
    }
}

extension MapPoint {
    /// - Parameter datum: what the position is in; every one but GCJ-02 is as satellites tell it.
    package init(
        label: String, latitude: Double, longitude: Double, datum: String, tone: Tone = .neutral, href: String? = nil, note: String? = nil
    ) {
        let place = datum == "GCJ-02" ? (latitude, longitude) : Coordinates.gcj02(latitude: latitude, longitude: longitude)
        self.init(label: label, longitude: place.1, latitude: place.0, tone: tone, href: href, note: note)
    }
}
