/// Rows of a sheet as one text, as they are kept while it is on its way: a hundred thousand cells a second would go by if each were
/// written and read as JSON. A row is its number and its cells, each after a unit separator, and ends with a record separator; where one of
/// the two stands in a cell, it is escaped.
enum SheetPiece {
    private static let unit: UInt8 = 0x1F
    private static let record: UInt8 = 0x1E
    private static let escape: UInt8 = 0x1B
    /// Behind an escape: 0x1B is `0`, 0x1E `3` and 0x1F `4`.
    private static let escapedBase: UInt8 = 0x30 - 0x1B

    static func text(of rows: [AddSheetRows.Row]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 200)
        for row in rows {
            bytes += String(row.number).utf8
            for cell in row.cells {
                bytes.append(unit)
                if cell.utf8.contains(where: isSpecial) {
                    for byte in cell.utf8 {
                        if isSpecial(byte) { bytes += [escape, byte + escapedBase] } else { bytes.append(byte) }
                    }
                } else {
                    bytes += cell.utf8
                }
            }
            bytes.append(record)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func rows(in text: String) -> [AddSheetRows.Row] {
        var text = text
        return text.withUTF8 { bytes in
            bytes.split(separator: record).map { line in
                let parts = line.split(separator: unit, omittingEmptySubsequences: false)
                return AddSheetRows.Row(
                    number: Int(String(decoding: parts[0], as: UTF8.self)) ?? 0, cells: parts.dropFirst().map(cell))
            }
        }
    }

    private static func cell(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard bytes.contains(escape) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if byte == escape, !isEscaped {
                isEscaped = true
            } else {
                plain.append(isEscaped ? byte - escapedBase : byte)
                isEscaped = false
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte == unit || byte == record || byte == escape }
}
