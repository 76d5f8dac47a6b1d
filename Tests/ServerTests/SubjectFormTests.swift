import Foundation
import HTTPTypes
import Kernel
import Pages
import Testing
import WorkingTime
import World

/// What a form about a subject takes beside words: a picture and a position.
@Suite struct SubjectFormTests {
    /// One pixel.
    private static let picture = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")!)

    private func hash(in body: String) -> String? { body.firstMatch(of: /\/photos\/([0-9a-f]+)"/).map { String($0.1) } }

    @Test(arguments: Engine.allCases) func aShopIsRegisteredWithItsPictureAndPlace(_ engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let page = try await client.get("/registers/shop/new", session: clerk).body
            #expect(page.contains("multipart/form-data") && page.contains("data-position") && page.contains("type=\"file\""))
            let token = try #require(client.token(in: page))
            func send(_ fields: [(String, String)], photo: [UInt8]) async throws -> PageClient.Answer {
                try await client.upload(
                    "/registers/shop/new", [("csrf", token), ("area", "990101001001"), ("source", "visit")] + fields,
                    file: ("photo", photo.isEmpty ? "" : "门头.png", photo), session: clerk)
            }
            // Refused for another reason: the picture need not be chosen again.
            let refused = try await send([("title", "一碗面"), ("phone", "12")], photo: Self.picture)
            #expect(refused.status == 422 && refused.body.contains("刚才选的照片已经收下"))
            let kept = try #require(refused.body.firstMatch(of: /name="photo-kept" value="([0-9a-f]+)"/).map { String($0.1) })
            let made = try await send(
                [("title", "一碗面"), ("position", "34.7466, 113.6253"), ("photo-kept", kept)], photo: [])
            #expect(made.status == 303, "\(made.body)")
            let path = try #require(made.location?.split(separator: "?").first.map(String.init))
            let shown = try await client.get(path, session: clerk).body
            #expect(hash(in: shown) == kept && shown.contains("data-map"))
            let photo = try await client.get("\(path)/photos/\(kept)", session: clerk)
            #expect(photo.status == 200 && photo.headers[.contentType] == "image/png")
            // It hangs on something now, and is not swept away with what was left.
            try world.clock.set(world.clock.now + .hours(25))
            let swept = try await FileVault(district: world.district).sweep()
            let again = try await client.session(of: "clerk")
            #expect(swept == 0)
            #expect(try await client.get("\(path)/photos/\(kept)", session: again).status == 200)
            // Only as a fact of that subject, and only for whoever may see it.
            #expect(try await client.get("\(path)/photos/\(kept.reversed())", session: again).status == 404)
            let other = try await client.session(of: "south")
            #expect(try await client.get("\(path)/photos/\(kept)", session: other).status != 200)
            // The map shows it, shifted as Chinese maps are; a page of another area does not.
            let map = try await client.get("/registers/shop/map", session: again).body
            #expect(map.contains("一碗面") && map.contains("34.74541") && !map.contains("34.7466"))
            #expect(try await client.get("/registers/person/map", session: again).status == 404)
            let form = try await client.get("\(path)/correction", session: again).body
            let fresh = try #require(client.token(in: form))
            #expect(form.contains("34.7466, 113.6253 WGS-84"))
            // A form sent back as it was shown changes nothing; the picture goes where it is told to.
            let same = [
                ("csrf", fresh), ("title", "一碗面"), ("position", "34.7466, 113.6253 WGS-84"), ("area", "990101001001"),
                ("source", "visit"), ("photo-removed", "yes"),
            ]
            let corrected = try await client.upload("\(path)/correction", same, file: ("photo", "", []), session: again)
            #expect(corrected.status == 303)
            let after = try await client.get(path, session: again).body
            #expect(hash(in: after) == nil && after.contains("data-map"))
            #expect(try await client.get("\(path)/photos/\(kept)", session: again).status == 404)
            // As it was a day ago, it is still there.
            try world.clock.set(world.clock.now + .hours(1))
            let day = (world.clock.now - .days(1)).day(in: world.district.pack.zone).iso
            let before = try await client.get("\(path)?as-of=\(day)", session: again).body
            #expect(before.contains("/photos/\(kept)?as-of=\(day)"))
            #expect(try await client.get("\(path)/photos/\(kept)?as-of=\(day)", session: again).status == 200)
        }
    }

    @Test func whatIsNoPictureIsSaid() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let token = try #require(client.token(in: try await client.get("/registers/shop/new", session: clerk).body))
            let answer = try await client.upload(
                "/registers/shop/new", [("csrf", token), ("title", "一碗面"), ("area", "990101001001")],
                file: ("photo", "门头.png", Array("no picture".utf8)), session: clerk)
            #expect(answer.status == 422 && answer.body.contains("一碗面") && answer.body.contains("门头.png"))
        }
    }
}
