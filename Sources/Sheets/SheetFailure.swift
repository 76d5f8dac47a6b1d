/// Why a workbook could not be written.
package enum SheetFailure: Error, Equatable {
    /// The folder is missing or may not be written.
    case cannotCreate(path: String)
    /// The disk is full, or the temporary files beside the target cannot be written.
    case cannotWrite(path: String)
    /// No sheet has been started.
    case noSheet
    /// More than 16,384 columns, or none.
    case badColumnCount(Int)
    /// A row has more cells than the sheet has columns.
    case rowTooWide(cells: Int, columns: Int)
    /// The workbook has been closed, or a write has failed before.
    case closed
    /// libxlsxwriter's own code, for the log.
    case refused(code: Int)
}
