import Casework
import Foundation
import Kernel
import Server
import Testing
import WorkingTime
import World

@Suite struct ImportTests {
    private static let header = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间"

    private func sheet(_ rows: [String], header: String = header) throws -> String {
        let path = TemporaryFolder.make() + "/letters.csv"
        try ([header] + rows).joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func run(_ path: String, in world: World, office: String? = "housing") async throws -> ImportReport {
        let map = try #require(world.district.pack.imports.first)
        return try await ImportRequests(path: path, map: map, office: office).run(in: world.district) { _ in }
    }

    @Test(arguments: Engine.all) func aLetterIsFiledDispatchedAndAnsweredAtItsOwnTimes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let path = try sheet([#"17,张三,车位不够,2021/3/5 9:30:00,"院里车位,不够",已划线12个,2021/3/20 16:00:01"#])
        let report = try await run(path, in: world)
        #expect(report.count(.taken) == 1 && report.refused.isEmpty)
        let found = try await world.district.read(as: world.person("dispatcher")) { reading in
            try reading.findCase(try #require(try reading.caseIDIfAny(source: "appeals/17")))
        }
        #expect(found.number == "青石-2021-000001" && found.text == "院里车位,不够" && found.reply == "已划线12个")
        #expect(found.filedAt == Instant(iso: "2021-03-05T09:30:00+08:00"))
        #expect(found.resolvedAt == Instant(iso: "2021-03-20T16:00:01+08:00"))
        // It ran into silence then, whenever somebody looks.
        try await world.district.closeSilentCases()
        let closed = try await world.district.read(as: world.person("dispatcher")) { try $0.findCase(found.id) }
        #expect(closed.closing == .silence && closed.closedAt == found.confirmBy)
    }

    @Test func aSecondImportChangesNothing() async throws {
        let world = try await World.make()
        let path = try sheet((1...5).map { "\($0),,题目\($0),2021-03-05 09:30:00,内容\($0),," })
        #expect(try await run(path, in: world).count(.taken) == 5)
        let before = try await world.journal().count
        let again = try await run(path, in: world)
        #expect(again.count(.there) == 5 && again.count(.taken) == 0)
        #expect(try await world.journal().count == before)
    }

    @Test func eachRefusedRowSaysItsColumnAndWhy() async throws {
        let world = try await World.make()
        let path = try sheet([
            "1,,好的,2021/3/5 9:30:00,内容,,", "2,,坏时间,2021年3月5日,内容,,", "3,,,2021/3/5 9:30:00,,,",
            "4,,倒着,2021/3/5 9:30:00,内容,答复,2021/3/4 9:30:00", "5,,将来,2031/3/5 9:30:00,内容,,", "6,,半个,2021/3/5,内容,答复,",
            "7,,长信,2021/3/5 9:30,\(String(repeating: "长", count: 5_000)),,", "8,,二月三十,2021/2/30,内容,,",
        ])
        let report = try await run(path, in: world)
        let refused = report.refused.map { line in
            "\(line.line) \(line.key): "
                + line.problems.map { "\($0.column ?? "-") \($0.problem.fields.first?.code ?? $0.problem.code)" }.joined(separator: ", ")
        }
        #expect(
            refused == [
                "3 2: 留言时间 not-a-time", "4 3: 留言详情 required", "5 4: 答复时间 before-filed", "6 5: 留言时间 in-the-future",
                "7 6: 答复时间 required", "9 8: 留言时间 not-a-time",
            ])
        #expect(report.count(.taken) == 2)
        let out = TemporaryFolder.make() + "/report.csv"
        try report.write(to: out, headers: ["line", "row", "result", "column", "value", "why"]) { $0.fields.first?.code ?? $0.code }
        let text = try String(contentsOfFile: out, encoding: .utf8)
        #expect(text.contains("3,2,refused,留言时间,2021年3月5日,not-a-time"))
        #expect(text.contains("2,1,taken"))
    }

    @Test func aSheetWithoutItsColumnsOrOfficeIsRefusedWhole() async throws {
        let world = try await World.make()
        let path = try sheet(["1,x"], header: "编号,内容")
        await #expect(throws: HomeProblem.self) { try await run(path, in: world) }
        let good = try sheet(["1,,题,2021/3/5,内容,,"])
        await #expect(throws: HomeProblem.noSuchOffice("nobody")) { try await run(good, in: world, office: "nobody") }
    }

    @Test func areasAreTakenByTheirLevels() async throws {
        let world = try await World.make()
        let path = try sheet(
            [
                "990101001,990101,4,北河街道", "990101003,990101,4,西山街道", "990101003001,990101003,社区,河西社区",
                "990101003002,990101003,village,河东村", "990101004001,990101004,5,无主社区",
            ], header: "code,parent,level,name")
        let report = try await ImportAreas(path: path).run(in: world.district) { _ in }
        #expect(report.lines.map(\.fate.rawValue) == ["there", "taken", "taken", "refused", "refused"])
        #expect(report.refused.map { $0.problems.first?.column } == ["level", "parent"])
        #expect(try await world.area("990101003001").level == "community")
        #expect(try await ImportAreas(path: path).run(in: world.district) { _ in }.count(.there) == 3)
    }
}
