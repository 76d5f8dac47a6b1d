import Kernel
import Pages

/// What may be reported: the classes of the pack.
struct Service: Encodable {
    var serviceCode: String
    var serviceName: String
    var description: String
    var metadata = true
    var type = "realtime"
    var keywords: String
    var group: String

    init(_ item: Pack.CaseClass, _ visit: Visit) {
        serviceCode = item.code
        serviceName = visit.words(item.name)
        let limit = visit.limitText(item.limit ?? visit.district.pack.settings.defaultLimit)
        description = visit.text("open311.service", ["group": visit.words(item.group), "name": visit.words(item.name), "limit": limit])
        keywords = item.keywords.joined(separator: ",")
        group = visit.words(item.group)
    }

    static func all(_ visit: Visit) -> [Service] { visit.district.pack.classes.map { Service($0, visit) } }
}

/// What else is asked for a service: the street or community, where somebody knows it better than the map does.
struct ServiceDefinition: Encodable {
    struct Attribute: Encodable {
        var variable = true
        var code: String
        var datatype: String
        var required: Bool
        var datatypeDescription: Named<String>
        var order: Int
        var description: String
        var values: [Value]
    }

    struct Value: Encodable {
        var key: String
        var name: String
    }

    var serviceCode: String
    var attributes: [Attribute]

    static let area = "area"

    static func of(_ code: String, _ visit: Visit) async throws -> ServiceDefinition {
        guard visit.district.pack.classesByCode[code] != nil else { throw Problem.noService(code) }
        let areas = try await visit.read { try $0.areas(named: [], andLevels: ["street", "community"]) }.filter { !$0.isEnded }
        return ServiceDefinition(
            serviceCode: code,
            attributes: [
                Attribute(
                    code: area, datatype: "singlevaluelist", required: false, datatypeDescription: Named(nil), order: 1,
                    description: visit.text("open311.area"), values: areas.map { Value(key: $0.code, name: $0.name) })
            ])
    }
}

extension Problem {
    static func noService(_ code: String) -> Problem { Problem(.notFound, "open311.no-service", ["code": code]) }
}
