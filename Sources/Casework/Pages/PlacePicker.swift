import Kernel
import Pages

/// The map on which a place is pointed at: the district's outline, with tiles where there are any.
enum PlacePicker {
    static func ground(_ visit: Visit) -> MapBlock {
        MapBlock(
            id: "where", title: visit.text("report.where"), points: [], outlines: DistrictOutline.of(visit.district.pack),
            tiles: visit.site.settings.tiles, attribution: visit.site.settings.tilesAttribution)
    }
}
