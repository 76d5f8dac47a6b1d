import Foundation
import Store
import Testing
import World

@Suite struct SearchTests {
    static let texts = [
        "楼下饭馆油烟太大，窗户不敢开", "祥和里小区停水三天", "停车位被占，水管漏水", "水停了又来", "Wi-Fi信号差 ＡＢＣ１２３号楼", "𠮷野家门口堆放杂物🚧",
        "二七-2022-000421 路灯不亮", "GB/T 47678.5 标准", "停 水", "abc12 号",
    ]
    /// What is typed, and the texts above that it finds, newest first.
    static let queries: [(String, [Int])] = [
        ("停水", [1]), ("油烟", [0]), ("水", [8, 3, 2, 1]), ("停", [8, 3, 2, 1]), ("停水三天", [1]), ("停三", []), ("小区 停水", [1]),
        ("停水，小区！", [1]),
        ("𠮷野", [5]), ("𠮷", [5]), ("🚧", [5]), ("abc123", [4]), ("ABC123", [4]), ("ａｂｃ１２", [9, 4]), ("abc", [9, 4]),
        ("bc", []), ("wi-fi", [4]),
        ("000421", [6]), ("二七-2022-000421", [6]), ("47678.5", [7]), ("号楼", [4]), ("亮", [6]), ("", []), ("，。！ - ", []),
        ("\"停水\" OR 油烟", []),
        ("停水*", [1]), ("' & | ! <-> :*", []), ("没有的话", []),
    ]

    @Test(arguments: Engine.all) func wordsAreFoundHoweverTheyAreTyped(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let ids = Self.texts.map { _ in UUID() }
        for (id, text) in zip(ids, Self.texts) {
            try await store.write { try $0.index(text, district: "d", kind: "case", id: id) }
        }
        for (query, expected) in Self.queries {
            let hits = try await store.read { try $0.search(query, district: "d", kind: "case", limit: 50) }
            #expect(hits.compactMap { ids.firstIndex(of: $0.id) } == expected, "\(query)")
        }
    }

    @Test(arguments: Engine.all) func aSearchStaysInItsDistrictAndKind(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let (mine, theirs, other) = (UUID(), UUID(), UUID())
        try await store.write { writer in
            try writer.index("停水", district: "d", kind: "case", id: mine)
            try writer.index("停水", district: "e", kind: "case", id: theirs)
            try writer.index("停水", district: "d", kind: "person", id: other)
        }
        let hits = try await store.read { try $0.search("停水", district: "d", kind: "case", limit: 50) }
        #expect(hits.map(\.id) == [mine])
    }

    @Test(arguments: Engine.all) func pagesFollowEachOtherNewestFirst(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let ids = (0..<25).map { _ in UUID() }
        try await store.write { writer in
            for id in ids { try writer.index("路灯不亮", district: "d", kind: "case", id: id) }
        }
        let found = try await store.read { reader in
            var found: [UUID] = []
            var mark: Int64?
            while true {
                let page = try reader.search("路灯", district: "d", kind: "case", before: mark, limit: 10)
                found += page.map(\.id)
                guard let last = page.last else { return found }
                mark = last.entry
            }
        }
        #expect(found == ids.reversed())
    }

    @Test(arguments: Engine.all) func longTextsAndLongQueriesAreTaken(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let id = UUID()
        let word = String(repeating: "x", count: 5000)
        let sentence = (0..<5000).map { String(UnicodeScalar(0x4E00 + $0 % 2000)!) }.joined()
        try await store.write { try $0.index("\(word) \(sentence)", district: "d", kind: "case", id: id) }
        for query in [
            word, String(word.prefix(100)), String(sentence.prefix(3000)), String(sentence.suffix(4)),
            String(repeating: "龥 ", count: 2000),
        ] {
            let hits = try await store.read { try $0.search(query, district: "d", kind: "case", limit: 5) }
            #expect(hits.map(\.id) == (query.hasPrefix("龥") ? [] : [id]))
        }
    }

    /// PostgreSQL gathers what is rare and walks through chunks for what is frequent.
    @Test(arguments: Engine.all, [0, 1_000_000]) func commonAndRareWordsAreFoundAmongManyNewestFirst(
        on engine: Engine, gathering: Int
    ) async throws {
        let store = try await Sample.store(on: engine)
        let texts = (0..<10_000).map { n in (id: UUID(), text: n % 700 == 3 ? "路灯不亮，窨井盖丢失" : "路灯不亮") }
        try await store.write { try $0.index(texts, district: "d", kind: "case") }
        for (query, expected) in [("路灯", texts), ("窨井盖", texts.filter { $0.text.contains("窨井盖") }), ("油烟", [])] {
            let found = try await store.read { reader in
                var found: [UUID] = []
                var mark: Int64?
                while true {
                    let page = try reader.search(query, district: "d", kind: "case", before: mark, limit: 999, gathering: gathering)
                    found += page.map(\.id)
                    guard let last = page.last else { return found }
                    mark = last.entry
                }
            }
            #expect(found == expected.map(\.id).reversed(), "\(query)")
        }
    }

    @Test func chunksFollowEachOtherDownToTheFirstEntry() {
        for end: Int64 in [0, 1, 511, 512, 513, 4_096, 4_097, 32_768, 1_000_000, .random(in: 0..<1 << 40) >> 16] {
            let chunks = SearchChunks(below: end)
            #expect(chunks.ends.first ?? 0 == end)
            #expect(Array(chunks.starts.dropLast()) == Array(chunks.ends.dropFirst()))
            #expect(chunks.starts.last ?? 0 == 0)
            for (word, (start, stop)) in zip(chunks.words, zip(chunks.starts, chunks.ends)) {
                let bits = SearchChunks.bits.first { word.hasPrefix("k\($0)x") } ?? 0
                #expect(word == "k\(bits)x\(start >> bits)" && start >> bits == (stop - 1) >> bits, "\(word): \(start)..<\(stop)")
            }
        }
    }
}
