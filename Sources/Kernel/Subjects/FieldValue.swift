package import Foundation
import Store
package import WorkingTime

/// What is known of one field of a subject.
package enum FieldValue: Hashable, Sendable {
    /// Text, phone, address, an identifier, the code of a choice, the hash of a photo.
    case text(String)
    case number(Double)
    /// In fen.
    case money(Int64)
    case date(Day)
    case choices([String])
    case flag(Bool)
    /// The id of an area or of another subject.
    case reference(UUID)
    /// Degrees, and the datum that they are in.
    case place(latitude: Double, longitude: Double, datum: Datum)

    package enum Datum: String, ClosedList, SQLConvertible {
        case wgs84 = "WGS-84"
        /// What Chinese maps are drawn in.
        case gcj02 = "GCJ-02"
        case cgcs2000 = "CGCS2000"
    }

    /// As somebody would type it; reading it again gives the same value.
    package var typed: String {
        switch self {
        case .text(let text): text
        case .number(let number): StoreFunctions.plainNumber(number) ?? ""
        case .money(let fen): Self.yuan(fen)
        case .date(let day): day.iso
        case .choices(let codes): codes.joined(separator: " ")
        case .flag(let flag): flag ? "yes" : "no"
        case .reference(let id): id.lowercased
        case .place(let latitude, let longitude, let datum):
            [latitude, longitude].compactMap(StoreFunctions.plainNumber).joined(separator: ", ") + " " + datum.rawValue
        }
    }

    private static func yuan(_ fen: Int64) -> String {
        let (whole, part) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        let cents = part == 0 ? "" : part < 10 ? ".0\(part)" : ".\(part)"
        return (fen < 0 ? "-" : "") + "\(whole)" + cents
    }

    /// What stands in the columns of its field; of a sealed field the caller makes its own.
    func columnValues(of field: Pack.SubjectField) -> [SQLValue] {
        switch self {
        case .text(let text): [.text(text)]
        case .number(let number): [.real(number)]
        case .money(let fen): [.integer(fen)]
        case .date(let day): [.integer(Int64(day.daysSinceEpoch))]
        case .choices(let codes): [.text(codes.joined(separator: " "))]
        case .flag(let flag): [flag.sqlValue]
        case .reference(let id): [.uuid(id)]
        case .place(let latitude, let longitude, let datum): [.real(latitude), .real(longitude), datum.sqlValue]
        }
    }

    /// Nil where nothing is known.
    init?(_ field: Pack.SubjectField, columns: [String], row: Row) throws {
        guard let first = columns.first else { return nil }
        func value<Value: SQLConvertible>(_: Value.Type) throws -> Value? { try row.get(first, as: Value?.self) }
        switch field.kind {
        case .text, .personName, .hours, .phone, .address, .creditCode, .residentID, .choice, .photo:
            guard let text = try value(String.self) else { return nil }
            self = .text(text)
        case .choices:
            guard let text = try value(String.self) else { return nil }
            self = .choices(text.split(separator: " ").map(String.init))
        case .number:
            guard let number = try value(Double.self) else { return nil }
            self = .number(number)
        case .money:
            guard let fen = try value(Int64.self) else { return nil }
            self = .money(fen)
        case .date:
            guard let days = try value(Int.self) else { return nil }
            self = .date(Day(daysSinceEpoch: days))
        case .flag:
            guard let flag = try value(Bool.self) else { return nil }
            self = .flag(flag)
        case .area, .reference:
            guard let id = try value(UUID.self) else { return nil }
            self = .reference(id)
        case .place:
            guard let latitude = try value(Double.self) else { return nil }
            self = .place(latitude: latitude, longitude: try row.get(columns[1]), datum: try row.get(columns[2]))
        }
    }
}
