import Casework
import Foundation
import Kernel
import Store
import Testing
import WorkingTime
import World

/// Every figure is what one gets by counting the rows by hand, and opens exactly those rows.
@Suite struct IndicatorTests {
    @Test(arguments: Engine.all) func figuresAreWhatTheRowsSay(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        var life = try await RandomLife(in: world, seed: 5)
        for _ in 0..<250 { try await life.step() }
        let middle = world.clock.now
        let area = try await world.area("990101001001")
        let other = try await world.area("990101002")
        // A boundary moves in between: what happened before stays where it was.
        _ = try await world.district.perform(MoveArea(areaID: area.id, parent: other.id), as: world.person("admin"))
        for _ in 0..<150 { try await life.step() }

        let office = try await world.office("urban-management").id
        let filters: [(String, IndicatorFilter)] = [
            ("all", IndicatorFilter()), ("the moved community", IndicatorFilter(areaID: area.id)),
            ("the street it went to", IndicatorFilter(areaID: other.id)),
            ("the street it left", IndicatorFilter(areaID: try await world.area("990101001").id)),
            ("an office", IndicatorFilter(officeID: office)),
            ("a class", IndicatorFilter(caseClass: "06027")),
            ("a period", IndicatorFilter(from: Day(iso: "2022-04-05"), to: Day(iso: "2022-05-10"))),
        ]
        for (name, filter) in filters {
            for asOf in [nil, middle] {
                let figures = try await world.district.read(as: world.person("leader"), asOf: asOf) { reading in
                    try reading.figures(reading.pack.indicators.filter { $0.of == "cases" }, filter: filter)
                }
                let rows = try await rows(world, asOf: asOf, filter)
                for (definition, figure) in zip(world.district.pack.indicators.filter { $0.of == "cases" }, figures) {
                    let expected = byHand(definition, rows, at: asOf ?? world.clock.now, world)
                    #expect(
                        figure.denominator == expected.denominator,
                        "\(definition.code) of \(name) as of \(asOf as Instant?)")
                    #expect(figure.numerator == expected.numerator, "\(definition.code) of \(name)")
                    #expect(
                        isNear(figure.value, expected.value),
                        "\(definition.code) of \(name): \(figure.value as Double?) \(expected.value as Double?)")
                }
            }
        }
    }

    @Test(arguments: Engine.all) func aFigureOpensExactlyItsRows(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        var life = try await RandomLife(in: world, seed: 9)
        for _ in 0..<200 { try await life.step() }
        for login in ["leader", "city", "north", "housing"] {
            let pairs = try await world.district.read(as: world.person(login)) { reading in
                try reading.pack.indicators.map { definition -> (String, Int, Int) in
                    let figure = try reading.figures([definition])[0]
                    guard let population = reading.home.modules.population(named: definition.of) else {
                        return ("", 0, -1)
                    }
                    var conditions = [
                        try reading.rowsIn(population, IndicatorFilter()),
                        try reading.condition(definition.denominator, in: population),
                    ]
                    if let numerator = definition.numerator {
                        conditions.append(try reading.condition(numerator, in: population))
                    }
                    let behind = try reading.db.value(
                        "SELECT count(*) \(population.source(reading)) WHERE \(SQL.all(conditions))", as: Int.self)
                    return (definition.code, figure.numerator ?? figure.denominator, behind ?? -1)
                }
            }
            for (code, figure, rows) in pairs { #expect(figure == rows, "\(code) for \(login)") }
            // The parts of a breakdown make the whole.
            for breakdown in Breakdown.allCases {
                let (whole, parts) = try await world.district.read(as: world.person(login)) { reading in
                    let counts = reading.pack.indicators.filter {
                        ["registered-cases", "open-cases", "on-time-rate"].contains($0.code)
                    }
                    return (try reading.figures(counts), try reading.figures(counts, by: breakdown))
                }
                for (index, figure) in whole.enumerated() {
                    #expect(
                        parts.map { $0.figures[index].denominator }.reduce(0, +) == figure.denominator,
                        "\(figure.code) by \(breakdown)")
                }
            }
        }
    }

    @Test(arguments: Engine.all) func lastMonthsFiguresStayWhenAnAreaIsMergedSplitOrRenamed(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        for area in ["990101001001", "990101001001", "990101001001001", "990101001002"] {
            _ = try await world.filed(area: area)
        }
        let (old, heir) = (try await world.area("990101001001"), try await world.area("990101001002"))
        func count(_ area: Area) async throws -> Int {
            try await world.district.read(as: world.person("leader")) { reading in
                try reading.figures(
                    reading.pack.indicators.filter { $0.code == "registered-cases" },
                    filter: IndicatorFilter(areaID: area.id))[0].denominator
            }
        }
        #expect([try await count(old), try await count(heir)] == [3, 1])
        try world.now("2022-05-01T09:00:00+08:00")
        _ = try await world.district.perform(RenameArea(areaID: heir.id, name: "大石桥社区"), as: world.person("admin"))
        _ = try await world.district.perform(MergeAreas(areaID: old.id, into: heir.id), as: world.person("admin"))
        #expect([try await count(old), try await count(heir)] == [3, 1])
        _ = try await world.filed(area: "990101001001001")
        #expect([try await count(old), try await count(heir)] == [3, 2])
        let grid = try await world.area("990101001001001")
        let children = try await world.district.read(as: world.system) { try $0.children(of: heir.id).map(\.id) }
        let parts = try await world.district.perform(
            SplitArea(
                areaID: heir.id,
                parts: [
                    .init(code: "990101001003", name: "东社区", children: [grid.id]),
                    .init(code: "990101001004", name: "西社区", children: children.filter { $0 != grid.id }),
                ]), as: world.person("admin"))
        _ = try await world.filed(area: "990101001001001")
        let east = try await world.district.read(as: world.system) { try $0.findArea(parts[0]) }
        #expect(
            [try await count(old), try await count(heir), try await count(east), try await count(grid)] == [3, 2, 1, 3])
    }

    // MARK: by hand

    private struct Figure { var denominator: Int, numerator: Int?, value: Double? }

    private func byHand(_ definition: Pack.IndicatorDefinition, _ rows: [Case], at moment: Instant, _ world: World)
        -> Figure
    {
        let below = rows.filter { meets(definition.denominator, $0, moment, world) }
        let above = definition.numerator.map { name in below.count { meets(name, $0, moment, world) } }
        switch definition.unit {
        case "percent":
            return Figure(
                denominator: below.count, numerator: above,
                value: below.isEmpty ? nil : 100 * Double(above ?? 0) / Double(below.count))
        case "days":
            let days = below.compactMap { found in
                found.resolvedAt.map { Double(($0 - found.filedAt).microseconds) / 86_400_000_000 }
            }.sorted()
            let middle = days.isEmpty ? nil : (days[(days.count - 1) / 2] + days[days.count / 2]) / 2
            let ninetieth = days.isEmpty ? nil : days[Int((0.9 * Double(days.count)).rounded(.up)) - 1]
            return Figure(
                denominator: below.count, numerator: nil, value: definition.measure == "p90" ? ninetieth : middle)
        default: return Figure(denominator: below.count, numerator: above, value: Double(above ?? below.count))
        }
    }

    private func meets(_ condition: String, _ found: Case, _ now: Instant, _ world: World) -> Bool {
        let waits = [.registered, .dispatched, .accepted].contains(found.state)
        let soon = world.district.schedule().after(now, .workingDays(1))
        let days = found.resolvedAt.map { ($0 - found.filedAt).microseconds }
        return switch condition {
        case "registered": true
        case "dispatched": found.dispatchedAt != nil
        case "responded": found.respondedAt != nil
        case "responded-in-time": found.respondedAt.map { at in found.respondBy.map { at <= $0 } ?? true } ?? false
        case "repeated": found.repeats != nil
        case "resolved": found.resolvedAt != nil
        case "resolved-in-time": found.resolvedAt.map { at in found.dueAt.map { at <= $0 } ?? false } ?? false
        case "asked": found.solved != nil
        case "solved": found.solved == true
        case "answered": found.answered == true && found.solved == false
        case "rated": found.rating != nil
        case "satisfied": (found.rating ?? 0) >= 3
        case "closed": found.state == .closed
        case "closed-confirmed": found.closing == .confirmed
        case "closed-checked": found.closing == .checked
        case "closed-silence": found.closing == .silence
        case "reopened": found.reopened > 0
        case "withdrawn": found.state == .withdrawn
        case "open": found.state.isOpen
        case "over-15-days": (days ?? 0) > 15 * 86_400_000_000
        case "over-15-working-days": (found.workingDays ?? 0) > 15
        case "overdue-open": waits && found.dueAt.map { $0 < now } ?? false
        case "near-due-open": waits && found.dueAt.map { $0 >= now && $0 < soon } ?? false
        default: false
        }
    }

    /// The cases of a filter as they stood at a moment, with the places their areas had when they were filed.
    private func rows(_ world: World, asOf: Instant?, _ filter: IndicatorFilter) async throws -> [Case] {
        let all = SQL.table("cases", asOf: asOf?.microseconds)
        let cases = try await world.rows("SELECT * FROM \(all) c WHERE c.district = \(world.district.code)").map(
            Case.init(row:))
        let zone = world.district.pack.zone
        let key = try await filter.areaID.asyncMap { id in
            try await world.district.read(as: world.system) {
                try $0.findArea(id).path.split(separator: "/").last.map(String.init) ?? ""
            }
        }
        return cases.filter { found in
            if let key, !found.areaPath.split(separator: "/").contains(Substring(key)) { return false }
            if let office = filter.officeID, found.officeID != office { return false }
            if let item = filter.caseClass, found.caseClass != item { return false }
            if let from = filter.from, found.filedAt.day(in: zone) < from { return false }
            if let to = filter.to, found.filedAt.day(in: zone) > to { return false }
            return true
        }
    }

    private func isNear(_ one: Double?, _ other: Double?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return abs(one - other) < 1e-9
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
