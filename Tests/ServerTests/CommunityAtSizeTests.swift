import Foundation
import HTTPTypes
import Kernel
import Store
import Testing
import World

/// One community as large as a real one: 21 compounds, 17 institutions, 344 merchants, 5,969 households, taken in as sheets, and every figure
/// opens its rows.
@Suite struct CommunityAtSizeTests {
    private static let registers = [("compound", 21), ("institution", 17), ("shop", 344), ("household", 5_969)]

    /// Every eighth household has a namesake at another door.
    private func rows(_ kind: String, _ count: Int) -> [ImportSubjects.Row] {
        (1...count).map { number in
            let title = kind == "household" ? "张\(number % 5_200)家" : "\(kind)第\(number)号"
            let address = "柳林路\(number % 21 + 1)号院\(number % 9 + 1)号楼\(number)户"
            return ImportSubjects.Row(area: "990101001001", values: ["title": title, "address": address])
        }
    }

    @Test func everythingIsCountedAndOpensItsRows() async throws {
        let world = try await World.make()
        let clerk = world.person("clerk")
        for (kind, count) in Self.registers {
            let rows = rows(kind, count)
            for start in stride(from: 0, to: count, by: ImportSubjects.mostRows) {
                let some = Array(rows[start..<min(start + ImportSubjects.mostRows, count)])
                let outcome = try await world.district.perform(
                    ImportSubjects(kind: kind, rows: some, note: "底册", includesAlike: true), as: clerk)
                #expect(outcome.rows.allSatisfy { $0.fate == .new }, "\(kind) from \(start)")
            }
        }
        // Once more: nothing changes.
        let again = try await world.district.perform(
            ImportSubjects(kind: "household", rows: Array(rows("household", 5_969).suffix(100)), note: "底册", includesAlike: true), as: clerk
        )
        #expect(again.rows.allSatisfy { $0.fate == .same })
        let community = try await world.district.read(as: clerk) { try $0.areaIfAny(code: "990101001001")!.id }
        try await PageClient.with(world) { client in
            let session = try await client.session(of: "clerk")
            let all = try await client.get("/registers", session: session).body
            for (kind, count) in Self.registers {
                let shown = count >= 1000 ? "5,969" : "\(count)"
                #expect(all.contains(">\(shown)</a>"), "\(kind) \(count)")
                let page = try await client.get("/registers/\(kind)?area=\(community)", session: session).body
                #expect(page.contains("共 \(shown) 条"), "\(kind)")
            }
            let ledger = try await client.get("/ledgers/compounds?group=community", session: session).body
            #expect(ledger.contains("<b>21</b>"))
            // The count opens its rows, page by page, each household once.
            var (seen, path) = (Set<Substring>(), "/registers/household?area=\(community)")
            var pages = 0
            while true {
                let body = try await client.get(path, session: session).body
                let found = body.matches(of: /href="\/subjects\/([0-9a-f-]{36})"/).map(\.1)
                seen.formUnion(found)
                pages += 1
                guard pages < 200, let next = body.firstMatch(of: /rel="next" href="([^"]+)"/) else { break }
                path = String(next.1).replacing("&amp;", with: "&")
            }
            #expect(seen.count == 5_969 && pages == 120)
        }
    }
}
