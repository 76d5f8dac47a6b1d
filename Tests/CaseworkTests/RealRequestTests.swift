import Casework
import Foundation
import Kernel
import Store
import Testing
import WorkingTime
import World

/// 1,005 real requests with their answers, replayed at their own times, against a Python script that shares no code with the product.
@Suite(.enabled(if: RealRequests.isThere, "the real requests are not beside this tree"))
struct RealRequestTests {
    @Test(arguments: Engine.all) func theFiguresAreThoseOfAnIndependentScript(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try world.now("2022-04-01T09:00:00+08:00")
        let rows = try RealRequests.rows(zone: world.district.pack.zone)
        let office = try await world.office("center").id
        let results = await atOnce(rows.count) { number in
            try await world.district.perform(rows[number].verb(office), as: world.system)
        }
        for result in results { #expect((try? result.get())?.isNew == true, "\(result)") }

        let expected = try RealRequests.independentFigures()
        #expect(expected.count > 8)
        for (year, figures) in expected {
            let filter =
                Int(year).map { IndicatorFilter(from: Day(iso: "\($0)-01-01"), to: Day(iso: "\($0)-12-31")) }
                ?? IndicatorFilter()
            let found = try await self.figures(filter, in: world)
            for (name, value) in figures {
                #expect(
                    abs((found[name] ?? .nan) - value) < 1e-9,
                    "\(name) of \(year): \(found[name] ?? .nan), not \(value)")
            }
        }
        let years = try await world.district.read(as: world.system) { reading in
            try reading.db.values(
                "SELECT DISTINCT deadline FROM orders WHERE district = \(reading.district)", as: String.self
            )
            .flatMap { try JSON.decode(Deadline.self, $0).assumedYears }
        }
        #expect(Set(years).isSubset(of: 2012...2018) && !years.isEmpty)

        // The same sheet again changes nothing.
        let (first, last) = (rows[0].verb(office), rows[1004].verb(office))
        for verb in [first, last] { #expect(try await world.district.perform(verb, as: world.system).isNew == false) }
        #expect(try await self.figures(IndicatorFilter(), in: world)["total"] == 1005)
    }

    private func figures(_ filter: IndicatorFilter, in world: World) async throws -> [String: Double] {
        let names = [
            "registered-cases": "total", "median-days": "median_days", "p90-days": "p90_days",
            "over-15-days-share": "over_15_days",
            "over-15-working-days-share": "over_15_working_days",
        ]
        return try await world.district.read(as: world.person("leader")) { reading in
            let figures = try reading.figures(reading.pack.indicators.filter { names[$0.code] != nil }, filter: filter)
            var found = Dictionary(uniqueKeysWithValues: figures.map { (names[$0.code]!, $0.value ?? .nan) })
            found["answered"] = figures.first { $0.code == "over-15-days-share" }.map { Double($0.denominator) }
            return found
        }
    }
}

enum RealRequests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let sheet = root.appendingPathComponent("../shared/data/appeals/appeals_with_replies.csv")
        .standardized.path
    private static let holidays = root.appendingPathComponent("../shared/data/holidays/cn_2019_2026_merged.json")
        .standardized.path
    static var isThere: Bool { [sheet, holidays].allSatisfy(FileManager.default.fileExists) }

    struct Row: Sendable {
        var number: String
        var title: String
        var text: String
        var filedAt: Instant
        var reply: String
        var repliedAt: Instant

        func verb(_ office: ID<Office>) -> ImportRequest {
            ImportRequest(
                filing: FileCase(channel: "web", caseClass: "S9901", title: title, text: text, sourceNumber: number),
                filedAt: filedAt, officeID: office,
                reply: reply, repliedAt: repliedAt)
        }
    }

    static func rows(zone: Zone) throws -> [Row] {
        let cells = cells(of: try String(contentsOfFile: sheet, encoding: .utf8))
        return try cells.dropFirst().map { row in
            Row(
                number: row[0], title: row[2], text: row[4], filedAt: try moment(row[3], zone), reply: row[5],
                repliedAt: try moment(row[6], zone))
        }
    }

    static func independentFigures() throws -> [String: [String: Double]] {
        let script = Process()
        script.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        script.arguments = [
            "python3", root.appendingPathComponent("Tests/Independent/appeals_figures.py").path, sheet, holidays,
        ]
        let (output, warnings) = (Pipe(), Pipe())
        (script.standardOutput, script.standardError) = (output, warnings)
        try script.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let warned = String(decoding: warnings.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        #expect(warned.contains("no calendar is known of [2012, 2013, 2014, 2015, 2016, 2017, 2018]"))
        let all = try #require(try JSONSerialization.jsonObject(with: printed) as? [String: Any])
        return all.compactMapValues { $0 as? [String: Double] }
    }

    /// Rows and cells of a CSV text; quoted cells may hold commas, quotes and line ends.
    private static func cells(of text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var cell = ""
        var quoted = false
        var scalars = text.unicodeScalars.drop { $0 == "\u{FEFF}" }[...]
        while let scalar = scalars.popFirst() {
            switch (scalar, quoted) {
            case ("\"", true) where scalars.first == "\"": cell.unicodeScalars.append(scalars.removeFirst())
            case ("\"", _): quoted.toggle()
            case (",", false):
                rows[rows.count - 1].append(cell)
                cell = ""
            case ("\r", false): break
            case ("\n", false):
                rows[rows.count - 1].append(cell)
                rows.append([])
                cell = ""
            default: cell.unicodeScalars.append(scalar)
            }
        }
        if !cell.isEmpty { rows[rows.count - 1].append(cell) }
        return rows.filter { !$0.isEmpty }
    }

    private static func moment(_ text: String, _ zone: Zone) throws -> Instant {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        let day = try #require(Day(iso: String(format: "%04d-%02d-%02d", numbers[0], numbers[1], numbers[2])))
        return Instant(day, at: .seconds(numbers[3] * 3600 + numbers[4] * 60 + numbers[5]), in: zone)
    }
}
