/// The powers of ten between which a number of an expression can lie. PostgreSQL refuses a whole query where a number leaves what a
/// double can hold, so an expression that could is refused when it is read.
struct Magnitude {
    private var least: Int
    private var most: Int

    var isSafe: Bool { most <= 280 && least >= -280 }

    /// Fields and literals have fifteen digits.
    private static let plain = Magnitude(least: -15, most: 15)

    private init(least: Int, most: Int) {
        self.least = least
        self.most = most
    }

    init(of rule: Rule) {
        guard case .apply(let operation, let arguments) = rule else {
            self = .plain
            return
        }
        let parts = arguments.map(Magnitude.init(of:))
        let widest = Magnitude(least: parts.map(\.least).min() ?? 0, most: parts.map(\.most).max() ?? 0)
        switch operation {
        case .multiply: self.init(least: parts[0].least + parts[1].least, most: parts[0].most + parts[1].most)
        case .divide, .remainder: self.init(least: parts[0].least - parts[1].most, most: parts[0].most - parts[1].least)
        case .power:
            guard case .number(let exponent) = arguments[1] else { preconditionFailure("the checker takes a literal") }
            self.init(least: parts[0].least * Int(exponent), most: parts[0].most * Int(exponent))
        // What is left of two numbers that are nearly alike.
        case .add, .subtract: self.init(least: widest.least - 16, most: widest.most + 1)
        case .round: self.init(least: widest.least, most: widest.most + 9)
        default: self = widest
        }
    }
}
