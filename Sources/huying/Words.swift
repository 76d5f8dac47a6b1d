import Kernel
import Pages
import Sealing
import Server

/// Every sentence of the command line. Those that stop a command are in `WordsOfRefusal.swift`.
enum Words {
    static let version = "0.1"
    static let about = "呼应 Huying: people call, someone answers. The platform of a district's daily work."

    // options
    static let dataHelp = "The data folder of the district."
    static let demoHelp = "Fill it with invented people and two months of invented requests."
    static let postgresHelp = "Keep the records in this PostgreSQL database instead of a file."
    static let packHelp = "The district pack."
    static let packsHelp = "The folder of packs. Default: Packs here or beside the program."
    static let hostHelp = "The address to listen at."
    static let portHelp = "The port to listen at."
    static let simulateHelp = "Stand on a virtual clock that scenarios move. For trials only: timers run when they are told to."
    static let clockHelp = "Where the virtual clock stands at first. Scenarios only move it forward."
    static let mapHelp = "Which column map of the pack the sheet follows."
    static let importOfficeHelp = "Code of the office that answered. Default: the map's."
    static let reportHelp = "Where to write the report. Default: beside the sheet."
    static let importAreasFileHelp = "A CSV sheet with the columns code, parent, level, name and perhaps from."
    static let importRequestsFileHelp = "A CSV sheet with the columns of the map."
    static let loginHelp = "The name to sign in with."
    static let nameHelp = "The person's name."
    static let roleHelp = "A role of the pack, such as administrator."
    static let officeHelp = "Code of the office of the duty. Default: the dispatch desk."
    static let areaHelp = "Code of the area of the duty. Default: the office's own."
    static let scenarioHelp = "A scenario file."
    static let serverHelp = "Replay against this running server (started with --simulate) instead of a fresh store in memory."
    static let keyHelp = "The key that the server printed when it was started with --simulate."
    static let casesHelp = "How many cases."
    static let peopleHelp = "How many people in the registers, three to a household."
    static let benchPeopleHelp = "How many people the registers hold for their part; 0 leaves it out."
    static let benchCasesHelp = "How many cases the stores hold, one run each."
    static let benchPartHelp = "Only this part: pages, lifecycles or registers."
    static let benchEngineHelp = "sqlite, postgres or both."
    static let benchSecondsHelp = "How long each line is measured."
    static let benchOutHelp = "Write the report, in Markdown, to this file."
    static func notANumber(_ text: String) -> String { "'\(text)' is not a number of cases." }
    static func notAnEngine(_ text: String) -> String { "'\(text)' is no engine: sqlite or postgres." }
    static let seedHelp = "Another seed makes other cases; the same seed the same."
    static let backupFolderHelp = "A folder that is not there yet."
    static let withKeysHelp = "Put the keys into the backup too. Whoever holds it can then read everything."
    static let restoreFolderHelp = "The backup."
    static let restoreDataHelp = "The new data folder; it must not be there yet."
    static let restoreKeysHelp = "The key file, where the backup does not hold it."
    static let restorePostgresHelp = "An empty database to restore a PostgreSQL backup into."
    static let headHelp = "A head written down earlier (number:hash): what is behind it must still be there."
    static let packNameHelp = "The pack. Default: all in the folder."
    static let calendarFileHelp = "A YAML file like Packs/base/calendar.yaml."
    static let schemaPostgresHelp = "Print PostgreSQL's instead of SQLite's; this database must be empty, and has the tables afterwards."

    // commands
    static let serveAbout = "Serve the district over HTTP."
    static let initAbout = "Make a new district: keys, records, the places of its pack, and somebody who can sign in."
    static let migrateAbout = "Bring the records of an older version up to this one. Make a backup first."
    static let importAbout = "Take in sheets. A second import of the same sheet changes nothing; stop it at any time and start again."
    static let importAreasAbout = "Take in areas: streets, communities, grids."
    static let importRequestsAbout = "Take in requests with their replies, each at its own times."
    static let accountAbout = "Add people, or give them a new password."
    static let accountAddAbout = "Register a person with a duty. The first password is told once."
    static let accountResetAbout = "Give somebody a new first password. It is told once."
    static let replayAbout = "Replay a scenario and check the figures it expects."
    static let generateAbout =
        "Fill a district with made-up cases of three years, or people, for measuring. Let nobody else write; if it is stopped, begin with a new folder."
    static let backupAbout = "Copy the district while it works."
    static let restoreAbout = "Make a new data folder from a backup, and verify it."
    static let verifyAbout = "Prove that the journal is as it was written."
    static let packAbout = "Look after packs."
    static let packCheckAbout = "Check a pack: every mistake with its file and line."
    static let calendarAbout = "Look after the working calendar."
    static let calendarLoadAbout = "Take in the State Council's notice of a year."
    static let keysAbout = "Look after the keys."
    static let keysRotateAbout = "Seal with a new key from now on; what was sealed before still opens."
    static let schemaAbout = "Print the schema of the records."
    static let benchAbout = "Measure this machine."

    // progress
    static let rows = "rows"
    static let demoProgress = "hours of the demonstration"
    static let casesProgress = "cases"

    static func progress(_ what: String, done: Int, total: Int?, rate: Double, secondsLeft: Double?) -> String {
        let share = total.map { " of \(grouped($0)) (\($0 == 0 ? 100 : done * 100 / $0) %)" } ?? ""
        let left = secondsLeft.map { ", \(duration($0)) left" } ?? ""
        return "\(grouped(done))\(share) \(what), \(grouped(Int(rate))) a second\(left)"
    }

    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole < 90 ? "\(whole) s" : whole < 5400 ? "\(whole / 60) min" : "\(whole / 3600) h"
    }

    // init
    static let signInHeaders = ["login", "password", "role", "office", "name"]
    static let passwordOnce = "The password is not kept anywhere: note it now. It is to be changed at the first sign-in."
    static let migrated = "The records are up to date."

    static func founded(_ outcome: FoundDistrict.Outcome, in path: String) -> String {
        let cases = outcome.cases == 0 ? "" : ", \(outcome.cases) requests"
        return "Made \(outcome.pack.name.en) (\(outcome.pack.name.zh)) in \(path): \(outcome.areas) areas, "
            + "\(outcome.offices) offices\(cases)."
    }

    static func demoSignIns(_ path: String) -> String {
        "One for each role; everybody else is in \(path), which only you can read. These passwords are shown once."
    }

    static func keepKeys(_ path: String) -> String {
        "Keep a copy of \(path) somewhere else: without it sealed fields cannot be opened again, by anybody."
    }

    static func serveNext(_ path: String) -> String { "Next: huying serve --data \(path)" }

    // keys
    static func keysRotated(_ path: String, older: String) -> String {
        """
        \(path) has a new key. Copy it to a safe place now, then delete \(older).
        Restart the server: until then it seals with the old key.
        """
    }

    // import
    static let reportHeaders = ["line", "row", "result", "column", "value", "why"]

    static func imported(taken: Int, there: Int, refused: Int) -> String {
        "\(grouped(taken)) taken, \(grouped(there)) already there, \(grouped(refused)) refused."
    }

    static func refusedRow(_ file: String, _ line: ImportReport.Line, _ refusal: ImportReport.Refusal) -> String {
        let place = refusal.column.map { ", \($0)" } ?? ""
        let value = refusal.value.isEmpty ? "" : " '\(refusal.value.prefix(40))'"
        return "\(file):\(line.line): row \(line.key)\(place)\(value): \(sentence(for: refusal.problem))"
    }

    static func moreRefused(_ count: Int) -> String { "… and \(grouped(count)) more, in the report." }
    static func reportWritten(_ path: String) -> String { "Report: \(path)" }

    // backup, restore, verify
    static func backedUp(_ manifest: BackupManifest, at path: String) -> String {
        let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
        return "Copied \(grouped(manifest.files.count)) files, \(grouped(bytes / 1_000_000)) MB, to \(path)."
    }

    static func keysLeftOut(_ path: String) -> String {
        "The keys are not in it, so that it opens for nobody who finds it. Keep a copy of \(path) elsewhere."
    }

    static func restored(_ path: String) -> String { "Restored to \(path); every file is what was copied." }
    static func notATime(_ text: String) -> String { "'\(text)' is no time: it looks like 2022-04-02 09:30, or with an offset." }
    static func notAHead(_ text: String) -> String { "'\(text)' is no head: it looks like 12:0a1b…, a number and 64 digits." }

    static func proof(_ proof: JournalProof) -> String {
        switch proof.result {
        case .intact(let blocks, let entries, let head):
            "The journal is intact: \(grouped(entries)) entries in \(grouped(blocks)) blocks, \(grouped(proof.unsealed)) not sealed yet."
                + (head.map { "\nHead: \($0.text)\nWrite it down outside this machine; verify --head finds what was cut off later." } ?? "")
        case .broken(let block, let how):
            "The journal is BROKEN at block \(block): \(how.sentence(in: english)). Nothing after it was looked at."
        }
    }

    // generate
    static let casesPositive = "Say how many with --cases or --people."

    static func generated(_ count: Int, seconds: Double) -> String {
        "Made \(grouped(count)) in \(duration(seconds)), journal sealed."
    }

    // replay
    static let keyNeeded = "--server needs --key: the key that the server printed when it was started with --simulate."
    static let steps = "steps"

    static func deviation(_ deviation: Replay.Deviation) -> String {
        "\(deviation.file):\(deviation.line): \(deviation.what): wanted \(deviation.wanted), found \(deviation.found)"
    }

    static func replayed(_ name: String, _ report: Replay.Report) -> String {
        let outcome = report.deviations.isEmpty ? "as written" : "\(report.deviations.count) not as written"
        return "\(name): \(report.verbs) verbs, \(report.checks) checks, \(outcome)."
    }

    // pack, calendar, schema
    static func packIsWhole(_ pack: Pack) -> String {
        "\(pack.code): whole. \(pack.areas.count) areas, \(pack.offices.count) offices, \(pack.classes.count) classes, "
            + "\(pack.roles.count) roles, \(pack.indicators.count) indicators."
    }

    static func calendarLoaded(_ year: Int, days: Int, workdays: Int) -> String {
        "\(year): \(days) days off, \(workdays) make-up working days."
    }

    static let restartForCalendar = "A server that is running takes it up when it is started again."

    static let classesAbout =
        "Tell how well classes are suggested from words: macro-F1 by cross-validation on a sheet of labelled requests."
    static let classesFileHelp = "A CSV file with a heading."
    static let classesWordsHelp = "The heading of a column with words; may be given several times."
    static let classesLabelHelp = "The heading of the column with the class."
    static let classesFoldsHelp = "Into how many parts the sheet is cut."
    static func noSuchColumn(_ heading: [String]) -> String { "The sheet has these columns: \(heading.joined(separator: ", "))." }
    static func classesTold(_ score: Double, texts: Int, classes: Int, taken: Duration) -> String {
        let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
        return "macro-F1 \((score * 10_000).rounded() / 10_000), \(texts) texts, \(classes) classes, \((seconds * 10).rounded() / 10) s"
    }
}
