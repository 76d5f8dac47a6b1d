import Foundation
import Geography
package import Identifiers
import Sealing
import Store
package import WorkingTime

/// Reads what somebody typed for a field of a subject: in a form, in a cell of a sheet, at the API. One place for all of them, so that
/// what one takes the others take too.
extension Reading {
    /// - Returns: nil where nothing was typed.
    /// - Throws: `Problem` with a sentence under `name`.
    package func read(_ typed: String, for field: Pack.SubjectField, named name: String) throws -> FieldValue? {
        let plain = Normalise.halfWidth(typed).trimmedSpace
        if plain.isEmpty { return nil }
        func refuse(_ code: String, _ values: [String: String] = [:]) -> Problem { .field(name, code, values) }
        switch field.kind {
        case .text, .personName, .address: return .text(try checkedText(typed, field: name, longest: field.longest))
        case .number:
            guard let number = StoreFunctions.number(of: plain.replacing(",", with: "")) else { throw refuse("not-a-number") }
            return .number(number)
        case .money:
            guard let fen = Self.fen(plain.replacing(",", with: "")) else { throw refuse("not-an-amount") }
            return .money(fen)
        case .date:
            guard let day = TypedDay.read(plain) else { throw refuse("not-a-day") }
            return .date(day)
        case .flag:
            guard let code = item(plain, of: "flags")?.code else { throw refuse("not-yes-or-no") }
            return .flag(code == "yes")
        case .choice:
            guard let item = item(plain, of: field.list) else { throw refuse("not-one-of-list", ["is": plain, "list": shown(field.list)]) }
            return .text(item.code)
        case .choices:
            let words = plain.split { " ,;\u{3001}\n".contains($0) }.map(String.init)
            if words.isEmpty { return nil }
            return .choices(
                try words.map { word in
                    guard let item = item(word, of: field.list) else {
                        throw refuse("not-one-of-list", ["is": word, "list": shown(field.list)])
                    }
                    return item.code
                })
        case .residentID: return .text(try identifier(name) { () throws(IdentifierProblem) in try ResidentID(typed).text })
        case .creditCode: return .text(try identifier(name) { () throws(IdentifierProblem) in try CreditCode(typed).text })
        case .phone:
            return .text(try identifier(name) { () throws(IdentifierProblem) in try PhoneNumber(typed, local: pack.localPhones).digits })
        case .area:
            guard let area = try area(typed: plain) else { throw refuse("unknown-area") }
            return .reference(area.id.uuid)
        case .reference:
            let found = try subjectIfAny(named: plain)
            guard let found, field.of.contains(found.kind) else { throw refuse("no-such-subject", ["is": plain]) }
            return .reference(found.id.uuid)
        case .place:
            guard let place = Self.place(plain) else { throw refuse("not-a-place") }
            if let most = field.within, let metres = metresOutside(place), metres > Double(most) {
                throw refuse("outside-the-district", ["metres": "\(Int(metres.rounded()))"])
            }
            return place
        case .hours:
            guard let hours = OpeningHours.read(plain) else { throw refuse("not-hours") }
            return .text(hours)
        case .photo:
            guard try db.exists("SELECT 1 FROM files WHERE district = \(district) AND hash = \(plain)") else {
                throw refuse("no-such-photo")
            }
            return .text(plain)
        }
    }

    /// By code or by name, in either language.
    private func item(_ typed: String, of list: String?) -> Pack.ListItem? {
        let items = home.list(list ?? "")
        return items.first { $0.code == typed } ?? items.first { $0.name.zh == typed || $0.name.en.lowercased() == typed.lowercased() }
    }

    /// The names of a list that is short enough to be told.
    private func shown(_ list: String?) -> String {
        let names = pack.list(list ?? "").map(\.name.zh)
        return names.prefix(12).joined(separator: " ") + (names.count > 12 ? " …" : "")
    }

    /// By code, or by a name that only one has, as sheets show it.
    private func area(typed: String) throws -> Area? {
        if let id = ID<Area>(typed) { return try areaIfAny(id) }
        if let area = try areaIfAny(code: typed), !area.isEnded { return area }
        let named = try (areaList()?.all ?? areas()).filter { $0.name == typed && !$0.isEnded }
        return named.count == 1 ? named[0] : nil
    }

    /// Nil where the pack has no boundary.
    private func metresOutside(_ place: FieldValue) -> Double? {
        guard case .place(let latitude, let longitude, let datum) = place, let boundary = pack.boundary else { return nil }
        // CGCS2000 and WGS-84 are the same for all that a boundary knows.
        let point = datum == .gcj02 ? (latitude, longitude) : Coordinates.gcj02(latitude: latitude, longitude: longitude)
        return boundary.metresOutside(latitude: point.0, longitude: point.1)
    }

    private func identifier(_ name: String, _ read: () throws(IdentifierProblem) -> String) throws -> String {
        do {
            return try read()
        } catch {
            throw Problem.field(name, "identifier.\(error.code.rawValue)", error.values)
        }
    }

    /// `12.5` yuan as 1250 fen; more than two decimals are no amount.
    private static func fen(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), parts[0].allSatisfy(\.isASCII), whole < 90_000_000_000_000 else {
            return nil
        }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), let digits = Int64(parts[1]), digits >= 0 else { return nil }
            cents = parts[1].count == 1 ? digits * 10 : digits
        }
        return (isNegative ? -1 : 1) * (whole * 100 + cents)
    }

    /// `34.7466, 113.6253`, with the name of its datum behind it; without one it is as satellites tell it.
    private static func place(_ text: String) -> FieldValue? {
        let parts = text.split { " ,".contains($0) }.map(String.init)
        guard (2...3).contains(parts.count), let latitude = StoreFunctions.number(of: parts[0]),
            let longitude = StoreFunctions.number(of: parts[1]),
            abs(latitude) <= 90, abs(longitude) <= 180
        else { return nil }
        guard let datum = parts.count == 3 ? FieldValue.Datum(rawValue: parts[2].uppercased()) : .wgs84 else { return nil }
        return .place(latitude: latitude, longitude: longitude, datum: datum)
    }
}

extension Pack {
    package var localPhones: PhoneNumber.Local { PhoneNumber.Local(areaCode: areaCode, digits: localDigits) }
}

/// Days as people and sheets write them: `2021-03-04`, `2021/3/4`, `2021.3.4`, `20210304`, with 年, 月 and 日.
package enum TypedDay {
    package static func read(_ text: String) -> Day? {
        // Nearly all sheets have it so.
        if let day = Day(iso: text) { return day }
        // Excel's moments have a time behind.
        let typed = String((text.contains(":") ? text.prefix { $0 != " " && $0 != "T" } : text[...]).filter { !$0.isWhitespace })
        let numbers = typed.split { !$0.isASCII || !$0.isNumber }
        let others = typed.filter { !($0.isASCII && $0.isNumber) }
        if numbers.count == 1, others.isEmpty, typed.count == 8 {
            return Day(year: Int(typed.prefix(4))!, month: Int(typed.dropFirst(4).prefix(2))!, day: Int(typed.suffix(2))!)
        }
        guard numbers.count == 3, numbers[0].count == 4, numbers[1].count <= 2, numbers[2].count <= 2, marks.contains(others) else {
            return nil
        }
        return Day(year: Int(numbers[0])!, month: Int(numbers[1])!, day: Int(numbers[2])!)
    }

    private static let marks: Set<String> = ["--", "//", "..", "\u{5E74}\u{6708}\u{65E5}", "\u{5E74}\u{6708}"]
}

/// Times of a day as shops write them: `8：00——22：00`, `8:00 至 12:00、14:00 至 22:00`.
package enum OpeningHours {
    /// As `08:00-12:00, 14:00-22:00`; nil where it is something else.
    package static func read(_ typed: String) -> String? {
        var plain = typed.filter { !$0.isWhitespace }
        for mark in ["\u{2014}", "\u{2013}", "~", "\u{301C}", "\u{81F3}", "\u{5230}"] { plain = plain.replacing(mark, with: "-") }
        let ranges = plain.split { ",;\u{3001}/".contains($0) }.map(String.init)
        let read = ranges.compactMap { range -> String? in
            guard let match = range.wholeMatch(of: /(\d{1,2}):(\d{2})-+(\d{1,2}):(\d{2})/),
                let from = time(match.1, match.2), let to = time(match.3, match.4)
            else { return nil }
            return "\(from)-\(to)"
        }
        return read.isEmpty || read.count < ranges.count ? nil : read.joined(separator: ", ")
    }

    private static func time(_ hours: Substring, _ minutes: Substring) -> String? {
        guard let hour = Int(hours), let minute = Int(minutes), hour <= 24, minute < 60, hour < 24 || minute == 0 else { return nil }
        return (hour < 10 ? "0\(hour)" : "\(hour)") + ":" + minutes
    }
}
