import Foundation
import Testing

/// Reads the sources and holds them to the house's rules: what a document only asks for, a test keeps.
@Suite struct ArchitectureTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct Source: Sendable, CustomTestStringConvertible {
        var module: String
        var path: String
        var text: String
        var testDescription: String { path }

        var imports: [String] {
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2, words.indices.contains(index + 1), !line.hasPrefix("//"),
                    !line.hasPrefix(" ")
                else { return nil }
                return String(words[index + 1])
            }
        }
        var lines: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }
    }

    static let sources: [Source] = {
        let folder = root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(atPath: folder.path)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        return files.sorted().map { path in
            let text = (try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)) ?? ""
            return Source(module: String(path.split(separator: "/")[0]), path: path, text: text)
        }
    }()

    /// Floor by floor; a module uses only floors below its own, and modules of one floor never meet.
    static let floors: [String: Int] = [
        "WorkingTime": 0, "Sealing": 0, "Store": 0, "Sheets": 0, "Edges": 0, "Expressions": 1, "Geography": 0, "Identifiers": 1,
        "Kernel": 2, "Pages": 3,
        "Casework": 4,
        "Workbench": 4, "Administration": 4, "Tips": 4, "Registers": 4, "Supervision": 4, "Open311": 5, "Server": 6, "huying": 7,
    ]

    @Test func everyModuleHasItsFloor() {
        let unknown = Set(Self.sources.map(\.module)).subtracting(Self.floors.keys)
        #expect(unknown.isEmpty)
        #expect(Self.sources.count > 100)
    }

    @Test func importsGoDownwardsOnly() {
        let wrong = Self.sources.flatMap { source in
            source.imports.filter { name in Self.floors[name].map { $0 >= Self.floors[source.module, default: 0] } ?? false }.map {
                "\(source.path) imports \($0)"
            }
        }
        #expect(wrong == [])
    }

    @Test func enginesStayInTheirFolders() {
        let wrong = Self.sources.filter { source in
            source.imports.contains { $0 == "GRDB" || $0 == "GRDBSQLite" } && !source.path.hasPrefix("Store/SQLite/")
                || source.imports.contains("CPostgres") && !source.path.hasPrefix("Store/Postgres/")
        }
        #expect(wrong.map(\.path) == [])
    }

    @Test func verbsAndRulesKnowNoHTTP() {
        let wrong = Self.sources.filter { source in
            ["Kernel", "Store", "WorkingTime", "Sealing", "Sheets", "Edges"].contains(source.module)
                && source.imports.contains { $0 == "Hummingbird" || $0 == "HTTPTypes" }
        }
        #expect(wrong.map(\.path) == [])
        let inVerbs = Self.sources.filter {
            $0.path.hasPrefix("Casework/Cases/") && $0.imports.contains { $0 == "Hummingbird" || $0 == "Pages" }
        }
        #expect(inVerbs.map(\.path) == [])
    }

    @Test func nothingAsksTheSystemForTheTime() {
        let wrong = Self.sources.filter { source in
            source.module != "huying" && source.path != "WorkingTime/SystemTime.swift"
                && (source.text.contains("Date.now") || source.text.contains(" Date()") || source.text.contains("gettimeofday"))
                // Waiting on a condition variable is the machine's time, not the district's.
                && !source.path.hasPrefix("Store/")
        }
        #expect(wrong.map(\.path) == [])
    }

    @Test func plainTextNeverBecomesSQL() {
        let wrong = Self.sources.filter {
            $0.module != "Store" && ($0.text.contains("SQL(stringLiteral") || $0.text.contains("SQL(unchecked"))
        }
        #expect(wrong.map(\.path) == [])
    }

    @Test func filesStaySmall() {
        let long = Self.sources.filter { $0.lines > 400 }.map { "\($0.path): \($0.lines)" }
        #expect(long == [])
        let over200 = Self.sources.filter { $0.lines > 200 }.count
        #expect(over200 * 10 <= Self.sources.count, "nine in ten files stay under 200 lines")
    }

    @Test func noDrawerForEverything() {
        let drawers = ["Core", "Common", "Utils", "Helpers", "Manager", "Service"]
        let wrong = Self.sources.filter { source in
            source.path.split(separator: "/").contains { part in drawers.contains(part.replacingOccurrences(of: ".swift", with: "")) }
        }
        #expect(wrong.map(\.path) == [])
    }

    @Test func sentencesLiveInCatalogues() {
        // Chinese text in Swift is a sentence that escaped. Unit words that a parser reads, and punctuation that joins, are not.
        let allowed: Set<String> = ["WorkingTime", "Edges", "Sheets", "Sealing"]
        // Nor are the words that the benchmark searches for.
        let wrong = Self.sources.filter { !allowed.contains($0.module) && !$0.path.hasPrefix("Server/Bench/") }.flatMap { source in
            source.text.split(separator: "\n").filter { line in
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                guard code.contains("\"") else { return false }
                return code.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }.count >= 4
            }.map { "\(source.path): \($0.trimmingCharacters(in: .whitespaces))" }
        }
        #expect(wrong == [])
    }
}
