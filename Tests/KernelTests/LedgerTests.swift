import Expressions
import Kernel
import Store
import Testing
import WorkingTime
import World

/// A ledger is a way to look at the registers: its condition means the same for one and for all, its groups add up, and it can be asked
/// as of any moment.
@Suite struct LedgerTests {
    /// Six people of two communities, some put down as something.
    private struct Town {
        let world: World
        var people: [String: ID<SubjectRecord>] = [:]

        init(_ world: World) async throws {
            self.world = world
            for (name, birth, area, groups) in [
                ("陈老", "1935-03-01", "990101001001", ["over-80", "chronic"]), ("钱老", "1938-11-30", "990101001001", ["over-80"]),
                ("孙婶", "1960-06-01", "990101001002", ["chronic"]), ("李叔", "1962-01-01", "990101001002", []),
                ("周姐", "1990-08-08", "990101001001", []), ("无名", "", "990101001002", ["disabled"]),
            ] {
                let id = try await world.district.perform(
                    RegisterSubject(kind: "person", areaCode: area, values: ["name": name, "birth-date": birth]), as: world.person("clerk")
                ).subjectID
                people[name] = id
                for group in groups {
                    _ = try await world.district.perform(
                        ClassifySubject(subjectID: id, scheme: "key-group", code: group, evidence: "走访"), as: world.person("clerk"))
                }
            }
        }

        func names(_ condition: String, order: Pack.LedgerOrder = .number, as login: String = "clerk", asOf: Instant? = nil) async throws
            -> [String]
        {
            let query = try self.query(condition, order: order)
            return try await world.district.read(as: world.person(login), asOf: asOf) { reading in
                let ids = try reading.ledger(query, for: "subject.view")
                #expect(try reading.countLedger(query) == ids.count)
                let found = try reading.subjects(named: Set(ids))
                return ids.compactMap { found[$0]?.title }
            }
        }

        func query(_ condition: String, group: Pack.LedgerGroup? = nil, order: Pack.LedgerOrder = .number) throws -> LedgerQuery {
            let pack = world.district.pack
            var filter = SubjectFilter(kind: "person")
            filter.rule = try pack.rule(condition, on: pack.subjectKinds.first { $0.code == "person" }!, as: .truth)
            return LedgerQuery(filter, group: group, order: order)
        }
    }

    @Test(arguments: Engine.all) func aConditionMeansTheSameForOneAndForAll(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        let pack = town.world.district.pack
        let kind = pack.subjectKinds.first { $0.code == "person" }!
        for (condition, names) in [
            ("not(${key-group} = '')", ["陈老", "钱老", "孙婶", "无名"]), ("${key-group} = ''", ["李叔", "周姐"]),
            ("${key-group} != ''", ["陈老", "钱老", "孙婶", "无名"]),
            ("selected(${key-group}, 'chronic')", ["陈老", "孙婶"]), ("not(selected(${key-group}, 'over-80'))", ["孙婶", "李叔", "周姐", "无名"]),
            ("selected(${key-group}, 'chronic') and ${birth-date} < '1950-01-01'", ["陈老"]),
            ("if(selected(${key-group}, 'disabled'), true(), ${birth-date} > '1980-01-01')", ["周姐", "无名"]), ("${birth-date} = ''", ["无名"]),
            ("contains(${name}, '老')", ["陈老", "钱老"]), ("${age} >= 80", ["陈老", "钱老"]), ("${age} < 62", ["孙婶", "李叔", "周姐"]),
            ("${age} = 31", ["周姐"]), ("${age} > 59.5 and ${age} <= 61", ["孙婶", "李叔"]), ("${age} + 1 = 32", ["周姐"]), ("${age} = ''", ["无名"]),
        ] {
            #expect(try await town.names(condition) == names, "\(condition)")
            let rule = try pack.rule(condition, on: kind, as: .truth)
            let alone = try await town.world.district.read(as: town.world.person("clerk")) { [people = town.people] reading in
                let details = try LedgerDetails(Array(people.values), [pack.ledgerColumn("key-group", of: kind)!], kind: kind, in: reading)
                return Set(people.filter { details.value(of: rule, for: $0.value) == .truth(true) }.keys)
            }
            #expect(alone == Set(names), "\(condition)")
        }
    }

    /// How a scheme is asked depends on how many are put down in it; what is found does not.
    @Test(arguments: Engine.all) func thousandsInASchemeChangeNothingOfWhatIsFound(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        let unnamed = try #require(town.people["无名"])
        for more in [0, 5000, 30_000] {
            // Long over, so that they count as put down once and hold for nobody now.
            try await town.world.district.store.write { [code = town.world.district.code] writer in
                let columns = ["district", "id", "subject_id", "scheme", "code", "evidence", "begun_on", "ended_on", "since"]
                let ids = IDSource.random
                let rows = (0..<more).map { _ -> [SQLValue] in
                    [
                        .text(code), .uuid(ids.next(at: 0)), .uuid(unnamed.uuid), .text("key-group"), .text("disabled"), .text(""),
                        .integer(1),
                        .integer(2), .integer(0),
                    ]
                }
                try writer.insert(into: "subject_classifications", columns: columns, rows: rows)
            }
            let world = try town.world.again()
            for (condition, names) in [
                ("not(${key-group} = '')", ["陈老", "钱老", "孙婶", "无名"]), ("${key-group} = ''", ["李叔", "周姐"]),
                ("selected(${key-group}, 'disabled')", ["无名"]), ("not(selected(${key-group}, 'over-80'))", ["孙婶", "李叔", "周姐", "无名"]),
            ] {
                let query = try town.query(condition)
                let found = try await world.district.read(as: world.person("clerk")) { reading in
                    let ids = try reading.ledger(query, for: "subject.view", limit: 50)
                    let subjects = try reading.subjects(named: Set(ids))
                    return ids.compactMap { subjects[$0]?.title }
                }
                #expect(found == names, "\(more) more, \(condition)")
            }
            var filter = SubjectFilter(kind: "person")
            (filter.scheme, filter.code) = ("key-group", "disabled")
            let titles = try await world.district.read(as: world.person("clerk")) { [filter] in
                try $0.subjects(filter, limit: 50).map(\.title)
            }
            #expect(titles == ["无名"], "\(more) more")
        }
    }

    @Test func whatCannotBeAskedIsRefused() async throws {
        let pack = try await World.make().district.pack
        let kind = pack.subjectKinds.first { $0.code == "person" }!
        for (condition, code) in [
            ("${phone} = '1'", ExpressionProblem.Code.unknownField), ("${shoe} = 1", .unknownField),
            ("concat(${key-group}, 'x') = 'x'", .onlySelected),
            ("count-selected(${key-group}) > 1", .onlySelected), ("selected(${key-group}, 'rich')", .notACode),
            ("${birth-date} > 3", .cannotCompare),
        ] {
            let problem = #expect(throws: ExpressionProblem.self) { _ = try pack.rule(condition, on: kind, as: .truth) }
            #expect(problem?.code == code, "\(condition)")
        }
    }

    /// A year is full on the day, of those born on 29 February on 1 March; and a comparison says what the number would.
    @Test(arguments: Engine.all) func anAgeIsInWholeYears(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        let (world, pack) = (town.world, town.world.district.pack)
        let kind = pack.subjectKinds.first { $0.code == "person" }!
        for (name, birth) in [("闰", "2004-02-29"), ("今", "2002-04-01"), ("明", "2002-04-02"), ("未", "2022-04-05")] {
            _ = try await world.district.perform(
                RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": name, "birth-date": birth]),
                as: world.person("clerk"))
        }
        try world.now("2022-04-01T09:00:00+08:00")
        let column = try #require(pack.ledgerColumn("age", of: kind))
        for operation in ["<", "<=", ">", ">=", "=", "!="] {
            for years in ["17", "18", "19.5", "20", "0", "-1"] {
                let condition = "${age} \(operation) \(years)"
                let rule = try pack.rule(condition, on: kind, as: .truth)
                let asked = Set(try await town.names(condition))
                let worked = try await world.district.read(as: world.person("clerk")) { reading in
                    let ids = try reading.subjects(SubjectFilter(kind: "person"), limit: 50).map(\.id)
                    let details = try LedgerDetails(ids, [column], kind: kind, in: reading)
                    return Set(ids.filter { details.value(of: rule, for: $0) == .truth(true) }.compactMap { details.subjects[$0]?.title })
                }
                #expect(asked == worked, "\(condition)")
            }
        }
        for (years, name) in [("20", "今"), ("18", "闰"), ("19", "明")] { #expect(try await town.names("${age} = \(years)") == [name]) }
    }

    @Test(arguments: Engine.all) func groupsAddUpAndKeepTheirOrder(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        let (north, south) = (
            try await town.world.area("990101001001").id.description, try await town.world.area("990101001002").id.description
        )
        for (group, parts) in [
            (Pack.LedgerGroup.scheme("key-group"), [("over-80", 2), ("disabled", 1), ("chronic", 2)]),
            (.level("community"), [(north, 3), (south, 3)]), (.level("grid"), [("", 6)]), (.field("sex"), [("", 6)]),
        ] {
            var query = try town.query("true()", group: group)
            let found = try await town.world.district.read(as: town.world.person("clerk")) { [query] in try $0.ledgerParts(query) }
            #expect(found.map(\.value) == parts.map(\.0) && found.map(\.count) == parts.map(\.1), "\(group)")
            for part in found {
                query.part = part.value
                let count = try await town.world.district.read(as: town.world.person("clerk")) { [query] in try $0.countLedger(query) }
                #expect(count == part.count, "\(group) \(part.value)")
            }
        }
        #expect(try await town.names("true()", order: .field("birth-date", descending: true)) == ["周姐", "李叔", "孙婶", "钱老", "陈老", "无名"])
        #expect(try await town.names("true()", order: .field("birth-date", descending: false)).last == "无名")
    }

    /// Page by page in the order of a field is the whole in that order, those without a value last.
    @Test(arguments: Engine.all) func pagesAddUpToTheWhole(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        for (descending, last) in [(false, "无名"), (true, "无名")] {
            let query = try town.query("true()", order: .field("birth-date", descending: descending))
            try await town.world.district.read(as: town.world.person("clerk")) { reading in
                let whole = try reading.ledger(query, for: "subject.view")
                for size in 1...7 {
                    let pages = try stride(from: 0, to: 14, by: size).flatMap {
                        try reading.ledger(query, for: "subject.view", limit: size, offset: $0)
                    }
                    #expect(pages == whole, "\(size) \(descending)")
                }
                #expect(try reading.findSubject(whole.last!).title == last)
            }
        }
    }

    @Test(arguments: Engine.all) func juneStaysAsItWas(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        let world = town.world
        try world.now("2022-06-30T18:00:00+08:00")
        let june = world.clock.now
        try world.now("2022-07-01T09:00:00+08:00")
        let held = try await world.district.read(as: world.person("clerk")) { reading in
            try reading.classifications(of: try reading.findSubject(town.people["孙婶"]!))
        }
        _ = try await world.district.perform(
            EndClassification(classificationID: held[0].id, on: Day(iso: "2022-06-30")!, reason: "已痊愈"), as: world.person("clerk"))
        _ = try await world.district.perform(
            EndSubject(subjectID: town.people["陈老"]!, reason: "去世", on: Day(iso: "2022-07-01")!), as: world.person("clerk"))
        try world.now("2022-07-02T09:00:00+08:00")
        #expect(try await town.names("selected(${key-group}, 'chronic')") == [])
        #expect(try await town.names("selected(${key-group}, 'chronic')", asOf: june) == ["陈老", "孙婶"])
    }

    @Test(arguments: Engine.all) func aBuildingThatMovesInJulyCountsWhereItStoodInJune(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let clerk = world.person("clerk")
        try world.now("2022-06-01T09:00:00+08:00")
        var moved: ID<SubjectRecord>?
        for (title, grid) in [("一号楼", "990101001001001"), ("二号楼", "990101001001001"), ("三号楼", "990101001001002")] {
            let id = try await world.district.perform(
                RegisterSubject(kind: "building", areaCode: grid, values: ["title": title]), as: clerk
            ).subjectID
            if title == "二号楼" { moved = id }
        }
        try world.now("2022-06-30T18:00:00+08:00")
        let june = world.clock.now
        try world.now("2022-07-01T09:00:00+08:00")
        _ = try await world.district.perform(CorrectSubject(subjectID: moved!, values: [:], areaCode: "990101001001002"), as: clerk)
        try world.now("2022-07-02T09:00:00+08:00")
        func counts(_ asOf: Instant?) async throws -> [String: Int] {
            try await world.district.read(as: clerk, asOf: asOf) { reading in
                let parts = try reading.ledgerParts(LedgerQuery(SubjectFilter(kind: "building"), group: .level("grid")))
                return try Dictionary(uniqueKeysWithValues: parts.map { (try reading.findArea(ID<Area>($0.value)!).code, $0.count) })
            }
        }
        #expect(try await counts(june) == ["990101001001001": 2, "990101001001002": 1])
        #expect(try await counts(nil) == ["990101001001001": 1, "990101001001002": 2])
    }

    /// Who may not open a field sees no ledger that asks for it, and nobody sees rows beyond their reach.
    @Test(arguments: Engine.all) func nobodySeesMoreByALedger(on engine: Engine) async throws {
        let town = try await Town(try await World.make(on: engine))
        for login in ["city", "leader", "admin"] { #expect(try await town.names("true()", as: login) == [], "\(login)") }
        let rule = try town.query("true()").filter.rule
        let opens = try await town.world.district.read(as: town.world.person("clerk")) { reading in
            (
                reading.opens(["name", "key-group"], of: try reading.subjectKind("person")),
                reading.opens(["shoe"], of: try reading.subjectKind("person"))
            )
        }
        #expect(rule != nil && opens == (true, false))
    }

    @Test func aLedgerThatMeansNothingIsRefusedWithItsLine() throws {
        var pack = MiniPack()
        pack.files["fields.yaml"] = "fields: [{code: name, kind: person-name, name: N}]"
        pack.files["subjects.yaml"] = "subjects: [{code: person, name: P, short: P, title: name, fields: [name]}]"
        pack.files["ledgers.yaml"] = """
            ledgers:
              - {code: a, name: A, of: person, where: "${shoe} = 1", columns: [name]}
              - {code: b, name: B, of: person, columns: [shoe], group: phone, sort: shoe}
              - {code: c, name: C, of: nobody, columns: [name]}
            """
        let problems = try #require(#expect(throws: PackProblems.self) { _ = try pack.load() })
        #expect(
            problems.problems.map { "\($0.line) \($0.code)" } == [
                "2 bad-expression", "3 unknown-column", "3 unknown-group", "3 unknown-order", "4 unknown-kind",
            ])
    }
}
