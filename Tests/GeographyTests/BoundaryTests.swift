import Geography
import Testing

/// What lies within a district, and how far outside it the rest does.
@Suite struct BoundaryTests {
    /// A square of a hundredth of a degree with a square hole.
    private let boundary = Boundary(
        geoJSON: """
            {"type": "Polygon", "coordinates": [[[113.60, 34.70], [113.61, 34.70], [113.61, 34.71], [113.60, 34.71], [113.60, 34.70]],
              [[113.604, 34.704], [113.606, 34.704], [113.606, 34.706], [113.604, 34.706], [113.604, 34.704]]]}
            """)!

    @Test func withinIsWithinAndAHoleIsNot() {
        #expect(boundary.contains(latitude: 34.702, longitude: 113.602))
        #expect(!boundary.contains(latitude: 34.705, longitude: 113.605))
        #expect(!boundary.contains(latitude: 34.702, longitude: 113.612))
        #expect(boundary.metresOutside(latitude: 34.702, longitude: 113.602) == 0)
    }

    @Test func metresAreCountedToTheNearestLine() {
        // A thousandth of a degree: 111 metres to the north, 91 to the east.
        #expect((110...113).contains(boundary.metresOutside(latitude: 34.711, longitude: 113.605)))
        #expect((90...93).contains(boundary.metresOutside(latitude: 34.705, longitude: 113.611)))
        let corner = boundary.metresOutside(latitude: 34.711, longitude: 113.611)
        #expect((142...146).contains(corner))
        #expect((90...93).contains(boundary.metresOutside(latitude: 34.705, longitude: 113.605)), "in the hole")
    }

    @Test func whatIsNoPolygonIsNoBoundary() {
        for text in [
            "", "{}", "[1]", #"{"type": "Point", "coordinates": [1, 2]}"#, #"{"geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}}"#,
        ] {
            #expect(Boundary(geoJSON: text) == nil)
        }
    }

    /// The shift is some hundred metres in China and none elsewhere.
    @Test func theShiftOfChineseMaps() {
        let shifted = Coordinates.gcj02(latitude: 34.7466, longitude: 113.6253)
        #expect((0.0005...0.01).contains(abs(shifted.latitude - 34.7466)) && (0.001...0.01).contains(abs(shifted.longitude - 113.6253)))
        let paris = Coordinates.gcj02(latitude: 48.85, longitude: 2.35)
        #expect(paris.latitude == 48.85 && paris.longitude == 2.35)
    }
}
