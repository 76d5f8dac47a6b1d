/// Why a workbook could not be read, or no further.
package enum WorkbookFailure: Error, Equatable {
    /// Not there, or not to be read.
    case cannotRead(path: String)
    /// Excel's format before 2007 (`.xls`).
    case oldFormat
    case encrypted
    /// Not a workbook at all, or one whose parts are missing.
    case notAWorkbook
    /// A part is damaged.
    case damaged(part: String)
    /// Unpacked it would be larger than is taken: a mistake, or somebody means harm.
    case tooLarge(megabytes: Int)
    /// A row or column beyond what Excel has.
    case outOfRange(cell: String)
    case noSuchSheet
}

/// What a workbook may hold at most.
package struct WorkbookLimits: Sendable {
    /// Of all parts together, unpacked.
    package var unpackedBytes: UInt64 = 4 << 30
    /// How many times smaller than unpacked a part may be packed, from some size on: sheets of digits reach sixty.
    package var ratio: UInt64 = 400
    package var sharedTextBytes = 256 << 20
    package var cellBytes = 1 << 20
    package var columns = 16_384
    package var rows = 1_048_576

    package init() {}
}
