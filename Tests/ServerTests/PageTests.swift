import Casework
import Foundation
import HTTPTypes
import Kernel
import Pages
import Store
import Testing
import World

/// Pages through the front door, in process.
@Suite struct PageTests {
    @Test func aReportedProblemComesBackWithItsReceipt() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let form = try await client.get("/report")
            let cookie = form.headers[.setCookie]!.prefix { $0 != ";" }
            let answer = try await client.post(
                "/report", [("text", "井盖坏了，差点摔倒 𠮷 😀"), ("tile", "roads"), ("area", "990101001001")],
                token: client.token(in: form.body), cookie: String(cookie))
            #expect(answer.status == 303)
            let receipt = try await client.get(answer.location!)
            #expect(receipt.status == 200)
            #expect(receipt.body.contains("𠮷 😀"))
            #expect(receipt.body.contains("receipt-code"))
        }
    }

    @Test func aRefusedFormKeepsWhatWasTyped() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let form = try await client.get("/report")
            let cookie = String(form.headers[.setCookie]!.prefix { $0 != ";" })
            let long = String(repeating: "长", count: 5000)
            let answer = try await client.post(
                "/report", [("text", long), ("address", "兴华街8号"), ("tile", "roads")], token: client.token(in: form.body), cookie: cookie)
            #expect(answer.status == 422)
            #expect(answer.body.contains(long))
            #expect(answer.body.contains("兴华街8号"))
            #expect(answer.body.contains("5000"))
        }
    }

    @Test func aFormWithoutItsTokenIsRefused() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let answer = try await client.post("/report", [("text", "x")])
            #expect(answer.status == 403)
            let form = try await client.get("/report")
            let cookie = String(form.headers[.setCookie]!.prefix { $0 != ";" })
            // Nor is the right one, where the browser itself says that the form stood elsewhere.
            let fields = [("text", "x"), ("csrf", client.token(in: form.body) ?? "")]
            let elsewhere = try await client.send(
                .post, "/report",
                headers: [
                    .contentType: "application/x-www-form-urlencoded", .cookie: cookie, HTTPField.Name("Sec-Fetch-Site")!: "cross-site",
                ], body: Array(fields.map { "\($0.0)=\(Links.encode($0.1))" }.joined(separator: "&").utf8))
            #expect(elsewhere.status == 403)
            // Another browser's token is no use here.
            let stolen = try await client.post(
                "/report", [("text", "x")], token: client.token(in: form.body), cookie: "visitor=somebody-else")
            #expect(stolen.status == 403)
        }
    }

    @Test func sendingTheSameFormTwiceFilesOneCase() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let form = try await client.get("/report")
            let cookie = String(form.headers[.setCookie]!.prefix { $0 != ";" })
            let fields = [("text", "路灯不亮"), ("_request", "one-sending-of-this-form")]
            let first = try await client.post("/report", fields, token: client.token(in: form.body), cookie: cookie)
            let second = try await client.post("/report", fields, token: client.token(in: form.body), cookie: cookie)
            #expect(first.location == second.location)
            let count = try await world.district.read(as: world.system) { try $0.db.value("SELECT count(*) FROM cases", as: Int.self) }
            #expect(count == 1)
        }
    }

    @Test func whatIsWrongWithAFilterNamesIt() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "dispatcher")
            let answer = try await client.get("/cases?from=2026-13-45", session: session)
            #expect(answer.status == 422)
            #expect(answer.body.contains("登记日期自：要填日期"))
            // Where the filters are folded away, how many are set is still seen.
            #expect(try await client.get("/cases?state=resolved&q=x", session: session).body.contains("筛选 · 2</summary>"))
            #expect(try await client.get("/cases", session: session).body.contains("筛选</summary>"))
        }
    }

    @Test func whatNobodyChoseIsStillToBeChosen() async throws {
        let world = try await World.make()
        let order = try await world.dispatched(text: "门口的路灯不亮")
        _ = try await world.district.perform(AcceptOrder(orderID: order.orderID), as: world.person("city"))
        let given = order.id
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "city")
            let form = try await client.get("/cases/\(given)", session: session)
            for (outcome, sentence) in [("", "这一项必须填写"), ("nonsense", "没有这个选项")] {
                let answer = try await client.post(
                    "/cases/\(given)/resolution", [("outcome", outcome), ("reply", "路灯已更换并复查")], session: session,
                    token: client.token(in: form.body))
                #expect(answer.status == 422)
                #expect(answer.body.contains(sentence))
                #expect(answer.body.contains("路灯已更换并复查"))
            }
        }
    }

    @Test func aFormSurvivesAnExpiredSession() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "phone")
            let form = try await client.get("/cases/new", session: session)
            try await world.district.signOut(session)
            let answer = try await client.post(
                "/cases/new", [("text", "老人家暖气不热")], session: session, token: client.token(in: form.body))
            #expect(answer.status == 401)
            #expect(answer.body.contains("老人家暖气不热"))
            #expect(answer.body.contains("name=\"password\""))
        }
    }

    @Test func somebodyElsesFormIsNotCarriedThroughSigningIn() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let answer = try await client.post("/cases/new", [("text", "planted")], session: "a-session-that-is-over")
            #expect(answer.status == 401)
            #expect(!answer.body.contains("planted"))
        }
    }

    @Test func aFirstPasswordIsChangedBeforeAnythingElse() async throws {
        let world = try await World.make()
        let first = try await world.district.perform(ResetPassword(accountID: world.accounts["city"]!), as: world.system).password
        let session = try await world.district.signIn(login: "city", password: first, from: "test")
        try await PageClient.with(world) { client in
            let answer = try await client.get("/inbox", session: session)
            #expect(answer.location == "/account")
        }
    }

    @Test func farAwayDatesAreRefusedNotFatal() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "supervisor")
            for query in ["to=0001-01-01", "as-of=0001-01-01", "from=9999-12-31&to=9999-12-31"] {
                let answer = try await client.get("/board?\(query)", session: session)
                #expect(answer.status == 200 || answer.status == 422, "\(query)")
            }
        }
    }

    @Test func signingInLeadsOnlyToOurOwnPages() {
        #expect(SignIn.safeTarget("/cases?q=1") == "/cases?q=1")
        for target in [
            "//evil.cn", "/\t/evil.cn", "https://evil.cn", "/\\evil.cn", "/sign-out", "//\u{FE0F}evil.cn", "/\u{34F}/evil.cn",
            "/\\\u{FE0F}evil.cn",
        ] {
            #expect(SignIn.safeTarget(target) == "/inbox")
        }
    }

    @Test func brokenBodiesGetASentence() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let half = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhalf a mult"
            let answer = try await client.send(
                .post, "/report", headers: [.contentType: "multipart/form-data; boundary=b"], body: Array(half.utf8))
            #expect(answer.status == 422)
            #expect(answer.body.contains(client.site.chinese.text("problem.form-broken")))
            let nul = try await client.post("/report", [("text", "a\u{0}b")])
            #expect(nul.status == 422)
            let huge = try await client.send(
                .post, "/follow-nothing", headers: [.contentType: "text/plain"], body: [1])
            #expect(huge.status == 404)
        }
    }

    @Test func everyPageHasItsGuards() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let asked: [(HTTPRequest.Method, String, Int)] = [
                (.get, "/", 200), (.get, "/sign-in", 200), (.get, "/nowhere", 404), (.get, "/api/cases", 401),
                (.get, "/assets/huying.css", 200),
                (.head, "/", 200), (.head, "/nowhere", 404), (.delete, "/", 404), (.options, "/api/verbs/case.file", 404),
            ]
            for (method, path, status) in asked {
                let answer = try await client.send(method, path, body: nil)
                #expect(answer.status == status, "\(method) \(path)")
                if method == .head { #expect(answer.body.isEmpty, "\(path)") }
                let policy = answer.headers[HTTPField.Name("Content-Security-Policy")!] ?? ""
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(method) \(path)")
                #expect(answer.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff", "\(method) \(path)")
            }
        }
    }

    @Test func aColleagueOfAnotherOfficeFindsNothing() async throws {
        let world = try await World.make()
        let samples = try await PagePermissionTests.Samples(world)
        try await PageClient.with(world) { client in
            let housing = try await client.session(of: "housing")
            let path = samples.fill("/cases/:id")
            let answer1 = try await client.get(path, session: housing)
            #expect(answer1.status == 404)
            let answer2 = try await client.get("/cases", session: housing)
            #expect(answer2.body.contains("路灯不亮") == false)
            let city = try await client.session(of: "city")
            let answer3 = try await client.get(path, session: city)
            #expect(answer3.status == 200)
        }
    }

    /// The public map is counted for everybody at once: whoever asks first, it says no more than a stranger may know.
    @Test func thePublicMapShowsKindsAndRoughPlacesOnly() async throws {
        let world = try await World.make()
        let filed = try await world.district.perform(
            FileCase(
                channel: "web", caseClass: "06027", text: "邻居王某每晚打骂孩子", areaCode: "990101001001", address: "柳林路 5 号 402",
                latitude: 34.731234, longitude: 113.642345, contact: Contact(phone: "13900139000")), as: world.visitor)
        _ = try await world.withdrawn()
        try await PageClient.with(world) { client in
            let staff = try await client.get("/map", session: try await client.session(of: "dispatcher"))
            let stranger = try await client.get("/map")
            for page in [staff, stranger] {
                #expect(page.status == 200 && page.body.contains("data-map"))
                for secret in ["王某", "402", "13900139000", filed.number, "34.7312"] { #expect(!page.body.contains(secret), "\(secret)") }
            }
            // Two filed, one of them closed by withdrawal.
            #expect(stranger.body.contains(">2</td>") && stranger.body.contains(">1</td>"))
        }
    }

    @Test func aRefusedChoiceShowsWhatWasChosenNotWhatWasSuggested() async throws {
        let world = try await World.make()
        let filed = try await world.filed()
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "dispatcher")
            func offices(_ page: String) throws -> String {
                let start = try #require(page.range(of: "name=\"office\""))
                return page[start.upperBound...].components(separatedBy: "</select>")[0]
            }
            let page = try await client.get("/cases/\(filed.caseID)", session: session)
            #expect(try offices(page.body).contains(/value="[0-9a-f-]{36}" selected/), "an office is suggested")
            let refused = try await client.post(
                "/cases/\(filed.caseID)/dispatch", [("office", "")], session: session, token: client.token(in: page.body))
            #expect(refused.status == 422)
            #expect(!(try offices(refused.body)).contains(/value="[0-9a-f-]{36}" selected/))
        }
    }
}

extension PageTests {
    /// Whoever opened a contact is told to the person concerned: where they work and what for.
    @Test func theReporterReadsWhoOpenedTheirContact() async throws {
        let world = try await World.make()
        let given = try await world.dispatched(contact: Contact(name: "郑伟", phone: "13800138000"))
        _ = try await world.district.perform(RevealContact(caseID: given.id, purpose: "约上门时间"), as: world.person("city"))
        let joined = try await world.district.perform(
            JoinCase(caseID: given.id, channel: "phone", text: "我家也是", contact: Contact(phone: "13900139000")), as: world.person("phone"))
        try await PageClient.with(world) { client in
            let first = try await client.get("/r/\(given.receipt)")
            #expect(first.body.contains("约上门时间") && first.body.contains("青石区城市管理局"))
            #expect(!first.body.contains("13800138000"))
            let other = try await client.get("/r/\(joined.receipt)")
            #expect(other.status == 200 && !other.body.contains("约上门时间"), "who looked at one is not told to another")
        }
    }
}
