import Foundation
import Identifiers
import Testing

@Suite struct PersonNameTests {
    @Test(arguments: [
        ("王秀英", "王 秀　英", PersonName.Likeness.same), ("阿依古丽·买买提", "阿依古丽•买买提", .same), ("劉國強", "刘国强", .variant),
        ("张伟", "张玮", .sound), ("单雄信", "善雄信", .sound), ("曾国藩", "增国藩", .sound), ("陈静", "陈进", .nearSound), ("周军", "邹军", .nearSound),
        ("王秀英", "王英秀", .exchanged), ("王秀英", "王秀兰", .oneCharacter),
    ]) func whatClerksConfuseIsAlike(_ one: String, _ other: String, _ wanted: PersonName.Likeness) {
        #expect(PersonName(one).likeness(to: PersonName(other)) == wanted)
        #expect(PersonName(other).likeness(to: PersonName(one)) == wanted)
    }

    @Test(arguments: [("王秀英", "李秀兰"), ("王芳", "李芳"), ("王芳", "王静"), ("", ""), ("王秀英", ""), ("Ann", "Bob")])
    func whatNobodyConfusesIsNot(_ one: String, _ other: String) {
        #expect(PersonName(one).likeness(to: PersonName(other)) == nil)
    }

    @Test func surnamesHaveTheirOwnReading() {
        #expect(PersonName("单雄信").sound == "shan xiong xin")
        #expect(PersonName("曾国藩").sound == "zeng guo fan")
        #expect(PersonName("欧阳娜娜").sound == "ou yang na na")
    }

    /// The short way to simplified characters is ICU's, for any two characters beside each other.
    @Test func simplifiedIsWhatICUSays() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let name = String(
                String.UnicodeScalarView((0..<3).map { _ in Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FFF, using: &dice))! }))
            let told = name.applyingTransform(StringTransform("Traditional-Simplified"), reverse: false)
            #expect(PersonName(name).simplified == told, "\(name)")
        }
        #expect(PersonName("\u{3400}劉").simplified == "\u{3400}刘")
    }

    /// How a name sounds is put together from its characters: as ICU reads the whole, also where a surname has two of them.
    @Test func aNameSoundsAsICUReadsIt() {
        func asked(_ name: String) -> String {
            let latin = name.applyingTransform(StringTransform("Han-Latin/Names"), reverse: false)!
                .applyingTransform(StringTransform("Latin-ASCII"), reverse: false)!
            return latin.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        }
        let surnames =
            "万俟 欧阳 司马 上官 诸葛 夏侯 东方 赫连 皇甫 尉迟 公羊 澹台 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 亓官 司寇 仉督 颛孙 端木 巫马 漆雕 乐正 壤驷 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 微生 梁丘 左丘 西门 第五"
            .split(separator: " ")
        var dice = SystemRandomNumberGenerator()
        func random(_ count: Int) -> String {
            String(String.UnicodeScalarView((0..<count).map { _ in Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FFF, using: &dice))! }))
        }
        for name in surnames.map({ $0 + random(1) }) + (0..<3000).map({ random(1 + $0 % 4) }) + ["阿依古丽·买买提", "Ann王", "藏文", "单", "解"] {
            let name = PersonName(name)
            #expect(name.sound == asked(name.simplified), "\(name.text)")
        }
    }
}
