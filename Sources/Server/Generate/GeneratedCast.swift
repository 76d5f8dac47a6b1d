import Kernel
import WorkingTime

/// Who and what made-up cases are made of: offices with somebody who answers, communities, and what people say.
struct GeneratedCast: Sendable {
    struct Member: Sendable {
        var id: ID<Account>
        var name: String
    }

    struct Desk: Sendable {
        var office: Office
        var handler: Member
        var schedule: WorkSchedule
    }

    struct Words: Sendable {
        var caseClass: Pack.CaseClass
        var title: String
        var text: String
        var address: String
        var reply: String
    }

    var center: Office
    var dispatcher: Member
    var phone: Member
    /// Offices that answer, by code.
    var desks: [String: Desk]
    var communities: [Area]
    /// Codes of the sub-districts of the communities.
    var streets: [ID<Area>: String]
    var words: [Words]

    static func assemble(in district: District, packs: String) async throws -> GeneratedCast {
        let system = Scope.system("generate", of: district.code)
        let (offices, areas, center) = try await district.read(as: system) { reading in
            (try reading.offices(), try reading.areas(), try reading.dispatchDesk())
        }
        var desks: [String: Desk] = [:]
        for office in offices where ["department", "street-office"].contains(office.kind) {
            desks[office.code] = Desk(
                office: office, handler: try await district.member("handler", at: office),
                schedule: district.schedule(hours: office.hours))
        }
        let codes = Dictionary(areas.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
        let communities = areas.filter { $0.level == "community" }
        return GeneratedCast(
            center: center, dispatcher: try await district.member("dispatcher", at: center),
            phone: try await district.member("phone-desk", at: center), desks: desks, communities: communities,
            streets: Dictionary(
                communities.map { ($0.id, $0.parentID.flatMap { codes[$0] } ?? "") }, uniquingKeysWith: { first, _ in first }),
            words: words(of: district.pack, packs: packs))
    }

    /// The first sentence of the pack's invented requests; without any, the names and notes of its classes.
    private static func words(of pack: Pack, packs: String) -> [Words] {
        let requests = (try? DemoFiles(pack: pack.code, packs: packs))?.requests ?? []
        let said = requests.compactMap { request -> Words? in
            guard let item = pack.classesByCode[request.caseClass] else { return nil }
            return Words(
                caseClass: item, title: request.title, text: firstSentence(of: request.text), address: request.address,
                reply: firstSentence(of: request.reply ?? item.name.zh))
        }
        guard said.isEmpty else { return said }
        return pack.classes.map { Words(caseClass: $0, title: $0.name.zh, text: $0.name.zh, address: "", reply: $0.name.zh) }
    }

    private static func firstSentence(of text: String) -> String {
        text.split(separator: "。").first.map { $0 + "。" } ?? text
    }

    /// Who leads: the class's first office that answers here, or the sub-district's own.
    func desk(for item: Pack.CaseClass, in community: Area) -> Desk? {
        for name in item.offices { if let desk = desks[name] { return desk } }
        return desks["street-\(streets[community.id] ?? "")"] ?? desks.values.first
    }
}

extension District {
    /// Somebody with this role at an office; a new account where there is nobody.
    fileprivate func member(_ role: String, at office: Office) async throws -> GeneratedCast.Member {
        let system = Scope.system("generate", of: code)
        let there = try await read(as: system) { reading -> GeneratedCast.Member? in
            guard let duty = try reading.duties(at: office.id).first(where: { $0.role == role }) else { return nil }
            return GeneratedCast.Member(id: duty.accountID, name: try reading.findAccount(duty.accountID).name)
        }
        if let there { return there }
        let name = office.name.zh.prefix(20) + (pack.rolesByCode[role]?.name.zh ?? role)
        let signIn = try await enlist(
            login: "\(role)-\(office.code)".lowercased(), name: String(name), role: role, office: office.code, area: nil)
        return GeneratedCast.Member(id: signIn.accountID, name: signIn.name)
    }
}
