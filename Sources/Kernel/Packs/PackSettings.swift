package import WorkingTime

// The numbers and patterns of daily work: what they are, and how they are read from `settings.yaml`.

extension Pack {
    package struct Settings: Sendable {
        package var acceptLimit = Limit.workingHours(2)
        package var dispatchLimit = Limit.workingHours(2)
        package var defaultLimit = Limit.workingDays(5)
        package var urgentLimit = Limit.hours(24)
        package var reopenWindow = Limit.days(15)
        package var silencePeriod = Limit.days(7)
        package var photosPerNote = 6
        package var photoMegabytes = 10
        package var textLength = 4000
        /// What one network address may do within an hour without an account: changes, and receipt codes that open nothing.
        package var strangersChanges = 60
        package var strangersWrongCodes = 30
        package var signInTries = SignInTries()
        package var sessionHours = SessionHours()
        /// For how many days the outcome of a request stays known to whoever repeats it.
        package var requestDays = 30
        /// For how many hours an upload waits to be hung on a case.
        package var uploadHours = 24
        /// For how many days the rows of an uploaded sheet are kept.
        package var sheetDays = 7
        package var alike = AlikeRules()
        package var sameSubject = SameSubjectRules()
        package var repeats = RepeatRules()
        package var contactLists = ContactListRules()
        package var timeRules: [TimeRequest.Kind: TimeRules] = [
            .extend: TimeRules(longestDays: 10, perOrder: 1, percentPerYear: 20, freePerYear: 5),
            .suspend: TimeRules(longestDays: 60, perOrder: 2, percentPerYear: 10, freePerYear: 5),
            .park: TimeRules(longestDays: 366, perOrder: 2, percentPerYear: 5, freePerYear: 5),
        ]
        /// What an office that assists another has, where nobody says otherwise.
        package var assistLimit = Limit.workingDays(3)
        package var returns = ReturnRules()
        package var tips = TipRules()
        package var messages = MessageRules()
        package var callBacks = CallBackRules()
        package var ladder = "standard"
        package var numbering: [String: String] = [:]
    }

    /// Which share of the answered cases is called back, by when, and how often somebody is tried.
    package struct CallBackRules: Sendable {
        package var percent = 0
        package var limit = Limit.workingDays(3)
        package var tries = 3
    }

    /// Who keeps tips, and by when each is looked into.
    package struct TipRules: Sendable {
        /// Codes; the first that a tip is not about.
        package var offices: [String] = []
        package var limit = Limit.workingDays(10)
    }

    /// What becomes of a case that nobody wants.
    package struct ReturnRules: Sendable {
        /// After so many returns the level above names the office, which cannot give it back.
        package var beforeDecision = 2
        /// The kind of office that does.
        package var decidedBy = "supervision"
    }

    /// Which cases are shown as likely the same: so near in time and place, at least so alike.
    package struct AlikeRules: Sendable {
        package var days = 30
        package var metres = 300
        package var percent = 45
        /// How many of the area's newest are compared.
        package var candidates = 300
    }

    /// What two entries of a register have in common counts so many points; with so many they may be the same.
    package struct SameSubjectRules: Sendable {
        package var points: [SubjectLikeness.Reason: Int] = [:]
        /// From which a title that is no person's name is alike, of a hundred.
        package var titlePercent = 60
        package var likely = 11
        package var possible = 7
        package var candidates = 300
    }

    /// How many contacts may be asked for at once, and how long a granted list can be taken.
    package struct ContactListRules: Sendable {
        package var most = 500
        package var hours = 24
    }

    /// When a case counts as one that came back: of the same class, at the same place, so soon after an answer.
    package struct RepeatRules: Sendable {
        package var days = 90
        package var metres = 100
        /// Levels of areas that are small enough to be a place by themselves.
        package var levels = ["community", "grid", "building"]
        /// How many earlier ones are looked at.
        package var candidates = 50
    }

    /// How many failed tries to sign in count against whom, and for how long.
    package struct SignInTries: Sendable {
        package var minutes = 15
        package var nameFromAddress = 5
        package var name = 30
        /// An address may be a whole office's.
        package var address = 300
    }

    /// How long one stays signed in: at most, and without doing anything.
    package struct SessionHours: Sendable {
        package var longest = 12
        package var idle = 2
    }
}

extension PackLoader {
    func readSettings(_ node: PackNode, _ pack: inout Pack) {
        node.only("settings")
        guard let settings = node.child("settings") else { return }
        check.place("settings", settings)
        for key in ["ladder", "numbering"] { settings.child(key).map { check.place("settings/\(key)", $0) } }
        settings.only(
            "accept-limit", "dispatch-limit", "default-limit", "urgent-limit", "reopen-window", "silence-period",
            "photos-per-note", "photo-megabytes", "text-length", "strangers-per-hour", "sign-in-tries", "session-hours",
            "request-days", "upload-hours", "sheet-days", "alike", "same-subject", "repeats", "contact-lists", "extensions", "suspensions",
            "parking",
            "assist-limit",
            "returns", "tips",
            "call-backs", "messages", "ladder",
            "numbering")
        var result = pack.settings
        result.acceptLimit = settings.limit("accept-limit") ?? result.acceptLimit
        result.dispatchLimit = settings.limit("dispatch-limit") ?? result.dispatchLimit
        result.defaultLimit = settings.limit("default-limit") ?? result.defaultLimit
        result.urgentLimit = settings.limit("urgent-limit") ?? result.urgentLimit
        result.reopenWindow = settings.limit("reopen-window") ?? result.reopenWindow
        result.silencePeriod = settings.limit("silence-period") ?? result.silencePeriod
        result.photosPerNote = settings.integer("photos-per-note") ?? result.photosPerNote
        result.photoMegabytes = settings.integer("photo-megabytes") ?? result.photoMegabytes
        result.textLength = settings.integer("text-length") ?? result.textLength
        if let strangers = settings.child("strangers-per-hour") {
            strangers.only("changes", "wrong-codes")
            result.strangersChanges = strangers.integer("changes") ?? result.strangersChanges
            result.strangersWrongCodes = strangers.integer("wrong-codes") ?? result.strangersWrongCodes
        }
        if let tries = settings.child("sign-in-tries") {
            tries.only("minutes", "name-from-address", "name", "address")
            result.signInTries.minutes = tries.integer("minutes") ?? result.signInTries.minutes
            result.signInTries.nameFromAddress = tries.integer("name-from-address") ?? result.signInTries.nameFromAddress
            result.signInTries.name = tries.integer("name") ?? result.signInTries.name
            result.signInTries.address = tries.integer("address") ?? result.signInTries.address
        }
        if let hours = settings.child("session-hours") {
            hours.only("longest", "idle")
            result.sessionHours.longest = hours.integer("longest") ?? result.sessionHours.longest
            result.sessionHours.idle = hours.integer("idle") ?? result.sessionHours.idle
        }
        result.requestDays = settings.integer("request-days") ?? result.requestDays
        result.uploadHours = settings.integer("upload-hours") ?? result.uploadHours
        result.sheetDays = settings.integer("sheet-days") ?? result.sheetDays
        if let lists = settings.child("contact-lists") {
            lists.only("most", "hours")
            result.contactLists.most = lists.integer("most") ?? result.contactLists.most
            result.contactLists.hours = lists.integer("hours") ?? result.contactLists.hours
        }
        if let same = settings.child("same-subject") {
            same.allow(SubjectLikeness.Reason.allCases.map(\.rawValue) + ["title-percent", "likely", "possible", "candidates"])
            for reason in SubjectLikeness.Reason.allCases {
                if let points = same.integer(reason.rawValue) { result.sameSubject.points[reason] = points }
            }
            result.sameSubject.titlePercent = same.integer("title-percent") ?? result.sameSubject.titlePercent
            result.sameSubject.likely = same.integer("likely") ?? result.sameSubject.likely
            result.sameSubject.possible = same.integer("possible") ?? result.sameSubject.possible
            result.sameSubject.candidates = same.integer("candidates") ?? result.sameSubject.candidates
        }
        if let repeats = settings.child("repeats") {
            repeats.only("days", "metres", "levels", "candidates")
            result.repeats.days = repeats.integer("days") ?? result.repeats.days
            result.repeats.metres = repeats.integer("metres") ?? result.repeats.metres
            if repeats.child("levels") != nil { result.repeats.levels = repeats.texts("levels") }
            result.repeats.candidates = repeats.integer("candidates") ?? result.repeats.candidates
        }
        if let alike = settings.child("alike") {
            alike.only("days", "metres", "percent", "candidates")
            result.alike.days = alike.integer("days") ?? result.alike.days
            result.alike.metres = alike.integer("metres") ?? result.alike.metres
            result.alike.percent = alike.integer("percent") ?? result.alike.percent
            result.alike.candidates = alike.integer("candidates") ?? result.alike.candidates
        }
        for (key, kind) in [("extensions", TimeRequest.Kind.extend), ("suspensions", .suspend), ("parking", .park)] {
            guard let rules = settings.child(key), var known = result.timeRules[kind] else { continue }
            rules.only("longest-days", "per-order", "percent-per-year", "free-per-year")
            known.longestDays = rules.integer("longest-days") ?? known.longestDays
            known.perOrder = rules.integer("per-order") ?? known.perOrder
            known.percentPerYear = rules.integer("percent-per-year") ?? known.percentPerYear
            known.freePerYear = rules.integer("free-per-year") ?? known.freePerYear
            result.timeRules[kind] = known
        }
        result.assistLimit = settings.limit("assist-limit") ?? result.assistLimit
        if let returns = settings.child("returns") {
            returns.only("before-decision", "decided-by")
            result.returns.beforeDecision = returns.integer("before-decision") ?? result.returns.beforeDecision
            result.returns.decidedBy = returns.string("decided-by") ?? result.returns.decidedBy
        }
        if let calls = settings.child("call-backs") {
            calls.only("percent", "limit", "tries")
            result.callBacks.percent = calls.integer("percent") ?? result.callBacks.percent
            result.callBacks.limit = calls.limit("limit") ?? result.callBacks.limit
            result.callBacks.tries = calls.integer("tries") ?? result.callBacks.tries
        }
        if let messages = settings.child("messages") { readMessages(messages, &result.messages) }
        if let tips = settings.child("tips") {
            tips.only("offices", "limit")
            if tips.child("offices") != nil { result.tips.offices = tips.texts("offices") }
            result.tips.limit = tips.limit("limit") ?? result.tips.limit
        }
        result.ladder = settings.string("ladder") ?? result.ladder
        for (key, value) in settings.child("numbering")?.entries ?? [] {
            let pattern = value.text ?? ""
            // Without its count every number would be the first one.
            if !pattern.contains("{number}"), !pattern.contains("{number:6}") {
                check.note(value, "numbering-without-number", ["series": key, "pattern": pattern])
            }
            result.numbering[key] = pattern
        }
        pack.settings = result
    }

    private func readMessages(_ node: PackNode, _ rules: inout Pack.MessageRules) {
        node.only("quiet-from", "quiet-to", "per-day", "channels", "always")
        rules.quietFrom = node.timeOfDay("quiet-from") ?? rules.quietFrom
        rules.quietTo = node.timeOfDay("quiet-to") ?? rules.quietTo
        rules.perDay = node.integer("per-day") ?? rules.perDay
        if let channels = node.child("channels") {
            rules.channels = node.texts("channels").compactMap { text in
                guard let channel = Message.Channel(rawValue: text) else {
                    check.note(
                        channels, "not-one-of", ["text": text, "known": Message.Channel.allCases.map(\.rawValue).joined(separator: ", ")])
                    return nil
                }
                return channel
            }
        }
        if node.child("always") != nil { rules.always = Set(node.texts("always")) }
    }
}
