import Foundation
import Sealing

/// A person's name, ready to be compared as clerks confuse them: variant characters, the same sound, a neighbouring sound, a character
/// mistaken. Chinese names have two or three characters, so counting edits, as is done for longer ones, says nothing.
///
/// Sounds and variants come from ICU (`Han-Latin/Names`, which knows how surnames are read, and `Traditional-Simplified`).
package struct PersonName: Hashable, Sendable {
    /// Without spaces, its dots alike: `阿依古丽·买买提`.
    package let text: String
    /// In simplified characters.
    package let simplified: String
    /// Its sound without tones: `zeng guo fan`.
    package let sound: String
    /// The same with what many do not tell apart made alike: zh and z, ch and c, sh and s, ing and in, eng and en, ang and an.
    package let nearSound: String

    package init(_ typed: String) {
        let plain = Normalise.halfWidth(typed)
        text = String(
            plain.compactMap { character -> Character? in
                if character.isWhitespace { return nil }
                return "•‧∙⋅・.．".contains(character) ? "·" : character
            })
        simplified = text.transformed("Traditional-Simplified")
        sound = simplified.transformed("Han-Latin/Names").transformed("Latin-ASCII").lowercased()
            .split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        nearSound = sound.split(separator: " ").map(Self.near).joined(separator: " ")
    }

    private static func near(_ syllable: Substring) -> String {
        var near = String(syllable)
        for (initial, alike) in [("zh", "z"), ("ch", "c"), ("sh", "s")] where near.hasPrefix(initial) {
            near = alike + near.dropFirst(2)
        }
        return near.hasSuffix("ng") && !near.hasSuffix("ong") ? String(near.dropLast()) : near
    }

    /// How alike two names are, from the surest on; what a person is shown as the reason.
    package enum Likeness: String, Sendable, CaseIterable {
        case same
        /// 劉 and 刘.
        case variant
        /// 张伟 and 张玮.
        case sound
        /// 陈静 and 陈进.
        case nearSound = "near-sound"
        /// 王秀英 and 王英秀.
        case exchanged
        /// 王秀英 and 王秀兰: three characters, one of them another.
        case oneCharacter = "one-character"
        /// 王英 and 王秀英.
        case leftOut = "left-out"
    }

    /// Nil where they have nothing to do with each other.
    package func likeness(to other: PersonName) -> Likeness? {
        guard !text.isEmpty, !other.text.isEmpty else { return nil }
        if text == other.text { return .same }
        if simplified == other.simplified { return .variant }
        if sound == other.sound { return .sound }
        if nearSound == other.nearSound { return .nearSound }
        let (mine, theirs) = (Array(simplified), Array(other.simplified))
        if mine.first == theirs.first, abs(mine.count - theirs.count) == 1, min(mine.count, theirs.count) == 2 {
            let (short, long) = mine.count == 2 ? (mine, theirs) : (theirs, mine)
            return long.dropFirst().contains(short[1]) ? .leftOut : nil
        }
        guard mine.count == theirs.count, mine.count >= 3 else { return nil }
        if mine[0] == theirs[0], mine.dropFirst().sorted() == theirs.dropFirst().sorted() { return .exchanged }
        return zip(mine, theirs).count { $0 != $1 } == 1 ? .oneCharacter : nil
    }
}

extension PersonName {
    /// Whether two names are of two people. Of two characters with one of them another nobody can tell: it may have been misread.
    package func isUnlike(_ other: PersonName) -> Bool {
        guard !text.isEmpty, !other.text.isEmpty, likeness(to: other) == nil else { return false }
        let (mine, theirs) = (Array(simplified), Array(other.simplified))
        return mine.count != 2 || theirs.count != 2 || zip(mine, theirs).allSatisfy { $0 != $1 }
    }
}

extension String {
    /// What ICU makes of it; the text itself where it cannot.
    fileprivate func transformed(_ transform: String) -> String {
        self.applyingTransform(StringTransform(transform), reverse: false) ?? self
    }
}
