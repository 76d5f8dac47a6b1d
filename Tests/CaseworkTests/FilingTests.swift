import Casework
import Kernel
import Store
import Testing
import World

/// What can be wrong with a filing, and that it is said for each field.
@Suite struct FilingTests {
    struct Filing: Sendable, CustomStringConvertible {
        var verb: FileCase
        var expected: String
        var description: String { expected }

        init(_ expected: String, _ change: (inout FileCase) -> Void) {
            self.expected = expected
            verb = FileCase(channel: "web", caseClass: "06027", text: "油烟太大", areaCode: "990101001001")
            change(&verb)
        }
    }

    static let filings = [
        Filing("done") { $0.text = "🚧👨‍👩‍👧 𠮷野家门口 e\u{301}" },
        Filing("done") { $0.text = String(repeating: "长", count: 4000) },
        Filing("done") { $0.text = "\n  两行\n文字  \n" }, Filing("done") { $0.caseClass = nil },
        Filing("done") { $0.areaCode = nil },
        Filing("text: too-long") { $0.text = String(repeating: "长", count: 4001) },
        Filing("text: too-long") { $0.text = String(repeating: "👨‍👩‍👧", count: 5000) },
        Filing("text: required") { $0.text = "" }, Filing("text: required") { $0.text = " \n\t　" },
        Filing("text: control-characters") { $0.text = "a\0b" },
        Filing("text: control-characters") { $0.text = "a\u{1B}[31m" },
        Filing("caseClass: unknown-class") { $0.caseClass = "99999" },
        Filing("urgency: not-one-of-these") { $0.urgency = "panic" },
        Filing("area: unknown-area") { $0.areaCode = "110000" },
        Filing("area: unknown-area") { $0.areaID = ID("00000000-0000-7000-8000-000000000001") },
        Filing("title: too-long") { $0.title = String(repeating: "长", count: 81) },
        Filing("address: too-long") { $0.address = String(repeating: "路", count: 201) },
        Filing("place: half-a-place") { $0.latitude = 34.7 },
        Filing("place: not-in-the-country") { ($0.latitude, $0.longitude) = (51.5, 0.1) },
        Filing("place: not-in-the-country") { ($0.latitude, $0.longitude) = (113.6, 34.7) },
        Filing("done") { ($0.latitude, $0.longitude) = (34.72, 113.64) },
        Filing("contact.phone: not-a-phone") { $0.contact = Contact(phone: "call me") },
        Filing("contact.phone: not-a-phone") { $0.contact = Contact(phone: "12") },
        Filing("contact.mail: not-a-mail-address") { $0.contact = Contact(mail: "nobody") },
        Filing("contact.name: too-long") { $0.contact = Contact(name: String(repeating: "长", count: 41)) },
        Filing("done") { $0.contact = Contact(phone: "１３８ 0013-8000") },
        Filing("done") { $0.contact = Contact(name: "", phone: "", mail: "") },
        Filing("photos: no-such-photo") { $0.photos = ["no such hash"] },
        Filing("photos: too-many-photos") { $0.photos = Array(repeating: "x", count: 7) },
        Filing("text: required, address: too-long, place: half-a-place") { filing in
            filing.text = ""
            filing.address = String(repeating: "路", count: 201)
            filing.longitude = 113
        },
    ]

    @Test(arguments: Engine.all) func aFilingIsTakenOrToldWhatIsWrongWithIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        var filed = 0
        for filing in Self.filings {
            let said = await refusal { try await world.district.perform(filing.verb, as: world.visitor) }
            #expect(said == filing.expected)
            filed += said == "done" ? 1 : 0
        }
        #expect(try await world.count("SELECT count(*) FROM cases WHERE district = \(world.district.code)") == filed)
        #expect(try await world.journal().count { $0.event == "case.filed" } == filed)
    }

    @Test(arguments: Engine.all) func whatWasTypedIsKeptAsItWas(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let text = "𠮷野家门口🚧 “引号” 'quote' \\ <script>alert(1)</script>\n第二行 e\u{301}"
        let found = try await world.findCase(try await world.filed("  \(text)\n").caseID)
        #expect(Array(found.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(found.title.count <= 30)
        #expect(found.title.hasSuffix("…") || text.hasPrefix(found.title))
    }

    @Test(arguments: Engine.all) func numbersCountThroughTheYearAndReceiptsDiffer(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let first = try await world.filed()
        let second = try await world.filed(by: world.person("phone"))
        #expect([first.number, second.number] == ["青石-2022-000001", "青石-2022-000002"])
        #expect(first.receipt != second.receipt)
        try world.now("2023-01-01T00:00:00+08:00")
        #expect(try await world.filed().number == "青石-2023-000001")
    }

    @Test(arguments: Engine.all) func theSameFormSentTwiceIsOneCase(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let verb = FileCase(id: ID("00000000-0000-7000-8000-00000000000a"), channel: "web", text: "油烟太大")
        let request = try RequestID("form-000001")
        let results = await atOnce(6) { _ in try await world.district.perform(verb, as: world.visitor, request: request)
        }
        #expect(Set(results.map { (try? $0.get())?.receipt }).count == 1)
        #expect(await refusal { try await world.district.perform(verb, as: world.visitor) } == "already-there")
        #expect(try await world.count("SELECT count(*) FROM cases WHERE district = \(world.district.code)") == 1)
    }

    @Test(arguments: Engine.all) func aVisitorComesByTheWebAndKnowsNoOtherSystemsNumbers(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let filed = try await world.district.perform(
            FileCase(channel: "phone", text: "油烟太大", sourceNumber: "12345"), as: world.visitor)
        let found = try await world.findCase(filed.caseID)
        #expect(found.channel == "web")
        #expect(found.sourceNumber == nil)
        #expect(found.filedBy == nil)
    }

    @Test(arguments: Engine.all) func staffFileWithinTheirAreaOnly(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        func said(_ login: String, _ area: String) async -> String {
            await refusal { try await world.filed(area: area, by: world.person(login)) }
        }
        #expect(await said("north", "990101001002") == "done")
        #expect(await said("north", "990101002001") == "area: outside-your-area")
        #expect(await said("grid", "990101001001001-C01-B01") == "done")
        #expect(await said("grid", "990101001002") == "area: outside-your-area")
        #expect(await said("phone", "990101002001") == "done")
        #expect(await said("supervisor", "990101002001") == "forbidden")
    }

    @Test(arguments: Engine.all) func nothingIsFiledInAnAreaThatIsNoMore(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (old, heir) = (try await world.area("990101001001"), try await world.area("990101001002"))
        _ = try await world.district.perform(MergeAreas(areaID: old.id, into: heir.id), as: world.person("admin"))
        let verb = FileCase(channel: "web", text: "油烟太大", areaID: old.id)
        #expect(await refusal { try await world.district.perform(verb, as: world.visitor) } == "area: unknown-area")
        #expect(await refusal { try await world.filed(area: "990101001001001") } == "done")
    }

    @Test func aHeapOfMarksOnOneCharacterIsRefusedAndWritingIsNot() async throws {
        let world = try await World.make()
        func file(_ title: String) async -> String {
            await refusal {
                try await world.district.perform(
                    FileCase(channel: "web", caseClass: "06027", title: title, text: "油烟", areaCode: "990101001001"), as: world.visitor)
            }
        }
        #expect(await file("井" + String(repeating: "\u{301}", count: 400_000)) == "title: control-characters")
        #expect(await file("井" + String(repeating: "\u{301}", count: 20)) == "title: control-characters")
        for title in ["👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "नमस्ते", "é", "邊󠄂", "དཔལ་ལྡན"] { #expect(await file(title) == "done", "\(title)") }
    }
}
