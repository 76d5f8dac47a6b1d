import Foundation
import HTTPTypes
import Kernel
import Registers
import Store
import Testing
import WorkingTime
import World

/// What goes out as a workbook comes in again as it was, whatever a field holds.
@Suite struct RoundTripTests {
    /// A field of every kind that a sheet can hold. Nothing is sealed: what is goes out masked, and a mask says nothing.
    private static let kinds = [
        "text": "longest: 200", "person-name": "longest: 60", "number": "", "money": "", "date": "", "choice": "list: sexes",
        "choices": "list: unit-levels", "flag": "", "resident-id": "sealed: false", "credit-code": "", "phone": "sealed: false",
        "address": "longest: 200", "area": "", "place": "", "reference": "of: [person]", "hours": "",
    ]

    private func world() async throws -> World {
        let codes = Self.kinds.keys.sorted()
        let folder = try PackCopy.make { fields, subjects in
            for kind in codes {
                let more = Self.kinds[kind]!
                fields += "  - {code: a-\(kind), kind: \(kind)\(more.isEmpty ? "" : ", " + more), name: {zh: 一项\(kind), en: A \(kind)}}\n"
            }
            subjects += """
                  - code: thing
                    name: {zh: 东西, en: Thing}
                    short: 物
                    title: title
                    fields: [{field: title, required: true}, \(codes.map { "a-" + $0 }.joined(separator: ", "))]

                """
        }
        let pack = try Pack.load("world", from: folder, modules: World.modules)
        let world = try await World.make().again(pack: pack)
        try await world.district.takeUpSubjects()
        return world
    }

    /// Values as somebody may type them, with what spreadsheets like to make of them.
    private func values(_ number: Int, _ people: [String], _ dice: inout some RandomNumberGenerator) -> [String: String] {
        func one(_ some: [String]) -> String { some.randomElement(using: &dice)! }
        func digits(_ count: Int) -> String { (0..<count).map { _ in "\(Int.random(in: 0...9, using: &dice))" }.joined() }
        let day =
            "\(Int.random(in: 1900...2099, using: &dice))-0\(Int.random(in: 1...9, using: &dice))-1\(Int.random(in: 0...9, using: &dice))"
        return [
            "title": "东西\(number)",
            "a-text": one([
                "=1+1", "'引", "a,b;c", "007", "1e5", "2026-01-01", "TRUE", "<b>&amp;</b>", "ＡＢＣ１２３", "👩‍👩‍👧", "第一行\n第二行", "\"双引号\"",
                "+8613800138000", "_x000D_",
                "@SUM(A1)", "-3",
            ]),
            "a-person-name": one(["欧阳娜娜", "买买提·吐尔逊", "O'Brien", "㐂田"]),
            "a-number": one(["0.1", "-12.5", "3000000", "0.000001", "123456789.25", "1"]),
            "a-money": one(["0.01", "-5", "1234567.89", "100"]), "a-date": day, "a-choice": one(["男", "女"]),
            "a-choices": one(["compound", "compound grid", "building street"]), "a-flag": one(["是", "否"]),
            "a-resident-id": one(["11010519491231002X", "440524188001010014"]), "a-credit-code": one(["91350100M000100Y43"]),
            "a-phone": one(["138" + digits(8), "0371-6677" + digits(4)]), "a-address": one(["大学路 12 号院3号楼", "１号楼，2单元"]),
            "a-area": one(["990101001001", "990101001"]),
            "a-place": one(["34.7466, 113.6253", "-0.5, 0.25 GCJ-02", "34.1, 113.2 CGCS2000"]),
            "a-reference": one(people), "a-hours": one(["8：00——22：00", "08:00-12:00, 14:00-22:00"]),
        ]
    }

    private func facts(_ world: World) async throws -> [String: [String: String]] {
        try await world.district.read(as: world.person("clerk")) { reading in
            let found = try reading.subjects(SubjectFilter(kind: "thing"), limit: 100)
            let facts = try reading.facts(of: found)
            return Dictionary(uniqueKeysWithValues: found.map { ($0.number, facts[$0.id]!.values.mapValues(\.typed)) })
        }
    }

    @Test func whateverGoesOutComesInAgainUnchanged() async throws {
        let world = try await world()
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = Seeded(seed)
        var people: [String] = []
        for name in ["张伟", "李娜"] {
            people.append(
                try await world.district.perform(
                    RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": name]), as: world.person("clerk")
                ).number)
        }
        for number in 1...40 {
            _ = try await world.district.perform(
                RegisterSubject(kind: "thing", areaCode: "990101001001", values: values(number, people, &dice)), as: world.person("clerk"))
        }
        let before = try await facts(world)
        #expect(before.count == 40 && before.values.allSatisfy { $0.count == Self.kinds.count + 1 }, "seed \(seed)")
        let others = (0..<40).map { _ in values(0, people, &dice) }
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let sheet = try await client.get("/registers/thing/export.xlsx", session: clerk)
            #expect(sheet.status == 200)
            let again = try await client.tried("thing", sheet.bytes, as: clerk)
            #expect(try await client.counts(again) == [0, 0, 40, 0, 0], "seed \(seed)")
            // Everything is changed, and the sheet brings back what it was.
            let ids = try await world.district.read(as: world.person("clerk")) { reading in
                try reading.subjects(SubjectFilter(kind: "thing"), limit: 100).map(\.id)
            }
            for (id, values) in zip(ids, others) {
                _ = try await world.district.perform(
                    CorrectSubject(subjectID: id, values: values.filter { $0.key != "title" }), as: world.person("clerk"))
            }
            #expect(try await facts(world) != before)
            let back = try await client.tried("thing", sheet.bytes, as: clerk)
            try await client.taken(back, as: clerk)
            let counts = try await client.counts(back)
            #expect(counts[0] == 0 && counts[1] + counts[2] == 40 && counts[4] == 0, "seed \(seed): \(counts)")
            #expect(try await facts(world) == before, "seed \(seed)")
        }
    }
}
