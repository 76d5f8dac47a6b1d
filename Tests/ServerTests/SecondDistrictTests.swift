import Casework
import Foundation
import Kernel
import Sealing
import Sheets
import Store
import Testing
import WorkingTime
import World

/// One database holds several districts, strictly apart: 二七区 as it ships, and all of 郑州 with its 3,206 communities as a pack of its own.
@Suite struct SecondDistrictTests {
    static let table = ScenarioTests.root.path + "/../shared/data/divisions/zhengzhou_4101_tree_2021.csv"
    static let isThere = FileManager.default.fileExists(atPath: table)

    /// The city as a pack: its areas from the table of divisions, its offices those of the demonstration's district.
    private func cityPack() throws -> Pack {
        let (root, packs) = (TemporaryFolder.make(), ScenarioTests.root.path + "/Packs")
        try FileManager.default.createDirectory(atPath: root + "/zhengzhou", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/base", withDestinationPath: packs + "/base")
        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: "\(root)/zhengzhou/\(name)", atomically: true, encoding: .utf8)
        }
        try write(
            "pack.yaml",
            """
            pack: zhengzhou
            extends: base
            name: {zh: 郑州市, en: Zhengzhou}
            short: 郑
            district: "4101"
            zone: "+08:00"
            """)
        let levels = [
            ("city", "市"), ("district", "区县"), ("street", "街道"), ("community", "社区"), ("grid", "网格"), ("compound", "小区"),
            ("building", "楼栋"),
        ]
        try write("levels.yaml", "levels:\n" + levels.map { "  - {code: \($0.0), name: {zh: \($0.1), en: \($0.0)}}\n" }.joined())
        var reader = try CSVReader(path: Self.table)
        _ = try reader.next()
        var areas = "areas:\n"
        while let row = try reader.next() {
            let (code, parent, level, name) = (row.fields[0], row.fields[1], row.fields[2], row.fields[3])
            guard let known = ["2": "city", "3": "district", "4": "street", "5": "community"][level] else { continue }
            let above = known == "city" ? "" : ", parent: \"\(parent)\""
            areas += "  - {code: \"\(code)\"\(above), level: \(known), name: \"\(name)\", from: \"2021-01-01\"}\n"
        }
        try write("areas.yaml", areas)
        let offices = try String(contentsOfFile: packs + "/erqi/offices.yaml", encoding: .utf8).split(separator: "\n")
            .filter { !$0.contains("street-410103100") }.joined(separator: "\n")
        try write("offices.yaml", offices.replacing("area: \"410103\"", with: "area: \"4101\""))
        return try Pack.load("zhengzhou", from: root, modules: World.modules)
    }

    private func found(_ pack: Pack, on store: Store) async throws -> (home: District, clerk: Scope) {
        let home = try District(
            store: store, clock: .virtual(startingAt: World.start), keys: World.keys, pack: pack, modules: World.modules,
            passwordCost: .cheap)
        try await home.takeUpSubjects()
        let system = Scope.system("test", of: home.code)
        _ = try await home.perform(SeedPlaces(), as: system)
        let account = try await home.perform(AddAccount(login: "clerk", name: "登记员"), as: system).accountID
        let (office, area) = try await home.read(as: system) {
            (try $0.officeIfAny(code: "civil-affairs")!.id, try $0.areaIfAny(code: pack.district)!.id)
        }
        _ = try await home.perform(AddDuty(accountID: account, role: "registrar", officeID: office, areaID: area), as: system)
        return (home, try await home.read(as: system) { try $0.scope(of: try $0.findAccount(account)) })
    }

    @Test(.enabled(if: isThere, "left out: ../shared/data is not beside the project"), arguments: Engine.all)
    func twoDistrictsShareNothing(on engine: Engine) async throws {
        let store = try await engine.emptyStore()
        try await store.migrate(World.modules.migrations)
        let erqi = try await found(try Pack.load("erqi", from: ScenarioTests.root.path + "/Packs", modules: World.modules), on: store)
        let city = try await found(try cityPack(), on: store)
        let communities = try await city.home.read(as: city.clerk) { try $0.areas(level: "community").count }
        #expect(communities == 3206)

        // The same person is registered in both: a key is of one district.
        let values = ["name": "欧阳娜娜", "resident-id": "11010519491231002X", "phone": "13800138000", "birth-date": "1949-12-31"]
        var made: [String: RegisterSubject.Outcome] = [:]
        for (home, clerk) in [erqi, city] {
            made[home.code] = try await home.perform(RegisterSubject(kind: "person", areaCode: "410103007001", values: values), as: clerk)
        }
        #expect(made["410103"]?.number == "二七人-000001" && made["4101"]?.number == "郑人-000001")
        for (own, other) in [(erqi, city), (city, erqi)] {
            let (mine, theirs) = (made[own.home.code]!.subjectID, made[other.home.code]!.subjectID)
            let seen = try await own.home.read(as: own.clerk) { reading in
                var filter = SubjectFilter(kind: "person")
                filter.words = "13800138000"
                let byPhone = try reading.subjects(filter, limit: 10).map(\.id)
                filter.words = "欧阳娜娜"
                let sketch = SubjectSketch(kind: "person", values: values)
                return (
                    byPhone, try reading.subjects(filter, limit: 10).map(\.id), try reading.alikeSubjects(sketch).map(\.found.id),
                    try reading.countSubjects(SubjectFilter(kind: "person")), (try? reading.findSubject(theirs)) == nil
                )
            }
            #expect(seen.0 == [mine] && seen.1 == [mine] && seen.2 == [mine] && seen.3 == 1 && seen.4)
            // Nor by a verb, nor by somebody who brings their reach along.
            let verb = CorrectSubject(subjectID: theirs, values: ["note": "x"])
            #expect(await refusal { try await own.home.perform(verb, as: own.clerk) } == "not-found")
            await #expect(throws: (any Error).self) { _ = try await other.home.perform(verb, as: own.clerk) }
        }
        // What one erases the other keeps.
        let erasure = try await erqi.home.perform(
            ProposeErasure(subjectID: made["410103"]!.subjectID, reason: "本人要求"), as: erqi.clerk)
        _ = try await erqi.home.perform(
            DecideErasure(changeID: erasure.changeID, applies: true, answer: "同意"), as: .system("test", of: erqi.home.code))
        let theirs = made["4101"]!.subjectID
        let kept = try await city.home.read(as: city.clerk) { try $0.facts(of: try $0.findSubject(theirs)).values.count }
        #expect(kept == 4)
    }
}
