import Foundation
import Kernel
import Tips
package import WorkingTime

/// Plays the invented people and requests of a pack into a new district, over the last weeks before a moment, through the
/// same verbs that people use. What would come after that moment has not happened yet.
package struct Demonstration: Sendable {
    package let begins: Instant
    package let ends: Instant

    package init(endingAt end: Instant, days: Int = 60) {
        ends = end
        begins = end - .days(days)
    }

    struct Played: Sendable {
        var signIns: [FirstSignIn]
        var cases: Int
    }

    /// The district's clock must be virtual and stand at `begins`.
    func play(in district: District, packs: String, progress: Progressing) async throws -> Played {
        let files = try DemoFiles(pack: district.pack.code, packs: packs)
        let staff = try await DemoStaff.settle(files.people.staff, in: district)
        let offices = try await district.read(as: .system("demo", of: district.code)) { reading in
            Dictionary(try reading.offices().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
        }
        let world = DemoWorld(
            district: district, staff: staff, residents: files.people.residents, extras: files.extras,
            places: DemoWorld.Places(offices: offices), map: DemoPlaces(district.pack))
        let cases = lives(of: files.requests, in: district)
        try await state(files.extras.figures, in: world)
        try await hangUp(files.extras.posters, in: world)
        try await files.registers.register(in: world)
        try await run(
            cases + letters(files.extras.letters, in: district) + tips(files.extras.tips, in: district)
                + doors(files.extras.doors, in: district) + [DemoCalls(from: begins + .days(3), to: ends)], in: world, progress: progress)
        return Played(signIns: staff.signIns, cases: cases.count)
    }

    private func run(_ lives: [any DemoLife], in world: DemoWorld, progress: Progressing) async throws {
        var lives = lives
        let time = TimeLapse(world.district)
        let whole = Int((ends - begins).microseconds / Span.hours(1).microseconds)
        while let index = earliest(of: lives), let moment = lives[index].next, moment <= ends {
            try await time.pass(until: moment)
            try await lives[index].live(in: world)
            if lives[index].next == nil { lives.remove(at: index) }
            progress(Progressed(done: Int((moment - begins).microseconds / Span.hours(1).microseconds), total: whole))
        }
        try await time.pass(until: ends)
        try await time.runTimers()
        progress(Progressed(done: whole, total: whole))
    }

    private func earliest(of lives: [any DemoLife]) -> Int? {
        lives.indices.filter { lives[$0].next != nil }.min { lives[$0].next! < lives[$1].next! }
    }

    /// Answered requests are spread over the time, the season of the present month last; those that nobody has answered yet
    /// come in the last days, with due times from some days ago to some days ahead.
    private func lives(of requests: [DemoRequest], in district: District) -> [any DemoLife] {
        let schedule = district.schedule()
        let thisMonth = ends.day(in: schedule.zone).month
        let answered = requests.enumerated().filter { $0.element.month != nil }.sorted { left, right in
            let distance = { (request: DemoRequest) in (thisMonth - (request.month ?? 0) + 12) % 12 }
            let (before, after) = (distance(left.element), distance(right.element))
            return before == after ? left.offset < right.offset : before > after
        }.map(\.element)
        let fresh = requests.filter { $0.month == nil }
        let room = (ends - begins) - .days(1)
        var lives: [any DemoLife] = []
        for (turn, request) in answered.enumerated() {
            var pace = DemoPace(schedule, seed: turn + 1)
            // Denser towards the end, so that the boards of today have something to show.
            let share = pow(Double(turn) / Double(max(1, answered.count)), 0.6)
            let about = begins + Span(microseconds: Int64(Double(room.microseconds) * share)) + .minutes(pace.number(in: 20...300))
            lives.append(DemoCase(request, turn: turn, filedAt: filing(request, about: about, pace: &pace), pace: pace))
        }
        for (index, request) in fresh.enumerated() {
            let turn = answered.count + index
            var pace = DemoPace(schedule, seed: turn + 1)
            let filed = filedToBeDue(index, of: fresh.count, request, in: district, pace: &pace)
            lives.append(DemoCase(request, turn: turn, filedAt: filed, pace: pace))
        }
        return lives
    }

    /// Residents write at any hour of the day; everything else waits for the desk to open.
    private func filing(_ request: DemoRequest, about moment: Instant, pace: inout DemoPace) -> Instant {
        guard request.channel == "web" || request.channel == "api" else { return pace.inOfficeHours(moment) }
        let (day, time) = moment.split(in: pace.schedule.zone)
        return (.hours(7)...(.hours(23))).contains(time)
            ? moment
            : Instant(day, at: .minutes(pace.number(in: 7 * 60...22 * 60)), in: pace.schedule.zone)
    }

    /// From three working days late, by half days, to a day and more ahead.
    private func filedToBeDue(
        _ index: Int, of count: Int, _ request: DemoRequest, in district: District, pace: inout DemoPace
    ) -> Instant {
        let schedule = pace.schedule
        let limit = district.pack.classesByCode[request.caseClass]?.limit ?? district.pack.settings.defaultLimit
        let hours = index * 40 / max(1, count) - 22
        let due = hours < 0 ? schedule.before(ends, .workingHours(-hours)) : schedule.after(ends, .workingHours(hours + 1))
        let filed = schedule.before(schedule.before(due, limit), .workingHours(1)) - .minutes(pace.number(in: 1...40))
        return min(max(filed, begins), ends - .minutes(pace.number(in: 3...50)))
    }

    private func letters(_ letters: [DemoExtras.Letter], in district: District) -> [any DemoLife] {
        let pace = DemoPace(district.schedule(), seed: 0)
        return letters.map { DemoLetter($0, issuedAt: pace.inOfficeHours(ends - .days($0.daysBefore) - .hours(3))) }
    }

    private func tips(_ tips: [DemoExtras.Tip], in district: District) -> [any DemoLife] {
        let pace = DemoPace(district.schedule(), seed: 0)
        return tips.enumerated().map { turn, tip in
            DemoTip(tip, turn: turn, at: pace.inOfficeHours(ends - .days(tip.daysBefore) - .hours(4)))
        }
    }

    private func doors(_ doors: [DemoExtras.Door], in district: District) -> [any DemoLife] {
        let pace = DemoPace(district.schedule(), seed: 0)
        return doors.map { DemoDoor($0, handedInAt: pace.inOfficeHours(ends - .days($0.daysBefore)) + .hours(9)) }
    }

    private func hangUp(_ posters: [DemoExtras.Poster], in world: DemoWorld) async throws {
        for poster in posters {
            _ = try await world.district.perform(
                AddIntakePoint(
                    kind: poster.kind, name: poster.name, place: poster.place, officeID: try poster.office.map(world.office)),
                as: try world.person("tip-officer", turn: 0))
        }
    }

    private func state(_ figures: [DemoExtras.Figure], in world: DemoWorld) async throws {
        let today = ends.day(in: world.district.pack.zone)
        for figure in figures {
            _ = try await world.district.perform(
                AssertFigure(
                    name: figure.name, value: figure.value, unit: figure.unit, qualifier: figure.qualifier,
                    source: figure.source, asOf: today.adding(days: -figure.daysBefore)),
                as: try world.person("supervisor", turn: 0))
        }
    }
}
