import Kernel
import WorkingTime

/// The registers of a demonstration: some compounds with those who live there, shops and firms, through the verbs that clerks use. The
/// header of `registers.yaml` says what its fields mean.
struct DemoRegisters: Sendable {
    struct Place: Sendable {
        var kind: String
        var area: String
        var values: [String: String]
        /// Households that are registered there.
        var homes = 0
    }

    var surnames: [String] = []
    var men: [String] = []
    var women: [String] = []
    var household = "{name}"
    var room = "{address}"
    var evidence: [String] = []
    var places: [Place] = []

    init() {}

    init(_ node: PackNode) {
        node.only("surnames", "men", "women", "household", "room", "evidence", "compounds", "shops", "firms")
        (surnames, men, women) = (node.texts("surnames"), node.texts("men"), node.texts("women"))
        (household, room, evidence) = (node.required("household"), node.required("room"), node.texts("evidence"))
        places = node.list("compounds").map { compound in
            compound.only("title", "area", "address", "households", "built", "service", "homes")
            return Place(
                kind: "compound", area: compound.required("area"),
                values: [
                    "title": compound.required("title"), "address": compound.required("address"),
                    "households": compound.string("households") ?? "", "built-on": compound.string("built") ?? "",
                    "has-property-service": compound.flag("service") == true ? "yes" : "no",
                ], homes: compound.integer("homes") ?? 0)
        }
        for (key, kind) in [("shops", "shop"), ("firms", "firm")] {
            places += node.list(key).map { place in
                place.only("title", "area", "address", "in-charge", "hours", "floor-area")
                var values: [String: String] = [:]
                for field in ["title", "address", "in-charge", "hours", "floor-area"] { values[field] = place.string(field) }
                return Place(kind: kind, area: place.required("area"), values: values)
            }
        }
    }

    func register(in world: DemoWorld) async throws {
        guard !places.isEmpty else { return }
        let clerk = try world.person("registrar", turn: 0)
        var names = Names(self, pace: DemoPace(world.district.schedule(), seed: 18))
        for place in places {
            let made = try await world.district.perform(
                RegisterSubject(kind: place.kind, areaCode: place.area, values: place.values), as: clerk)
            for _ in 0..<place.homes { try await settle(at: place, made.subjectID, &names, in: world, as: clerk) }
        }
    }

    /// A household with one to four people.
    private func settle(
        at place: Place, _ compound: ID<SubjectRecord>, _ names: inout Names, in world: DemoWorld, as clerk: Scope
    ) async throws {
        let home = world.district
        func make(_ kind: String, _ values: [String: String]) async throws -> ID<SubjectRecord> {
            try await home.perform(
                RegisterSubject(kind: kind, areaCode: place.area, values: values, source: .visit, note: evidence.first), as: clerk
            ).subjectID
        }
        func relate(_ one: ID<SubjectRecord>, _ relation: String, _ other: ID<SubjectRecord>, role: String? = nil, since: Day) async throws
        {
            _ = try await home.perform(
                RelateSubjects(subjectID: one, relation: relation, to: other, role: role, since: since), as: clerk)
        }
        let today = world.now.day(in: home.pack.zone)
        let address = names.address(room, place.values["address"] ?? "")
        let since = Day(year: names.number(1998...2024), month: 7, day: 1)!
        let members = names.family(today: today)
        let house = try await make(
            "household", ["title": household.replacing("{name}", with: members[0].name), "address": address, "phone": members[0].phone])
        try await relate(house, "part-of", compound, since: since)
        for member in members {
            let person = try await make(
                "person",
                [
                    "name": member.name, "sex": member.isMale ? "male" : "female", "birth-date": member.birth.iso, "phone": member.phone,
                    "address": address,
                ])
            try await relate(person, "lives-in", house, role: member.role, since: max(since, member.birth))
            for group in member.groups(alone: members.count == 1, today: today, &names) {
                _ = try await home.perform(
                    ClassifySubject(
                        subjectID: person, scheme: "key-group", code: group, evidence: evidence[names.number(0...evidence.count - 1)],
                        since: today.adding(days: -names.number(30...500))), as: clerk)
            }
        }
        if names.number(1...9) == 1 {
            _ = try await home.perform(
                ClassifySubject(
                    subjectID: house, scheme: "hardship", code: names.number(1...2) == 1 ? "minimum-allowance" : "near-minimum",
                    evidence: evidence[1 % evidence.count], since: today.adding(days: -names.number(30...300))), as: clerk)
        }
    }
}

/// Who is invented next; the same in every run.
private struct Names {
    let pool: DemoRegisters
    var pace: DemoPace
    private var phones = 0

    struct Member {
        var name: String
        var isMale: Bool
        var birth: Day
        var role: String
        var phone: String

        func groups(alone: Bool, today: Day, _ names: inout Names) -> [String] {
            let age = today.year - birth.year
            var groups: [String] = []
            if age >= 80 { groups.append("over-80") }
            if age >= 65, alone { groups.append("alone-elderly") }
            if age >= 60, names.number(1...5) == 1 { groups.append("chronic") }
            if age >= 18, names.number(1...25) == 1 { groups.append("disabled") }
            return groups
        }
    }

    init(_ pool: DemoRegisters, pace: DemoPace) {
        self.pool = pool
        self.pace = pace
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { pace.number(in: range) }

    mutating func address(_ pattern: String, _ address: String) -> String {
        pattern.replacing("{address}", with: address).replacing("{building}", with: "\(number(1...8))")
            .replacing("{unit}", with: "\(number(1...4))").replacing("{room}", with: "\(number(1...6))0\(number(1...3))")
    }

    mutating func family(today: Day) -> [Member] {
        let surname = pool.surnames[number(0...pool.surnames.count - 1)]
        let age = number(28...88)
        var members = [member(surname, "head", isMale: number(1...2) == 1, age: age, today)]
        if number(1...4) > 1 {
            let other = pool.surnames[number(0...pool.surnames.count - 1)]
            members.append(member(other, "spouse", isMale: !members[0].isMale, age: max(24, age + number(-4...4)), today))
            for _ in 0..<(age < 60 ? number(0...2) : 0) {
                members.append(member(surname, "child", isMale: number(1...2) == 1, age: max(1, age - number(24...34)), today))
            }
        }
        return members
    }

    private mutating func member(_ surname: String, _ role: String, isMale: Bool, age: Int, _ today: Day) -> Member {
        let given = isMale ? pool.men : pool.women
        phones += 1
        let digits = String(phones)
        return Member(
            name: surname + given[number(0...given.count - 1)], isMale: isMale,
            birth: Day(year: today.year - age, month: number(1...12), day: number(1...28))!, role: role,
            phone: age < 12 ? "" : "1990001" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
}
