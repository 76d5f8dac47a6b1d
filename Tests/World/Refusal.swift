package import Kernel
package import Store

/// What a piece of work was refused with: the problem's code, `field: code` for a form, `done` where it was not refused.
package func refusal(_ work: () async throws -> some Any) async -> String {
    do {
        _ = try await work()
        return "done"
    } catch let problem as Problem {
        if problem.fields.isEmpty { return problem.code }
        return problem.fields.map { "\($0.field): \($0.code)" }.joined(separator: ", ")
    } catch {
        return "\(error)"
    }
}

extension World {
    /// Rows as the store has them, for what no lookup shows.
    package func rows(_ sql: SQL) async throws -> [Row] {
        try await district.store.read { try $0.rows(sql) }
    }

    package func count(_ sql: SQL) async throws -> Int {
        try await district.store.read { try $0.value(sql, as: Int.self) ?? 0 }
    }

    /// Everything the journal has of the district, oldest first.
    package func journal() async throws -> [JournalEntry] {
        let code = district.code
        return try await rows("SELECT * FROM journal WHERE district = \(code) ORDER BY seq").map(
            JournalEntry.init(row:))
    }
}

/// Runs `count` pieces of work at the same time; what each answered or was refused with.
package func atOnce<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) async throws -> Value
) async -> [Result<Value, any Error>] {
    await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
        for number in 0..<count {
            group.addTask {
                do { return (number, .success(try await work(number))) } catch { return (number, .failure(error)) }
            }
        }
        var results: [(Int, Result<Value, any Error>)] = []
        for await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
