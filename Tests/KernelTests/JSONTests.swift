import Foundation
import Kernel
import Testing
import WorkingTime

/// Our JSON beside Foundation's: the same values, whatever their shape.
@Suite struct JSONTests {
    private enum Fact: Codable, Equatable {
        case plain
        case one(Int)
        case two(day: Double, note: String?)
    }

    private struct Sample: Codable, Equatable {
        var text = "quotes \" and \\ and\nlines\t\u{1}, 𠮷, / and </script>"
        var whole = 3.0
        var real = -0.125
        var large: Int64 = .max
        var small: Int8 = -128
        var bytes: [UInt8] = [0, 255]
        var optional: UInt16? = 65_535
        var none: String?
        var some: Int? = 4
        var list = [1, 2, 3]
        var lists = [[true], []]
        var facts: [Fact] = [.plain, .one(1), .two(day: 1e-7, note: nil), .two(day: 1e300, note: "n")]
        var byName = ["b": 1, "a": 2]
        var id = UUID(uuidString: "01890000-0000-7000-8000-000000000001")!
        var moment = Instant(microseconds: 1_649_203_200_000_000)
        var deadline: Deadline?
    }

    @Test func readsBackAsWritten() throws {
        var sample = Sample()
        let schedule = WorkSchedule(calendar: WorkCalendar(years: []), hours: .standard, zone: .china)
        sample.deadline = schedule.deadline(from: sample.moment, limit: .workingDays(3))
        let ours = try JSON.encode(sample)
        #expect(try JSON.decode(Sample.self, ours) == sample)
        // Foundation agrees about what was said, key by key.
        let encoder = JSONEncoder()
        let theirs = try JSONSerialization.jsonObject(with: encoder.encode(sample)) as? NSDictionary
        #expect(try JSONSerialization.jsonObject(with: Data(ours.utf8)) as? NSDictionary == theirs)
    }

    @Test(arguments: 0..<200)
    func anyTextReadsBack(seed: Int) throws {
        var random = SystemRandomNumberGenerator()
        let scalars = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: seed % 2 == 0 ? 0...0x7F : 0...0x10FFFF, using: &random))
        }
        let text = String(String.UnicodeScalarView(scalars))
        #expect(try JSON.decode([String].self, try JSON.encode([text])) == [text])
    }

    @Test func keysAreSortedAndNilIsLeftOut() throws {
        struct Small: Encodable {
            var b = 1
            var a: Int?
            var c = "x"
        }
        #expect(try JSON.encode(Small()) == #"{"b":1,"c":"x"}"#)
        #expect(try JSON.encode(Small(a: 2)) == #"{"a":2,"b":1,"c":"x"}"#)
        #expect(throws: EncodingError.self) { try JSON.encode([Double.nan]) }
    }
}
