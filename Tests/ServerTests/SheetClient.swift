import Foundation
import HTTPTypes
import Kernel
import Registers
import Store
import Testing
import World

/// Sheets as a clerk brings them: uploaded, columns named, tried, taken.
extension PageClient {
    /// From the upload to where every row has been tried; the address of the import.
    /// - Parameter columns: what the clerk chose otherwise than the page guessed.
    func tried(
        _ kind: String, _ content: [UInt8], as session: String, name: String = "名册.xlsx", columns: [String: String] = [:]
    ) async throws -> String {
        let start = try await get("/registers/\(kind)/import", session: session)
        let answer = try await upload(
            "/registers/\(kind)/import", [("csrf", try #require(token(in: start.body)))], file: ("sheet", name, content), session: session)
        let address = try #require(answer.location, "\(answer.body.suffix(3000))")
        try await read(address)
        let naming = try await get(address, session: session)
        var fields = naming.selected
        for (name, value) in columns { fields[name] = value }
        fields["csrf"] = token(in: naming.body)
        let checked = try await post(
            address + "/check", fields.map { ($0.key, $0.value) }, session: session, cookie: "session=\(session)")
        #expect(checked.location == address, "\(checked.body.suffix(2000))")
        try await work()
        return address
    }

    /// - Parameter alike: also those who may be somebody who is there already.
    func taken(_ address: String, as session: String, alike: Bool = false) async throws {
        let page = try await get(address, session: session)
        let form = try #require(self.token(in: page.body))
        let answer = try await post(
            address + "/apply", [("csrf", form)] + (alike ? [("alike", "yes")] : []), session: session, cookie: "session=\(session)")
        #expect(answer.location == address, "\(answer.body.suffix(2000))")
        try await work()
    }

    /// New, changed, same, alike, refused.
    func counts(_ address: String) async throws -> [Int] {
        let row = try await sheet(address)
        return try ["new", "changed", "same", "alike", "refused"].map { try row.get($0) }
    }

    /// Lets the sheets be worked on.
    func work(_ timer: String = "sheets") async throws {
        for known in world.district.modules.timers where known.name == timer { try await known.run(world.district) }
    }

    /// A large one is read beside the request.
    private func read(_ address: String) async throws {
        while try await sheet(address).get("state", as: String.self) == "reading" { try await Task.sleep(for: .milliseconds(20)) }
    }

    private func sheet(_ address: String) async throws -> Row {
        let id = try #require(ID<SheetImport>(String(address.split(separator: "/").last!)))
        return try #require(
            try await world.rows("SELECT * FROM sheet_imports WHERE district = \(world.district.code) AND id = \(id)").first)
    }
}

extension PageClient.Answer {
    /// What is chosen in the page's drop-downs.
    var selected: [String: String] {
        var chosen: [String: String] = [:]
        for part in body.components(separatedBy: "<select ").dropFirst() {
            guard let name = part.firstMatch(of: /name="([^"]+)"/)?.1 else { continue }
            let markup = part.components(separatedBy: "</select>")[0]
            chosen[String(name)] = markup.firstMatch(of: /<option value="([^"]*)" selected>/).map { String($0.1) } ?? ""
        }
        return chosen
    }
}
