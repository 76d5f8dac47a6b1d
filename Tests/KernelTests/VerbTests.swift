import Foundation
import Kernel
import Testing
import WorkingTime
import World

@Suite struct VerbTests {
    @Test func everyVerbDescribesItsInputAndItsAnswer() {
        for verb in World.modules.verbs {
            // A verb that takes nothing, or tells nothing, has no fields to find.
            if verb.input != .anything { #expect(known(verb.input), "\(verb.name): \(verb.input)") }
            if verb.output != .anything { #expect(known(verb.output), "\(verb.name): \(verb.output)") }
        }
        let silent = World.modules.verbs.filter { $0.input == .anything }.map(\.name)
        #expect(silent == ["case.close-silent", "journal.seal", "order.climb-ladder", "pack.load", "pack.seed"])
    }

    @Test func shapesSayWhatIsRequiredAndWhatThereIsToChooseFrom() throws {
        let shapes: [(String, String, JSONShape, Bool)] = [
            ("order.issue", "toOffices", .array(.string(format: "uuid")), true),
            ("order.issue", "basis", .string(format: nil), false),
            ("order.issue", "limit", .string(format: nil), true), ("account.suspend", "suspended", .boolean, true),
            ("area.add", "from", .string(format: "date"), false), ("case.confirm", "rating", .integer, false),
            ("case.file", "latitude", .number, false), ("import.row", "filedAt", .string(format: "date-time"), true),
            ("case.file", "photos", .array(.string(format: nil)), false), ("calendar.load", "year", .integer, true),
            ("notice.read", "notices", .array(.string(format: "uuid")), true),
        ]
        for (name, field, shape, required) in shapes {
            let verb = try #require(World.modules.verb(named: name))
            guard case .object(let fields) = verb.input, let found = fields.first(where: { $0.name == field }) else {
                Issue.record("\(name).\(field) is not there")
                continue
            }
            #expect(found.shape == shape, "\(name).\(field)")
            #expect(found.isRequired == required, "\(name).\(field)")
        }
        #expect(World.modules.verb(named: "area.add")?.output == .string(format: "uuid"))
        #expect(World.modules.verb(named: "order.issue")?.output == .array(.string(format: "uuid")))
        let split = try #require(World.modules.verb(named: "area.split"))
        guard case .object(let fields) = split.input, case .array(.object(let parts)) = fields[1].shape else {
            Issue.record("area.split has no parts")
            return
        }
        #expect(parts.map(\.name) == ["code", "name", "children"])
    }

    static let badInputs: [(String, String, String)] = [
        ("order.issue", "{", "malformed-json"), ("order.issue", "[]", ": wrong-type"),
        ("order.issue", "{\"ask\": \"x\"}", "toOffices: required"),
        ("order.issue", "{\"toOffices\": [\"x\"], \"ask\": \"x\", \"limit\": \"1d\"}", "toOffices.0: not-one-of-these"),
        ("order.issue", "{\"toOffices\": [], \"ask\": 7, \"limit\": \"1d\"}", "ask: wrong-type"),
        ("order.issue", "{\"toOffices\": [], \"ask\": null, \"limit\": \"1d\"}", "ask: required"),
        ("order.issue", "{\"toOffices\": [], \"ask\": \"x\", \"limit\": \"1d\"}", "toOffices: required"),
        (
            "area.add", "{\"code\": \"x\", \"level\": \"street\", \"name\": \"y\", \"from\": \"2022-02-30\"}",
            "from: not-one-of-these"
        ),
        (
            "calendar.load", "{\"year\": \"soon\", \"source\": \"\", \"holidays\": [], \"workdays\": []}",
            "year: wrong-type"
        ),
    ]

    @Test(arguments: badInputs) func inputThatDoesNotFitNamesItsField(name: String, input: String, expected: String)
        async throws
    {
        let world = try await World.make()
        let verb = try #require(World.modules.verb(named: name))
        let said = await refusal { try await verb.perform(Data(input.utf8), in: world.district, as: world.system) }
        #expect(said == expected)
    }

    @Test(arguments: Engine.all) func aVerbByItsNameDoesWhatTheVerbDoes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let office = try await world.office("housing").id
        let verb = try #require(World.modules.verb(named: "order.issue"))
        let input = Data("{\"toOffices\": [\"\(office)\"], \"ask\": \"请报送名单🚧𠮷\", \"limit\": \"1wd\"}".utf8)
        let request = try RequestID("api-request-1")
        let answers = [
            try await verb.perform(input, in: world.district, as: world.person("supervisor"), request: request),
            try await verb.perform(input, in: world.district, as: world.person("supervisor"), request: request),
        ]
        #expect(answers[0] == answers[1])
        #expect(
            await refusal { try await verb.perform(input, in: world.district, as: world.person("city")) } == "forbidden"
        )
        #expect(
            await refusal { try await verb.perform(input, in: world.district, as: world.visitor) } == "unauthenticated")
    }

    /// Verbs of timers cannot be called, whatever a pack grants.
    @Test func onlyTimersCallTheirVerbs() async throws {
        let world = try await World.make()
        for verb in World.modules.verbs where verb.audience == .timers {
            var scope = world.person("admin")
            scope.grants[verb.permission] = [.init(reach: .district)]
            let everything = scope
            let said = await refusal { try await verb.perform(Data("{}".utf8), in: world.district, as: everything) }
            #expect(["forbidden"].contains(said) || said.contains("required"), "\(verb.name): \(said)")
        }
    }

    @Test(arguments: Engine.all) func aCalendarLoadedLaterCountsAtOnceAndAfterARestart(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let days = ["2027-01-01"].compactMap { Day(iso: $0) }
        let verb = LoadCalendar(
            year: 2027, source: "国办发明电〔2026〕1号", holidays: [.init(name: "元旦", days: days)],
            workdays: [Day(iso: "2027-01-03")!])
        let wrong = [
            (LoadCalendar(year: 1900, source: "", holidays: verb.holidays, workdays: []), "year: not-a-year"),
            (
                LoadCalendar(year: 2027, source: "", holidays: verb.holidays, workdays: days),
                "workdays: holiday-and-workday"
            ),
            (
                LoadCalendar(year: 2030, source: "", holidays: verb.holidays, workdays: []),
                "holidays: day-of-another-year"
            ),
            (LoadCalendar(year: 2027, source: "", holidays: [], workdays: []), "holidays: required"),
        ]
        for (verb, expected) in wrong {
            #expect(await refusal { try await world.district.perform(verb, as: world.person("admin")) } == expected)
        }
        #expect(!world.district.pack.calendar.isPublished(2027))
        for _ in 0..<2 { _ = try await world.district.perform(verb, as: world.person("admin")) }
        #expect(world.district.pack.calendar.isPublished(2027))
        let restarted = try world.again().district
        try await restarted.takeUpCalendar()
        #expect(restarted.pack.calendar.isWorking(Day(iso: "2027-01-03")!))
        #expect(!restarted.pack.calendar.isWorking(Day(iso: "2027-01-01")!))
    }

    private func known(_ shape: JSONShape) -> Bool {
        switch shape {
        case .anything: false
        case .array(let element), .dictionary(let element): known(element)
        case .object(let fields): !fields.isEmpty && fields.allSatisfy { known($0.shape) }
        case .choice(let choices): !choices.isEmpty
        case .string, .integer, .number, .boolean: true
        }
    }
}
