import Casework
import Foundation
import HTTPTypes
import Kernel
import Pages
import Testing
import WorkingTime
import World

/// GeoReport v2, rule by rule, as another application meets it.
@Suite struct Open311Tests {
    private static let base = "/open311/v2"

    /// A portal with its key.
    private func with(
        _ world: World, _ work: @escaping @Sendable (PageClient, _ key: String) async throws -> Void
    ) async throws {
        let key = try await world.district.perform(AddAPIKey(accountID: world.accounts["portal"]!, name: "市民应用"), as: world.system).key
        try await PageClient.with(world) { try await work($0, key) }
    }

    private func file(
        _ client: PageClient, _ key: String?, _ fields: [(String, String)], base: String = Self.base, as format: String = "json"
    ) async throws -> PageClient.Answer {
        try await client.post("\(base)/requests.\(format)", (key.map { [("api_key", $0)] } ?? []) + fields)
    }

    private static let lamp = [
        ("service_code", "06027"), ("lat", "34.731200"), ("long", "113.642300"), ("description", "路灯不亮 <三天> & 很黑"),
        ("first_name", "明"), ("last_name", "张"), ("phone", "13800138000"), ("email", "zhang@example.org"),
    ]

    private func json<Value>(_ answer: PageClient.Answer, as _: Value.Type = Value.self) throws -> Value {
        try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8), options: .fragmentsAllowed) as? Value)
    }

    private func list(_ answer: PageClient.Answer) throws -> [[String: Any]] { try json(answer) }

    @Test func discoveryNamesTwoEndpointsInBothFormats() async throws {
        try await PageClient.with(try await World.make()) { client in
            for path in ["/discovery", "/open311/discovery", "/open311/v2/discovery"] {
                let answer = try await client.get("\(path).json")
                #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
                let found: [String: Any] = try json(answer)
                let endpoints = try #require(found["endpoints"] as? [[String: Any]])
                #expect(endpoints.map { $0["type"] as? String } == ["production", "test"])
                #expect((endpoints[0]["url"] as? String)?.hasSuffix("/open311/v2") == true)
                #expect(endpoints[0]["formats"] as? [String] == ["text/xml", "application/json"])
                let xml = try await client.get("\(path).xml")
                #expect(xml.headers[.contentType] == "text/xml; charset=utf-8")
                #expect(xml.body.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<discovery><changeset>"))
                #expect(xml.body.contains("<formats><format>text/xml</format><format>application/json</format></formats>"))
            }
        }
    }

    @Test func servicesAreTheClassesAndEachHasADefinition() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let services = try list(try await client.get("\(Self.base)/services.json"))
            #expect(services.map { $0["service_code"] as? String } == world.district.pack.classes.map(\.code))
            let one = try #require(services.first)
            #expect(Set(one.keys) == ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"])
            #expect(one["metadata"] as? Bool == true && one["type"] as? String == "realtime")
            let english = try list(try await client.get("\(Self.base)/services.json?lang=en"))
            #expect(english.first?["service_name"] as? String == world.district.pack.classes.first?.name.en)

            let definition: [String: Any] = try json(try await client.get("\(Self.base)/services/06027.json"))
            let attribute = try #require((definition["attributes"] as? [[String: Any]])?.first)
            #expect(attribute["datatype"] as? String == "singlevaluelist" && attribute["order"] as? Int == 1)
            #expect(attribute.keys.contains("datatype_description"))
            #expect((attribute["values"] as? [[String: Any]])?.contains { $0["key"] as? String == "990101001001" } == true)
            let xml = try await client.get("\(Self.base)/services/06027.xml")
            #expect(
                xml.body.contains("<service_definition><service_code>06027</service_code><attributes><attribute><variable>true</variable>"))
            #expect(try await client.get("\(Self.base)/services/none.xml").status == 404)
        }
    }

    @Test(arguments: Engine.all) func whatWasFiledIsFollowedByItsIDAndItsToken(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await with(world) { client, key in
            let filed = try await file(client, key, Self.lamp + [("attribute[area]", "990101001001"), ("account_id", "u-7")])
            #expect(filed.status == 201)
            let answer = try #require(try list(filed).first)
            #expect(Set(answer.keys) == ["service_request_id", "service_notice", "account_id"])
            #expect(answer["account_id"] as? String == "u-7")
            let id = try #require(answer["service_request_id"] as? String)

            // Everybody may read it, words and place, but never who it was.
            let shown = try await client.get("\(Self.base)/requests/\(id).json")
            let request = try #require(try list(shown).first)
            #expect(request["description"] as? String == "路灯不亮 <三天> & 很黑")
            #expect(request["status"] as? String == "open" && request["service_code"] as? String == "06027")
            #expect(request["lat"] as? Double == 34.7312 && request["long"] as? Double == 113.6423)
            #expect(request["address_id"] as? String == "990101001001")
            #expect(request["zipcode"] is NSNull && request["media_url"] is NSNull)
            #expect(request["requested_datetime"] as? String == "2022-03-30T09:00:00+08:00")
            #expect((request["expected_datetime"] as? String)?.hasSuffix("+08:00") == true)
            for secret in ["13800138000", "zhang@", "张明"] { #expect(!shown.body.contains(secret)) }
            let xml = try await client.get("\(Self.base)/requests/\(id).xml")
            #expect(xml.body.contains("<service_requests><request><service_request_id>\(id)</service_request_id><status>open</status>"))
            #expect(xml.body.contains("<description>路灯不亮 &lt;三天&gt; &amp; 很黑</description>"))
            #expect(xml.body.contains("<zipcode/>"))

            let notice = try #require(answer["service_notice"] as? String)
            let receipt = try #require(notice.split(separator: "/r/").last.map(String.init))
            let token = try list(try await client.get("\(Self.base)/tokens/\(receipt).json"))
            #expect(token.first?["service_request_id"] as? String == id && token.first?["token"] as? String == receipt)
            #expect(try await client.get("\(Self.base)/tokens/ABCD.json").status == 404)
            #expect(try await client.get("/r/\(receipt)").status == 200)
        }
    }

    @Test func formsThatCannotBeTakenAreRefusedAsTheSpecificationSays() async throws {
        let world = try await World.make()
        let reader = try await world.district.perform(AddAPIKey(accountID: world.accounts["auditor"]!, name: "只读"), as: world.system).key
        try await with(world) { client, key in
            func without(_ name: String) -> [(String, String)] { Self.lamp.filter { $0.0 != name } }
            let cases: [(String?, [(String, String)], Int, String)] = [
                (nil, Self.lamp, 403, "api_key"), ("wrong", Self.lamp, 403, "密钥"), (reader, Self.lamp, 403, "岗位"),
                (key, without("service_code"), 400, "service_code"),
                (key, without("service_code") + [("service_code", "nothing")], 404, "nothing"), (key, without("lat"), 400, "lat"),
                (key, without("lat").filter { $0.0 != "long" }, 400, "lat"), (key, without("lat") + [("lat", "north")], 400, "lat"),
                (key, without("lat") + [("lat", "91")], 400, "lat"), (key, Self.lamp + [("address_id", "nowhere")], 400, "address_id"),
                (key, Self.lamp + [("attribute[area]", "nowhere")], 400, "attribute[area]"),
                (key, without("phone") + [("phone", "call me")], 400, "phone"),
                (key, Self.lamp + [("media_url", "file:///etc/passwd")], 400, "media_url"),
                (key, without("description") + [("description", String(repeating: "长", count: 4001))], 400, "description"),
                (key, Self.lamp + [("jurisdiction_id", "elsewhere")], 404, "elsewhere"),
            ]
            for (key, fields, status, said) in cases {
                let answer = try await file(client, key, fields)
                #expect(answer.status == status, "\(fields): \(answer.body)")
                let error = try #require(try list(answer).first)
                #expect(error["code"] as? Int == status)
                #expect((error["description"] as? String)?.contains(said) == true, "\(said): \(answer.body)")
                let xml = try await file(client, key, fields, as: "xml")
                #expect(xml.status == status && xml.body.contains("<errors><error><code>\(status)</code><description>"))
            }
            // An empty parameter is none, and four thousand characters may be written.
            let taken = try await file(
                client, key,
                without("description") + [
                    ("description", String(repeating: "长", count: 4000)), ("jurisdiction_id", ""), ("address_id", ""),
                ])
            #expect(taken.status == 201, "\(taken.body)")
            #expect(try await client.get("\(Self.base)/requests.yaml").status == 404)
            #expect(try await client.get("\(Self.base)/nothing.json").status == 404)
            #expect(
                try await file(client, key, Self.lamp.filter { !["lat", "long"].contains($0.0) } + [("address_string", "松山路 8 号")]).status
                    == 201)
        }
    }

    @Test(arguments: Engine.all) func requestsAreNarrowedByIDServiceStateAndTime(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await with(world) { client, key in
            var ids: [String] = []
            for (day, code) in [("2022-03-30", "06027"), ("2022-03-31", "06027"), ("2022-04-01", world.district.pack.classes[0].code)] {
                try world.now("\(day)T10:00:00+08:00")
                let filed = try await file(client, key, Self.lamp.map { $0.0 == "service_code" ? ($0.0, code) : $0 })
                ids.append(try #require(try list(filed).first?["service_request_id"] as? String))
            }
            func asked(_ query: String) async throws -> [String] {
                try list(try await client.get("\(Self.base)/requests.json?\(query)")).compactMap { $0["service_request_id"] as? String }
            }
            #expect(try await asked("") == ids.reversed())
            #expect(try await asked("service_code=06027&status=") == [ids[1], ids[0]])
            #expect(try await asked("status=closed").isEmpty)
            #expect(try await asked("status=open,closed") == ids.reversed())
            #expect(try await asked("start_date=2022-03-31T00:00:00%2B08:00&end_date=2022-03-31T23:59:59%2B08:00") == [ids[1]])
            // A plus that nobody escaped, and other zones.
            #expect(try await asked("start_date=2022-03-31T00:00:00+08:00&end_date=2022-03-31T12:00:00Z") == [ids[1]])
            #expect(try await asked("service_request_id=\(ids[0]),\(ids[2])&status=closed") == [ids[2], ids[0]])
            #expect(try await asked("page_size=2") == [ids[2], ids[1]])
            #expect(try await asked("page_size=2&page=2") == [ids[0]])
            // Ninety days are the most, and what nobody asks for otherwise.
            try world.now("2022-06-28T12:00:00+08:00")
            #expect(try await asked("") == [ids[2], ids[1]])
            for (query, status) in [
                ("start_date=2022-01-01T00:00:00Z&end_date=2022-06-01T00:00:00Z", 400), ("start_date=yesterday", 400),
                ("status=broken", 400),
                ("service_code=nothing", 404), ("page_size=0", 400), ("service_request_id=nothing", 404), ("jurisdiction_id=x", 404),
                ("start_date=2022-04-02T00:00:00Z&end_date=2022-04-01T00:00:00Z", 400), ("api_key=wrong", 403),
            ] {
                #expect(try await client.get("\(Self.base)/requests.json?\(query)").status == status, "\(query)")
            }
        }
    }

    /// What came in by other ways is somebody's own affair: strangers see that it is there, and not what it says.
    @Test(arguments: Engine.all) func strangersSeeTheOutlineOfOtherCasesOnly(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.district.perform(
            FileCase(
                channel: "phone", caseClass: "06027", text: "邻居王某每晚打骂孩子", areaCode: "990101001001", address: "柳林路 5 号 3 单元 402",
                latitude: 34.731234, longitude: 113.642345, contact: Contact(name: "李四", phone: "13900139000")),
            as: world.person("phone"))
        try await with(world) { client, key in
            for path in ["requests/\(given.caseID).json", "requests.json", "requests.xml", "requests.json?api_key=\(key)"] {
                let shown = try await client.get("\(Self.base)/\(path)").body
                #expect(shown.contains("\(given.caseID)") && shown.contains("34.731") && !shown.contains("34.7312"))
                // The id is random, and may have any digits in it.
                let said = shown.replacing("\(given.caseID)", with: "")
                for secret in ["王某", "402", "李四", "13900139000", given.number] { #expect(!said.contains(secret), "\(path): \(secret)") }
            }
            #expect(
                try await client.get(
                    "\(Self.base)/requests/\(given.number.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!).json"
                ).status == 404)
            // Whoever may see the case anyway sees it here too.
            let staff = try await world.district.perform(AddAPIKey(accountID: world.accounts["dispatcher"]!, name: "大屏"), as: world.system)
                .key
            let whole = try await client.get("\(Self.base)/requests/\(given.caseID).json?api_key=\(staff)").body
            #expect(whole.contains("王某") && whole.contains("402") && !whole.contains("13900139000"))
            // And nobody's words are in the updates.
            let updates = try await client.get("\(Self.base)/servicerequestupdates.json").body
            #expect(updates.contains("\(given.caseID)") && !updates.contains("王某"))
            // A connected system adds only to what it filed.
            let added = try await client.post(
                "\(Self.base)/servicerequestupdates.json",
                [("api_key", key), ("service_request_id", "\(given.caseID)"), ("update_id", "1"), ("description", "x")])
            #expect(added.status == 404)
        }
    }

    @Test(arguments: Engine.all) func updatesGoBothWaysAndOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await with(world) { client, key in
            let id = try #require(try list(try await file(client, key, Self.lamp)).first?["service_request_id"] as? String)
            let fields = [
                ("api_key", key), ("service_request_id", id), ("update_id", "u1"), ("status", "OPEN"),
                ("updated_datetime", "2022-03-30T09:05:00+08:00"), ("description", "旁边的一盏也不亮了"),
            ]
            let first = try await client.post("\(Self.base)/servicerequestupdates.xml", fields)
            #expect(first.status == 201, "\(first.body)")
            #expect(first.body.contains("<service_request_updates><request_update><update_id>"))
            let again = try await client.post("\(Self.base)/servicerequestupdates.xml", fields)
            #expect(again.body == first.body)

            let caseID = try #require(ID<Case>(id))
            _ = try await world.district.perform(
                DispatchCase(caseID: caseID, officeID: try await world.office("urban-management").id), as: world.person("dispatcher"))
            let order = try #require(
                try await world.district.read(as: world.system) { try $0.openOrder(about: $0.findCase(caseID).subject) })
            _ = try await world.district.perform(AcceptOrder(orderID: order.id), as: world.person("city"))
            _ = try await world.district.perform(ResolveCase(caseID: caseID, outcome: "solved", reply: "灯已修好"), as: world.person("city"))
            let updates = try list(try await client.get("\(Self.base)/servicerequestupdates.json?start_date=2022-03-30T00:00:00%2B08:00"))
            #expect(updates.allSatisfy { $0["service_request_id"] as? String == id })
            #expect(updates.compactMap { $0["status"] as? String } == ["open", "open", "investigating", "fixed"])
            #expect(updates.filter { ($0["description"] as? String)?.contains("旁边的一盏") == true }.count == 1)
            #expect((updates.last?["description"] as? String)?.contains("灯已修好") == true)
            #expect(updates.last?["external_status_code"] as? String == "solved")
            // Answered is not closed: whoever asked says whether it is solved.
            let request = try #require(try list(try await client.get("\(Self.base)/requests/\(id).json")).first)
            #expect(request["status"] as? String == "open" && (request["status_notes"] as? String)?.contains("灯已修好") == true)
        }
    }

    @Test func theTestEndpointIsADrill() async throws {
        let world = try await World.make()
        try await with(world) { client, key in
            let filed = try await file(client, key, Self.lamp, base: "/open311/test/v2")
            let id = try #require(try list(filed).first?["service_request_id"] as? String)
            #expect(try await client.get("/open311/test/v2/requests/\(id).json").status == 200)
            #expect(try await client.get("\(Self.base)/requests/\(id).json").status == 404)
            let live = try await world.district.read(as: world.system) { try $0.publicCases(PublicCaseFilter(), limit: 10) }
            #expect(live.isEmpty)
        }
    }
}
