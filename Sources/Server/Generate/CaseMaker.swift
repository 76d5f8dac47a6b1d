import Casework
import Foundation
import Kernel
import Sealing
import Store
import WorkingTime

/// One made-up case, with its times as far as they have come.
struct GeneratedCase: Sendable {
    var id: UUID
    var number: String
    var words: GeneratedCast.Words
    var area: Area
    var desk: GeneratedCast.Desk
    var cast: GeneratedCast
    var channel: String
    var contact: (sealed: [UInt8], index: [UInt8])?
    var receipt: [UInt8]
    var filedAt: Instant
    var dispatchBy: Instant
    var dispatchOrder: (id: UUID, number: String)
    var handleOrder: (id: UUID, number: String)
    var dispatchedAt: Instant?
    var acceptBy: Instant?
    var dueAt: Instant?
    var acceptedAt: Instant?
    var resolvedAt: Instant?
    var workingDays: Int?
    var confirmBy: Instant?
    var solved: Bool?
    var rating: Int?
    var closedAt: Instant?
    var closing: Case.Closing?
    var reopenUntil: Instant?
    var nextStepAt: Instant?
    var deadline: Deadline?
}

/// Makes cases one after another. What would come after now has not happened.
struct CaseMaker {
    let cast: GeneratedCast
    let district: District
    let now: Instant
    private var pace: DemoPace
    private var numbers: [Int: (cases: Int64, orders: Int64)]
    private let schedule: WorkSchedule
    private let ladders: LadderClock

    init(
        cast: GeneratedCast, district: District, now: Instant, seed: Int, numbers: [Int: (cases: Int64, orders: Int64)]
    ) {
        self.cast = cast
        self.district = district
        self.now = now
        self.numbers = numbers
        schedule = district.schedule()
        pace = DemoPace(schedule, seed: seed)
        ladders = LadderClock(pack: district.pack, schedule: schedule)
    }

    mutating func make(filedAt: Instant) throws -> GeneratedCase {
        let words = cast.words[pace.number(in: 0...cast.words.count - 1)]
        let area = cast.communities[pace.number(in: 0...cast.communities.count - 1)]
        guard let desk = cast.desk(for: words.caseClass, in: area) else { throw HomeProblem.noSuchOffice(words.caseClass.code) }
        let id = newID(at: filedAt)
        var made = GeneratedCase(
            id: id, number: number("case", at: filedAt), words: words, area: area, desk: desk, cast: cast,
            channel: pace.chance(percent: 65) ? "web" : "phone",
            contact: pace.chance(percent: 60) ? try contact(of: id) : nil,
            receipt: (0..<4).flatMap { _ in bytes(of: UInt64(pace.number(in: 0...Int.max - 1))) }, filedAt: filedAt,
            dispatchBy: schedule.after(filedAt, district.pack.settings.dispatchLimit),
            dispatchOrder: (newID(at: filedAt), number("order", at: filedAt)),
            handleOrder: (newID(at: filedAt), number("order", at: filedAt)))
        live(&made)
        return made
    }

    private mutating func live(_ made: inout GeneratedCase) {
        let settings = district.pack.settings
        let dispatched = schedule.after(made.filedAt, .workingHours(1)) + .minutes(pace.number(in: -50...40))
        guard happens(dispatched, after: made.filedAt) else {
            return wait(&made, accepted: false, from: made.filedAt, acceptBy: nil, due: made.dispatchBy)
        }
        let limit = made.words.caseClass.limit ?? settings.defaultLimit
        let due = made.desk.schedule.after(dispatched, limit)
        let acceptBy = made.desk.schedule.after(dispatched, settings.acceptLimit)
        (made.dispatchedAt, made.dueAt, made.acceptBy) = (dispatched, due, acceptBy)
        let accepted = schedule.after(dispatched, .workingHours(1)) + .minutes(pace.number(in: -40...90))
        guard happens(accepted, after: dispatched) else {
            made.deadline = made.desk.schedule.deadline(from: dispatched, limit: limit)
            return wait(&made, accepted: false, from: dispatched, acceptBy: acceptBy, due: due)
        }
        made.acceptedAt = accepted
        let room = max(1, Int(schedule.working(between: accepted, and: due).microseconds / Span.hours(1).microseconds))
        let share = pace.chance(percent: 10) ? pace.number(in: 105...220) : pace.number(in: 10...95)
        let resolved = schedule.after(accepted, .workingHours(max(1, room * share / 100)))
        guard happens(resolved, after: accepted) else {
            made.deadline = made.desk.schedule.deadline(from: dispatched, limit: limit)
            return wait(&made, accepted: true, from: dispatched, acceptBy: acceptBy, due: due)
        }
        made.resolvedAt = resolved
        made.workingDays = schedule.workingDays(between: made.filedAt.day(in: schedule.zone), and: resolved.day(in: schedule.zone))
        made.confirmBy = schedule.after(resolved, settings.silencePeriod)
        close(&made, resolved)
    }

    private mutating func close(_ made: inout GeneratedCase, _ resolved: Instant) {
        let kind: Case.Closing = pace.chance(percent: 14) ? .silence : pace.chance(percent: 8) ? .checked : .confirmed
        let closed = kind == .silence ? made.confirmBy ?? resolved : resolved + .minutes(pace.number(in: 600...6_000))
        guard happens(closed, after: resolved) else { return }
        (made.closedAt, made.closing) = (closed, kind)
        made.reopenUntil = schedule.after(closed, district.pack.settings.reopenWindow)
        guard kind == .confirmed else { return }
        made.solved = true
        made.rating = pace.chance(percent: 80) ? [5, 5, 5, 4, 4, 4, 3, 3, 2, 1][pace.number(in: 0...9)] : nil
    }

    private func happens(_ moment: Instant, after earlier: Instant) -> Bool { moment > earlier && moment <= now }

    private func wait(_ made: inout GeneratedCase, accepted: Bool, from start: Instant, acceptBy: Instant?, due: Instant) {
        if made.dueAt == nil { made.dueAt = due }
        made.nextStepAt =
            ladders.next(
                ladder: district.pack.settings.ladder, from: start, acceptBy: acceptBy, dueAt: due, accepted: accepted, taken: [])?.at
    }

    private mutating func number(_ series: String, at moment: Instant) -> String {
        let year = moment.day(in: schedule.zone).year
        var counts = numbers[year] ?? (1, 1)
        let number = series == "case" ? counts.cases : counts.orders
        if series == "case" { counts.cases += 1 } else { counts.orders += 1 }
        numbers[year] = counts
        return district.pack.number(number, series: series, year: year)
    }

    private mutating func newID(at moment: Instant) -> UUID {
        let random = UInt64(pace.number(in: 0...Int.max - 1))
        return .version7(microseconds: moment.microseconds, high: UInt16(random >> 52), low: random)
    }

    private mutating func contact(of id: UUID) throws -> (sealed: [UInt8], index: [UInt8]) {
        let phone = "199" + String(10_000_000 + pace.number(in: 0...89_999_999))
        let sealed = try district.keys.seal("{\"phone\":\"\(phone)\"}", context: "cases.contact/\(id.lowercased)")
        return (sealed, district.keys.blindIndex(phone, field: "cases.phone"))
    }

    private func bytes(of number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
