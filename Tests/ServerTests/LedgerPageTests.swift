import Foundation
import HTTPTypes
import Kernel
import Pages
import Sheets
import Testing
import WorkingTime
import World

/// Ledgers as people meet them: a page, a sheet of paper, a workbook.
@Suite struct LedgerPageTests {
    private func town(_ world: World) async throws {
        for (name, birth, group) in [("陈老", "1935-03-01", "over-80"), ("钱老", "1938-11-30", "over-80"), ("孙婶", "1960-06-01", "chronic")] {
            let id = try await world.district.perform(
                RegisterSubject(
                    kind: "person", areaCode: "990101001001", values: ["name": name, "birth-date": birth, "phone": "13800138000"]),
                as: world.person("clerk")
            ).subjectID
            _ = try await world.district.perform(
                ClassifySubject(subjectID: id, scheme: "key-group", code: group, evidence: "走访"), as: world.person("clerk"))
        }
        for (title, households) in [("东院", "120"), ("西院", "80.5")] {
            _ = try await world.district.perform(
                RegisterSubject(kind: "compound", areaCode: "990101001001", values: ["title": title, "households": households]),
                as: world.person("clerk"))
        }
    }

    private func rows(_ body: String) -> [String] {
        body.components(separatedBy: "<tbody>").last!.components(separatedBy: "</tbody>")[0].components(separatedBy: "<tr").dropFirst().map
        {
            $0.replacing(/<[^>]*>/, with: " ").split(separator: " ").dropFirst().joined(separator: " ")
        }
    }

    @Test func aLedgerShowsCountsAndRows() async throws {
        let world = try await World.make()
        try await town(world)
        try await PageClient.with(world) { page in
            let clerk = try await page.session(of: "clerk")
            let whole = try await page.get("/ledgers/key-groups", session: clerk)
            #expect(whole.status == 200 && rows(whole.body).count == 3 && whole.body.contains("高龄老人 <b>2</b>"))
            #expect(whole.body.contains("138****8000") && !whole.body.contains("13800138000"))
            let part = try await page.get("/ledgers/key-groups?part=chronic", session: clerk)
            #expect(rows(part.body).count == 1 && part.body.contains("孙婶"))
            let narrowed = try await page.get("/ledgers/key-groups?where=" + Links.encode("${birth-date} < '1936-01-01'"), session: clerk)
            #expect(rows(narrowed.body).count == 1 && narrowed.body.contains("陈老"))
            // What cannot be asked says why, and what was typed is still there.
            let wrong = try await page.get("/ledgers/key-groups?where=" + Links.encode("${shoe} = 1"), session: clerk)
            #expect(wrong.status == 422 && wrong.body.contains("没有“shoe”这个字段") && wrong.body.contains("${shoe} = 1"))
            let columns = try await page.get("/ledgers/key-groups?column=name&column=key-group.evidence&column=street", session: clerk)
            #expect(columns.body.contains("重点人群依据") && !columns.body.contains("138****8000"))
            let paper = try await page.get("/ledgers/compounds/print", session: clerk)
            #expect(paper.status == 200 && paper.body.contains("东院") && paper.body.contains("签字"))
            #expect(try await page.get("/ledgers/nothing", session: clerk).status == 404)
            let city = try await page.session(of: "city")
            #expect(try await page.get("/ledgers/key-groups", session: city).status == 403)
        }
    }

    @Test func theWorkbookIsWhatOfficesKeep() async throws {
        let world = try await World.make()
        try await town(world)
        try await PageClient.with(world) { page in
            let clerk = try await page.session(of: "clerk")
            func read(_ path: String) async throws -> [[String]] {
                let answer = try await page.get(path, session: clerk).bytes
                let file = FileManager.default.temporaryDirectory.appendingPathComponent("huying-\(UUID().uuidString).xlsx").path
                defer { try? FileManager.default.removeItem(atPath: file) }
                try Data(answer).write(to: URL(fileURLWithPath: file))
                let sheet = try WorkbookReader(path: file).rows(of: 0)
                var rows: [[String]] = []
                while let row = try sheet.next() {
                    rows.append(
                        row.cells.map { cell in
                            switch cell {
                            case .text(let text), .number(let text), .moment(let text): text
                            default: ""
                            }
                        })
                }
                return rows
            }
            let compounds = try await read("/ledgers/compounds/export.xlsx")
            #expect(compounds[0][0].hasSuffix("小区台账"))
            #expect(compounds[2] == ["序号", "名称", "户数", "已登记", "签字"])
            #expect(compounds[3][0].hasSuffix("（2）"))
            #expect(compounds[4].prefix(3) == ["1", "东院", "120"] && compounds[5].prefix(3) == ["2", "西院", "80.5"])
            #expect(compounds[6].prefix(3) == ["合计", "", "200.5"])
            // Who stands under two groups is counted once.
            let people = try await read("/ledgers/key-groups/export.xlsx?q=" + Links.encode("陈老"))
            #expect(people[1][0].contains("共 1 条") && people.last?[0] == "（盖章）")
            // What left the house stands in the journal, without the words that were sought.
            let last = try #require(try await world.journal().last { $0.event == "subjects.exported" })
            #expect(last.fields["ledger"] == "key-groups" && last.fields["query"] == "?q=-")
            _ = try await read("/ledgers/key-groups/export.xlsx?where=" + Links.encode("contains(${name}, '陈')"))
            #expect(try await world.journal().last { $0.event == "subjects.exported" }?.fields["query"] == "?where=-")
        }
    }
}
