import Kernel
import Testing
import World

/// What is tried of many rows at once, and what is taken of each by itself.
@Suite struct SheetRowTests {
    private static let area = "990101001001"

    /// Each is of somebody else, so that taking one changes nothing about the next.
    private static let rows: [(what: String, row: ImportSubjects.Row)] = [
        ("nobody knows them", .init(area: area, values: ["name": "司马相如", "birth-date": "1931-05-06", "phone": "13911112222"])),
        ("by their id, and another telephone", .init(values: ["name": "张伟", "resident-id": "11010519491231002X", "phone": "13900000001"])),
        ("by name and day", .init(area: area, values: ["name": "李建国", "birth-date": "1950-02-03"])),
        ("the same day, another name", .init(area: area, values: ["name": "上官婉儿", "birth-date": "1950-02-03"])),
        ("the same sound and day", .init(area: area, values: ["name": "王方", "birth-date": "1960-07-08"])),
        ("the same telephone and sound", .init(area: area, values: ["name": "陈菁", "phone": "138 0013 8003"])),
        ("an id that is none", .init(area: area, values: ["name": "钱某", "resident-id": "110105194912310021"])),
        ("no name", .init(area: area, values: ["birth-date": "1970-01-01"])),
        ("nowhere", .init(area: "990199", values: ["name": "孙某"])),
        ("by a number that there is not", .init(number: "青石人-999999", values: ["name": "周某"])),
        ("born by their id alone", .init(area: area, values: ["name": "吴某某", "resident-id": "440524188001010014"])),
    ]

    @Test(arguments: Engine.all) func whatIsTriedTogetherIsWhatEachBecomes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let clerk = world.person("clerk")
        for values in [
            ["name": "张伟", "resident-id": "11010519491231002X", "phone": "13800138000"], ["name": "李建国", "birth-date": "1950-02-03"],
            ["name": "王芳", "birth-date": "1960-07-08"], ["name": "王枫", "birth-date": "1960-07-08"],
            ["name": "陈晶", "phone": "13800138003"],
        ] {
            _ = try await world.district.perform(RegisterSubject(kind: "person", areaCode: Self.area, values: values), as: clerk)
        }
        func judged(_ rows: [ImportSubjects.Row], isTrial: Bool) async throws -> [ImportSubjects.Judgement] {
            try await world.district.perform(ImportSubjects(kind: "person", rows: rows, note: "名单", isTrial: isTrial), as: clerk).rows
        }
        let together = try await judged(Self.rows.map(\.row), isTrial: true)
        for ((what, row), tried) in zip(Self.rows, together) {
            let taken = try await judged([row], isTrial: false)[0]
            #expect(tried.fate == taken.fate, "\(what)")
            #expect(tried.changed == taken.changed && tried.problems.map(\.code) == taken.problems.map(\.code), "\(what)")
            if taken.fate != .new { #expect(tried.number == taken.number, "\(what)") }
        }
        #expect(
            together.map(\.fate) == [
                .new, .changed, .same, .new, .alike, .alike, .refused, .refused, .refused, .refused, .new,
            ])
        // What was taken is there: nothing is new any more, and what is there word for word is known by its row.
        let again = try await judged(Self.rows.map(\.row), isTrial: true)
        #expect(again.map(\.fate) == [.same, .same, .same, .same, .alike, .alike, .refused, .refused, .refused, .refused, .same])
    }
}
