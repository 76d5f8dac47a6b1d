import Foundation
import WorkingTime

/// `2022-04-02 09:30` on Chinese clocks.
func at(_ text: String) -> Instant {
    guard let instant = Instant(text, in: .china) else { preconditionFailure(text) }
    return instant
}

func day(_ text: String) -> Day {
    guard let day = Day(iso: text) else { preconditionFailure(text) }
    return day
}

func days(_ first: String, _ last: String) -> [Day] { Array(day(first)...day(last)) }

/// What the notice says of spring 2022, and the end of 2018 as the notice of 2019 has it.
let spring2022 = WorkCalendar(years: [
    CalendarYear(
        year: 2019,
        holidays: [.init(name: "元旦", days: days("2018-12-30", "2019-01-01"))],
        workdays: [day("2018-12-29")], source: "国办发明电〔2018〕15号"),
    CalendarYear(
        year: 2022,
        holidays: [
            .init(name: "清明节", days: days("2022-04-03", "2022-04-05")),
            .init(name: "劳动节", days: days("2022-04-30", "2022-05-04")),
        ],
        workdays: [day("2022-04-02"), day("2022-04-24"), day("2022-05-07")], source: "国办发明电〔2021〕11号"),
])

let office = WorkSchedule(calendar: spring2022, hours: .standard, zone: .china)

func throughJSON<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
