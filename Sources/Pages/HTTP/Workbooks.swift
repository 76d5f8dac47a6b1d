import Foundation
package import Hummingbird
import Kernel
package import Sheets
import WorkingTime

extension Visit {
    /// A workbook that is written for this answer and is gone once it has been sent.
    /// - Parameter filename: without its ending.
    package func workbook(_ filename: String, _ write: (WorkbookWriter) async throws -> Void) async throws -> Response {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("huying-\(UUID().uuidString).xlsx").path
        let writer = try WorkbookWriter(
            path: path, zone: TimeZone(secondsFromGMT: site.zone.seconds)!,
            created: Date(timeIntervalSince1970: Double(now.microseconds) / 1e6))
        try await write(writer)
        try writer.close()
        return try .file(
            at: path, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", filename: filename + ".xlsx")
    }
}
