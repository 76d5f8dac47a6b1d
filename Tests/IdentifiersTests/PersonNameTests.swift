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
}
