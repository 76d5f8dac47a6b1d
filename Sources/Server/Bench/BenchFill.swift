import Casework
import Foundation
import Kernel
import Store
import WorkingTime

/// Fills a district with cases: a thousand live through the verbs, then their rows are copied under new ids and numbers, days earlier
/// with every copy, by bulk insert.
extension BenchDistrict {
    private static let tables: [StaticString] = ["cases", "orders", "journal", "notices"]
    private static let patterns = 1000

    func fill(_ count: Int, progress: Progressing) async throws {
        guard count > 0 else { return }
        let lived = min(count, Self.patterns)
        let ids = try await live(lived)
        let rows = try await patterns(of: ids)
        for copy in 1..<max(2, count / lived) where copy < count / lived {
            try await store.write { writer in try rows.insert(copy: copy, into: writer, home: district) }
            progress(Progressed(done: (copy + 1) * lived, total: count))
        }
    }

    /// Of a thousand, twelve are under way and eight wait for the reporter's word; the others are closed.
    private func live(_ count: Int) async throws -> [ID<Case>] {
        var ids: [ID<Case>] = []
        for turn in 0..<count {
            let handler = handlers[turn % handlers.count]
            let filed = try await file(turn)
            ids.append(filed.caseID)
            if turn % 1000 < 4 { continue }
            _ = try await dispatch(filed.caseID, to: handler)
            if turn % 1000 < 12 { continue }
            try await resolve(filed.caseID, by: handler, turn)
            if turn % 1000 < 20 { continue }
            _ = try await district.perform(
                ConfirmCase(key: CaseKey(receipt: filed.receipt), answered: true, solved: turn % 7 > 0, rating: 1 + turn % 5),
                as: .visitor(of: district.code))
        }
        return ids
    }

    private func patterns(of ids: [ID<Case>]) async throws -> BenchRows {
        let code = district.code
        return try await store.read { reader in
            var rows = BenchRows()
            for table in Self.tables { rows.byTable.append((table, try reader.rows("SELECT * FROM \(.table(table, asOf: nil)) WHERE district = \(code)"))) }
            rows.texts = try reader.rows("SELECT id, title, text, address FROM cases WHERE district = \(code)").map {
                (try $0.get("id"), [try $0.get("title"), String(try $0.get("text", as: String.self).prefix(60)), try $0.get("address")].joined(separator: " "))
            }
            return rows
        }
    }
}

/// The rows of the cases that lived, to be copied.
struct BenchRows: Sendable {
    var byTable: [(name: StaticString, rows: [Row])] = []
    var texts: [(id: UUID, words: String)] = []

    func insert(copy: Int, into writer: Writer, home: District) throws {
        let halfDays = Int64(copy) * 43_200_000_000
        var ids: [UUID: UUID] = [:]
        // What is under way is of the last days, whatever the copy.
        var recent: Set<UUID> = []
        for row in byTable[0].rows where try row.get("closed_at", as: Int64?.self) == nil { recent.insert(try row.get("id")) }
        func shift(of row: Row) throws -> Int64 {
            let matter = try ["matter_id", "subject_id", "id"].lazy.compactMap { row[raw: $0] }.first.map { try UUID(sqlValue: $0) }
            return matter.map(recent.contains) == true ? Int64(copy) * 1_000_000 : halfDays
        }
        for (table, rows) in byTable {
            guard let names = rows.first?.names else { continue }
            let kept = names.indices.filter { names[$0] != "seq" }
            try writer.insert(
                into: table, columns: kept.map { names[$0] },
                rows: try rows.map { row in
                    let back = try shift(of: row)
                    return try kept.map { try Self.value(row.values[$0], of: names[$0], copy: copy, back: back, &ids, home) }
                })
        }
        for (id, words) in texts { try writer.index(words, district: home.code, kind: "case", id: ids[id] ?? id) }
    }

    private static func value(
        _ value: SQLValue, of column: String, copy: Int, back: Int64, _ ids: inout [UUID: UUID], _ home: District
    ) throws -> SQLValue {
        switch (column, value) {
        case ("id", _), ("matter_id", _), ("subject_id", _):
            let old = try UUID(sqlValue: value)
            if let known = ids[old] { return .uuid(known) }
            let new = home.ids.next(at: home.clock.now.microseconds - back)
            ids[old] = new
            return .uuid(new)
        case ("number", .text(let number)): return .text("\(number)-\(copy)")
        case ("matter", .text(let matter)): return .text("\(matter)/\(copy)")
        case ("receipt", _): return .blob((0..<32).map { _ in UInt8.random(in: 0...255) })
        case (_, .integer(let moment)) where moment > 1_000_000_000_000_000: return .integer(moment - back)
        default: return value
        }
    }
}

extension BenchDistrict {
    /// What a store of this size has had in its life: statistics for the planner.
    func settle() async throws {
        try await store.write { try $0.run("ANALYZE") }
    }
}
