import Kernel
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
}
