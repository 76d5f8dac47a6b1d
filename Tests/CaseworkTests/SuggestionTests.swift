import Casework
import Foundation
import Kernel
import Sheets
import Testing
import World

/// Which class requests like this one had: learned from closed cases, and nothing before there are enough.
@Suite struct SuggestionTests {
    @Test func aClassifierTellsWhatItsWordsTell() {
        let kinds: [(String, [String])] = [
            ("light", ["路灯不亮", "路灯坏了三天", "巷子里路灯一闪一闪", "路灯晚上不亮很黑"]),
            ("fume", ["楼下饭馆油烟大", "油烟直排熏得开不了窗", "烧烤店油烟扰民", "饭店油烟管道对着窗户"]),
            ("park", ["小区停车位不够", "乱停车堵住消防通道", "停车收费太高", "车位被占没处停车"]),
        ]
        let texts = kinds.flatMap { kind in kind.1.map { (text: $0, label: kind.0) } }
        let classifier = TextClassifier(texts)
        #expect(classifier.ranked("门口路灯又不亮了").first?.label == "light")
        #expect(classifier.ranked("油烟太大了").first?.label == "fume")
        #expect(classifier.ranked("车位不够，停车难").first?.label == "park")
        #expect(TextClassifier(texts).ranked("油烟太大了").map(\.margin) == classifier.ranked("油烟太大了").map(\.margin), "the same each time")
        #expect(classifier.ranked("").count == 3 && TextClassifier([]).ranked("路灯").isEmpty)
    }

    @Test func nothingIsToldBeforeEnoughWasLearned() async throws {
        let world = try await World.make()
        let suggestions = ClassSuggestions()
        _ = try await world.closed()
        await suggestions.learn(in: world.district)
        #expect(suggestions.suggestion(for: "油烟太大", in: world.district) == nil)
        for turn in 0..<70 {
            let isFume = turn % 2 == 0
            let filed = try await world.filed(
                isFume ? "楼下饭馆油烟太大第\(turn)次" : "小区门口井盖松动第\(turn)处", caseClass: isFume ? "06027" : "01001")
            let office = try await world.office(isFume ? "urban-management" : "housing").id
            _ = try await world.district.perform(DispatchCase(caseID: filed.caseID, officeID: office), as: world.system)
            _ = try await world.district.perform(
                ResolveCase(caseID: filed.caseID, outcome: "solved", reply: "已办"), as: world.system)
            _ = try await world.district.perform(
                ConfirmCase(key: CaseKey(receipt: filed.receipt), answered: true, solved: true), as: world.visitor)
        }
        await suggestions.learn(in: world.district)
        let told = try #require(suggestions.suggestion(for: "井盖松动，车一过就响", in: world.district))
        let housing = try await world.office("housing").id
        #expect(told.classes.first == "01001" && told.offices.first == housing)
    }

    /// On real requests it tells what a support vector machine over the same words tells: `Tests/Independent/classes_f1.py` has both.
    @Test(.enabled(if: SharedAppeals.isThere, "the real requests of ../shared/data/appeals are not here"))
    func itTellsRealRequestsApart() throws {
        var reader = try CSVReader(path: SharedAppeals.path)
        let heading = try reader.next()?.fields ?? []
        let (subject, words, label) = (
            try #require(heading.firstIndex(of: "留言主题")), try #require(heading.firstIndex(of: "留言详情")),
            try #require(heading.firstIndex(of: "一级标签"))
        )
        var texts: [(text: String, label: String)] = []
        while let row = try reader.next()?.fields { texts.append((row[subject] + "\n" + row[words], row[label])) }
        #expect(TextClassifier.macroF1(texts, folds: 2) > 0.75)
    }
}

enum SharedAppeals {
    static let path =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/data/appeals/appeals_labelled.csv").path
    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }
}
