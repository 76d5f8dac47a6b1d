import Casework
import Foundation
import HTTPTypes
import Kernel
import Pages
import Testing
import World

@Suite struct APITests {
    private struct Problem: Decodable {
        var code: String
        var status: Int
        var detail: String
        var fields: [Field]
        struct Field: Decodable {
            var field: String
            var code: String
            var detail: String
        }
    }

    private func json(_ text: String) -> [UInt8] { Array(text.utf8) }
    private let type: HTTPFields = [.contentType: "application/json"]

    @Test func aVerbIsPostedAndARepeatChangesNothing() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            var headers = type
            headers[HTTPField.Name("Idempotency-Key")!] = "the-same-request"
            let body = json(#"{"channel":"web","text":"路灯不亮"}"#)
            let first = try await client.send(.post, "/api/verbs/case.file", headers: headers, body: body)
            let second = try await client.send(.post, "/api/verbs/case.file", headers: headers, body: body)
            #expect(first.status == 200)
            #expect(first.body == second.body)
            let other = try await client.send(
                .post, "/api/verbs/case.file", headers: headers, body: json(#"{"channel":"web","text":"另一件"}"#))
            #expect(other.status == 409)
        }
    }

    @Test func problemsNameTheFieldAndSayWhatToDo() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let cases: [(String, Int, String, String?)] = [
                (#"{"channel":"web"}"#, 422, "fields", "text"),
                (#"{"channel":"web","text":"x","caseClass":"99999"}"#, 422, "fields", "caseClass"),
                (#"{"channel":"web","text":7}"#, 422, "fields", "text"),
                (#"{"channel":"web","text":"#, 422, "malformed-json", nil),
                (#"{"channel":"web","text":"x","latitude":34.7}"#, 422, "fields", "place"),
            ]
            for (body, status, code, field) in cases {
                let answer = try await client.send(.post, "/api/verbs/case.file", headers: type, body: json(body))
                #expect(answer.status == status, "\(body)")
                #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
                let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
                #expect(problem.code == code, "\(body)")
                #expect(problem.fields.first?.field == field, "\(body)")
                #expect(!problem.detail.contains("["))
                #expect(problem.fields.allSatisfy { !$0.detail.isEmpty && !$0.detail.contains("[problem") })
            }
        }
    }

    @Test func aKeyActsAsItsAccountAndStopsWhenRevoked() async throws {
        let world = try await World.make()
        let key = try await world.district.perform(AddAPIKey(accountID: world.accounts["supervisor"]!, name: "test"), as: world.system)
        try await PageClient.with(world) { client in
            let headers: HTTPFields = [.authorization: "Bearer \(key.key)"]
            let answer1 = try await client.get("/api/indicators", headers: headers)
            #expect(answer1.status == 200)
            let answer2 = try await client.get("/api/indicators")
            #expect(answer2.status == 401)
            let answer3 = try await client.get("/api/cases/not-an-id", headers: headers)
            #expect(answer3.status == 404)
            _ = try await world.district.perform(RevokeAPIKey(keyID: key.keyID), as: world.system)
            let answer4 = try await client.get("/api/indicators", headers: headers)
            #expect(answer4.status == 401)
        }
    }

    @Test func aSubjectIsAskedForByItsRegister() async throws {
        let world = try await World.make()
        let made = try await world.district.perform(
            RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": "张伟", "phone": "13800138000"]),
            as: world.person("clerk"))
        let key = try await world.district.perform(AddAPIKey(accountID: world.accounts["clerk"]!, name: "test"), as: world.system)
        let other = try await world.district.perform(AddAPIKey(accountID: world.accounts["city"]!, name: "test"), as: world.system)
        try await PageClient.with(world) { client in
            let headers: HTTPFields = [.authorization: "Bearer \(key.key)"]
            for path in ["/api/registers/person", "/api/registers/person?q=13800138000", "/api/subjects/\(made.subjectID)"] {
                let answer = try await client.get(path, headers: headers)
                #expect(
                    answer.status == 200 && answer.body.contains(made.number) && answer.body.contains("138****8000"),
                    "\(path): \(answer.body)")
                #expect(!answer.body.contains("13800138000"))
                #expect(try await client.get(path, headers: [.authorization: "Bearer \(other.key)"]).status == 403)
            }
            #expect(try await client.get("/api/registers/ghost", headers: headers).status == 404)
        }
    }

    @Test func theDescriptionNamesEveryVerbThatCanBeCalled() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let answer = try await client.get("/api/openapi.json")
            let document = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as! [String: Any]
            let paths = document["paths"] as! [String: Any]
            for verb in world.district.modules.verbs {
                #expect((paths["/api/verbs/\(verb.name)"] != nil) == (verb.audience != .timers), "\(verb.name)")
            }
        }
    }

    @Test func operationsAreToldToWhoeverWatches() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let answer5 = try await client.get("/health")
            #expect(answer5.body == "ok\n")
            let answer6 = try await client.get("/ready")
            #expect(answer6.status == 200)
            let answer7 = try await client.get("/metrics")
            #expect(answer7.body.contains("huying_http_request_duration_seconds_count"))
        }
    }
}
