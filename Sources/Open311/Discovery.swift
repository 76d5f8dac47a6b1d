import Kernel
import Pages

/// Where the interface is, for production and for trying it out.
struct Discovery: Encodable {
    struct Endpoint: Encodable {
        var specification = "http://wiki.open311.org/GeoReport_v2"
        var url: String
        var changeset = Discovery.changeset
        var type: String
        var formats = ["text/xml", "application/json"]
    }

    /// When the interface last changed in a way that its callers notice.
    static let changeset = "2026-11-21T00:00:00+08:00"

    var changeset = Self.changeset
    var contact: String
    var keyService: String
    var endpoints: [Endpoint]

    init(_ visit: Visit) {
        let district = visit.words(visit.district.pack.name)
        contact = visit.text("open311.contact", ["district": district, "hotline": visit.district.pack.hotline ?? ""])
        keyService = visit.text("open311.key-service", ["district": district])
        endpoints = Open311Endpoint.allCases.map { Endpoint(url: visit.absolute($0.path), type: $0.type) }
    }
}

/// One interface over live cases, one over drills: what is sent to the second reaches no figure and no office.
enum Open311Endpoint: CaseIterable {
    case production, test

    var path: String {
        switch self {
        case .production: "/open311/v2"
        case .test: "/open311/test/v2"
        }
    }

    var type: String {
        switch self {
        case .production: "production"
        case .test: "test"
        }
    }

    var mode: Mode {
        switch self {
        case .production: .live
        case .test: .drill
        }
    }
}
