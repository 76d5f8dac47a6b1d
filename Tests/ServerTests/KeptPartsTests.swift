import Casework
import Kernel
import Pages
import Synchronization
import Testing
import World

/// Parts of pages are kept for all who see the same: nobody is given what was made for somebody who sees more, and what was changed is seen
/// at once.
@Suite struct KeptPartsTests {
    private func register(_ name: String, _ world: World) async throws {
        _ = try await world.district.perform(
            ClassifySubject(
                subjectID: try await world.district.perform(
                    RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": name, "phone": "13800138000"]),
                    as: world.person("clerk")
                ).subjectID, scheme: "key-group", code: "over-80", evidence: "走访"), as: world.person("clerk"))
    }

    @Test(arguments: Engine.allCases) func whoSeesLessIsGivenLess(_ engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await register("陈老", world)
        try await PageClient.with(world) { page in
            for path in ["/registers/person", "/ledgers/key-groups"] {
                let clerk = try await page.get(path, session: try await page.session(of: "clerk")).body
                let grid = try await page.get(path, session: try await page.session(of: "grid")).body
                let again = try await page.get(path, session: try await page.session(of: "clerk")).body
                #expect(clerk.contains("export.xlsx") && again.contains("export.xlsx") && !grid.contains("export.xlsx"))
                // Whose page it is stands around it, with a token that is theirs.
                #expect(clerk.contains(">clerk<") && !grid.contains(">clerk<") && grid.contains(">grid<"))
                let token = try #require(page.token(in: clerk))
                #expect(!grid.contains(token))
            }
            // Of another area: the same address, nobody of this one.
            let south = try await page.get("/registers/person", session: try await page.session(of: "south"))
            #expect(!south.body.contains("陈老"))
        }
    }

    @Test(arguments: Engine.allCases) func whatWasChangedIsSeenAtOnce(_ engine: Engine) async throws {
        let world = try await World.make(on: engine)
        // On PostgreSQL another process may do it.
        let other = engine == .postgres ? try world.again() : world
        try await PageClient.with(world) { page in
            let clerk = try await page.session(of: "clerk")
            for (path, name) in [
                ("/registers/person", "陈老"), ("/ledgers/key-groups", "钱老"), ("/registers/person?q=%E5%AD%99%E5%A9%B6", "孙婶"),
            ] {
                #expect(try await !page.get(path, session: clerk).body.contains(">\(name)</a>"))
                try await register(name, other)
                #expect(try await page.get(path, session: clerk).body.contains(">\(name)</a>"))
            }
        }
    }

    /// An answer is given for another version than it was asked under only where that one was read before the answer was begun.
    @Test func aLaterAnswerServesThoseWhoAskedBefore() async throws {
        let kept = KeptAnswers<Int>()
        let before = ContinuousClock.now
        let made = Mutex(0)
        func ask(_ version: String, since: ContinuousClock.Instant) async throws -> Int {
            try await kept.answer("page", version: KeptVersion(version, since: since)) {
                made.withLock {
                    $0 += 1
                    return $0
                }
            }
        }
        #expect(try await ask("later", since: .now) == 1)
        #expect(try await ask("earlier", since: before) == 1)
        #expect(try await ask("later", since: .now) == 1)
        #expect(try await ask("latest", since: .now) == 2)
    }

    @Test(arguments: Engine.allCases) func whatHappensToACaseIsSeenAtOnceInEveryList(_ engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let other = engine == .postgres ? try world.again() : world
        try await PageClient.with(world) { page in
            let (city, housing) = (try await page.session(of: "city"), try await page.session(of: "housing"))
            let paths = ["/inbox", "/cases", "/search?q=%E8%B7%AF%E7%81%AF"]
            func shown(to session: String, _ id: ID<Case>) async throws -> [Bool] {
                var shown: [Bool] = []
                for path in paths { shown.append(try await page.get(path, session: session).body.contains("/cases/\(id)")) }
                return shown
            }
            // Each list is kept empty before.
            for path in paths { #expect(try await page.get(path, session: city).status == 200) }
            let given = try await other.dispatched(text: "门口的路灯不亮")
            #expect(try await shown(to: city, given.id) == [true, true, true])
            #expect(try await shown(to: housing, given.id) == [false, false, false])
            _ = try await other.district.perform(AcceptOrder(orderID: given.orderID), as: other.person("city"))
            _ = try await other.district.perform(
                ResolveCase(caseID: given.id, outcome: "solved", reply: "路灯已更换并复查"), as: other.person("city"))
            #expect(try await shown(to: city, given.id) == [false, true, true])
            // A clock runs without anything happening.
            let due = try await other.dispatched(text: "院里的路灯不亮")
            #expect(try await !page.get("/inbox?state=overdue", session: city).body.contains("/cases/\(due.id)"))
            try world.now("2022-06-30T09:00:00+08:00")
            let later = try await page.session(of: "city")
            #expect(try await page.get("/inbox?state=overdue", session: later).body.contains("/cases/\(due.id)"))
        }
    }

    @Test func whatSomebodyKeptForThemselvesIsNotInWhatOthersAreGiven() async throws {
        let world = try await World.make()
        let given = try await world.dispatched()
        _ = try await world.district.perform(SaveView(name: "我的油烟", address: "/cases?state=dispatched"), as: world.person("city"))
        try await PageClient.with(world) { page in
            let (one, two) = (try await page.session(of: "city"), try await page.session(of: "city2"))
            let mine = try await page.get("/cases", session: one).body
            let theirs = try await page.get("/cases", session: two).body
            #expect(mine.contains("/cases/\(given.id)") && theirs.contains("/cases/\(given.id)"))
            #expect(mine.contains("我的油烟") && !theirs.contains("我的油烟"))
            let inbox = try await page.get("/inbox", session: two).body
            #expect(inbox.contains(">city2<") && !inbox.contains(">city<"))
        }
    }
}
