import Foundation
import Hummingbird
import Kernel
import Pages
import Sheets
import WorkingTime

/// A ledger as a workbook, the way offices keep it: title, who made it as of when, groups set apart and counted, sums, lines to sign on.
enum LedgerSheet {
    private static let rowsAtOnce = 500
    private static let readAhead = 2

    static func excel(_ visit: Visit) async throws -> Response {
        let view = try LedgerView(visit)
        if let problem = view.problem { throw Problem.field("where", "bad-expression", problem.told(of: view.typedRule ?? "")) }
        let asOf = try visit.asOf()
        let query = LedgerView.query(visit) + (visit.asked("part").map { [(name: "part", value: $0)] } ?? [])
        let plan = try await visit.read(asOf: asOf) { reading in
            try reading.scope.require("subject.export")
            try view.require(in: reading)
            return try Plan(view, in: reading)
        }
        let number = try await visit.perform(ExportSubjects(ledger: view.ledger.code, query: Links.query(query.withoutWords))).number
        let title = visit.words(visit.district.pack.name) + visit.words(view.ledger.name)
        return try await visit.workbook(visit.words(view.ledger.name)) { writer in
            try writer.startSheet(
                SheetLayout(
                    name: visit.words(view.ledger.name), title: title,
                    subtitles: [
                        visit.text(
                            "ledgers.made",
                            [
                                "office": visit.ownOffice, "date": visit.moment(asOf ?? visit.now, .date),
                                "count": visit.language.number(plan.distinct),
                            ])
                    ],
                    isFormal: true,
                    columns: [SheetColumn(visit.text("ledgers.place"), .number(decimals: 0), width: 6)]
                        + view.columns.map { LedgerCells.sheetColumn(visit, $0) },
                    footer: visit.exportMark(number)))
            var sums = LedgerSums(view.columns)
            var place = 0
            // Who stands under two groups is listed under both, and counts once.
            var summed: Set<ID<SubjectRecord>> = []
            for part in plan.parts {
                if let name = part.name {
                    try writer.append(
                        [
                            .text(
                                visit.text(
                                    "ledgers.section",
                                    [
                                        "name": visit.name(ofPart: name.value, in: name.group, plan.places),
                                        "count": visit.language.number(part.ids.count),
                                    ]))
                        ],
                        style: .section)
                }
                let pieces = stride(from: 0, to: part.ids.count, by: rowsAtOnce).map {
                    Array(part.ids[$0..<min($0 + rowsAtOnce, part.ids.count)])
                }
                // The next rows are read while these are written: both take about as long.
                var coming = pieces.prefix(readAhead).map { rows(visit, view, $0, part.name?.value, asOf) }
                defer { for read in coming { read.cancel() } }
                for (number, piece) in pieces.enumerated() {
                    let rows = try await coming.removeFirst().value
                    if number + readAhead < pieces.count {
                        coming.append(Self.rows(visit, view, pieces[number + readAhead], part.name?.value, asOf))
                    }
                    for (id, var values) in zip(piece, rows) {
                        place += 1
                        values[0] = .integer(place)
                        if summed.insert(id).inserted { sums.add(values) }
                        try writer.append(values)
                    }
                }
            }
            if let totals = sums.row(visit.text("ledgers.total")) { try writer.append(totals, style: .total) }
            if !view.ledger.signatures.isEmpty {
                let lines = view.ledger.signatures.map { visit.words($0) + visit.text("ledgers.sign-here") }
                try writer.append([.text(lines.joined(separator: "        "))], style: .line)
            }
            if view.ledger.isStamped { try writer.append([.text(visit.text("ledgers.stamp"))], style: .line) }
        }
    }

    private static func rows(
        _ visit: Visit, _ view: LedgerView, _ ids: [ID<SubjectRecord>], _ part: String?, _ asOf: Instant?
    ) -> Task<[[SheetValue]], any Error> {
        Task {
            try await visit.read(asOf: asOf) { reading in
                let cells = try LedgerCells(visit, view, ids, in: reading).of(part)
                return ids.map { cells.values($0, after: .empty) }
            }
        }
    }

    /// Who stands in it, group by group: decided in one transaction, so that nobody is left out or twice in while the rows are written.
    struct Plan: Sendable {
        var parts: [(name: (group: Pack.LedgerGroup, value: String)?, ids: [ID<SubjectRecord>])]
        var places: [ID<Area>: String] = [:]

        /// Of whoever stands under two groups, once.
        var distinct: Int { Set(parts.flatMap(\.ids)).count }

        init(_ view: LedgerView, for permission: Permission = "subject.export", limit: Int? = nil, in reading: Reading) throws {
            guard let group = view.query.group, view.query.part == nil else {
                parts = [(nil, try reading.ledger(view.query, for: permission, limit: limit))]
                return
            }
            var parts: [(name: (group: Pack.LedgerGroup, value: String)?, ids: [ID<SubjectRecord>])] = []
            var left = limit
            for part in try reading.ledgerParts(view.query) where left != 0 {
                var query = view.query
                query.part = part.value
                let ids = try reading.ledger(query, for: permission, limit: left)
                left = left.map { $0 - ids.count }
                if !ids.isEmpty { parts.append(((group, part.value), ids)) }
            }
            self.parts = parts
            if case .level(let level) = group { places = try reading.places(of: level).names }
        }
    }
}

/// The sums below a ledger's columns, which stand after the place of a row.
struct LedgerSums {
    private let summed: [Int]
    private var sums: [Double]

    init(_ columns: [LedgerColumn]) {
        summed = columns.indices.filter { columns[$0].isSummed }.map { $0 + 1 }
        sums = [Double](repeating: 0, count: columns.count + 1)
    }

    mutating func add(_ values: [SheetValue]) {
        for index in summed {
            switch values[index] {
            case .integer(let number): sums[index] += Double(number)
            case .number(let number): sums[index] += number
            default: break
            }
        }
    }

    /// Nil where nothing is summed.
    func row(_ label: String) -> [SheetValue]? {
        guard !summed.isEmpty else { return nil }
        return [.text(label)] + sums.indices.dropFirst().map { summed.contains($0) ? .number(sums[$0]) : .empty }
    }
}

extension [(name: String, value: String)] {
    /// Words that somebody sought, or asked for in a condition, may be a name, and names never stand in the journal.
    var withoutWords: [(name: String, value: String)] { map { ["q", "where"].contains($0.name) ? ($0.name, "-") : $0 } }
}

extension Visit {
    /// Whose export it is, at the foot of every printed page; what left the house stands in the journal under the same number.
    func exportMark(_ number: String) -> String {
        text("ledgers.mark", ["number": number, "who": session?.account.name ?? "", "at": moment(now, .full)])
    }

    /// Where this person has a duty; else the district.
    var ownOffice: String { scope.duties.compactMap(\.officeName).first ?? words(district.pack.name) }
}
