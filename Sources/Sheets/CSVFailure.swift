/// A place in a CSV file, all counted from 1.
package struct CSVPlace: Sendable, Equatable {
    /// Line of the file as an editor counts it, so a quoted newline counts.
    package var line: Int
    /// Character within that line.
    package var column: Int
    /// Field within the record.
    package var field: Int

    package init(line: Int, column: Int, field: Int) {
        self.line = line
        self.column = column
        self.field = field
    }
}

/// Why a CSV file could not be read further.
package enum CSVFailure: Error, Equatable {
    /// The place is where the quote was opened.
    case unterminatedQuote(CSVPlace)
    /// Something other than a comma or a line end follows a closing quote.
    case textAfterQuote(CSVPlace)
    case cellTooLong(CSVPlace, limit: Int)
    case rowTooLong(CSVPlace, limit: Int)
    case tooManyFields(CSVPlace, limit: Int)
    /// Neither UTF-8 nor GB18030, or a NUL: a binary file under a wrong name.
    case notText(CSVPlace)
    /// UTF-16, which Excel calls "Unicode text".
    case wideText
    case cannotRead(path: String, code: Int32)
}
