import ArgumentParser
import Foundation
import Server

/// What a command leaves behind: 0 all is well, 1 it could not be done, 2 it was done and something is wrong with what was found.
enum Leaving {
    static let failed = ExitCode(1)
    static let found = ExitCode(2)
}

enum Terminal {
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Runs a command's work; whatever stops it is said in a sentence.
    static func run(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let code as ExitCode {
            throw code
        } catch {
            complain(Words.sentence(for: error))
            throw Leaving.failed
        }
    }

    /// Opens the district for one command and closes it afterwards.
    static func withDistrict(_ data: DataOption, _ work: (OpenDistrict) async throws -> Void) async throws {
        try await run {
            let open = try await OpenDistrict.open(folder: DataFolder(data.data))
            do {
                try await work(open)
            } catch {
                await open.close()
                throw error
            }
            await open.close()
        }
    }

    /// A table with its columns aligned; Chinese characters are two columns wide.
    static func table(_ rows: [[String]]) -> String {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { $0.indices.contains(column) ? width(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, text in
                column == row.count - 1 ? text : text + String(repeating: " ", count: widths[column] - width(of: text) + 2)
            }.joined()
        }.joined(separator: "\n")
    }

    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFEF).contains($1.value) ? 2 : 1) }
    }
}
