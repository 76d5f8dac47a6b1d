import Foundation
import Kernel
import Server
import Store
import Testing
import World

@Suite struct ScenarioTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: root.path + "/Scenarios")) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    @Test(arguments: Engine.all, files) func everyStoryComesOutAsWritten(on engine: Engine, file: String) async throws {
        let story = try Scenario.read(Self.root.path + "/Scenarios/" + file)
        let pack = try Pack.load(story.pack, from: Self.root.path + "/Packs", modules: .huying)
        let store = try await engine.emptyStore()
        try await store.migrate(Modules.huying.migrations)
        let report = try await Replay(story, on: try await LocalStage.make(for: story, pack: pack, store: store)).run(named: "test")
        #expect(report.deviations.map(\.description) == [])
        #expect(report.verbs > 10 && report.checks > 5)
    }

    @Test func whatComesOutOtherwiseIsSaidWithItsLine() async throws {
        let report = try await replay(
            """
            scenario: Wrong on purpose
            pack: world
            start: "2022-03-30 09:00"
            people:
              - {login: desk, role: dispatcher, office: center}
              - {login: app, role: connected-system, office: center}
            steps:
              - do: case.file
                with: {channel: web, text: 路灯不亮, areaCode: "990101001001"}
                save: lamp
                expect: {number: 青石-2022-000002}
              - as: desk
                do: case.dispatch
                with: {caseID: "${lamp.caseID}", officeID: "office:urban-management"}
                refuse: forbidden
            expect:
              - {figure: open-cases, as: desk, value: 2}
              - {figure: open-cases, as: app, value: 1}
              - {case: "${lamp.caseID}", as: desk, is: {state: closed, dueAt: "2022-03-30 11:00"}}
            """)
        let lines = report.deviations.map { "\($0.line) \($0.what): \($0.wanted), \($0.found.prefix(14))" }
        #expect(lines.count == 6)
        #expect(lines[0] == #"11 case.file number: "青石-2022-000002", "青石-2022-00000"#)
        #expect(lines[1].hasPrefix("12 case.dispatch: refused: forbidden, "))
        #expect(lines[2] == "17 open-cases value: 2, 1")
        #expect(lines[3] == "18 expect: an answer, refused: forbi")
        #expect(lines[4] == #"19 case state: "closed", "dispatched""#)
    }

    @Test func aStoryStopsAtTheFirstUnexpectedRefusal() async throws {
        let report = try await replay(
            """
            scenario: Stops
            pack: world
            start: "2022-03-30 09:00"
            people: [{login: city, role: handler, office: urban-management}]
            steps:
              - as: city
                do: order.accept
                with: {orderID: "00000000-0000-7000-8000-000000000000"}
              - do: case.file
                with: {channel: web, text: 路灯不亮}
            """)
        #expect(report.verbs == 0)
        #expect(report.deviations.map(\.description) == ["story.yaml:6: order.accept: wanted done, found refused: not-found"])
    }

    @Test func everySlipInAFileIsFoundAtItsLine() throws {
        let path = try write(
            """
            scenario: Slips
            pack: world
            start: yesterday
            people: [{login: city, role: handler}]
            steps:
              - as: nobody
                do: case.dispach
                wiht: {}
            expect:
              - {figure: open-cases}
            """)
        let problems = #expect(throws: PackProblems.self) { try Scenario.read(path) }?.problems ?? []
        #expect(
            problems.map { "\($0.line) \($0.code)" }.sorted() == [
                "10 missing", "3 not-a-time", "6 unknown-person", "7 unknown-verb", "8 unknown-key",
            ])
    }

    private func replay(_ text: String) async throws -> Replay.Report {
        var story = try Scenario.read(try write(text))
        story.file = "story.yaml"
        return try await Replay(story, on: try await LocalStage.make(for: story, packs: World.packFolder)).run(named: "test")
    }

    private func write(_ text: String) throws -> String {
        let path = TemporaryFolder.make() + "/story.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
