import Kernel
import Sealing
import Store
import Testing
import WorkingTime
import World

@Suite struct JournalTests {
    @Test(arguments: Engine.all) func nobodyChangesOrShortensTheJournal(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let before = try await world.journal().count
        for statement: SQL in [
            "UPDATE journal SET payload = '{}'", "DELETE FROM journal",
            "UPDATE journal SET seq = seq + 1000000 WHERE event = 'area.added'",
        ] {
            await #expect(throws: StoreError.self) { try await world.district.store.write { try $0.run(statement) } }
        }
        if engine == .postgres {
            await #expect(throws: StoreError.self) {
                try await world.district.store.write { try $0.run("TRUNCATE journal") }
            }
        }
        #expect(try await world.journal().count == before)
    }

    @Test(arguments: Engine.all) func whatWasDoneReadsWhoWhenAndWhat(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let area = try await world.area("990101001")
        _ = try await world.district.perform(
            RenameArea(areaID: area.id, name: "河北街道🌾"), as: world.person("admin"),
            request: try RequestID("request-0007"),
            happenedAt: World.start - .hours(2))
        let entry = try #require(
            try await world.district.read(as: world.system) { try $0.feed(of: Subject("area", area.id.uuid)).last })
        #expect(entry.event == "area.renamed")
        #expect(entry.verb == "area.rename")
        #expect(entry.actorName == "admin")
        #expect(entry.actorID == world.accounts["admin"])
        #expect(entry.happenedAt == World.start - .hours(2))
        #expect(entry.recordedAt == World.start)
        #expect(entry.requestID == "request-0007")
        #expect(entry.fields["to"] == "河北街道🌾")
        #expect(entry.mode == .live)
    }

    @Test(arguments: Engine.all) func sealedBlocksVerifyAndTheOpenEndWaits(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let nothing = try await world.district.perform(SealJournal(), as: world.person("auditor"))
        #expect(nothing.block == nil)
        for (minute, name) in [(2, "甲"), (4, "乙"), (6, "丙")] {
            try world.clock.set(World.start + .minutes(minute))
            _ = try await world.district.perform(SealJournal(), as: world.person("auditor"))
            let area = try await world.area("990101001")
            _ = try await world.district.perform(RenameArea(areaID: area.id, name: name), as: world.person("admin"))
        }
        let blocks = try await world.district.read(as: world.system) { try JournalBlocks.all(in: $0) }
        #expect(blocks.map(\.number) == [1, 2, 3])
        #expect(blocks.last?.count == 1)
        #expect(try await intactBlocks(world) == 3)
        // As another process would, with the keys and nothing else in memory.
        #expect(try await intactBlocks(try world.again()) == 3)
    }

    static let tampering: [(String, SQL, Int64)] = [
        ("a payload", "UPDATE journal SET payload = '{}' WHERE event = 'area.renamed'", 2),
        ("a name", "UPDATE journal SET actor_name = 'somebody' WHERE event = 'office.added'", 1),
        ("a time", "UPDATE journal SET happened_at = happened_at - 1 WHERE event = 'area.renamed'", 2),
        ("an entry less", "DELETE FROM journal WHERE event = 'area.renamed'", 2),
        ("a drill made of it", "UPDATE journal SET mode = 'drill' WHERE event = 'account.added'", 1),
        ("a block's hash", "UPDATE journal_blocks SET hash = content WHERE number = 2", 2),
        ("a block less", "DELETE FROM journal_blocks WHERE number = 1", 1),
    ]

    @Test(arguments: Engine.all) func whoeverTampersIsFound(on engine: Engine) async throws {
        // A store of its own: whoever tampers gets rid of the triggers first.
        let store = try await engine.emptyStore()
        try await store.migrate(World.migrations)
        for (index, (name, statement, block)) in Self.tampering.enumerated() {
            let code = "d\(index)"
            let world = try await World.make().again(on: store, as: code)
            for minute in [0, 2, 4] {
                try world.clock.set(World.start + .minutes(minute))
                _ = try await world.district.perform(SealJournal(), as: world.system)
                if minute == 0 { _ = try await world.district.perform(SeedPlaces(), as: world.system) }
                if minute == 0 {
                    _ = try await world.district.perform(AddAccount(login: "wang", name: "王"), as: world.system)
                }
                let area = try await world.area("990101001")
                if minute == 2 {
                    _ = try await world.district.perform(RenameArea(areaID: area.id, name: "甲"), as: world.system)
                }
            }
            #expect(try await intactBlocks(world) == 2)
            try await store.write { writer in
                if writer.dialect == .sqlite {
                    try writer.run("DROP TRIGGER IF EXISTS journal_never_changes")
                    try writer.run("DROP TRIGGER IF EXISTS journal_never_shrinks")
                } else {
                    try writer.run("ALTER TABLE journal DISABLE TRIGGER ALL")
                }
                #expect(try writer.touched(by: "\(statement) AND district = \(code)") > 0, "\(name)")
            }
            let result = try await verify(world)
            guard case .broken(let broken, _) = result else {
                Issue.record("\(name) was not found: \(result)")
                continue
            }
            #expect(broken == block, "\(name)")
        }
    }

    @Test(arguments: Engine.all) func onlyWhoMayReadsTheJournal(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let seen = try await world.district.read(as: world.person("auditor")) {
            try $0.journal(event: "area.added", limit: 3)
        }
        #expect(seen.count == 3)
        #expect(seen[0].sequence > seen[1].sequence)
        let before = seen[0].sequence
        let next = try await world.district.read(as: world.person("auditor")) {
            try $0.journal(before: before, event: "area.added", limit: 1)
        }
        #expect(next.map(\.sequence) == [seen[1].sequence])
        #expect(
            await refusal { try await world.district.read(as: world.person("city")) { try $0.journal(limit: 1).count } }
                == "forbidden")
        #expect(
            await refusal { try await world.district.read(as: world.visitor) { try $0.journal(limit: 1).count } }
                == "unauthenticated")
    }

    private func verify(_ world: World) async throws -> VerificationResult {
        try await world.district.read(as: world.system) { try JournalBlocks.verify(in: $0) }
    }

    /// Nil where the chain is broken.
    private func intactBlocks(_ world: World) async throws -> Int? {
        if case .intact(let blocks, _, _) = try await verify(world) { blocks } else { nil }
    }
}
