import Foundation
import Kernel
import Registers
import Sealing
import Sheets
import Store
import Testing
import WorkingTime
import World

/// 2,326 real eating places of a district, as a public list has them: full-width hours, positions of Chinese maps, masked telephones.
@Suite struct RestaurantImportTests {
    static let path = ScenarioTests.root.path + "/../shared/data/restaurants/erqi_restaurants_poi.csv"
    static let isThere = FileManager.default.fileExists(atPath: path)
    /// 区域, 餐饮类型编码, 餐饮类型名称, POI名称, 详细地址, 经度, 纬度, 联系电话, 营业时段.
    static let mapping = ["+area", "", "trade", "title", "address", "+longitude/GCJ-02", "+latitude/GCJ-02", "note", "hours"]

    private func district(on engine: Engine) async throws -> (District, Scope) {
        let pack = try Pack.load("erqi", from: ScenarioTests.root.path + "/Packs", modules: World.modules)
        let store = try await engine.emptyStore()
        try await store.migrate(World.modules.migrations)
        let clock = DistrictClock.virtual(startingAt: World.start)
        let home = try District(store: store, clock: clock, keys: World.keys, pack: pack, modules: World.modules, passwordCost: .cheap)
        let system = Scope.system("test", of: home.code)
        _ = try await home.perform(SeedPlaces(), as: system)
        let account = try await home.perform(AddAccount(login: "clerk", name: "登记员"), as: system).accountID
        let (office, area) = try await home.read(as: system) {
            (try $0.officeIfAny(code: "civil-affairs")!.id, try $0.areaIfAny(code: "410103")!.id)
        }
        _ = try await home.perform(AddDuty(accountID: account, role: "registrar", officeID: office, areaID: area), as: system)
        return (home, try await home.read(as: system) { try $0.scope(of: try $0.findAccount(account)) })
    }

    private func take(_ home: District, _ clerk: Scope, includesAlike: Bool = false) async throws -> SheetImport {
        var reader = try CSVReader(path: Self.path)
        let header = try #require(try reader.next()).fields
        let id = try await home.perform(KeepSheet(kind: "shop", name: "餐饮.csv", header: header, firstRow: 2), as: clerk)
        var rows: [AddSheetRows.Row] = []
        while let row = try reader.next() {
            rows.append(.init(number: row.line, cells: row.fields))
            if rows.count == ImportSubjects.mostRows {
                _ = try await home.perform(AddSheetRows(importID: id, rows: rows, isLast: false), as: clerk)
                rows = []
            }
        }
        _ = try await home.perform(AddSheetRows(importID: id, rows: rows, isLast: true), as: clerk)
        _ = try await home.perform(CheckSheet(importID: id, mapping: Self.mapping), as: clerk)
        for timer in home.modules.timers where timer.name == "sheets" { try await timer.run(home) }
        _ = try await home.perform(ApplySheet(importID: id, includesAlike: includesAlike), as: clerk)
        for timer in home.modules.timers where timer.name == "sheets" { try await timer.run(home) }
        return try await home.read(as: clerk) { try $0.findImport(id) }
    }

    @Test(.enabled(if: isThere, "left out: ../shared/data is not beside the project"), arguments: Engine.all)
    func allOfThemOnce(on engine: Engine) async throws {
        let (home, clerk) = try await district(on: engine)
        let first = try await take(home, clerk)
        let counts = { (found: SheetImport) in ImportSubjects.Fate.allCases.map { found.counts[$0] ?? 0 } }
        #expect(first.rows == 2326 && first.state == .applied)
        // More than 110 metres beyond an outline that is coarse itself.
        #expect(first.counts[.refused] == 13, "\(counts(first))")
        #expect((first.counts[.new] ?? 0) + (first.counts[.alike] ?? 0) == 2313, "\(counts(first))")
        #expect((first.counts[.alike] ?? 0) > 0, "some may be there already, under nearly the same name")
        let shops = try await home.read(as: clerk) { reading in
            let found = try reading.subjects(SubjectFilter(kind: "shop"), limit: 3000)
            return try reading.facts(of: found).values.map { $0.values }
        }
        #expect(shops.count == first.counts[.new])
        #expect(shops.allSatisfy { $0["hours"] == .text("08:00-22:00") })
        let again = try await take(home, clerk)
        #expect(again.counts[.new] == 0 && again.counts[.changed] == 0 && again.counts[.same] == first.counts[.new], "\(counts(again))")
        let all = try await take(home, clerk, includesAlike: true)
        #expect((all.counts[.new] ?? 0) == (first.counts[.alike] ?? 0) && all.counts[.alike] == 0, "\(counts(all))")
        await home.store.close()
    }
}
