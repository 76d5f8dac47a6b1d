import Kernel
import WorkingTime

/// The registers of a demonstration: some compounds with those who live there, shops and firms, through the verbs that clerks use. The
/// header of `registers.yaml` says what its fields mean.
struct DemoRegisters: Sendable {
    struct Place: Sendable {
        var kind: String
        var area: String
        var values: [String: String]
        /// What it is put down as: scheme and code.
        var classes: [String: String] = [:]
        var evidence: String?
        /// Households that are registered there, spread over so many buildings.
        var homes = 0
        var buildings = 0
    }

    struct Unit: Sendable {
        var place: Place
        /// By title: in the party's tree, in the service's, and what it looks after.
        var above: String?
        var service: String?
        var serves: [String] = []
    }

    var surnames: [String] = []
    var men: [String] = []
    var women: [String] = []
    var household = "{name}"
    var room = "{address}"
    var evidence: [String] = []
    var building = "{title} {building}"
    var places: [Place] = []
    var units: [Unit] = []
    var changes = Changes()

    /// What others say should be otherwise, for the desk to decide on.
    struct Changes: Sendable {
        /// Why, of people in turn; the first is carried out.
        var reasons: [String] = []
        var notes: [String] = []
        var erasure: String?
        /// Of residents: name and words.
        var requests: [(name: String, text: String)] = []
    }

    init() {}

    init(_ node: PackNode) {
        node.only(
            "surnames", "men", "women", "household", "room", "building", "evidence", "compounds", "shops", "firms", "institutions", "sites",
            "dwellings", "units", "changes")
        (surnames, men, women) = (node.texts("surnames"), node.texts("men"), node.texts("women"))
        (household, room, evidence) = (node.required("household"), node.required("room"), node.texts("evidence"))
        building = node.required("building")
        places = node.list("compounds").map { compound in
            compound.only("title", "area", "address", "households", "built", "service", "homes", "buildings", "classes")
            let classes = compound.child("classes")?.entries.map { ($0.key, $0.value.text ?? "") } ?? []
            return Place(
                kind: "compound", area: compound.required("area"),
                values: [
                    "title": compound.required("title"), "address": compound.required("address"),
                    "households": compound.string("households") ?? "", "built-on": compound.string("built") ?? "",
                    "has-property-service": compound.flag("service") == true ? "yes" : "no",
                ], classes: Dictionary(classes) { first, _ in first }, homes: compound.integer("homes") ?? 0,
                buildings: compound.integer("buildings") ?? 1)
        }
        for (key, kind) in [
            ("shops", "shop"), ("firms", "firm"), ("institutions", "institution"), ("sites", "site"), ("dwellings", "dwelling"),
        ] { places += node.list(key).map { Self.place($0, kind, besides: []) } }
        if let child = node.child("changes") {
            child.only("reasons", "notes", "erasure", "requests")
            changes = Changes(
                reasons: child.texts("reasons"), notes: child.texts("notes"), erasure: child.string("erasure"),
                requests: child.list("requests").map { ($0.required("name"), $0.required("text")) })
        }
        units = node.list("units").map { unit in
            var place = Self.place(unit, "unit", besides: ["level", "above", "service", "serves"])
            place.values["unit-level"] = unit.required("level")
            return Unit(place: place, above: unit.string("above"), service: unit.string("service"), serves: unit.texts("serves"))
        }
    }

    /// What the file says of a place beside where it is and what it is put down as are fields of its kind.
    private static func place(_ node: PackNode, _ kind: String, besides: Set<String>) -> Place {
        let others = besides.union(["area", "classes", "evidence"])
        let values = node.entries.filter { !others.contains($0.key) }.map { ($0.key, $0.value.text ?? "") }
        let classes = node.child("classes")?.entries.map { ($0.key, $0.value.text ?? "") } ?? []
        return Place(
            kind: kind, area: node.required("area"), values: Dictionary(values) { first, _ in first },
            classes: Dictionary(classes) { first, _ in first }, evidence: node.string("evidence"))
    }

    func register(in world: DemoWorld) async throws {
        guard !places.isEmpty else { return }
        let clerk = try world.person("registrar", turn: 0)
        var settling = Settling(
            pool: self, home: world.district, map: world.map, clerk: clerk,
            names: Names(self, pace: DemoPace(world.district.schedule(), seed: 18)))
        for place in places {
            let made = try await settling.make(place)
            for number in 1...max(1, place.buildings) where place.homes > 0 {
                let building = try await settling.build(number, at: place, made)
                let share = place.homes / place.buildings + (number <= place.homes % place.buildings ? 1 : 0)
                for _ in 0..<share { try await settling.settle(at: place, building: number, building) }
            }
        }
        try await settling.organize(units)
        try await settling.propose(changes, as: try world.person("grid-worker", turn: 0))
    }
}

/// The registers while they are being filled.
private struct Settling {
    let pool: DemoRegisters
    let home: District
    let map: DemoPlaces
    let clerk: Scope
    var names: Names
    private var made: [String: ID<SubjectRecord>] = [:]
    /// Who could belong to a unit: by area, in the order in which they came.
    private var adults: [String: [ID<SubjectRecord>]] = [:]

    init(pool: DemoRegisters, home: District, map: DemoPlaces, clerk: Scope, names: Names) {
        (self.pool, self.home, self.map, self.clerk, self.names) = (pool, home, map, clerk, names)
    }

    private var today: Day { home.clock.now.day(in: home.pack.zone) }

    mutating func make(_ place: DemoRegisters.Place) async throws -> ID<SubjectRecord> {
        let values = place.values.merging(position(of: place)) { own, _ in own }
        let id = try await home.perform(RegisterSubject(kind: place.kind, areaCode: place.area, values: values), as: clerk).subjectID
        made[place.values["title"] ?? ""] = id
        for (scheme, code) in place.classes {
            try await classify(id, scheme, code, place.evidence ?? pool.evidence[0], daysAgo: names.number(30...200))
        }
        return id
    }

    /// Not of all of them: somebody still has to go there.
    private func position(of place: DemoRegisters.Place) -> [String: String] {
        guard made.count % 7 != 6, home.pack.subjectKinds.first(where: { $0.code == place.kind })?.fieldCodes.contains("position") == true,
            let point = map.place(in: place.area, turn: made.count)
        else { return [:] }
        return ["position": "\(point.latitude), \(point.longitude)"]
    }

    mutating func build(_ number: Int, at place: DemoRegisters.Place, _ compound: ID<SubjectRecord>) async throws -> ID<SubjectRecord> {
        let title = pool.building.replacing("{title}", with: place.values["title"] ?? "").replacing("{building}", with: "\(number)")
        let id = try await make(
            DemoRegisters.Place(
                kind: "building", area: place.area,
                values: [
                    "title": title, "address": place.values["address"] ?? "", "floors": "\(names.number(5...7))",
                    "households": "\(names.number(20...48))", "built-on": place.values["built-on"] ?? "",
                ]))
        try await relate(id, "part-of", compound)
        return id
    }

    /// A household with one to four people.
    mutating func settle(at place: DemoRegisters.Place, building number: Int, _ building: ID<SubjectRecord>) async throws {
        let address = names.address(pool.room, place.values["address"] ?? "", building: number)
        let since = Day(year: names.number(1998...2024), month: 7, day: 1)!
        let members = names.family(today: today)
        let house = try await register(
            "household", place.area,
            ["title": pool.household.replacing("{name}", with: members[0].name), "address": address, "phone": members[0].phone])
        try await relate(house, "part-of", building, since: since)
        for member in members {
            let person = try await register(
                "person", place.area,
                [
                    "name": member.name, "sex": member.isMale ? "male" : "female", "birth-date": member.birth.iso, "phone": member.phone,
                    "address": address,
                ])
            try await relate(person, "lives-in", house, role: member.role, since: max(since, member.birth))
            for group in member.groups(alone: members.count == 1, today: today, &names) {
                try await classify(
                    person, "key-group", group, pool.evidence[names.number(0...pool.evidence.count - 1)], daysAgo: names.number(30...500))
            }
            let age = today.year - member.birth.year
            if (35...60).contains(age), names.number(1...10) == 1 {
                try await classify(person, "post", "sanitation-worker", pool.evidence[0], daysAgo: names.number(200...2000))
            }
            if age >= 20 { adults[place.area, default: []].append(person) }
        }
        if names.number(1...9) == 1 {
            try await classify(
                house, "hardship", names.number(1...2) == 1 ? "minimum-allowance" : "near-minimum", pool.evidence[1 % pool.evidence.count],
                daysAgo: names.number(30...300))
        }
    }

    /// The units one above the other, with members from among those who live there.
    mutating func organize(_ units: [DemoRegisters.Unit]) async throws {
        let types = ["registered", "registered", "retired", "in-service", "floating"]
        let posts = ["policy", "order", "cleaning", "mediation", "care"]
        var turn = 0
        for unit in units {
            let id = try await make(unit.place)
            if let above = unit.above.flatMap({ made[$0] }) { try await relate(id, "party-under", above) }
            if let above = unit.service.flatMap({ made[$0] }) { try await relate(id, "service-under", above) }
            for title in unit.serves { if let served = made[title] { try await relate(served, "served-by", id) } }
            guard ["compound", "building"].contains(unit.place.values["unit-level"]) else { continue }
            for place in 0..<(unit.place.values["unit-level"] == "building" ? 4 : 3) {
                guard let area = adults.keys.sorted().first(where: { $0.hasPrefix(unit.place.area) && adults[$0]?.isEmpty == false }),
                    let person = adults[area]?.popLast()
                else { break }
                let type = types[turn % types.count]
                try await classify(person, "party-member", type, pool.evidence[0], daysAgo: names.number(300...3000))
                if type == "in-service" {
                    try await relate(
                        person, "reports-to", id, role: posts[turn % posts.count], since: today.adding(days: -names.number(20...300)))
                } else {
                    try await relate(person, "member-of", id, role: place == 0 ? "leader" : "member")
                }
                if place == 0 { try await classify(person, "post", "building-head", pool.evidence[0], daysAgo: 120) }
                turn += 1
            }
        }
    }

    /// Proposals of somebody on the rounds and of residents; some are decided.
    mutating func propose(_ changes: DemoRegisters.Changes, as walker: Scope) async throws {
        var people = adults.sorted { $0.key > $1.key }.flatMap(\.value)
        let reached = try await home.read(as: walker) { [people] in
            Set(try $0.subjects(named: Set(people), for: ProposeChange.permission).keys)
        }
        for (place, (reason, person)) in zip(changes.reasons, people.filter(reached.contains)).enumerated() {
            let made = try await home.perform(
                ProposeChange(subjectID: person, values: ["note": changes.notes[place % changes.notes.count]], reason: reason), as: walker)
            if place == 0 { _ = try await home.perform(DecideChange(changeID: made.changeID, applies: true), as: clerk) }
        }
        if let erasure = changes.erasure, let person = people.popLast() {
            _ = try await home.perform(ProposeErasure(subjectID: person, reason: erasure), as: clerk)
        }
        for (place, request) in changes.requests.enumerated() {
            _ = try await home.perform(
                RequestChange(name: request.name, phone: "199000" + "\(19000 + place)", text: request.text), as: .visitor(of: home.code))
        }
    }

    private func register(_ kind: String, _ area: String, _ values: [String: String]) async throws -> ID<SubjectRecord> {
        try await home.perform(
            RegisterSubject(kind: kind, areaCode: area, values: values, source: .visit, note: pool.evidence.first), as: clerk
        ).subjectID
    }

    private func relate(
        _ one: ID<SubjectRecord>, _ relation: String, _ other: ID<SubjectRecord>, role: String? = nil, since: Day? = nil
    ) async throws {
        _ = try await home.perform(
            RelateSubjects(subjectID: one, relation: relation, to: other, role: role, since: since ?? today.adding(days: -400)), as: clerk)
    }

    private func classify(_ one: ID<SubjectRecord>, _ scheme: String, _ code: String, _ evidence: String, daysAgo: Int) async throws {
        _ = try await home.perform(
            ClassifySubject(subjectID: one, scheme: scheme, code: code, evidence: evidence, since: today.adding(days: -daysAgo)), as: clerk)
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
            if isMale, age >= 30, names.number(1...12) == 1 { groups.append("veteran") }
            return groups
        }
    }

    init(_ pool: DemoRegisters, pace: DemoPace) {
        self.pool = pool
        self.pace = pace
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { pace.number(in: range) }

    mutating func address(_ pattern: String, _ address: String, building: Int) -> String {
        pattern.replacing("{address}", with: address).replacing("{building}", with: "\(building)")
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
