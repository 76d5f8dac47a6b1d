import Foundation
import Kernel
import Store
import Testing
import World

/// A kind of subject is a table as its pack declares it, whatever is in it already.
@Suite struct SubjectTableTests {
    private func load(_ change: (inout String, inout String) -> Void) throws -> Pack {
        try Pack.load("world", from: try PackCopy.make(change), modules: World.modules)
    }

    private func problems(_ change: (inout String, inout String) -> Void) -> [String] {
        do {
            _ = try load(change)
            return []
        } catch { return (error as? PackProblems)?.problems.map(\.code) ?? ["\(error)"] }
    }

    @Test(arguments: Engine.all) func aFieldThatIsAddedIsAColumnAtOnce(on engine: Engine) async throws {
        let store = try await engine.emptyStore()
        try await store.migrate(World.modules.migrations)
        let before = try load { _, _ in }
        let first = try await store.write { try $0.shape(before.subjectTables) }
        #expect(first.contains(.table("s_person")) && first.contains(.column(table: "s_person", column: "f_resident_id_index")))
        #expect(try await store.write { try $0.shape(before.subjectTables) }.isEmpty)

        let after = try load { fields, subjects in
            fields += "  - {code: height, kind: number, name: 身高}\n"
            subjects = subjects.replacing("      - sex\n", with: "      - sex\n      - {field: height, indexed: true}\n")
        }
        let tables = after.subjectTables
        #expect(
            try await store.read { try $0.changes(for: tables) }
                == [.column(table: "s_person", column: "f_height"), .index(table: "s_person", column: "f_height")])
        try await store.write { try $0.shape(tables) }
        let height = SQL.packColumn(PackName("height")!)
        let people: Int? = try await store.read {
            try $0.value("SELECT count(*) FROM \(SQL.packTable(PackName("person")!)) WHERE \(height) > 1")
        }
        #expect(people == 0)
    }

    @Test(arguments: Engine.all) func aFieldWithDataDoesNotBecomeAnother(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let changed = try load { fields, _ in
            fields = fields.replacing("{code: households, kind: number,", with: "{code: households, kind: flag,")
        }
        let tables = changed.subjectTables
        let changes = try await world.district.store.read { try $0.changes(for: tables) }
        #expect(
            changes == ["s_compound", "s_building"].map { .otherType(table: $0, column: "f_households", is: "REAL", wanted: "FLAG") })
    }

    @Test func whatIsWrongInAPackIsSaidAtItsLine() {
        #expect(problems { _, _ in } == [])
        #expect(problems { fields, _ in fields += "  - {code: Größe, kind: number, name: a}\n" } == ["not-an-identifier"])
        #expect(problems { fields, _ in fields += "  - {code: a, kind: choice, name: a}\n" } == ["missing"])
        #expect(problems { fields, _ in fields += "  - {code: a, kind: choice, list: nowhere, name: a}\n" } == ["unknown-list"])
        #expect(problems { fields, _ in fields += "  - {code: a, kind: reference, of: [ghost], name: a}\n" } == ["unknown-kind"])
        #expect(problems { fields, _ in fields += "  - {code: a, kind: colour, name: a}\n" } == ["not-one-of"])
        #expect(problems { _, subjects in subjects = subjects.replacing("- sex\n", with: "- gender\n") } == ["unknown-field"])
        #expect(problems { _, subjects in subjects = subjects.replacing("title: name\n", with: "title: phone\n") } == ["title-not-text"])
        #expect(
            problems { _, subjects in subjects = subjects.replacing("      - phone\n", with: "      - {field: phone, indexed: true}\n") }
                == ["sealed-index"])
        #expect(
            problems { _, subjects in subjects = subjects.replacing("keys: [resident-id]", with: "keys: [credit-code]") } == [
                "field-not-of-kind"
            ])
    }

    /// A slip of hand in the files is refused whole, or the tables it makes can be made.
    @Test func aPackChangedAtRandomNeverLoadsHalf() async throws {
        let store = try Store.memory()
        try await store.migrate(World.modules.migrations)
        var random = Seeded(23)
        var taken = 0
        for turn in 0..<60 {
            let pack = try? load { fields, subjects in
                if turn % 2 == 0 { fields = Mutation.of(fields, using: &random) } else { subjects = Mutation.of(subjects, using: &random) }
            }
            guard let pack else { continue }
            taken += 1
            let tables = pack.subjectTables
            let known = Set(pack.subjectFields.keys)
            #expect(pack.subjectKinds.allSatisfy { known.isSuperset(of: $0.fieldCodes) && $0.fieldCodes.contains($0.title) })
            let changes = try await store.read { try $0.changes(for: tables) }
            if !changes.contains(where: { if case .otherType = $0 { true } else { false } }) {
                try await store.write { try $0.shape(tables) }
            }
        }
        #expect(taken > 5 && taken < 60)
    }
}
