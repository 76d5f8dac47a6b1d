import Foundation
import Kernel
import Sealing
import Testing
import WorkingTime
import World

@Suite struct PackTests {
    private static let realPacks = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Packs").path

    @Test func theDistrictsPackLoads() throws {
        let pack = try Pack.load("erqi", from: Self.realPacks, modules: World.modules)
        #expect(pack.areas.filter { $0.level == "street" }.count == 16)
        #expect(pack.areas.filter { $0.level == "community" }.count == 176)
        #expect(pack.classes.filter { !$0.code.hasPrefix("S") }.count == 250)
        #expect(pack.calendarYears.map(\.year) == Array(2019...2026))
        #expect(pack.offices.filter { $0.kind == "community-office" }.count == 176)
        #expect(pack.outline != nil)
        let office = pack.offices.first { $0.area == "410103100" }
        #expect(office?.name.zh == "马寨镇人民政府")
    }

    @Test func theBasePackLoadsByItself() throws {
        let pack = try Pack.load("base", from: Self.realPacks, modules: World.modules)
        #expect(pack.areas.isEmpty)
        #expect(pack.roles.count == 14)
    }

    @Test func aWholeSmallPackLoads() throws {
        let pack = try MiniPack().load()
        #expect(pack.version == 3)
        #expect(pack.offices.map(\.code) == ["center", "city", "street-11"])
        #expect(pack.classesByCode["C1"]?.limit == .workingHours(4))
    }

    /// Two readings of the same files are the same, in whatever order their sets and dictionaries came out; what differs is named.
    @Test func aPreviewNamesWhatDiffersAndNothingElse() throws {
        let pack = try Pack.load("erqi", from: Self.realPacks, modules: World.modules)
        for _ in 0..<3 {
            #expect(PackComparison(from: pack, to: try Pack.load("erqi", from: Self.realPacks, modules: World.modules)).parts.isEmpty)
        }
        var other = try MiniPack().load()
        let before = other
        other.classes[0].limit = .workingDays(9)
        other.offices.removeLast()
        other.settings.requestDays += 1
        var pigeon = try #require(other.lists["channels"]?.first)
        pigeon.code = "pigeon"
        other.lists["channels"]?.append(pigeon)
        let parts = Dictionary(uniqueKeysWithValues: PackComparison(from: before, to: other).parts.map { ($0.name, $0) })
        #expect(parts.keys.sorted() == ["classes", "offices", "settings", "words"])
        #expect(parts["classes"]?.changed == [before.classes[0].code] && parts["offices"]?.removed == ["street-11"])
        #expect(parts["settings"]?.changed == ["requestDays"] && parts["words"]?.added == ["channels.pigeon"])
    }

    struct Typo: Sendable, CustomStringConvertible {
        var file: String
        var from: String
        var to: String
        var problem: String
        var description: String { problem }

        init(_ file: String, _ from: String, _ to: String, _ problem: String) {
            self.file = file
            self.from = from
            self.to = to
            self.problem = problem
        }
    }

    /// A mistake each, and where it is found.
    static let typos = [
        Typo("pack.yaml", "short: 小", "shrot: 小", "mini/pack.yaml:3: unknown-key"),
        Typo("pack.yaml", "district: \"1\"\n", "", "mini/pack.yaml:1: missing key=district"),
        Typo("pack.yaml", "version: 3", "version: three", "mini/pack.yaml:6: not-a-number"),
        Typo("pack.yaml", "+08:00", "eight", "mini/pack.yaml:1: not-a-zone"),
        Typo("pack.yaml", "pack: mini", "pack: mini\nextends: mini", "mini/pack.yaml:1: extends-itself"),
        Typo("pack.yaml", "pack: mini", "pack: mini\nextends: nothing", "nothing/pack.yaml:1: cannot-read"),
        Typo("pack.yaml", "zone:", "zone", "mini/pack.yaml:6: not-yaml"),
        Typo("levels.yaml", "levels:", "level:", "mini/levels.yaml:1: unknown-key"),
        Typo("areas.yaml", "level: street", "level: sreet", "mini/areas.yaml:3: unknown-level"),
        Typo("areas.yaml", "parent: \"1\"", "parent: \"2\"", "mini/areas.yaml:3: unknown-area"),
        Typo("areas.yaml", "code: \"11\"", "code: \"1\"", "mini/areas.yaml:3: twice"),
        Typo(
            "areas.yaml", "{code: \"1\", level: district", "{code: \"1\", parent: \"11\", level: district",
            "mini/areas.yaml:2: not-below-its-parent"),
        Typo("areas.yaml", "北街, from: \"2020-01-01\"", "北街, from: \"2020-13-01\"", "mini/areas.yaml:3: not-a-day"),
        Typo("areas.yaml", "name: 北街", "nmae: 北街", "mini/areas.yaml:3: unknown-key"),
        Typo("areas.yaml", "name: 北街, ", "", "mini/areas.yaml:3: missing key=name"),
        Typo(
            "offices.yaml", "parent: center, name: {zh: 城管", "parent: centre, name: {zh: 城管",
            "mini/offices.yaml:3: unknown-office"),
        Typo("offices.yaml", "area: \"1\", hours", "area: \"7\", hours", "mini/offices.yaml:2: unknown-area"),
        Typo("offices.yaml", "hours: default", "hours: night", "mini/offices.yaml:2: unknown-hours"),
        Typo(
            "offices.yaml", "{code: center, name", "{code: center, parent: city, name",
            "mini/offices.yaml:2: office-above-itself"),
        Typo("offices.yaml", "level: street", "level: stret", "mini/offices.yaml:5: unknown-level"),
        Typo("offices.yaml", "code: city", "code: center", "mini/offices.yaml:3: twice"),
        Typo("hours.yaml", "tue: [\"08:30-12:00\"", "tue: [\"08:30-25:00\"", "mini/hours.yaml:3: not-office-hours"),
        Typo("hours.yaml", "wed:", "wde:", "mini/hours.yaml:3: not-office-hours"),
        Typo(
            "hours.yaml", "thu: [\"08:30-12:00\", \"14:00-18:00\"]", "thu: \"08:30-12:00\"",
            "mini/hours.yaml:6: not-a-list"),
        Typo("calendar.yaml", "\"2022-04-04\"", "\"2022-04-31\"", "mini/calendar.yaml:5: not-a-day"),
        Typo(
            "calendar.yaml", "workdays: [\"2022-04-02\"]", "workdays: [\"2022-04-05\"]",
            "mini/calendar.yaml:2: holiday-and-workday"),
        Typo("calendar.yaml", "- year: 2022", "- yaer: 2022", "mini/calendar.yaml:2: unknown-key"),
        Typo("roles.yaml", "case.dispatch", "case.dispach", "mini/roles.yaml:6: unknown-permission"),
        Typo(
            "roles.yaml", "case.dispatch, reach: district", "case.dispatch, reach: distict",
            "mini/roles.yaml:6: not-one-of"),
        Typo("roles.yaml", "case.dispatch, reach: district", "case.dispatch", "mini/roles.yaml:6: missing key=reach"),
        Typo("ladders.yaml", "-4wh", "-4xx", "mini/ladders.yaml:5: not-a-step"),
        Typo("ladders.yaml", "action: superior", "action: superiour", "mini/ladders.yaml:6: not-one-of"),
        Typo("ladders.yaml", "code: late", "code: near", "mini/ladders.yaml:6: twice"),
        Typo("settings.yaml", "ladder: standard", "ladder: standrad", "mini/settings.yaml:5: unknown-ladder"),
        Typo("settings.yaml", "2wh", "2hours and a bit", "mini/settings.yaml:2: not-a-limit"),
        Typo("settings.yaml", "reopen-window", "reopen_window", "mini/settings.yaml:3: unknown-key"),
        Typo("settings.yaml", "{number:6}", "{nummer:6}", "mini/settings.yaml:7: numbering-without-number"),
        Typo("settings.yaml", "photos-per-note: 6", "photos-per-note: six", "mini/settings.yaml:4: not-a-number"),
        Typo("words.yaml", "code: phone", "code: web", "mini/words.yaml:4: twice"),
        Typo("words.yaml", "name: {zh: 热线, en: Phone}", "name: {zh: 热线, fr: Phone}", "mini/words.yaml:4: unknown-key"),
        Typo("classes.yaml", "offices: [city]", "offices: [ctiy]", "mini/classes.yaml:2: unknown-office"),
        Typo("classes.yaml", "limit: 2wd", "limit: 2", "mini/classes.yaml:3: not-a-limit"),
        Typo("classes.yaml", "code: \"C2\"", "code: \"C1\"", "mini/classes.yaml:3: twice"),
        Typo("classes.yaml", "classes:\n", "classes:\n  text\n", "mini/classes.yaml:3: not-yaml"),
        Typo("classes.yaml", "group: 环境, ", "", "mini/classes.yaml:3: missing key=group"),
        Typo("public.yaml", "[C1]", "[C9]", "mini/public.yaml:2: unknown-class"),
        Typo("indicators.yaml", "resolved-in-time", "resolved-on-time", "mini/indicators.yaml:2: unknown-condition"),
        Typo("indicators.yaml", "of: cases, numerator", "of: casses, numerator", "mini/indicators.yaml:2: not-one-of"),
        Typo("indicators.yaml", "unit: percent", "unit: per-cent", "mini/indicators.yaml:2: not-one-of"),
        Typo("indicators.yaml", "numerator: resolved-in-time, ", "", "mini/indicators.yaml:2: missing key=numerator"),
        Typo("indicators.yaml", "median answer-days", "mean answer-days", "mini/indicators.yaml:3: not-a-measure"),
        Typo("imports.yaml", "class: C1", "class: C8", "mini/imports.yaml:2: unknown-class"),
        Typo("imports.yaml", "channel: web", "channel: wbe", "mini/imports.yaml:2: unknown-channel"),
        Typo("imports.yaml", "office: center", "office: centre", "mini/imports.yaml:2: unknown-office"),
        Typo("roles.yaml", MiniPack.texts["roles.yaml"]!, "", "mini/roles.yaml:1: empty-file"),
        Typo("roles.yaml", MiniPack.texts["roles.yaml"]!, "roles:\n", "mini/roles.yaml:1: missing key=roles"),
        Typo("settings.yaml", "reopen-window: 15d", "accept-limit: 3wh", "mini/settings.yaml:2: key-twice"),
    ]

    @Test(arguments: typos) func aMistakeIsFoundAtItsLine(_ typo: Typo) throws {
        var pack = MiniPack()
        let text = try #require(pack.files[typo.file])
        #expect(text.contains(typo.from))
        pack.files[typo.file] = text.replacing(typo.from, with: typo.to, maxReplacements: 1)
        do {
            _ = try pack.load()
            Issue.record("\(typo) was taken")
        } catch let error as PackProblems {
            let found = error.problems.map(\.description)
            #expect(found.contains { $0.hasPrefix(typo.problem) }, "\(found)")
        }
    }

    @Test func aFileOfAnotherNameIsNotLeftOutInSilence() throws {
        var pack = MiniPack()
        pack.files["role.yaml"] = pack.files.removeValue(forKey: "roles.yaml")
        do {
            _ = try pack.load()
            Issue.record("role.yaml was taken")
        } catch let error as PackProblems {
            #expect(error.problems.map { "\($0.file):\($0.line): \($0.code)" } == ["mini/role.yaml:1: unknown-file"])
        }
    }

    @Test func allMistakesAreToldAtOnce() throws {
        var pack = MiniPack()
        pack.files["areas.yaml"]?.replace("level: street", with: "level: x")
        pack.files["settings.yaml"]?.replace("2wh", with: "soon")
        pack.files["roles.yaml"]?.replace("case.view", with: "case.look")
        do {
            _ = try pack.load()
        } catch let error as PackProblems {
            #expect(
                Set(error.problems.map(\.file)).isSuperset(of: [
                    "mini/areas.yaml", "mini/settings.yaml", "mini/roles.yaml",
                ]))
        }
    }

    /// Whatever a slip of hand does to a file, the pack is refused with a place in a file, or is whole.
    @Test func aPackChangedAtRandomIsRefusedWithAPlaceOrWhole() throws {
        var random = Seeded(7)
        let names = MiniPack.texts.keys.sorted()
        let root = try MiniPack().write()
        for _ in 0..<150 {
            let name = names.randomElement(using: &random)!
            let (text, path) = (MiniPack.texts[name]!, "\(root)/mini/\(name)")
            try Mutation.of(text, using: &random).write(toFile: path, atomically: false, encoding: .utf8)
            defer { try? text.write(toFile: path, atomically: false, encoding: .utf8) }
            do {
                let loaded = try Pack.load("mini", from: root, modules: World.modules)
                #expect(
                    !loaded.district.isEmpty && !loaded.areas.isEmpty && !loaded.roles.isEmpty && !loaded.hours.isEmpty)
            } catch let error as PackProblems {
                #expect(!error.problems.isEmpty)
                for problem in error.problems {
                    #expect(problem.line >= 1 && problem.file.hasSuffix(".yaml") && !problem.code.isEmpty, "\(problem)")
                }
            }
        }
    }

    /// Enough of a pack to see that another one took its place.
    private struct Summary: Equatable {
        var texts: [String]
        init(_ pack: Pack) {
            texts =
                pack.areas.map(\.name) + pack.offices.map(\.code) + pack.classes.map { "\($0)" }
                + pack.indicators.map(\.code)
                + pack.roles.flatMap(\.grants).map { "\($0)" } + [
                    "\(pack.settings)", "\(pack.ladders.mapValues(\.steps.count))",
                ]
        }
    }

    @Test func loadingABrokenPackLeavesTheOneInForce() async throws {
        var random = Seeded(11)
        let root = try MiniPack().write()
        let base = try await World.make()
        let pack = try Pack.load("mini", from: root, modules: World.modules)
        let home = try District(
            store: base.district.store, clock: base.clock, keys: World.keys, pack: pack, modules: World.modules,
            passwordCost: .cheap)
        let admin = Scope(district: "1", actor: .system("admin"))
        var (taken, refused) = (0, 0)
        for round in 0..<36 {
            let name = MiniPack.texts.keys.sorted().randomElement(using: &random)!
            let text = round % 3 == 0 ? MiniPack.texts[name]! : Mutation.of(MiniPack.texts[name]!, using: &random)
            try text.write(toFile: "\(root)/mini/\(name)", atomically: true, encoding: .utf8)
            let before = Summary(home.pack)
            do {
                _ = try await home.perform(LoadPack(), as: admin)
                taken += 1
                #expect(home.pack.classes.count >= 1 && home.pack.roles.count >= 1)
            } catch let problem as Problem {
                refused += 1
                #expect(["pack-refused", "pack-of-another-district"].contains(problem.code))
                // Each mistake with its file and line.
                if problem.code == "pack-refused" {
                    #expect(problem.fields.first?.field.contains(/^mini\/[a-z]+\.yaml:\d+$/) == true, "\(problem.fields)")
                }
                #expect(Summary(home.pack) == before)
            }
            try MiniPack.texts[name]!.write(toFile: "\(root)/mini/\(name)", atomically: true, encoding: .utf8)
        }
        #expect(taken > 8 && refused > 8)
    }
}
