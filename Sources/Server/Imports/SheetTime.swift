import Kernel
import WorkingTime

/// Reads times as sheets write them, by patterns such as `yyyy/M/d H:mm:ss`: a letter once takes one or more digits, twice or
/// more exactly so many.
struct SheetTime: Sendable {
    let patterns: [String]
    let zone: Zone

    /// Nil where no pattern fits or there is no such time.
    func read(_ text: String) -> Instant? {
        let text = text.trimmedSpace
        for pattern in patterns { if let moment = read(text, as: pattern) { return moment } }
        return nil
    }

    private func read(_ text: String, as pattern: String) -> Instant? {
        var rest = text[...]
        var numbers: [Character: Int] = [:]
        var letters = pattern[...]
        while let letter = letters.first {
            let run = letters.prefix { $0 == letter }.count
            letters = letters.dropFirst(run)
            guard letter.isLetter else {
                for _ in 0..<run { guard rest.popFirst() == letter else { return nil } }
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(run == 1 ? 2 : run)
            guard run == 1 ? !digits.isEmpty : digits.count == run, let number = Int(digits) else { return nil }
            numbers[letter] = number
            rest = rest.dropFirst(digits.count)
        }
        guard rest.isEmpty, let year = numbers["y"], let month = numbers["M"], let number = numbers["d"],
            let day = Day(year: year, month: month, day: number)
        else { return nil }
        let (hour, minute, second) = (numbers["H"] ?? 0, numbers["m"] ?? 0, numbers["s"] ?? 0)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Instant(day, at: .hours(hour) + .minutes(minute) + .seconds(second), in: zone)
    }
}
