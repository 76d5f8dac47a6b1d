import Casework
import Foundation
import Kernel
import Pages
import WorkingTime

/// A case as GeoReport has it. Its id is not the number people see: that one could be counted up.
struct ServiceRequest: Encodable {
    var serviceRequestID: String
    var status: String
    var statusNotes: Named<String>
    var serviceName: String
    var serviceCode: String
    var description: Named<String>
    var agencyResponsible: Named<String>
    var serviceNotice: Named<String>
    var requestedDatetime: String
    var updatedDatetime: String
    /// When the answer is due.
    var expectedDatetime: Named<String>
    var address: Named<String>
    var addressID: Named<String>
    var zipcode = Named<String>(nil)
    var lat: Named<Double>
    var long: Named<Double>
    var mediaURL: Named<String>

    init(_ known: PublicCase, _ facts: Facts, _ visit: Visit, _ endpoint: Open311Endpoint) {
        let found = known.found
        let pack = visit.district.pack
        serviceRequestID = "\(found.id)"
        status = found.state.isOpen ? "open" : "closed"
        var notes = [visit.text("open311.state.\(found.state.rawValue)")]
        if known.isWhole {
            if let outcome = found.outcome { notes.append(pack.item(outcome, in: "outcomes").map { visit.words($0.name) } ?? outcome) }
            if let reply = found.reply { notes.append(reply) }
        }
        statusNotes = Named(notes.joined(separator: " · "))
        serviceName = pack.classesByCode[found.caseClass].map { visit.words($0.name) } ?? found.caseClass
        serviceCode = found.caseClass
        description = Named(known.isWhole ? found.text : nil)
        agencyResponsible = Named(found.officeID.flatMap { facts.offices[$0] }.map { visit.words($0) })
        serviceNotice = Named(known.isWhole ? visit.text("open311.number", ["number": found.number]) : nil)
        requestedDatetime = visit.w3(found.filedAt)
        updatedDatetime = visit.w3(known.changedAt)
        expectedDatetime = Named(found.dueAt.map(visit.w3))
        let area = facts.areas[found.areaID]
        let place = [area?.name, known.isWhole ? found.address : nil].compactMap { $0 }.filter { !$0.isEmpty }
        address = Named(place.isEmpty ? nil : place.joined(separator: " "))
        addressID = Named(area?.code)
        lat = Named(known.place?.latitude)
        long = Named(known.place?.longitude)
        mediaURL = Named(facts.photos[found.id].map { visit.absolute("\(endpoint.path)/photos/\(found.id)/\($0)") })
    }

    /// What stands beside the cases of an answer.
    struct Facts: Sendable {
        var offices: [ID<Office>: Words]
        var areas: [ID<Area>: Area]
        /// The first public photo of each case that is shown whole.
        var photos: [ID<Case>: String]

        init(_ cases: [PublicCase], _ reading: Reading) throws {
            offices = Dictionary(uniqueKeysWithValues: try reading.offices().map { ($0.id, $0.name) })
            areas = Dictionary(
                uniqueKeysWithValues: try reading.areas(named: Set(cases.map(\.found.areaID))).map { ($0.id, $0) })
            photos = try reading.firstPublicPhotos(of: cases.filter(\.isWhole).map(\.found.id))
        }
    }
}

extension ServiceRequest {
    /// As the specification has it: what is not narrowed otherwise is the last 90 days, and never more than 1,000.
    private static let most = 1000

    static func list(_ visit: Visit, _ endpoint: Open311Endpoint) async throws -> [ServiceRequest] {
        let (filter, limit, offset) = try filter(visit)
        let (cases, facts) = try await visit.read { reading in
            let cases = try reading.publicCases(filter, limit: limit, offset: offset)
            return (cases, try Facts(cases, reading))
        }
        return cases.map { ServiceRequest($0, facts, visit, endpoint) }
    }

    static func one(_ text: String, _ visit: Visit, _ endpoint: Open311Endpoint) async throws -> [ServiceRequest] {
        guard let id = ID<Case>(text) else { throw Problem.notFound("case") }
        let (found, facts) = try await visit.read { reading in
            let found = try reading.publicCase(id)
            return (found, try Facts([found], reading))
        }
        return [ServiceRequest(found, facts, visit, endpoint)]
    }

    private static func filter(_ visit: Visit) throws -> (PublicCaseFilter, limit: Int, offset: Int) {
        var filter = PublicCaseFilter()
        let size = try visit.number("page_size", default: most, in: 1...most)
        let page = try visit.number("page", default: 1, in: 1...1_000_000)
        // Ids override everything else.
        let ids = visit.listed("service_request_id")
        if !ids.isEmpty {
            guard ids.count <= most else { throw Problem.field("service_request_id", "open311.too-many", ["most": "\(most)"]) }
            // What is no id is the id of nothing.
            filter.ids = ids.compactMap { ID<Case>($0) }
            if filter.ids.isEmpty { throw Problem.notFound("case") }
            return (filter, most, 0)
        }
        filter.classes = visit.listed("service_code")
        for code in filter.classes where visit.district.pack.classesByCode[code] == nil { throw Problem.noService(code) }
        let states = Set(visit.listed("status").map { $0.lowercased() })
        guard states.isSubset(of: ["open", "closed"]) else { throw Problem.field("status", "not-one-of-these") }
        if states.count == 1 { filter.isOpen = states.contains("open") }
        (filter.from, filter.until) = try visit.span()
        return (filter, size, (page - 1) * size)
    }
}
