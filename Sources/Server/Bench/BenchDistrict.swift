import Casework
import Foundation
import Kernel
import Logging
import Store
import WorkingTime

/// A private district to measure in: its pack's places, a dispatcher, a leader, and a handler in each of a few offices.
struct BenchDistrict: Sendable {
    let open: OpenDistrict
    let dispatcher: Scope
    let handlers: [Handler]
    let signIns: [String: FirstSignIn]
    let requests: [DemoRequest]
    let areas: [ID<Area>]

    struct Handler: Sendable {
        var office: ID<Office>
        var scope: Scope
    }

    var district: District { open.district }
    var store: Store { open.district.store }

    /// Those that have a handler, whose sign-in name is the office's.
    static let offices = [
        "urban-management", "housing", "construction", "ecology", "market", "traffic-police", "education", "water",
    ]

    static func make(in path: String, engine: HomeSettings.Engine, packs: String) async throws -> BenchDistrict {
        let folder = DataFolder(path)
        _ = try await FoundDistrict(folder: folder, settings: HomeSettings(engine: engine, pack: "erqi", packs: packs)).found()
        let open = try await OpenDistrict.open(folder: folder)
        let district = open.district
        var signIns = ["dispatcher": try await district.enlist(login: "dispatcher", name: "D", role: "dispatcher", office: nil, area: nil)]
        signIns["registrar"] = try await district.enlist(
            login: "registrar", name: "R", role: "registrar", office: "civil-affairs", area: district.pack.district)
        signIns["leader"] = try await district.enlist(login: "leader", name: "L", role: "leader", office: "leadership", area: nil)
        for office in offices {
            signIns[office] = try await district.enlist(login: office, name: office, role: "handler", office: office, area: nil)
        }
        let demo = try DemoFiles(pack: district.pack.code, packs: packs)
        let (dispatcher, handlers, areas) = try await district.read(as: .system("bench", of: district.code)) { reading in
            func scope(_ login: String) throws -> Scope { try reading.scope(of: reading.accountIfAny(login: login)!) }
            let handlers = try offices.map { Handler(office: try reading.officeIfAny(code: $0)!.id, scope: try scope($0)) }
            return (try scope("dispatcher"), handlers, try reading.areas(level: "community").map(\.id))
        }
        return BenchDistrict(
            open: open, dispatcher: dispatcher, handlers: handlers, signIns: signIns, requests: demo.requests, areas: areas)
    }

    func close() async { await open.close() }
}

/// The life of a case, through the verbs that people use.
extension BenchDistrict {
    func file(_ turn: Int) async throws -> FileCase.Outcome {
        let request = requests[turn % requests.count]
        return try await district.perform(
            FileCase(
                channel: request.channel, caseClass: request.caseClass, title: request.title, text: request.text,
                areaID: areas[turn % areas.count], address: request.address), as: dispatcher)
    }

    func dispatch(_ id: ID<Case>, to handler: Handler) async throws -> DispatchCase.Outcome {
        try await district.perform(DispatchCase(caseID: id, officeID: handler.office), as: dispatcher)
    }

    func resolve(_ id: ID<Case>, by handler: Handler, _ turn: Int) async throws {
        let reply = requests[turn % requests.count].reply ?? requests[0].text
        _ = try await district.perform(ResolveCase(caseID: id, outcome: "solved", reply: reply, despite: "bench"), as: handler.scope)
    }

    /// From the call to the answer, and found again by its number.
    func lifecycle(_ turn: Int) async throws {
        let handler = handlers[turn % handlers.count]
        let filed = try await file(turn)
        _ = try await dispatch(filed.caseID, to: handler)
        try await resolve(filed.caseID, by: handler, turn)
        let found = try await district.read(as: handler.scope) { try $0.searchPage(filed.number, before: nil, limit: 20) }
        guard found.rows.contains(where: { $0.id == filed.caseID }) else { throw Problem.notFound("case") }
    }
}
