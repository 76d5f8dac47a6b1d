import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Registers
import Sheets
import Store
import Testing
import WorkingTime
import World

/// Sheets through the front door: uploaded, columns named, tried, taken; out again and in again.
@Suite struct SheetImportTests {
    private static let head = ["姓名", "公民身份号码", "出生日期", "联系电话", "性别", "所在区域", "备注"]
    private static let people: [[String]] = [
        ["张伟", "11010519491231002X", "1949.12.31", "138 0013 8000", "男", "990101001001", "独居"],
        ["李娜", "", "1980年1月2日", "０３７１－６６７７８８９９", "女", "柳林社区", ""],
        ["王芳", "110105194912310029", "1949-12-31", "12", "不明", "无此区", ""],
        ["", "", "1990/1/1", "", "", "990101001001", "没有名字"],
        // Twice the same name and nothing else: two people for all that anybody knows.
        ["王敏", "", "", "", "", "990101001001", "一单元"], ["王敏", "", "", "", "", "990101001001", "二单元"],
    ]

    private func workbook(_ rows: [[String]], head: [String] = head, title: String? = nil) throws -> [UInt8] {
        let path = NSTemporaryDirectory() + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try WorkbookWriter(path: path, zone: .gmt, created: Date(timeIntervalSince1970: 0))
        try writer.startSheet(SheetLayout(name: "表", title: title, columns: head.map { SheetColumn($0) }))
        for row in rows { try writer.append(row.map { .text($0) }) }
        try writer.close()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test(arguments: Engine.all) func whatCanBeTakenIsTakenAndTheRestComesBackWithItsReasons(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let sheet = try workbook(Self.people, title: "柳林社区人员登记表")
            let address = try await client.tried("person", sheet, as: clerk)
            #expect(try await client.counts(address) == [4, 0, 0, 0, 2])
            #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 0, "only tried")
            let told = try await client.get(address, session: clerk).body
            for words in ["校验位不对", "不是电话号码", "不在选项里", "没有这个区域", "姓名：这一项必须填写"] {
                #expect(told.contains(words), "\(words): \(told.suffix(3500))")
            }
            // Kept sealed while it waits.
            let kept = try await world.rows("SELECT rows, outcome FROM sheet_chunks WHERE district = \(world.district.code)")
            #expect(!kept.contains { String(decoding: (try? $0.get("rows", as: [UInt8].self)) ?? [], as: UTF8.self).contains("张伟") })
            try await client.taken(address, as: clerk)
            #expect(try await client.counts(address) == [4, 0, 0, 0, 2])
            let found = try await world.district.read(as: world.person("clerk")) { reading in
                try reading.subjects(SubjectFilter(kind: "person"), limit: 10).map { try reading.facts(of: $0).values.mapValues(\.typed) }
            }
            #expect(found.map { $0["name"] } == ["张伟", "李娜", "王敏", "王敏"])
            #expect(found[0]["phone"] == "13800138000" && found[1]["phone"] == "037166778899" && found[1]["birth-date"] == "1980-01-02")
            // The same sheet again changes nothing.
            let before = try await world.journal().count
            let again = try await client.tried("person", sheet, as: clerk)
            try await client.taken(again, as: clerk)
            #expect(try await client.counts(again) == [0, 0, 4, 0, 2])
            #expect(try await world.journal().count == before + 1, "that it was imported is all there is to say")
            // What was refused comes back coloured, and with what is wrong put right goes in.
            let refused = try await client.get(address + "/refused.xlsx", session: clerk)
            #expect(refused.status == 200)
        }
    }

    @Test(arguments: Engine.all) func whoMayBeThereAlreadyIsNotRegisteredUnseen(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.district.perform(
            RegisterSubject(
                kind: "person", areaCode: "990101001001", values: ["name": "张伟", "birth-date": "1949-12-31", "phone": "13800138000"]),
            as: world.person("clerk"))
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let sheet = try workbook([["章伟", "", "1949-12-31", "", "", "990101001001", ""]])
            let address = try await client.tried("person", sheet, as: clerk)
            #expect(try await client.counts(address) == [0, 0, 0, 1, 0])
            #expect(try await client.get(address, session: clerk).body.contains("青石人-000001"))
            try await client.taken(address, as: clerk)
            #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 1)
            try await client.taken(try await client.tried("person", sheet, as: clerk), as: clerk, alike: true)
            #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 2)
        }
    }

    @Test(arguments: Engine.all) func whatGoesOutComesInUnchanged(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        for values in [
            ["name": "张伟", "phone": "13800138000", "sex": "male", "birth-date": "1949-12-31", "note": "=1+1\n两行"], ["name": "欧阳娜娜"],
        ] {
            _ = try await world.district.perform(
                RegisterSubject(kind: "person", areaCode: "990101001001", values: values), as: world.person("clerk"))
        }
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let out = try await client.get("/registers/person/export.xlsx", session: clerk).bytes
            let address = try await client.tried("person", out, as: clerk)
            try await client.taken(address, as: clerk)
            #expect(try await client.counts(address) == [0, 0, 2, 0, 0])
        }
    }

    @Test(arguments: Engine.all) func aSheetIsItsOwnersAndStopsWithTheirRights(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.district.perform(
            AddDuty(
                accountID: world.accounts["city2"]!, role: "registrar", officeID: try await world.office("street-990101002").id,
                areaID: try await world.area("990101002").id), as: world.system)
        try await PageClient.with(world) { client in
            let (clerk, other) = (try await client.session(of: "clerk"), try await client.session(of: "city2"))
            let address = try await client.tried("person", try workbook(Self.people), as: clerk)
            for path in [address, address + "/refused.xlsx"] { #expect(try await client.get(path, session: other).status == 404) }
            // An area out of reach is no area.
            let others = try await client.tried("person", try workbook([["赵六", "", "", "", "", "990101001001", ""]]), as: other)
            #expect(try await client.counts(others) == [0, 0, 0, 0, 1])
            // Whoever may no longer import has nothing taken.
            let duty = try await world.district.read(as: world.system) { try $0.duties(of: world.accounts["clerk"]!).first!.id }
            let page = try await client.get(address, session: clerk)
            let token = try #require(client.token(in: page.body))
            _ = try await client.post(address + "/apply", [("csrf", token)], session: clerk, cookie: "session=\(clerk)")
            _ = try await world.district.perform(EndDuty(dutyID: duty), as: world.system)
            try await client.work()
            #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 0)
        }
    }

    @Test(arguments: Engine.all) func whatWasUploadedIsForgottenAfterAWhile(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let address = try await client.tried("person", try workbook(Self.people), as: clerk)
            let kept = { try await world.count("SELECT count(*) FROM sheet_chunks WHERE district = \(world.district.code)") }
            try await client.work("sheets-sweep")
            #expect(try await kept() == 1)
            try world.clock.advance(by: .days(8))
            try await client.work("sheets-sweep")
            #expect(try await kept() == 0)
            let again = try await client.session(of: "clerk")
            #expect(try await client.get(address, session: again).body.contains("这次上传的内容已删除"))
        }
    }

    /// Cut off between two pieces, and between taking one and writing down that it was: nothing is taken twice.
    @Test(arguments: Engine.all) func aPieceIsTakenOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let rows = (0..<1100).map { ["户主\($0)", "", "19\(50 + $0 % 40)-01-0\(1 + $0 % 9)", "", "", "990101001001", "\($0)"] }
            let address = try await client.tried("person", try workbook(rows), as: clerk)
            let page = try await client.get(address, session: clerk)
            _ = try await client.post(
                address + "/apply", [("csrf", try #require(client.token(in: page.body))), ("alike", "yes")], session: clerk,
                cookie: "session=\(clerk)")
            let id = try #require(ID<SheetImport>(String(address.split(separator: "/").last!)))
            try await client.work()
            let all = try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)")
            #expect(all == 1100)
            // As if the process had died before it wrote down that the last two pieces were taken.
            _ = try await world.district.store.write { writer in
                try writer.run(
                    "UPDATE sheet_imports SET state = 'applying', next_chunk = 1 WHERE district = \(world.district.code) AND id = \(id)")
            }
            try await client.work()
            #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 1100)
        }
    }

    /// Offices put one heading over two columns; what stands below it is what the columns are.
    @Test func aHeaderOfTwoLinesIsOne() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let sheet = "柳林社区登记表,,,,\n序号,姓名,联系方式,,所在区域\n,,联系电话,地址,\n1,张伟,13800138000,大学路1号,990101001001\n"
            let address = try await client.tried("person", Array(sheet.utf8), as: clerk, name: "名册.csv")
            #expect(try await client.counts(address) == [1, 0, 0, 0, 0])
            try await client.taken(address, as: clerk)
            let facts = try await world.district.read(as: world.person("clerk")) { reading in
                try reading.subjects(SubjectFilter(kind: "person"), limit: 2).map { try reading.facts(of: $0).values.mapValues(\.typed) }
            }
            #expect(facts == [["name": "张伟", "phone": "13800138000", "address": "大学路1号"]])
            // A first row with little in it is no second line.
            let short = "姓名,,所在区域\n李娜,,990101001001\n"
            #expect(
                try await client.counts(try await client.tried("person", Array(short.utf8), as: clerk, name: "二.csv")) == [1, 0, 0, 0, 0])
        }
    }

    @Test func whatIsNoSheetIsSaid() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let clerk = try await client.session(of: "clerk")
            let token = try #require(client.token(in: try await client.get("/registers/person/import", session: clerk).body))
            let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 100)
            for (content, said) in [
                (old, "另存为 .xlsx"), ([UInt8](), "没有内容"), (Array("姓名,电话\n\"张三\n".utf8), "引号不成对"), ([0x50, 0x4B, 3, 4, 0], "不是 Excel"),
                (Array("姓名\n".utf8), "没有内容"),
            ] {
                let answer = try await client.upload(
                    "/registers/person/import", [("csrf", token)], file: ("sheet", "表.xls", content), session: clerk)
                #expect(answer.status == 422 && answer.body.contains(said), "\(said): \(answer.status)")
            }
        }
    }
}
