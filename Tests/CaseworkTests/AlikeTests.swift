import Casework
import Kernel
import Store
import Testing
import WorkingTime
import World

/// Cases about the same thing: found, joined, merged, taken apart again.
@Suite struct AlikeTests {
    private func file(_ text: String, _ world: World, area: String = "990101001001", at place: (Double, Double)? = nil) async throws
        -> FileCase.Outcome
    {
        try await world.district.perform(
            FileCase(channel: "web", caseClass: "06027", text: text, areaCode: area, latitude: place?.0, longitude: place?.1),
            as: world.visitor)
    }

    private func alike(_ id: ID<Case>, _ world: World, as login: String = "dispatcher") async throws -> [AlikeCase] {
        try await world.district.read(as: world.person(login)) { try $0.casesAlike(CaseSketch(try $0.findCase(id))) }
    }

    @Test(arguments: Engine.all) func likelyDuplicatesAreFoundByWordsPlaceAndTime(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let same = try await file("祥和里 3 号楼下烧烤店油烟太大，熏得窗户不敢开", world, at: (34.7312, 113.6423))
        let far = try await file("祥和里 3 号楼下烧烤店油烟太大，熏得窗户不敢开", world, area: "990101002001", at: (34.7900, 113.7000))
        _ = try await file("路灯三天不亮，老人夜里摔倒", world, at: (34.7313, 113.6424))
        let mine = try await file("楼下烧烤店的油烟熏得我家窗户都不敢开，祥和里 3 号楼", world, at: (34.7314, 113.6425))
        let found = try await alike(mine.caseID, world)
        #expect(found.map(\.found.id) == [same.caseID])
        let first = try #require(found.first)
        #expect(first.words > 0.6 && first.likeness > 0.6 && (10...60).contains(Int(first.metres ?? 0)) && first.days == 0)
        // In another area nothing is like it, and after the window neither.
        #expect(try await alike(far.caseID, world).isEmpty)
        try world.now("2022-05-15T09:00:00+08:00")
        let later = try await file("楼下烧烤店的油烟熏得我家窗户都不敢开，祥和里 3 号楼", world)
        #expect(try await alike(later.caseID, world).isEmpty)
        // Nobody is shown what they may not see.
        #expect(
            try await world.district.read(as: world.person("housing")) { reading in
                try reading.casesAlike(
                    CaseSketch(
                        FileCase(channel: "", text: "楼下烧烤店油烟太大"), areaID: reading.areaIfAny(code: "990101001001")!.id, at: World.start))
            }.isEmpty)
    }

    @Test(arguments: Engine.all) func whoJoinsFollowsWithAReceiptOfTheirOwn(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.dispatched()
        let joined = try await world.district.perform(
            JoinCase(caseID: given.id, channel: "phone", text: "我家也闻得到油烟", contact: Contact(phone: "13900139000")),
            as: world.person("phone"))
        let seen = try await world.district.read(as: world.visitor) { try $0.findCase(receipt: joined.receipt) }
        #expect(seen.id == given.id && seen.joined?.text == "我家也闻得到油烟")
        let hits = try await world.district.read(as: world.person("dispatcher")) {
            try $0.db.search("闻得到", district: world.district.code, kind: "case", limit: 5)
        }
        #expect(hits.map(\.id) == [given.id.uuid])
        // Each can be called back, with a purpose.
        let other = try #require(seen.joined?.id)
        let contact = try await world.district.perform(
            RevealContact(caseID: given.id, purpose: "回访", reporterID: other), as: world.person("callback"))
        #expect(contact.phone == "13900139000")
        #expect(
            await refusal { try await world.district.perform(RevealContact(caseID: given.id, purpose: "回访"), as: world.person("callback")) }
                == "no-contact")
        // They may add and say that it is not done, but neither confirm nor withdraw for the first.
        let key = CaseKey(receipt: joined.receipt)
        _ = try await world.district.perform(NoteCase(key: key, text: "晚上七点最重", isPublic: true), as: world.visitor)
        // Neither reads the other: what was added is for the office.
        let (forReporters, forOffice) = try await world.district.read(as: world.system) { reading in
            let found = try reading.findCase(given.id)
            return (try reading.notes(of: found.id, publicOnly: true), try reading.notes(of: found.id))
        }
        #expect(forReporters.isEmpty && forOffice.map(\.text) == ["晚上七点最重"])
        #expect(await refusal { try await world.district.perform(WithdrawCase(key: key), as: world.visitor) } == "not-the-first-reporter")
        _ = try await world.district.perform(AcceptOrder(orderID: given.orderID), as: world.person("city"))
        _ = try await world.district.perform(ResolveCase(caseID: given.id, outcome: "solved", reply: "已整改"), as: world.person("city"))
        #expect(
            await refusal { try await world.district.perform(ConfirmCase(key: key, answered: true, solved: true), as: world.visitor) }
                == "not-the-first-reporter")
        _ = try await world.district.perform(ReopenCase(key: key, reason: "昨晚还在冒烟"), as: world.visitor)
        let again = try await world.district.read(as: world.system) { try $0.findCase(given.id) }
        #expect(again.state == .accepted && again.reopened == 1)
    }

    @Test(arguments: Engine.all) func aMergedCaseIsFollowedByItsOldReceiptAndCanBeTakenOut(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let first = try await world.dispatched()
        let second = try await file("楼下饭馆油烟太大", world)
        let dispatcher = world.person("dispatcher")
        #expect(
            await refusal { try await world.district.perform(MergeCases(caseID: second.caseID, into: second.caseID), as: dispatcher) }
                == "into: same-case")
        _ = try await world.district.perform(MergeCases(caseID: second.caseID, into: first.id), as: dispatcher)
        let (merged, followed, waiting, rates) = try await world.district.read(as: world.system) { reading in
            (
                try reading.findCase(second.caseID), try reading.findCase(receipt: second.receipt),
                try reading.openOrder(about: Subject("case", second.caseID.uuid)),
                try reading.furtherReporters(of: first.id)
            )
        }
        #expect(merged.state == .closed && merged.isMerged && merged.outcome == "duplicate" && merged.dueAt == nil)
        #expect(followed.id == first.id && followed.joined?.fromCase == second.caseID)
        #expect(waiting == nil && rates.count == 1)
        // Merged, it is nobody's answer: no rate counts it.
        let figures = try await world.district.read(as: world.person("leader")) { reading in
            Dictionary(
                uniqueKeysWithValues: try reading.figures(reading.pack.indicators.filter { $0.of == "cases" }).map {
                    ($0.code, $0.denominator)
                })
        }
        for (code, count) in ["registered-cases": 2, "merged-cases": 1, "open-cases": 1, "checked-share": 0, "on-time-rate": 0] {
            #expect(figures[code] == count, "\(code)")
        }
        #expect(
            await refusal { try await world.district.perform(ReopenCase(key: CaseKey(id: second.caseID), reason: "x"), as: dispatcher) }
                == "case-is-merged")
        #expect(
            await refusal { try await world.district.perform(MergeCases(caseID: second.caseID, into: first.id), as: dispatcher) }
                == "case-state")

        _ = try await world.district.perform(SplitCase(caseID: second.caseID), as: dispatcher)
        let apart = try await world.district.read(as: world.system) { try $0.findCase(receipt: second.receipt) }
        #expect(apart.id == second.caseID && apart.state == .registered && apart.joined == nil && apart.dueAt != nil)
        #expect(await refusal { try await world.district.perform(SplitCase(caseID: second.caseID), as: dispatcher) } == "case-not-merged")
        // It can be dispatched as if it had never been merged.
        _ = try await world.district.perform(
            DispatchCase(caseID: second.caseID, officeID: try await world.office("housing").id), as: dispatcher)
    }
}
