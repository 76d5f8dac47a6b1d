// Answers to reporters: the words that offices begin from, and what an answer is checked for. Read from `replies.yaml`.

extension Pack {
    /// Words to begin an answer from; `{number}`, `{title}` and `{office}` are the case's.
    package struct ReplyTemplate: Sendable {
        package var code: String
        package var name: Words
        /// A code of the `outcomes`.
        package var outcome: String
        package var text: String
    }

    /// One rule that an answer is held against before it leaves.
    package struct ReplyCheck: Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            /// At least so many characters.
            case shortest
            /// Of the words of each question that was asked, the answer takes up so many per cent.
            case questions
            /// At least so many photos.
            case photos
            /// A photo taken since the order was issued and within so many metres of the case's place.
            case onSite = "on-site"
            /// Not the same words as in another answer, within so many days.
            case ownWords = "own-words"
        }
        package enum Level: String, CaseIterable, Sendable {
            /// The answer does not leave.
            case refuse
            /// It leaves when somebody says why all the same.
            case ask
        }

        package var code: String
        package var kind: Kind
        package var level: Level
        package var least: Int
        /// Empty is all.
        package var outcomes: [String]
        /// Groups or codes of classes; empty is all.
        package var classes: [String]
        package var note: Words
    }
}

extension PackLoader {
    /// A pack that has checks of its own has none of those that it extends.
    func readReplies(_ node: PackNode, _ pack: inout Pack) {
        node.only("replies")
        guard let replies = node.child("replies") else { return }
        replies.only("templates", "checks", "asking")
        if replies.child("asking") != nil { pack.askingWords = replies.texts("asking") }
        for template in check.once(replies.list("templates")) {
            template.only("code", "name", "outcome", "text")
            let made = Pack.ReplyTemplate(
                code: template.required("code"), name: template.requiredWords("name"), outcome: template.required("outcome"),
                text: template.required("text"))
            check.place("reply-template/\(made.code)", template)
            pack.replyTemplates.removeAll { $0.code == made.code }
            pack.replyTemplates.append(made)
        }
        guard replies.child("checks") != nil else { return }
        pack.replyChecks = check.once(replies.list("checks")).compactMap { rule in
            rule.only("code", "kind", "level", "least", "outcomes", "classes", "note")
            for key in ["kind", "level"] where rule.child(key) == nil { check.note(rule, "missing", ["key": key]) }
            guard let kind: Pack.ReplyCheck.Kind = rule.choice("kind"), let level: Pack.ReplyCheck.Level = rule.choice("level") else {
                return nil
            }
            return Pack.ReplyCheck(
                code: rule.required("code"), kind: kind, level: level, least: rule.integer("least") ?? 1, outcomes: rule.texts("outcomes"),
                classes: rule.texts("classes"), note: rule.requiredWords("note"))
        }
    }
}
