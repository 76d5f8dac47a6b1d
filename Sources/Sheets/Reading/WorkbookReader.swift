/// Reads an .xlsx file, of whatever size, row by row: libzip unpacks, Expat reads. Texts that cells share are held in memory, the rest is not.
///
/// Blocks on the disk; one thread at a time.
package final class WorkbookReader {
    package struct Sheet: Sendable, Hashable {
        package var name: String
        package var isHidden: Bool
    }

    package let sheets: [Sheet]
    private let archive: WorkbookArchive
    private let limits: WorkbookLimits
    private let parts: [String]
    private let isOf1904: Bool
    private lazy var styles = Result { try WorkbookStyles(archive) }
    private lazy var shared = Result { try SharedTexts(archive, limits: limits) }

    package init(path: String, limits: WorkbookLimits = WorkbookLimits()) throws {
        let archive = try WorkbookArchive(path: path, limits: limits)
        self.archive = archive
        self.limits = limits
        guard archive.has("xl/workbook.xml") else { throw WorkbookFailure.notAWorkbook }
        var found: [(sheet: Sheet, relation: String)] = []
        var isOf1904 = false
        try XMLStream.read(
            try archive.read("xl/workbook.xml"), part: "xl/workbook.xml",
            .init(
                start: { name, attributes in
                    if name == "sheet" {
                        let isHidden = ["hidden", "veryHidden"].contains(attributes["state"] ?? "")
                        found.append((Sheet(name: attributes["name"] ?? "", isHidden: isHidden), attributes["id"] ?? ""))
                    }
                    if name == "workbookPr" { isOf1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
                }, end: { _ in }))
        self.isOf1904 = isOf1904
        var targets: [String: String] = [:]
        if archive.has("xl/_rels/workbook.xml.rels") {
            try XMLStream.read(
                try archive.read("xl/_rels/workbook.xml.rels"), part: "xl/_rels/workbook.xml.rels",
                .init(
                    start: { name, attributes in
                        guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] else { return }
                        targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
                    }, end: { _ in }))
        }
        let known = found.filter { targets[$0.relation].map(archive.has) ?? false }
        guard !known.isEmpty else { throw WorkbookFailure.notAWorkbook }
        sheets = known.map(\.sheet)
        parts = known.map { targets[$0.relation]! }
    }

    /// The rows of a sheet, from its first.
    package func rows(of sheet: Int) throws -> SheetRows {
        guard parts.indices.contains(sheet) else { throw WorkbookFailure.noSuchSheet }
        return SheetRows(
            try archive.open(parts[sheet]), name: parts[sheet], styles: try styles.get(), shared: try shared.get(), isOf1904: isOf1904,
            limits: limits)
    }
}

/// Which styles show a number as a day or a time.
struct WorkbookStyles {
    private(set) var isMoment: [Bool] = []

    init(_ archive: WorkbookArchive) throws {
        guard archive.has("xl/styles.xml") else { return }
        var formats: [Int: String] = [:]
        var isInCells = false
        var used: [Int] = []
        try XMLStream.read(
            try archive.read("xl/styles.xml"), part: "xl/styles.xml",
            .init(
                start: { name, attributes in
                    if name == "numFmt", let id = attributes["numFmtId"].flatMap(Int.init) { formats[id] = attributes["formatCode"] ?? "" }
                    if name == "cellXfs" { isInCells = true }
                    if isInCells, name == "xf" { used.append(attributes["numFmtId"].flatMap(Int.init) ?? 0) }
                },
                end: { name in if name == "cellXfs" { isInCells = false } }))
        isMoment = used.map { id in formats[id].map(Self.showsMoment) ?? Self.known.contains(where: { $0.contains(id) }) }
    }

    /// The formats that every workbook has: days and times, and those of Chinese, Japanese and Korean Excel.
    private static let known: [ClosedRange<Int>] = [14...22, 27...36, 45...47, 50...58]

    /// A format code with a letter for years, months, days, hours or seconds outside quotes and brackets.
    private static func showsMoment(_ code: String) -> Bool {
        var isQuoted = false
        var bracket: String?
        var skips = false
        for character in code.lowercased() {
            if skips {
                skips = false
                continue
            }
            switch character {
            case "\"" where bracket == nil: isQuoted.toggle()
            case _ where isQuoted: break
            case "\\", "_", "*": skips = true
            case "[": bracket = ""
            case "]":
                // `[h]` is hours that go beyond a day; the rest are colours, conditions and languages.
                if let inside = bracket, !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { return true }
                bracket = nil
            case _ where bracket != nil: bracket?.append(character)
            case "y", "d", "h", "s", "m": return true
            case ";": return false
            default: break
            }
        }
        return false
    }
}

/// The texts that cells refer to by number, end to end in one piece of memory.
struct SharedTexts {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ archive: WorkbookArchive, limits: WorkbookLimits) throws {
        let part = "xl/sharedStrings.xml"
        guard archive.has(part) else { return }
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var isText = false
        var phonetic = 0
        let stream = XMLStream(
            part: part,
            .init(
                start: { name, _ in
                    if name == "t" { isText = phonetic == 0 }
                    if name == "rPh" { phonetic += 1 }
                },
                end: { name in
                    if name == "t" { isText = false }
                    if name == "rPh" { phonetic -= 1 }
                    if name == "si" { ends.append(bytes.count) }
                },
                text: { if isText { bytes.append(contentsOf: $0) } }))
        let opened = try archive.open(part)
        while let piece = try opened.next() {
            try stream.take(piece)
            if bytes.count > limits.sharedTextBytes { throw WorkbookFailure.tooLarge(megabytes: bytes.count >> 20) }
        }
        try stream.take([], isLast: true)
        (self.bytes, self.ends) = (bytes, ends)
    }

    subscript(_ index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        return String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
    }
}
