import Casework
import HTTPTypes
import Kernel
import Pages
import Sealing
import Testing
import WorkingTime
import World

/// What somebody without an account may do within the hour, counted by where they come from.
@Suite struct StrangerTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    private func file(_ client: PageClient, from address: String? = nil) async throws -> Int {
        var headers = json
        if let address { headers[HTTPField.Name("X-Forwarded-For")!] = address }
        return try await client.send(
            .post, "/api/verbs/case.file", headers: headers, body: Array(#"{"channel":"web","text":"路灯不亮"}"#.utf8)
        ).status
    }

    @Test func aScriptThatFilesIsAskedToWait() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            for _ in 0..<world.district.pack.settings.strangersChanges {
                let status = try await file(client)
                #expect(status == 200)
            }
            let refused = try await file(client)
            #expect(refused == 429)
            // Nobody is believed about where they come from, unless it is a proxy of ours.
            let elsewhere = try await file(client, from: "203.0.113.9")
            #expect(elsewhere == 429)
            try world.clock.set(world.clock.now + .hours(1))
            let later = try await file(client)
            #expect(later == 200)
        }
    }

    @Test func behindAProxyEachAddressCountsForItself() async throws {
        let world = try await World.make()
        // In process, the other end has no address.
        try await PageClient.with(world, settings: SiteSettings(trustedProxies: ["-", "10.0.0.7"])) { client in
            for turn in 0...world.district.pack.settings.strangersChanges {
                // What a stranger claims in front counts for nothing; addresses of one household are one.
                let status = try await file(client, from: "198.51.100.\(turn), 2001:db8:1:2:\(turn)::1, 10.0.0.7")
                #expect(status == (turn < world.district.pack.settings.strangersChanges ? 200 : 429))
            }
            let neighbour = try await file(client, from: "2001:db8:1:3::1")
            #expect(neighbour == 200)
            let other = try await file(client, from: "203.0.113.9")
            #expect(other == 200)
        }
    }

    @Test func receiptCodesAreNotTriedUntilOneFits() async throws {
        let world = try await World.make()
        let given = try await world.filed()
        try await PageClient.with(world) { client in
            // Wherever a code is asked for.
            for turn in 0..<world.district.pack.settings.strangersWrongCodes {
                let answer = try await client.get(["/r/", "/t/", "/my-record/"][turn % 3] + ReceiptCode.make())
                #expect(answer.status == 404)
            }
            let refused = try await client.get("/r/\(ReceiptCode.make())")
            #expect(refused.status == 429)
            // Not even with the right one: who tries so many does not learn that it was.
            let right = try await client.get("/r/\(given.receipt)")
            #expect(right.status == 429)
            try world.clock.set(world.clock.now + .hours(1))
            let later = try await client.get("/r/\(given.receipt)")
            #expect(later.status == 200)
        }
    }

    @Test func whatWasSentAndNeverHungOnACaseIsForgotten() async throws {
        let world = try await World.make()
        let left = try await world.keptPhoto([0xFF, 0xD8, 0xFF, 1])
        let hung = try await world.keptPhoto([0xFF, 0xD8, 0xFF, 2])
        _ = try await world.district.perform(FileCase(channel: "web", text: "路灯不亮", photos: [hung]), as: world.visitor)
        try world.clock.set(world.clock.now + .hours(25))
        let fresh = try await world.keptPhoto([0xFF, 0xD8, 0xFF, 3])
        let swept = try await FileVault(district: world.district).sweep()
        #expect(swept == 1)
        for (hash, isThere) in [(left, false), (hung, true), (fresh, true)] {
            let kept = try await world.keptFile(hash)
            #expect((kept != nil) == isThere)
        }
    }

    @Test func theJournalTellsAProgramFromThePersonWhoseKeyItHolds() async throws {
        let world = try await World.make()
        let key = try await world.district.perform(AddAPIKey(accountID: world.accounts["dispatcher"]!, name: "热线系统"), as: world.system)
        try await PageClient.with(world) { client in
            var headers = json
            headers[.authorization] = "Bearer \(key.key)"
            let answer = try await client.send(
                .post, "/api/verbs/case.file", headers: headers, body: Array(#"{"channel":"phone","text":"路灯不亮"}"#.utf8))
            #expect(answer.status == 200)
        }
        let entry = try await world.district.read(as: world.person("auditor")) { try $0.journal(event: "case.filed", limit: 1).first }
        #expect(entry?.actorKind == "program")
        #expect(entry?.actorName.hasSuffix("（热线系统）") == true)
    }
}
