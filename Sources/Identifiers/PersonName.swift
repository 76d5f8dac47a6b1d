import Foundation
import Sealing

/// A person's name, ready to be compared as clerks confuse them: variant characters, the same sound, a neighbouring sound, a character
/// mistaken. Chinese names have two or three characters, so counting edits, as is done for longer ones, says nothing.
///
/// Sounds and variants come from ICU (`Han-Latin/Names`, which knows how surnames are read, and `Traditional-Simplified`).
package struct PersonName: Hashable, Sendable {
    /// Without spaces, its dots alike: `阿依古丽·买买提`.
    package let text: String
    /// Its sound, with what many do not tell apart made alike: zh and z, ch and c, sh and s, ing and in, eng and en, ang and an.
    package let nearSound: String

    package init(_ typed: String) {
        text = Self.plain(typed)
        nearSound = Self.heard.sounds(of: Self.simplified(text)).near
    }

    /// In simplified characters.
    package var simplified: String { Self.simplified(text) }
    /// Its sound without tones: `zeng guo fan`.
    package var sound: String { Self.heard.sounds(of: simplified).exact }

    private static func plain(_ typed: String) -> String {
        if typed.unicodeScalars.allSatisfy(Variants.ideographs.contains) { return typed }
        return String(
            Normalise.halfWidth(typed).compactMap { character -> Character? in
                if character.isWhitespace { return nil }
                return "•‧∙⋅・.．".contains(character) ? "·" : character
            })
    }

    private static func simplified(_ text: String) -> String {
        text.unicodeScalars.contains(where: Variants.has) ? text.transformed("Traditional-Simplified") : text
    }

    private static let heard = HeardNames()

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
        if case .like(let likeness) = NameComparison(self).verdict(on: other) { likeness } else { nil }
    }

    /// Whether two names are of two people.
    package func isUnlike(_ other: PersonName) -> Bool { NameComparison(self).verdict(on: other) == .unlike }
}

/// One name that many are compared with: what is asked of it again and again is found once.
package struct NameComparison: Sendable {
    package enum Verdict: Hashable, Sendable {
        case like(PersonName.Likeness)
        /// Nothing in common that could be named, but of two characters with one of them another nobody can tell: it may have been misread.
        case open
        /// Of two people.
        case unlike
    }

    package let name: PersonName
    private let simplified: [Character]
    private let sound: String

    package init(_ name: PersonName) {
        self.name = name
        simplified = Array(name.simplified)
        sound = name.sound
    }

    package func verdict(on other: PersonName) -> Verdict {
        guard !name.text.isEmpty, !other.text.isEmpty else { return .open }
        if name.text == other.text { return .like(.same) }
        let (mine, theirs) = (simplified, Array(other.simplified))
        if mine == theirs { return .like(.variant) }
        // Only names of the same near sound can have the same sound, which takes long to find.
        if name.nearSound == other.nearSound { return .like(sound == other.sound ? .sound : .nearSound) }
        if let likeness = Self.likeness(mine, theirs) { return .like(likeness) }
        return mine.count != 2 || theirs.count != 2 || zip(mine, theirs).allSatisfy { $0 != $1 } ? .unlike : .open
    }

    /// By the characters that they share.
    private static func likeness(_ mine: [Character], _ theirs: [Character]) -> PersonName.Likeness? {
        if mine.first == theirs.first, abs(mine.count - theirs.count) == 1, min(mine.count, theirs.count) == 2 {
            let (short, long) = mine.count == 2 ? (mine, theirs) : (theirs, mine)
            return long.dropFirst().contains(short[1]) ? .leftOut : nil
        }
        guard mine.count == theirs.count, mine.count >= 3 else { return nil }
        if mine[0] == theirs[0], mine.dropFirst().sorted() == theirs.dropFirst().sorted() { return .exchanged }
        return zip(mine, theirs).count { $0 != $1 } == 1 ? .oneCharacter : nil
    }
}

/// Characters that are written otherwise in simplified form, of which most names have none: ICU takes longer for one name than all else
/// that is done with it.
enum Variants {
    static let ideographs: ClosedRange<Unicode.Scalar> = "\u{4E00}"..."\u{9FFF}"

    static func has(_ scalar: Unicode.Scalar) -> Bool {
        ideographs.contains(scalar) && among[Int(scalar.value - ideographs.lowerBound.value)]
    }

    /// By how far each stands behind the first.
    private static let among: [Bool] = {
        let known = (ideographs.lowerBound.value...ideographs.upperBound.value).compactMap(Unicode.Scalar.init)
        // One to a line, so that no two of them are read as a word.
        let lines = known.map { String(Character($0)) }
        let simplified = lines.joined(separator: "\n").transformed("Traditional-Simplified").split(separator: "\n")
        guard simplified.count == known.count else { return known.map { _ in true } }
        return zip(lines, simplified).map { $0 != $1 }
    }()
}

extension String {
    /// What ICU makes of it; the text itself where it cannot.
    func transformed(_ transform: String) -> String {
        self.applyingTransform(StringTransform(transform), reverse: false) ?? self
    }
}
