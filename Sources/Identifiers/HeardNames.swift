import Synchronization

/// What a name sounds like.
struct Sounds: Sendable {
    /// `zeng guo fan`.
    var exact: String
    /// The same, with what many do not tell apart made alike.
    var near: String

    init(_ exact: String) {
        self.exact = exact
        near = exact.split(separator: " ").map { Self.near($0) }.joined(separator: " ")
    }

    mutating func append(_ syllable: Sounds) {
        exact += " " + syllable.exact
        // A character that has no sound leaves no gap.
        if !syllable.near.isEmpty { near += near.isEmpty ? syllable.near : " " + syllable.near }
    }

    private static func near(_ syllable: Substring) -> String {
        var near = String(syllable)
        for (initial, alike) in [("zh", "z"), ("ch", "c"), ("sh", "s")] where near.hasPrefix(initial) {
            near = alike + near.dropFirst(2)
        }
        return near.hasSuffix("ng") && !near.hasSuffix("ong") ? String(near.dropLast()) : near
    }
}

/// How names sound, by their characters: ICU takes longer for one name than all else that is done with it. What a character sounds like
/// depends on whether a name begins with it, and, at the beginning of three surnames, on the one behind it.
final class HeardNames: Sendable {
    /// Some five megabytes.
    private static let most = 30_000
    /// Moqi, Tantai and Zhangsun, and the words for Tibetan: what they begin with sounds otherwise elsewhere. No other two characters of the
    /// 3,755 commonest ones depend on each other.
    private static let compound: Set<Unicode.Scalar> = ["\u{4E07}", "\u{6FB9}", "\u{957F}", "\u{85CF}"]
    /// Wang, behind which a character sounds as it does within a name.
    private static let surname = "\u{738B}"

    private let first = HeardCharacters()
    private let later = HeardCharacters()
    /// Names that are not of common characters alone.
    private let whole = Mutex<[String: Sounds]>([:])

    func sounds(of simplified: String) -> Sounds {
        let scalars = simplified.unicodeScalars
        guard let initial = scalars.first, !Self.compound.contains(initial), scalars.allSatisfy(Variants.ideographs.contains) else {
            return sounds(ofWhole: simplified)
        }
        var sounds = first.sounds(of: initial) { Self.asked(String($0)) }
        for scalar in scalars.dropFirst() {
            sounds.append(later.sounds(of: scalar) { String(Self.asked(Self.surname + String($0)).drop { $0 != " " }.dropFirst()) })
        }
        return sounds
    }

    private func sounds(ofWhole simplified: String) -> Sounds {
        if let known = whole.withLock({ $0[simplified] }) { return known }
        let sounds = Sounds(Self.asked(simplified))
        whole.withLock { whole in
            if whole.count >= Self.most { whole = [:] }
            whole[simplified] = sounds
        }
        return sounds
    }

    private static func asked(_ text: String) -> String {
        text.transformed("Han-Latin/Names").transformed("Latin-ASCII").lowercased()
            .split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}

/// What characters sound like, each found once. Sixteen threads compare names at a time: where they shared a lock, they did little but wait
/// for it. So each character has a place of its own, which is written once.
private final class HeardCharacters: @unchecked Sendable {
    private final class Heard: Sendable {
        let sounds: Sounds

        init(_ sounds: Sounds) { self.sounds = sounds }
    }

    private static let count = Int(Variants.ideographs.upperBound.value - Variants.ideographs.lowerBound.value) + 1
    private let places = UnsafeMutablePointer<AtomicLazyReference<Heard>>.allocate(capacity: count)

    init() {
        for place in 0..<Self.count { (places + place).initialize(to: AtomicLazyReference()) }
    }

    deinit {
        places.deinitialize(count: Self.count)
        places.deallocate()
    }

    /// - Parameter scalar: one of `Variants.ideographs`.
    func sounds(of scalar: Unicode.Scalar, _ ask: (Unicode.Scalar) -> String) -> Sounds {
        let place = places + Int(scalar.value - Variants.ideographs.lowerBound.value)
        return (place.pointee.load() ?? place.pointee.storeIfNil(Heard(Sounds(ask(scalar))))).sounds
    }
}
