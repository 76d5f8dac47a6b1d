import Edges
import Foundation
import Kernel
import Pages
import Sealing
import Server
import Sheets
import Store

/// What stops a command, in a sentence with what to do about it.
extension Words {
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as HomeProblem: sentence(for: error)
        case let error as Problem: sentence(for: error)
        case let error as PackProblems: error.problems.map { $0.sentence(in: english) + "." }.joined(separator: "\n")
        case let error as SealingError: sentence(for: error)
        case let error as StoreError: sentence(for: error)
        case let error as CSVFailure: sentence(for: error)
        default: "This should not have happened: \(error). Please report it."
        }
    }

    private static func sentence(for problem: HomeProblem) -> String {
        switch problem {
        case .folderTaken(let path): "\(path) is not empty. Choose another folder with --data; nothing was changed."
        case .noFolder(let path): "There is no \(path). Make a district with: huying init --data \(path)"
        case .notADistrict(let path): "\(path) has no huying.yaml, so it is no data folder. Name another one with --data."
        case .cannotWrite(let path): "\(path) cannot be written. Check that the folder exists and is yours, and that the disk has room."
        case .noPacks(let path): "There are no packs at \(path). Say where they are with --packs."
        case .badSetting(let file, let line, let key, let text, let allowed):
            "\(file):\(line): \(key) is '\(text)'. Allowed: \(allowed)."
        case .districtTaken(let code):
            "The database already holds district \(code). Take another database, or open the data folder that belongs to it; "
                + "where an earlier init was interrupted, empty the database first."
        case .districtMissing(let code):
            "The records hold no district \(code). Check pack and store in huying.yaml."
        case .olderSchema: "The records are older than this program. Make a backup, then run: huying migrate"
        case .portTaken(let host, let port):
            "Another program listens at \(host):\(port). Stop it, or choose another port with --port."
        case .noSuchAccount(let login): "Nobody signs in as '\(login)'."
        case .noSuchOffice(let code): "There is no office '\(code)'."
        case .noSuchArea(let code): "There is no area '\(code)'."
        case .notABackup(let path): "\(path) is no backup: it has no manifest.json."
        case .backupTaken(let path): "\(path) is there already. A backup goes into a folder of its own."
        case .backupChanged(let file): "\(file) is not what was backed up: it is missing or was changed. Take another backup."
        case .backupWithoutKeys: "This backup does not hold the keys. Name the key file with --keys."
        case .needsDatabase: "This backup is of a PostgreSQL database. Name an empty one with --postgres."
        case .databaseNotEmpty: "The database is not empty. Nothing was changed; name an empty one with --postgres."
        case .toolFailed(let tool, let code): "\(tool) failed (\(code)). Is it installed, and can it reach the database?"
        case .noSuchImport(let map, let known): "The pack has no map '\(map)'. It has: \(known.joined(separator: ", "))."
        case .missingColumns(let missing, let found):
            "The sheet lacks \(missing.joined(separator: ", ")). Its columns are: \(found.joined(separator: ", "))."
        case .emptySheet(let path): "\(path) is empty."
        case .noServer(let address, let why): "The server at \(address) does not answer: \(why)"
        }
    }

    /// The sentence of the language catalogue; a code without one is shown as it is.
    static func sentence(for problem: Problem) -> String {
        if !problem.fields.isEmpty {
            return problem.fields.map { field in
                "\(field.field): " + (english.textIfKnown("problem.field.\(field.code)", field.values) ?? bare(field.code, field.values))
            }.joined(separator: "; ")
        }
        let said = english.textIfKnown("problem.\(problem.code)", problem.values) ?? bare(problem.code, problem.values)
        let next = english.textIfKnown("problem.\(problem.code).next", problem.values)
        return [said, next].compactMap { $0 }.joined(separator: " ")
    }

    static let english = (try? Language(code: "en", folders: Application.languageFolders)) ?? Language(code: "en", sentences: [:])

    private static func bare(_ code: String, _ values: [String: String]) -> String {
        let details = values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return details.isEmpty ? code : "\(code) (\(details))"
    }

    private static func sentence(for error: SealingError) -> String {
        switch error {
        case .keyFileMissing(let path):
            "The key file \(path) is missing. Put your copy of it back; without it sealed fields cannot be opened."
        case .keyFileExists(let path): "There is a key file at \(path) already. It was not touched."
        case .keyFileExposed(let path, let mode):
            "Others can read the key file \(path) (mode \(String(mode, radix: 8))). Run: chmod 600 \(path)"
        case .keyFileUnreadable(let path, let code): "The key file \(path) cannot be read: \(String(cString: strerror(code)))."
        case .keyFileUnwritable(let path, let code): "The key file \(path) cannot be written: \(String(cString: strerror(code)))."
        case .keyFileTruncated(let path), .keyFileNotJSON(let path), .keyFileMalformed(let path), .keyFileDamaged(let path):
            "The key file \(path) is damaged. Put your copy of it back."
        case .keyFileNotOurs(let path): "\(path) is not a key file of Huying."
        case .keyFileVersionUnknown(let path, let version):
            "The key file \(path) has version \(version), which this program does not know. Use a newer program."
        case .wrongKeys(let expected, let found):
            "These are not the keys of this district: its records were sealed with \(expected), the file holds \(found). "
                + "Put the right key file back."
        default: "A sealed field could not be opened or made (\(error)). Run: huying verify"
        }
    }

    private static func sentence(for error: StoreError) -> String {
        switch error {
        case .newerSchema(let names):
            "The records were written by a newer program (\(names.joined(separator: ", "))). Use that program, or a backup."
        case .diskFull: "The disk is full. Make room and try again; what was acknowledged is safe."
        case .busy: "Somebody else is writing for longer than we wait. Try again."
        case .unavailable(let why): "The database cannot be reached: \(why)"
        case .notADatabase(let why): "The records are not a database of Huying, or are damaged: \(why). Restore a backup."
        default: "The database refused: \(error)"
        }
    }

    private static func sentence(for failure: CSVFailure) -> String {
        switch failure {
        case .unterminatedQuote(let place): "Line \(place.line): a quote is opened and never closed."
        case .textAfterQuote(let place): "Line \(place.line), column \(place.column): text follows a closing quote."
        case .cellTooLong(let place, let limit): "Line \(place.line): a cell is longer than \(grouped(limit)) bytes."
        case .rowTooLong(let place, let limit): "Line \(place.line): the row is longer than \(grouped(limit)) bytes."
        case .tooManyFields(let place, let limit): "Line \(place.line): more than \(grouped(limit)) columns."
        case .notText(let place): "Line \(place.line): this is not text. Save the sheet as CSV (UTF-8 or GBK)."
        case .wideText: "The sheet is \"Unicode text\" (UTF-16). Save it as CSV UTF-8."
        case .cannotRead(let path, let code): "\(path) cannot be read: \(String(cString: strerror(code)))."
        }
    }
}
