import Identifiers
import Kernel
import Sealing
import Store
import WorkingTime

/// An answer before it leaves.
struct ReplyDraft {
    var outcome: String
    var text: String
    /// Hashes of its photos.
    var photos: [String]
    /// `ReplyChecks.words`: what makes it another answer than others.
    let words: [UInt8]

    init(outcome: String, text: String, photos: [String], about found: Case) {
        self.outcome = outcome
        self.text = text
        self.photos = photos
        words = ReplyChecks.words(text, of: found)
    }
}

/// What an answer is held against: rules of the pack, each of which says what is missing.
struct ReplyChecks {
    /// Of the answers with the same words: those who paste them are not to wait until all of a hundred thousand have been counted.
    private static let mostCounted = 20

    let reading: Reading
    let found: Case
    let order: Order

    /// A rule that the answer does not pass.
    struct Unpassed {
        var check: Pack.ReplyCheck
        /// Names the sentence, `reply-check.<kind>`, and fills it.
        var values: [String: String]

        var problem: FieldProblem {
            let field = check.kind == .photos || check.kind == .onSite ? "photos" : "reply"
            return FieldProblem(field, "reply-check.\(check.kind.rawValue)", values)
        }
    }

    func unpassed(_ draft: ReplyDraft) throws -> [Unpassed] {
        let group = reading.pack.classesByCode[found.caseClass]?.group.zh ?? ""
        return try reading.pack.replyChecks.filter { check in
            (check.outcomes.isEmpty || check.outcomes.contains(draft.outcome))
                && (check.classes.isEmpty || check.classes.contains(found.caseClass) || check.classes.contains(group))
        }.compactMap { check in try missing(check, draft).map { Unpassed(check: check, values: $0) } }
    }

    /// Nil where it passes.
    private func missing(_ check: Pack.ReplyCheck, _ draft: ReplyDraft) throws -> [String: String]? {
        let least = "\(check.least)"
        switch check.kind {
        case .shortest:
            let length = draft.text.unicodeScalars.count { !$0.properties.isWhitespace }
            return length < check.least ? ["least": least, "is": "\(length)"] : nil
        case .questions:
            let asked = Questions.asked(in: found.text, asking: reading.pack.askingWords)
            guard !asked.isEmpty else { return nil }
            let answer = CharacterPairs.of(draft.text)
            return asked.first { !$0.isTaken(up: answer, percent: check.least) }.map { ["question": $0.text] }
        case .photos: return draft.photos.count < check.least ? ["least": least] : nil
        case .onSite: return try isFromThere(draft.photos, within: Double(check.least)) ? nil : ["least": least]
        case .ownWords:
            let since = reading.now - .days(check.least)
            let others: Int =
                try reading.db.value(
                    """
                    SELECT count(*) FROM (
                      SELECT 1 FROM case_replies WHERE district = \(reading.district) AND words = \(draft.words)
                        AND case_id <> \(found.id) AND given_at >= \(since) ORDER BY given_at DESC LIMIT \(Self.mostCounted)) others
                    """) ?? 0
            return others > 0 ? ["times": others < Self.mostCounted ? "\(others)" : "\(others)+"] : nil
        }
    }

    /// Whether a photo was taken since the order was issued and, where the case has a place, near it. One that says neither is no proof.
    private func isFromThere(_ photos: [String], within metres: Double) throws -> Bool {
        guard !photos.isEmpty else { return false }
        let origins = try reading.db.rows(
            "SELECT taken_at, latitude, longitude FROM files WHERE district = \(reading.district) AND hash IN \(list: photos)")
        return try origins.contains { row in
            guard let takenAt: Instant = try row.get("taken_at"), takenAt >= order.issuedAt, takenAt <= reading.now + .hours(1) else {
                return false
            }
            guard let latitude = found.latitude, let longitude = found.longitude else { return true }
            guard let there: Double = try row.get("latitude"), let thereLong: Double = try row.get("longitude") else { return false }
            return GroundDistance.metres(latitude, longitude, there, thereLong) <= metres
        }
    }

    /// The words alone: neither the case's own number and title, nor digits, spaces and signs, make two answers different.
    static func words(_ text: String, of found: Case) -> [UInt8] {
        let own = text.putting("", for: found.number).putting("", for: found.title)
        var letters: [UInt8] = []
        letters.reserveCapacity(own.utf8.count)
        // Most of it is common Chinese, and needs no look at the tables.
        for scalar in own.unicodeScalars where (0x4E00...0x9FFF).contains(scalar.value) || scalar.properties.isAlphabetic {
            letters.append(contentsOf: UTF8.encode(scalar)!)
        }
        return Array(ContentHash.hex(of: letters).utf8.prefix(32))
    }
}

extension Desk {
    /// Refuses an answer that a rule refuses, or that passes by a rule without a word why.
    /// - Returns: the codes of what it passes by.
    func checkReply(_ draft: ReplyDraft, of found: Case, order: Order, despite: String) throws -> [String] {
        // What was answered elsewhere is taken as it was.
        guard !scope.isSystem else { return [] }
        let unpassed = try ReplyChecks(reading: self, found: found, order: order).unpassed(draft)
        let refused = unpassed.filter { $0.check.level == .refuse }
        guard refused.isEmpty else { throw Problem.fields(refused.map(\.problem)) }
        if despite.isEmpty, !unpassed.isEmpty {
            throw Problem.fields(unpassed.map(\.problem) + [FieldProblem("despite", "say-why-despite")])
        }
        return unpassed.map(\.check.code)
    }

    func remember(_ draft: ReplyDraft, of found: Case) throws {
        try writer.run(
            """
            INSERT INTO case_replies (district, case_id, words, given_at)
            VALUES (\(district), \(found.id), \(draft.words), \(happenedAt))
            ON CONFLICT (district, case_id) DO UPDATE SET words = excluded.words, given_at = excluded.given_at
            """)
    }
}
