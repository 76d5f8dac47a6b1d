/// One record and the line on which it begins, counted from 1.
package struct CSVRow: Sendable, Equatable {
    package var line: Int
    package var fields: [String]
}

/// What a CSV file may hold at most; memory stays within a few times `rowBytes`.
package struct CSVLimits: Sendable {
    package var cellBytes: Int
    package var rowBytes: Int
    package var fields: Int

    package init(cellBytes: Int = 1 << 20, rowBytes: Int = 8 << 20, fields: Int = 16_384) {
        self.cellBytes = cellBytes
        self.rowBytes = rowBytes
        self.fields = fields
    }
}

/// Reads CSV after RFC 4180 record by record: quoted newlines, any line end, with or without byte order mark, UTF-8 or GB18030.
///
/// Blank lines are passed over. A quote inside an unquoted field is text. How many fields a record should have is for the
/// caller to say. After an error `next()` gives nil.
package struct CSVReader {
    private var source: CSVSource
    private let limits: CSVLimits
    private var chunk: [UInt8] = []
    private var index = 0
    private var ended = false

    private var place = CSVPlace(line: 1, column: 1, field: 1)
    private var afterReturn = false

    private var state = State.fieldStart
    private var cell: [UInt8] = []
    private var fields: [String] = []
    private var rowBytes = 0
    private var rowLine = 1
    private var quotePlace = CSVPlace(line: 1, column: 1, field: 1)

    private enum State { case fieldStart, plain, quoted, quoteInQuoted }

    /// Reads bytes in memory; bytes that are not UTF-8 are read as GB18030.
    /// - Throws: `CSVFailure.wideText`.
    package init(bytes: [UInt8], limits: CSVLimits = CSVLimits()) throws {
        source = try CSVSource(bytes: bytes)
        self.limits = limits
    }

    /// Reads a file, twice: first to learn its encoding, then record by record.
    /// - Throws: `CSVFailure.cannotRead`, `.wideText`.
    package init(path: String, limits: CSVLimits = CSVLimits()) throws {
        source = try CSVSource(path: path)
        self.limits = limits
    }

    /// Reads chunks as they come; the source gives nil at the end. The first 256 KiB decide the encoding.
    /// - Throws: what the source throws, `CSVFailure.wideText`.
    package init(limits: CSVLimits = CSVLimits(), chunks: @escaping () throws -> [UInt8]?) throws {
        source = try CSVSource(chunks: chunks)
        self.limits = limits
    }

    /// The next record, nil at the end.
    /// - Throws: `CSVFailure`, or what the source throws.
    package mutating func next() throws -> CSVRow? {
        if ended { return nil }
        do {
            while true {
                if index == chunk.count, try !refill() {
                    ended = true
                    return try lastRow()
                }
                let byte = chunk[index]
                index += 1
                if try take(byte), let row = endRow() { return row }
            }
        } catch {
            ended = true
            throw error
        }
    }

    private mutating func refill() throws -> Bool {
        index = 0
        chunk = []
        while chunk.isEmpty {
            do {
                guard let more = try source.next() else { return false }
                chunk = more
            } catch is NotText {
                throw CSVFailure.notText(place)
            }
        }
        return true
    }

    /// Takes one byte; true when it ends a line outside quotes.
    private mutating func take(_ byte: UInt8) throws -> Bool {
        let isSecondHalf = byte == 0x0A && afterReturn
        afterReturn = byte == 0x0D
        if isSecondHalf && state != .quoted { return false }
        let here = place
        advance(byte, isSecondHalf)
        if byte == 0 { throw CSVFailure.notText(here) }

        switch (state, byte) {
        case (.quoted, 0x22):
            state = .quoteInQuoted
        case (.quoted, _):
            try keep(byte, here)
        case (.fieldStart, 0x22):
            state = .quoted
            quotePlace = here
        case (.quoteInQuoted, 0x22):
            state = .quoted
            try keep(byte, here)
        case (_, 0x2C):
            try endField(here)
            place.field += 1
        case (_, 0x0A), (_, 0x0D):
            return try endLine(here)
        case (.quoteInQuoted, _):
            throw CSVFailure.textAfterQuote(here)
        default:
            state = .plain
            try keep(byte, here)
        }
        return false
    }

    private mutating func advance(_ byte: UInt8, _ isSecondHalf: Bool) {
        if byte == 0x0D || (byte == 0x0A && !isSecondHalf) {
            place.line += 1
            place.column = 1
        } else if byte & 0xC0 != 0x80, !isSecondHalf {
            place.column += 1
        }
    }

    private mutating func keep(_ byte: UInt8, _ here: CSVPlace) throws {
        guard cell.count < limits.cellBytes else {
            throw CSVFailure.cellTooLong(state == .quoted ? quotePlace : here, limit: limits.cellBytes)
        }
        guard rowBytes < limits.rowBytes else { throw CSVFailure.rowTooLong(here, limit: limits.rowBytes) }
        cell.append(byte)
        rowBytes += 1
    }

    private mutating func endField(_ here: CSVPlace) throws {
        guard fields.count < limits.fields else {
            throw CSVFailure.tooManyFields(here, limit: limits.fields)
        }
        guard let text = String(validating: cell, as: UTF8.self) else { throw CSVFailure.notText(here) }
        fields.append(text)
        cell.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func endLine(_ here: CSVPlace) throws -> Bool {
        if fields.isEmpty && state == .fieldStart {
            rowLine = place.line
            return false
        }
        try endField(here)
        return true
    }

    private mutating func endRow() -> CSVRow? {
        let row = CSVRow(line: rowLine, fields: fields)
        fields.removeAll(keepingCapacity: true)
        rowBytes = 0
        rowLine = place.line
        place.field = 1
        return row
    }

    /// The last line needs no line end.
    private mutating func lastRow() throws -> CSVRow? {
        if state == .quoted { throw CSVFailure.unterminatedQuote(quotePlace) }
        guard try endLine(place) else { return nil }
        return endRow()
    }
}
