package import Kernel
import Store
import WorkingTime

/// Fills the registers with made-up people, three to a household, for measuring: as if each had gone through the verbs, but by the bulk
/// path. Nobody else may write meanwhile. The same seed makes the same people; none is real.
package struct GeneratePeople: Sendable {
    package var count: Int
    package var seed: Int

    package init(count: Int, seed: Int = 1) {
        self.count = count
        self.seed = seed
    }

    private static let perCommit = 3_000

    package func run(in district: District, packs: String, progress: Progressing) async throws {
        let pool = (try? DemoFiles(pack: district.pack.code, packs: packs))?.registers ?? DemoRegisters()
        let areas = try await district.read(as: .system("generate", of: district.code)) { try $0.areas(level: "community") }
        let pack = district.pack
        guard let person = pack.subjectKinds.first(where: { $0.code == "person" }),
            let household = pack.subjectKinds.first(where: { $0.code == "household" }), !areas.isEmpty
        else { throw Problem.notFound("kind") }
        let numbers = try await district.store.write { [count] writer in
            (
                people: try writer.nextNumbers(count, district: district.code, series: "subject-person"),
                homes: try writer.nextNumbers(count / 3 + 1, district: district.code, series: "subject-household")
            )
        }
        var crowd = Crowd(pool, seed: seed, today: district.clock.now.day(in: pack.zone))
        var (done, homes) = (0, 0)
        let began = district.clock.now - .days(30)
        while done < count {
            var people = SubjectRows(kind: person, in: district)
            var houses = SubjectRows(kind: household, in: district)
            var relations: [(from: ID<SubjectRecord>, to: ID<SubjectRecord>)] = []
            var held: [(ID<SubjectRecord>, String)] = []
            let first = done
            while done < min(count, first + Self.perCommit) {
                let moment = began + Span(microseconds: Int64(done) * 1000)
                let area = areas[homes % areas.count]
                let family = crowd.family(of: min(3, count - done), in: area)
                let house = try houses.add(numbers.homes + Int64(homes), family.home, in: area, at: moment)
                for member in family.members {
                    let id = try people.add(numbers.people + Int64(done), member.values, in: area, at: moment)
                    relations.append((id, house))
                    if let group = member.group { held.append((id, group)) }
                    done += 1
                }
                homes += 1
            }
            let moment = began + Span(microseconds: Int64(done) * 1000)
            try await district.store.write { [people, houses, relations, held] writer in
                var (people, houses) = (people, houses)
                try houses.write(in: writer)
                try people.write(in: writer)
                try SubjectRows.write(
                    relations: relations, "lives-in", classifications: held, "key-group", since: Day(iso: "2026-01-01")!, at: moment,
                    in: district, writer)
            }
            progress(Progressed(done: done, total: count))
        }
        try await district.store.analyse()
        try await district.sealJournal()
    }
}

/// Made-up people: names from the characters of the demonstration's, ids and telephones that are nobody's.
private struct Crowd {
    struct Member {
        var values: [String: FieldValue]
        var group: String?
    }

    private let surnames: [String]
    private let characters: [Character]
    private let today: Day
    private var random: DemoDice
    private var made = 0

    init(_ pool: DemoRegisters, seed: Int, today: Day) {
        // A pack without a demonstration has no names; any characters do.
        let any = (0x5E00...0x5E60).compactMap { Unicode.Scalar($0).map(Character.init) }
        surnames = pool.surnames.isEmpty ? any.map(String.init) : pool.surnames
        characters = pool.men.isEmpty ? any : Array(Set(pool.men.joined() + pool.women.joined())).sorted()
        self.today = today
        random = DemoDice(seed: seed)
    }

    mutating func family(of count: Int, in area: Area) -> (home: [String: FieldValue], members: [Member]) {
        let address =
            area.name
            + " \(random.number(in: 1...120))-\(random.number(in: 1...20))-\(random.number(in: 1...30))0\(random.number(in: 1...4))"
        let surname = surnames[random.number(in: 0...surnames.count - 1)]
        let members = (0..<count).map { _ in member(surname, address) }
        return (["title": .text(surname + "\u{5BB6}"), "address": .text(address)], members)
    }

    private mutating func member(_ surname: String, _ address: String) -> Member {
        made += 1
        let length = random.number(in: 1...10) > 2 ? 2 : 1
        let given = String((0..<length).map { _ in characters[random.number(in: 0...characters.count - 1)] })
        let birth = Day(year: today.year - age(), month: random.number(in: 1...12), day: random.number(in: 1...28))!
        let digits = String(made % 100_000_000)
        var values: [String: FieldValue] = [
            "name": .text(surname + given), "sex": .text(made % 2 == 0 ? "female" : "male"), "birth-date": .date(birth),
            "address": .text(address),
            "phone": .text("199" + String(repeating: "0", count: 8 - digits.count) + digits),
        ]
        if random.number(in: 1...10) > 3 { values["resident-id"] = .text(id(birth)) }
        let age = today.year - birth.year
        let group = age >= 80 ? "over-80" : random.number(in: 1...40) == 1 ? "chronic" : random.number(in: 1...60) == 1 ? "disabled" : nil
        return Member(values: values, group: group)
    }

    /// As the census of 2020 found the country: 18.0 in 100 below 15, 18.7 from 60 on, 2.5 from 80 on.
    private static let ages: [(most: Int, share: Int)] = [(14, 180), (59, 633), (64, 52), (79, 109), (95, 26)]

    private mutating func age() -> Int {
        var drawn = random.number(in: 1...1000)
        var least = 1
        for band in Self.ages {
            if drawn <= band.share { return random.number(in: least...band.most) }
            drawn -= band.share
            least = band.most + 1
        }
        return least
    }

    /// Of an area that no id was ever given out in, numbered through, so that no two are the same.
    private func id(_ birth: Day) -> String {
        let area = 990000 + made / 1000 % 10_000
        let body = "\(area % 1_000_000)" + birth.iso.replacing("-", with: "") + String(String(made % 1000 + 1000).dropFirst())
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return body + String(Array("10X98765432")[sum % 11])
    }
}
