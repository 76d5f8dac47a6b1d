import Testing

@testable import Edges

struct FormBodyTests {
    @Test(arguments: [
        ("a=1&b=2", [["a", "1"], ["b", "2"]]), ("", []), ("&&a&=x&", [["a", ""], ["", "x"]]),
        ("q=%E4%BA%8C+%2B7&q=b=c", [["q", "二 +7"], ["q", "b=c"]]),
        ("a=100%&b=%zz%4", [["a", "100%"], ["b", "%zz%4"]]),
        ("a=%FF%E4", [["a", "\u{FFFD}\u{FFFD}"]]), ("二=七", [["二", "七"]]),
    ])
    func readsPairsInOrder(_ body: String, _ expected: [[String]]) throws {
        #expect(try FormBody.parse(Array(body.utf8)).pairs.map { [$0.name, $0.value] } == expected)
    }

    @Test func findsValuesByName() throws {
        let form = try FormBody.parse(Array("a=1&b=2&a=3".utf8))
        #expect(form["a"] == "1" && form["c"] == nil && form.values(of: "a") == ["1", "3"])
    }

    @Test(arguments: [
        ("a=%00", FormFailure.nul(name: "a")), ("a=1&b=1&c=1&d=1", .tooManyPairs(limit: 3)),
        ("x=123456789", .valueTooLong(name: "x", limit: 8)),
        (String(repeating: "a", count: 101), .tooLarge(limit: 100)),
    ])
    func refuses(_ body: String, _ expected: FormFailure) {
        #expect(throws: expected) {
            try FormBody.parse(Array(body.utf8), limits: FormLimits(bytes: 100, pairs: 3, valueBytes: 8))
        }
    }

    @Test func staysCalmOnGarbage() {
        var random = SplitMix64(state: 3)
        let seed = Array("name=%E4%BA%8C%E4%B8%83&photo=&x=%00%&&==&y=+++".utf8)
        for _ in 0..<5_000 {
            let bytes = seed.mutated(&random)
            if let form = try? FormBody.parse(bytes) { #expect(form.pairs.count <= bytes.count) }
        }
    }
}
