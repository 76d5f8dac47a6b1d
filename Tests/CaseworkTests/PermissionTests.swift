import Casework
import Foundation
import Kernel
import Sealing
import Store
import Testing
import Tips
import World

/// Every verb, for every role, on what is theirs and on what is somebody else's: allowed exactly where the pack's roles say so.
@Suite struct PermissionTests {
    @Test(arguments: Engine.all) func everybodyMayDoExactlyWhatTheirRoleSays(on engine: Engine) async throws {
        let declared = try DeclaredGrants.read()
        #expect(Set(declared.byRole.keys) == Set(World.staff.map(\.role)), "each role has somebody in the world")
        for person in World.staff where !World.doubles.contains(person.login) {
            let world = try await World.make(on: engine)
            for inside in [true, false] {
                let samples = try await samples(for: person, inside: inside, in: world)
                for verb in World.modules.verbs {
                    let expected = declared.allows(verb, person, inside: inside)
                    let said = try await perform(verb, samples, as: world.person(person.login), in: world)
                    #expect(
                        isAllowed(said) == expected,
                        "\(verb.name) by \(person.login) \(inside ? "inside" : "outside"): \(said), declared \(expected)"
                    )
                }
            }
        }
    }

    @Test(arguments: Engine.all) func aVisitorMayFileAndNothingElse(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let samples = try await samples(for: World.staff[0], inside: true, in: world)
        for verb in World.modules.verbs {
            let said = try await perform(verb, samples, as: world.visitor, in: world)
            let expected =
                VerbSamples.openToStrangers.contains(verb.name)
                ? "done"
                : VerbSamples.byReceiptOnly.contains(verb.name)
                    ? "receipt: receipt-typo" : verb.audience == .timers ? "forbidden" : "unauthenticated"
            #expect(said == expected, "\(verb.name)")
        }
    }

    /// The test would notice: whoever loses one grant is refused that verb, and no other.
    @Test func aGrantLessIsAVerbLess() async throws {
        let declared = try DeclaredGrants.read()
        for person in World.staff where !World.doubles.contains(person.login) {
            let world = try await World.make()
            let samples = try await samples(for: person, inside: true, in: world)
            for verb in World.modules.verbs
            where declared.allows(verb, person, inside: true) && !VerbSamples.needsOnlyAnAccount.contains(verb.name)
                && !VerbSamples.byReceiptOnly.contains(verb.name)
            {
                var scope = world.person(person.login)
                scope.grants[verb.permission] = nil
                #expect(
                    try await perform(verb, samples, as: scope, in: world) == "forbidden",
                    "\(verb.name) by \(person.login)")
            }
        }
    }

    /// The same by a change of the pack: a line taken out of `roles.yaml`.
    @Test func aLineLessInThePackIsAVerbLess() async throws {
        let folder = TemporaryFolder.make()
        for name in ["base", "world"] {
            let source = "\(World.packFolder)/\(name)"
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            for file in try FileManager.default.contentsOfDirectory(atPath: source) where file.hasSuffix(".yaml") {
                var text = try String(contentsOfFile: "\(source)/\(file)", encoding: .utf8)
                if file == "roles.yaml" {
                    text.replace("      - {permission: case.dispatch, reach: district}\n", with: "")
                }
                try text.write(toFile: "\(folder)/\(name)/\(file)", atomically: false, encoding: .utf8)
            }
        }
        let world = try await World.make()
        let pack = try Pack.load("world", from: folder, modules: World.modules)
        let changed = try District(
            store: world.district.store, clock: world.clock, keys: World.keys, pack: pack, modules: World.modules,
            passwordCost: .cheap)
        let scope = try await changed.read(as: world.system) {
            try $0.scope(of: $0.findAccount(world.accounts["dispatcher"]!))
        }
        let filed = try await world.filed()
        let verb = DispatchCase(caseID: filed.caseID, officeID: try await world.office("housing").id)
        #expect(await refusal { try await changed.perform(verb, as: scope) } == "forbidden")
        #expect(await refusal { try await world.district.perform(verb, as: world.person("dispatcher")) } == "done")
    }

    private func perform(_ verb: AnyVerb, _ samples: VerbSamples, as scope: Scope, in world: World) async throws
        -> String
    {
        guard let input = try samples.input(for: verb.name) else { return "no sample for \(verb.name)" }
        return await refusal { try await verb.perform(input, in: world.district, as: scope) }
    }

    private func isAllowed(_ said: String) -> Bool {
        !["forbidden", "unauthenticated", "not-found", "area: outside-your-area", "others-contact-list"].contains(said)
            && !said.hasPrefix("no sample")
    }

    /// Inside: filed by the person themselves where they may, in 柳林社区 or their own sub-district, and given to their office.
    private func samples(
        for person: (login: String, role: String, office: String, area: String?), inside: Bool, in world: World
    ) async throws -> VerbSamples {
        let areaCode =
            inside && person.login != "south"
            ? "990101001001" : inside ? "990101002001" : person.login == "south" ? "990101001001" : "990101002001"
        let office = inside && person.office != "leadership" ? person.office : "market"
        let mayFile = inside && ["phone", "portal"].contains(person.login)
        let filed = try await world.filed(
            area: areaCode, contact: Contact(phone: "13800138000"), by: mayFile ? world.person(person.login) : nil)
        let (officeID, other) = (try await world.office(office).id, try await world.office("housing").id)
        let order = try await world.district.perform(
            DispatchCase(caseID: filed.caseID, officeID: officeID), as: world.system)
        let colleague = try #require(world.accounts["city2"])
        let key = try await world.district.perform(AddAPIKey(accountID: colleague, name: "脚本"), as: world.system)
        let duty = try await world.district.perform(AddDuty(accountID: colleague, role: "leader"), as: world.system)
        return VerbSamples(
            caseID: filed.caseID, orderID: order.orderID, areaCode: areaCode, areaID: try await world.area(areaCode).id,
            otherAreaID: try await world.area("990101001002").id, officeID: officeID, otherOfficeID: other,
            accountID: colleague, dutyID: duty,
            keyID: key.keyID, tipID: try await tip(about: inside ? "market" : person.office, owner: inside ? person.login : nil, in: world),
            pointID: try await world.district.perform(AddIntakePoint(kind: "firm", name: "门", place: "门"), as: world.system).pointID,
            waitingListID: try await list(of: filed.caseID, askedBy: "portal", in: world),
            grantedListID: try await list(of: filed.caseID, askedBy: inside ? person.login : "portal", granted: true, in: world),
            subjects: try await SubjectSamples.make(
                at: areaCode, sheetsOf: inside ? world.person(person.login) : world.person("city2"), in: world),
            serial: "\(person.login)\(inside)")
    }

    /// A list of contacts that somebody asked for, whatever their role lets them.
    private func list(of id: ID<Case>, askedBy login: String, granted: Bool = false, in world: World) async throws -> ID<ContactList> {
        var asker = world.person(login)
        for permission in [AskForContacts.permission, "case.view"] { asker.grants[permission] = [.init(reach: .district)] }
        let list = try await world.district.perform(AskForContacts(caseIDs: [id], purpose: "调查"), as: asker)
        if granted { _ = try await world.district.perform(DecideOnContacts(listID: list, grants: true), as: world.system) }
        return list
    }
}

extension PermissionTests {
    /// Inside: about somebody else's office, and the person's own to look into where they may. Outside: about their own office.
    fileprivate func tip(about office: String, owner: String?, in world: World) async throws -> ID<Tip> {
        let accused = try await world.office(office).id
        // Somebody of another office keeps tips too, or a tip about the keepers' own could go to nobody.
        if office == "discipline" {
            _ = try await world.district.perform(AddDuty(accountID: world.accounts["supervisor"]!, role: "tip-officer"), as: world.system)
        }
        let tip = try await world.district.perform(
            FileTip(channel: "phone", category: "slow", text: "拖着不办", accusedOffice: accused, contact: "电话"), as: world.system)
        if let owner, let account = world.accounts[owner], world.person(owner).opens(Tip.compartment) {
            _ = try await world.district.perform(AssignTip(tipID: tip.tipID, owner: account), as: world.system)
        }
        return tip.tipID
    }
}

extension World {
    /// Second people of a role.
    static let doubles: Set = ["city2", "tips2"]
}

extension VerbSamples {
    static let openToStrangers: Set = ["case.file", "tip.file", "subject.request"]
    /// What a receipt opens, and no role.
    static let byReceiptOnly: Set = ["tip.answer"]
    static let needsOnlyAnAccount: Set = ["account.own-password", "notice.read"]
}

/// What `roles.yaml` declares, read line by line without the product's loader.
struct DeclaredGrants {
    /// A permission may be given by several reaches.
    var byRole: [String: [String: Set<String>]] = [:]

    static func read() throws -> DeclaredGrants {
        let text = try String(contentsOfFile: "\(World.packFolder)/base/roles.yaml", encoding: .utf8)
        var grants = DeclaredGrants()
        var role = ""
        for line in text.split(separator: "\n") {
            if let found = line.firstMatch(of: /^  - code: ([a-z-]+)/) { role = String(found.1) }
            if let found = line.firstMatch(of: /permission: ([a-z.-]+), reach: ([a-z]+)/) {
                grants.byRole[role, default: [:]][String(found.1), default: []].insert(String(found.2))
            }
        }
        return grants
    }

    func allows(_ verb: AnyVerb, _ person: (login: String, role: String, office: String, area: String?), inside: Bool)
        -> Bool
    {
        if verb.audience == .timers { return false }
        if VerbSamples.needsOnlyAnAccount.contains(verb.name) || VerbSamples.byReceiptOnly.contains(verb.name) { return true }
        guard let reaches = byRole[person.role]?[verb.permission.rawValue] else { return false }
        return reaches.contains { allows($0, verb, person, inside: inside) }
    }

    private func allows(
        _ reach: String, _ verb: AnyVerb, _ person: (login: String, role: String, office: String, area: String?), inside: Bool
    ) -> Bool {
        let area = inside == (person.login != "south") ? "990101001001" : "990101002001"
        let isInArea = person.area.map { area.hasPrefix($0) } ?? false
        switch (reach, VerbSamples.target(of: verb.name)) {
        case (_, .tip): return inside
        case ("district", _), (_, .district): return true
        case ("area", _): return isInArea
        case ("office", .issuedOrder): return false
        case ("office", _): return inside
        default: return inside
        }
    }
}
