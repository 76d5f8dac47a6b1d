import Foundation
import Kernel
import Pages
import Server
import Testing
import World

/// Every sentence in both languages, with the same places to fill; every key that the source names exists.
@Suite struct LanguageTests {
    @Test func bothLanguagesSayTheSameThings() async throws {
        let site = try Server.Application.site(try await World.make().district)
        let chinese = site.language("zh-Hans")
        let english = site.language("en")
        #expect(english.missing(comparedTo: chinese) == [])
        #expect(chinese.missing(comparedTo: english) == [])
        #expect(chinese.sentences.count > 900)
    }

    @Test func everyKeyOfTheSourceIsThere() async throws {
        let site = try Server.Application.site(try await World.make().district)
        let known = site.chinese.sentences
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        var missing: [String] = []
        var found = 0
        for file in files where !file.hasPrefix("Pages/Kit") && !file.hasPrefix("Pages/Rendering") {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            for match in text.matches(of: /visit\.text\("([a-z][a-z0-9.\-_]+)"/) {
                found += 1
                if known[String(match.1)] == nil { missing.append("\(file): \(match.1)") }
            }
            for match in text.matches(of: /(?:Problem\(\.[a-zA-Z]+, |FieldProblem\([^,]+, |\.field\([^,]+, )"([a-z][a-z\-]+)"/) {
                found += 1
                let code = String(match.1)
                if known["problem.\(code)"] == nil, known["problem.field.\(code)"] == nil { missing.append("\(file): problem \(code)") }
            }
        }
        #expect(missing == [])
        #expect(found > 500)
    }

    @Test func everyEventHasItsSentence() async throws {
        let site = try Server.Application.site(try await World.make().district)
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        let events = try files.flatMap { file in
            try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
                .matches(of: /: Event \{\s+package static let name = "([a-z.\-]+)"/).map { String($0.1) }
        }
        #expect(events.count > 25)
        #expect(events.filter { site.chinese.sentences["event.\($0)"] == nil } == [])
    }
}
