import Store
import WorkingTime

extension Value {
    /// A value as text: numbers in their shortest digits without exponents, dates as `2022-04-02`, what is missing as nothing.
    package var plainText: String {
        switch self {
        case .truth(let truth): truth ? "true" : "false"
        case .number(let number): StoreFunctions.plainNumber(number) ?? ""
        case .text(let text): text
        case .date(let day): Day(daysSinceEpoch: day).iso
        case .none: ""
        }
    }

    /// A number as XPath reads one: digits with a point, a minus before them, spaces around them.
    package static func number(of text: String) -> Double? { StoreFunctions.number(of: text) }
}
