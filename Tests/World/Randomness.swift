/// The same numbers in every run: SplitMix64.
package struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What a slip of hand does to a text.
package enum Mutation {
    package static func of(_ text: String, using random: inout some RandomNumberGenerator) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let at = Int.random(in: lines.indices, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: lines.remove(at: at)
        case 1: lines.insert(lines[at], at: at)
        case 2: lines = Array(lines[..<at])
        case 3: lines.swapAt(at, Int.random(in: lines.indices, using: &random))
        case 4: lines[at] = "  " + lines[at]
        default:
            var characters = Array(lines[at])
            if !characters.isEmpty {
                let place = Int.random(in: characters.indices, using: &random)
                let typed = Array("{}[]:,-\"'#&*!|>%@ \t0aZ水\u{0}\u{FEFF}🚧")
                switch Int.random(in: 0..<3, using: &random) {
                case 0: characters.remove(at: place)
                case 1: characters[place] = typed.randomElement(using: &random)!
                default: characters.insert(typed.randomElement(using: &random)!, at: place)
                }
            }
            lines[at] = String(characters)
        }
        return lines.joined(separator: "\n")
    }
}
