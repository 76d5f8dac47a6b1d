package import Kernel
import Sealing
import Store
import WorkingTime

/// Registers a request: it gets a number, a receipt code, and a place at the dispatch desk with a clock. Residents file
/// without an account; staff file for those who call, come in, or are visited.
package struct FileCase: Verb {
    package static let permission: Permission = "case.file"
    package static let audience = VerbAudience.everyone
    private static let longestLetter = 20_000

    /// Made by whoever files, so that a form sent twice is one case.
    package var id: ID<Case>?
    package var channel: String
    package var caseClass: String?
    package var urgency: String?
    package var title: String?
    package var text: String
    package var areaID: ID<Area>?
    package var areaCode: String?
    package var address: String?
    package var latitude: Double?
    package var longitude: Double?
    package var contact: Contact?
    /// Content hashes of photos already kept.
    package var photos: [String]?
    /// The number it had elsewhere, for imports.
    package var sourceNumber: String?

    package init(
        id: ID<Case>? = nil, channel: String, caseClass: String? = nil, urgency: String? = nil, title: String? = nil,
        text: String, areaID: ID<Area>? = nil, areaCode: String? = nil, address: String? = nil, latitude: Double? = nil,
        longitude: Double? = nil, contact: Contact? = nil, photos: [String]? = nil, sourceNumber: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.caseClass = caseClass
        self.urgency = urgency
        self.title = title
        self.text = text
        self.areaID = areaID
        self.areaCode = areaCode
        self.address = address
        self.latitude = latitude
        self.longitude = longitude
        self.contact = contact
        self.photos = photos
        self.sourceNumber = sourceNumber
    }

    package struct Outcome: Codable, Sendable {
        package var caseID: ID<Case>
        package var number: String
        /// Given to the reporter once; only its digest is kept.
        package var receipt: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let isVisitor = desk.scope.actor == .visitor
        if !isVisitor { try desk.scope.require(Self.permission) }
        try desk.foreseeing { if let areaID { _ = try desk.areaIfAny(areaID) } }
        let draft = try checked(at: desk, isVisitor: isVisitor)
        let id = id ?? desk.newID()
        try desk.foreseeNumber("order", at: desk.happenedAt)
        let number = try desk.newNumber("case", at: desk.happenedAt)
        let receipt = ReceiptCode.make()
        let queue = try desk.dispatchDesk()
        let dueAt = desk.home.schedule(hours: queue.hours).after(desk.happenedAt, desk.pack.settings.dispatchLimit)
        try insert(draft, id: id, number: number, receipt: receipt, dueAt: dueAt, at: desk)
        try desk.attach(photos ?? [], to: id, stage: "filed", isPublic: true)
        try desk.writer.index(
            [number, draft.title, draft.text, draft.address, draft.area.name, draft.sourceNumber ?? ""].joined(separator: " "),
            district: desk.district, kind: "case", id: id.uuid)
        try desk.record(
            CaseFiled(
                caseID: id, number: number, channel: draft.channel, caseClass: draft.item.code, area: draft.area.name))
        try desk.queueForDispatch(id, title: draft.title, areaPath: draft.area.path, at: queue)
        return Outcome(caseID: id, number: number, receipt: receipt)
    }

    private struct Draft {
        var channel: String
        var item: Pack.CaseClass
        var urgency: String
        var title: String
        var text: String
        var area: Area
        var address: String
        var contact: Contact?
        var sourceNumber: String?
    }

    /// Everything that is wrong at once, so that a form is refused once.
    private func checked(at desk: Desk, isVisitor: Bool) throws -> Draft {
        var problems: [FieldProblem] = []
        func trying<Value>(_ work: () throws -> Value) throws -> Value? {
            do { return try work() } catch let problem as Problem where !problem.fields.isEmpty {
                problems += problem.fields
                return nil
            }
        }
        // A visitor has no other way in than the web.
        let channel = isVisitor ? "web" : channel
        if desk.pack.item(channel, in: "channels") == nil { problems.append(FieldProblem("channel", "not-one-of-these")) }
        let item = try trying { try desk.caseClass(caseClass) }
        let wished = urgency ?? "normal"
        // Whoever is asked decides what is urgent; a visitor cannot jump the queue.
        let urgency = isVisitor ? "normal" : wished
        if desk.pack.item(wished, in: "urgencies") == nil { problems.append(FieldProblem("urgency", "not-one-of-these")) }
        // A letter that was written elsewhere is taken at its length; who types here is told to be brief.
        let longest = desk.scope.isSystem ? Self.longestLetter : desk.pack.settings.textLength
        let text = try trying { try desk.checkedText(self.text, field: "text", longest: longest) }
        let title = try trying {
            try desk.checkedText(self.title ?? "", field: "title", longest: 80, mayBeEmpty: true)
        }
        let area = try trying { try desk.areaForFiling(id: areaID, code: areaCode, isVisitor: isVisitor) }
        let address = try trying { try desk.checkedText(self.address ?? "", field: "address", longest: 200, mayBeEmpty: true) }
        let contact = try trying { try self.contact?.checked(at: desk) }
        if (latitude == nil) != (longitude == nil) { problems.append(FieldProblem("place", "half-a-place")) }
        if let latitude, let longitude, !(3...54).contains(latitude) || !(73...136).contains(longitude) {
            problems.append(FieldProblem("place", "not-in-the-country"))
        }
        guard problems.isEmpty, let item, let text, let title, let area, let address, let contact else {
            throw Problem.fields(problems)
        }
        return Draft(
            channel: channel, item: item, urgency: urgency, title: title.isEmpty ? Self.title(from: text) : title, text: text,
            area: area, address: address, contact: contact,
            // A number of another system is nothing a visitor can know.
            sourceNumber: isVisitor ? nil : sourceNumber)
    }

    private func insert(
        _ draft: Draft, id: ID<Case>, number: String, receipt: String, dueAt: Instant, at desk: Desk
    ) throws {
        let keys = desk.home.keys
        let contact = try draft.contact.map { try keys.seal(try JSON.encode($0), context: "cases.contact/\(id)") }
        let index = draft.contact?.phone.map { keys.blindIndex($0, field: "cases.phone") }
        let repeats = try desk.answeredBefore(
            class: draft.item.code, area: draft.area, latitude: latitude, longitude: longitude, at: desk.happenedAt)
        try desk.writer.run(
            """
            INSERT INTO cases (district, id, number, channel, class, urgency, title, text, area_id, area_path, address, latitude,
              longitude, datum, state, due_at, filed_at, filed_by, reopened, repeats, receipt, contact, contact_index, source_number, mode, since)
            VALUES (\(desk.district), \(id), \(number), \(draft.channel), \(draft.item.code), \(draft.urgency), \(draft.title),
              \(draft.text), \(draft.area.id), \(draft.area.path), \(draft.address), \(latitude), \(longitude),
              \(latitude == nil ? nil : "WGS-84"), 'registered', \(dueAt), \(desk.happenedAt), \(desk.scope.accountID), 0, \(repeats),
              \(keys.secretDigest(receipt, purpose: "receipt")), \(contact), \(index), \(draft.sourceNumber), \(desk.scope.mode), \(desk.now))
            """)
    }

    /// The first line, cut at a length that fits a list.
    private static func title(from text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let trimmed = line.trimmedSpace
        return trimmed.count <= 30 ? trimmed : trimmed.prefix(29) + "…"
    }
}

extension Reading {
    /// A class of the pack; nothing chosen is the catch-all that imports use.
    func caseClass(_ code: String?) throws -> Pack.CaseClass {
        let code = code.flatMap { $0.isEmpty ? nil : $0 } ?? pack.imports.first?.caseClass ?? pack.classes.first?.code ?? ""
        guard let item = pack.classesByCode[code] else { throw Problem.field("caseClass", "unknown-class", ["code": code]) }
        return item
    }

    /// Where it is: staff only file in their own area.
    func areaForFiling(id: ID<Area>?, code: String?, isVisitor: Bool) throws -> Area {
        let area: Area?
        if let id {
            area = try areaIfAny(id)
        } else if let code, !code.isEmpty {
            area = try areaIfAny(code: code)
        } else {
            area = try areas().first
        }
        guard let area, !area.isEnded else { throw Problem.field("area", "unknown-area") }
        if !isVisitor { try requireArea(area, for: FileCase.permission) }
        return area
    }
}

extension Desk {
    /// A case without an office is an order to the dispatch desk: one inbox, one clock, one ladder for everything that waits.
    /// - Returns: when the desk should have sent it on.
    @discardableResult
    func queueForDispatch(_ id: ID<Case>, title: String, areaPath: String, at queue: Office) throws -> Instant {
        try issue(
            OrderDraft(
                kind: "dispatch", matter: Subject("case", id.uuid), to: queue, ask: title,
                limit: pack.settings.dispatchLimit),
            areaPath: areaPath
        ).dueAt
    }
}
