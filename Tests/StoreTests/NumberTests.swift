import Store
import Testing
import World

@Suite struct NumberTests {
    @Test(arguments: Engine.all) func numbersAreNeverGivenTwice(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let results = await atOnce(60) { number in
            try await store.write {
                try $0.nextNumber(district: "d", series: number % 3 == 0 ? "case-2022" : "order-2022")
            }
        }
        let numbers = try results.map { try $0.get() }
        let cases = numbers.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        let orders = numbers.enumerated().filter { $0.offset % 3 != 0 }.map(\.element)
        #expect(Set(cases) == Set(1...20))
        #expect(Set(orders) == Set(1...40))
    }

    @Test(arguments: Engine.all) func districtsAndYearsCountApart(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let numbers = try await store.write { writer in
            try [("d", "2022"), ("d", "2022"), ("e", "2022"), ("d", "2023"), ("d", "2022")].map {
                try writer.nextNumber(district: $0.0, series: "case-\($0.1)")
            }
        }
        #expect(numbers == [1, 2, 1, 1, 3])
    }

    @Test(arguments: Engine.all) func aNumberOfAFailedVerbIsNotGivenToTwo(on engine: Engine) async throws {
        struct Refused: Error {}
        let store = try await Sample.store(on: engine)
        let results = await atOnce(40) { number in
            try await store.write { writer in
                let next = try writer.nextNumber(district: "d", series: "case")
                if number % 4 == 0 { throw Refused() }
                return next
            }
        }
        let given = results.compactMap { try? $0.get() }
        #expect(given.count == 30)
        #expect(Set(given).count == 30)
    }
}
