import Casework
import Kernel
import Testing
import WorkingTime
import World

/// An answer is held against the pack's rules before it leaves.
@Suite struct ReplyCheckTests {
    /// The world with the checks of the base pack.
    private func world(on engine: Engine) async throws -> World {
        let world = try await World.make(on: engine)
        let base = try Pack.load("base", from: World.packFolder, modules: World.modules)
        return try world.again(checks: base.replyChecks)
    }

    private func answer(
        _ given: World.Given, _ world: World, _ reply: String, outcome: String = "solved", photos: [String] = [], despite: String? = nil
    ) async -> String {
        await refusal {
            try await world.district.perform(
                ResolveCase(caseID: given.id, outcome: outcome, reply: reply, photos: photos, despite: despite), as: world.person("city"))
        }
    }

    @Test(arguments: Engine.all) func whatWasAskedIsTakenUp(on engine: Engine) async throws {
        let world = try await world(on: engine)
        let given = try await world.dispatched(text: "楼下饭馆油烟太大。请问排烟管道什么时候改到楼顶？")
        #expect(await answer(given, world, "已办") == "reply: reply-check.shortest")
        let beside = "我局高度重视，已安排执法人员现场处理，感谢您的支持。"
        #expect(await answer(given, world, beside) == "reply: reply-check.questions, despite: say-why-despite")
        #expect(await answer(given, world, beside, despite: "当事人已口头告知") == "done")
        let passes = try await world.dispatched(text: "排烟管道什么时候改到楼顶？")
        #expect(await answer(passes, world, "排烟管道 4 月 20 日前改到楼顶，由店主施工，我局验收。") == "done")
    }

    @Test(arguments: Engine.all) func theSameWordsTwiceAreNoticed(on engine: Engine) async throws {
        let world = try await world(on: engine)
        let words = "已责令商户安装油烟净化设施并复查合格。"
        #expect(await answer(try await world.dispatched(), world, words) == "done")
        let second = try await world.dispatched()
        #expect(await answer(second, world, "已责令商户，安装油烟净化设施，并复查合格！") == "reply: reply-check.own-words, despite: say-why-despite")
        #expect(await answer(second, world, words, despite: "同一商户") == "done")
    }

    /// So many that counting on would keep others waiting.
    @Test(arguments: Engine.all) func theSameWordsOverAndOver(on engine: Engine) async throws {
        let world = try await world(on: engine)
        let words = "已转相关单位处理，请耐心等待。"
        for _ in 1...21 { #expect(await answer(try await world.dispatched(), world, words, despite: "同一件事") == "done") }
        let last = try await world.dispatched()
        let problem = await #expect(throws: Problem.self) {
            try await world.district.perform(
                ResolveCase(caseID: last.id, outcome: "solved", reply: words), as: world.person("city"))
        }
        #expect(problem?.fields.first?.values["times"] == "20+")
    }

    @Test(arguments: Engine.all) func notFoundNeedsAPhotoFromThere(on engine: Engine) async throws {
        let world = try await world(on: engine)
        let filed = try await world.district.perform(
            FileCase(
                channel: "web", caseClass: "06027", text: "楼下饭馆油烟太大", areaCode: "990101001001", latitude: 34.75, longitude: 113.65),
            as: world.visitor)
        let order = try await world.district.perform(
            DispatchCase(caseID: filed.caseID, officeID: try await world.office("urban-management").id), as: world.person("dispatcher"))
        let given = World.Given(id: filed.caseID, receipt: filed.receipt, orderID: order.orderID)
        let reply = "三次到现场核查，当时没有看到油烟外排，照片附后。"
        #expect(
            await answer(given, world, reply, outcome: "unfounded")
                == "photos: reply-check.photos, photos: reply-check.on-site, despite: say-why-despite")
        func photo(_ seed: UInt8, at: String?, _ latitude: Double, _ longitude: Double) async throws -> String {
            try await FileVault(district: world.district).keep(
                [0xFF, 0xD8, seed], type: "image/jpeg",
                origin: .init(takenAt: at.flatMap { Instant(iso: $0) }, latitude: latitude, longitude: longitude))
        }
        try world.clock.advance(by: .hours(2))
        let old = try await photo(1, at: "2022-03-01T10:00:00+08:00", 34.75, 113.65)
        #expect(
            await answer(given, world, reply, outcome: "unfounded", photos: [old])
                == "photos: reply-check.on-site, despite: say-why-despite")
        let far = try await photo(2, at: "2022-03-30T10:00:00+08:00", 34.77, 113.65)
        #expect(
            await answer(given, world, reply, outcome: "unfounded", photos: [far])
                == "photos: reply-check.on-site, despite: say-why-despite")
        let there = try await photo(3, at: "2022-03-30T10:00:00+08:00", 34.7501, 113.65)
        #expect(await answer(given, world, reply, outcome: "unfounded", photos: [there]) == "done")
    }
}
