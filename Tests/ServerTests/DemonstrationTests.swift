import Foundation
import Kernel
import Server
import Store
import Testing
import WorkingTime
import World

@Suite struct DemonstrationTests {
    /// A Thursday afternoon.
    private static let end = Instant(iso: "2026-06-11T15:00:00+08:00")!

    @Test func everyPageHasSomethingToShow() async throws {
        let folder = DataFolder(TemporaryFolder.make() + "/data")
        let settings = HomeSettings(pack: "erqi", packs: ScenarioTests.root.path + "/Packs")
        let outcome = try await FoundDistrict(
            folder: folder, settings: settings, demonstration: Demonstration(endingAt: Self.end)
        ).found()
        #expect(outcome.cases > 150 && Set(outcome.signIns.map(\.role)).count == 14)
        let open = try await OpenDistrict.open(folder: folder, clock: .virtual(startingAt: Self.end))
        let district = open.district
        let system = Scope.system("test", of: district.code)
        let (figures, inbox) = try await district.read(as: system) { reading in
            (try reading.figures(district.pack.indicators), try reading.inboxCounts())
        }
        func count(_ code: String) -> Int {
            figures.first { $0.code == code }.map { $0.numerator ?? $0.denominator } ?? 0
        }
        for code in [
            "registered-cases", "open-cases", "overdue-cases", "near-due", "confirmed-share", "checked-share", "silence-share",
            "reopen-rate", "return-rate", "zero-delay", "satisfaction-rate", "answered-share",
        ] { #expect(count(code) > 0, "\(code)") }
        #expect(figures.contains { $0.code == "on-time-rate" && (60...97).contains($0.value ?? 0) })
        #expect((inbox[.unaccepted] ?? 0) > 0 && (inbox[.supervised] ?? 0) > 0)
        let escalated = try await district.read(as: system) { try $0.journal(event: "order.escalated", limit: 500).count }
        #expect(escalated > 50)
        let proof = try await open.proveJournal(head: nil)
        #expect(proof.isIntact)
        let someone = try #require(outcome.signIns.first { $0.login == "zhouxiaoyan" })
        let secret = try await district.signIn(login: someone.login, password: someone.password, from: "test")
        #expect(try await district.session(secret)?.account.mustChangePassword == false)
        let told = try String(contentsOfFile: folder.signIns, encoding: .utf8)
        #expect(told.contains("zhouxiaoyan\t\(someone.password)\t"))
        await open.close()
    }
}
