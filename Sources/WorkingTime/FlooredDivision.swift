extension FixedWidthInteger {
    /// Division rounding down, so that the remainder is `0 ..< divisor` on both sides of zero.
    func floored(by divisor: Self) -> (quotient: Self, remainder: Self) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
