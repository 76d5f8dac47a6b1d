/// A place on a map. Coordinates are degrees of the map's datum.
package struct MapPoint: PageModel {
    package var label: String
    package var longitude: Double
    package var latitude: Double
    package var tone: Tone
    package var href: String?
    /// Said after the label: the state, the address.
    package var note: String?

    package init(
        label: String, longitude: Double, latitude: Double, tone: Tone = .neutral, href: String? = nil,
        note: String? = nil
    ) {
        self.label = label
        self.longitude = longitude
        self.latitude = latitude
        self.tone = tone
        self.href = href
        self.note = note
    }
}

/// The boundary of an area, as rings of longitude and latitude.
package struct MapOutline: Sendable {
    package var label: String
    package var rings: [[(Double, Double)]]

    package init(label: String, rings: [[(Double, Double)]]) {
        self.label = label
        self.rings = rings
    }
}

/// A map of outlines and points, useful without a background, and a list for those without script. Partial: `pages/map`.
package struct MapBlock: PageModel {
    package let id: String
    package let title: String
    package let points: [MapPoint]
    /// The address of background tiles, of the same datum, when the district has them.
    package let tiles: String?
    package let attribution: String?
    /// `WGS-84` or `GCJ-02`: what the coordinates and the tiles are in.
    package let datum: String
    package let json: String

    package init(
        id: String, title: String, points: [MapPoint], outlines: [MapOutline] = [], datum: String = "GCJ-02",
        tiles: String? = nil, attribution: String? = nil
    ) {
        self.id = id
        self.title = title
        self.points = points
        self.datum = datum
        self.tiles = tiles
        self.attribution = attribution
        json = JSONText.object([
            (
                "outlines",
                JSONText.array(
                    outlines.map { outline in
                        JSONText.object([
                            ("label", JSONText.string(outline.label)),
                            (
                                "rings",
                                JSONText.array(
                                    outline.rings.map { ring in
                                        JSONText.array(
                                            ring.map { JSONText.array([JSONText.number($0.1), JSONText.number($0.0)]) })
                                    })
                            ),
                        ])
                    })
            ),
            (
                "points",
                JSONText.array(
                    points.map { point in
                        JSONText.object([
                            ("label", JSONText.string(point.label)), ("note", JSONText.string(point.note ?? "")),
                            (
                                "at",
                                JSONText.array([JSONText.number(point.latitude), JSONText.number(point.longitude)])
                            ),
                            ("tone", JSONText.string("\(point.tone)")), ("href", JSONText.string(point.href ?? "")),
                        ])
                    })
            ),
        ])
    }
}
