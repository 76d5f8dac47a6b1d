package import WorkingTime
import Yams

// What is registered once and referred to for ever (对象): one library of fields, and the kinds that are made of them. Read from
// `fields.yaml` and `subjects.yaml`.

extension Pack {
    /// One entry of the field library. Two kinds that have it mean the same by it.
    package struct SubjectField: Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            case text, number, date, choice, choices, area, place, photo, phone, address, reference
            /// A text that is compared as names of people are: by sound and by the slips of those who write them down.
            case personName = "person-name"
            /// Yuan in the form, fen in the table.
            case money
            case flag
            case residentID = "resident-id"
            case creditCode = "credit-code"
            /// From when to when something is open: `08:00-12:00, 14:00-22:00`.
            case hours
        }

        package var code: String
        package var kind: Kind
        package var name: Words
        package var note: Words?
        /// `kg`, `m²`.
        package var unit: Words?
        /// The list of `words.yaml` that a choice is from.
        package var list: String?
        /// The kinds of subjects that a reference may name.
        package var of: [String] = []
        /// Characters, of a text.
        package var longest: Int = 200
        /// Encrypted, found only whole, shown masked.
        package var isSealed: Bool
        /// What opens it beside the permission to see the subject.
        package var compartment: String?
        /// For how long what was stated counts as known.
        package var fresh: Limit?
        /// How far outside the district's boundary a place may be, in metres: outlines are coarse. Nil is anywhere.
        package var within: Int?
    }

    /// A kind of subject: person, household, compound, shop.
    package struct SubjectKind: Sendable {
        package var code: String
        package var name: Words
        /// What its numbers begin with: `人`, `户`.
        package var short: String
        /// In the order of its page and form.
        package var fields: [Field]
        /// The field by which it is called.
        package var title: String
        /// Fields that only one subject of the kind may have the same value in.
        package var keys: [String]
        /// Fields that together say which one is meant where there is no key: a row of a sheet with the same values is the same one.
        package var sameBy: [String]
        /// Those of them that both may be without: `address?`.
        package var mayLack: Set<String>
        /// Levels of areas it may stand at; empty is any.
        package var levels: [String]
        /// Whole years since one of its days, which conditions and ledgers may name.
        package var age: Age?

        package struct Age: Sendable {
            /// What it is named: `${age}`.
            package var code: String
            /// The field with the day.
            package var field: String
            package var name: Words
        }

        package struct Field: Sendable {
            package var code: String
            package var isRequired: Bool
            /// Sought and counted by, so that it has an index.
            package var isIndexed: Bool
        }

        package var fieldCodes: [String] { fields.map(\.code) }
    }
}

extension PackLoader {
    func readFields(_ node: PackNode, _ pack: inout Pack) {
        node.only("fields")
        for field in check.once(node.list("fields")) {
            field.only("code", "kind", "name", "note", "unit", "list", "of", "longest", "sealed", "compartment", "fresh", "within")
            let code = identifier(field)
            guard let kind: Pack.SubjectField.Kind = field.choice("kind") else {
                if field.child("kind") == nil { check.note(field, "missing", ["key": "kind"]) }
                continue
            }
            check.place("field/\(code)", field)
            pack.subjectFields[code] = Pack.SubjectField(
                code: code, kind: kind, name: field.requiredWords("name"), note: field.words("note"), unit: field.words("unit"),
                list: field.string("list"), of: field.texts("of"), longest: field.integer("longest") ?? 200,
                isSealed: field.flag("sealed") ?? (kind == .residentID || kind == .phone), compartment: field.string("compartment"),
                fresh: field.limit("fresh"), within: field.integer("within"))
        }
    }

    /// A later pack's kind of the same code adds fields to the earlier one's, and replaces the rest.
    func readSubjects(_ node: PackNode, _ pack: inout Pack) {
        node.only("subjects")
        for subject in check.once(node.list("subjects")) {
            subject.only("code", "name", "short", "fields", "title", "keys", "same-by", "levels", "age")
            let code = identifier(subject)
            check.place("subject/\(code)", subject)
            let fields = subject.list("fields").compactMap(readSubjectField)
            let own = Set(fields.map(\.code))
            if own.count < fields.count { check.note(subject, "twice", ["code": code]) }
            let earlier = pack.subjectKinds.first { $0.code == code }
            let sameBy = subject.texts("same-by")
            let kind = Pack.SubjectKind(
                code: code, name: subject.words("name") ?? earlier?.name ?? subject.requiredWords("name"),
                short: subject.string("short") ?? earlier?.short ?? subject.required("short"),
                fields: (earlier?.fields ?? []).filter { !own.contains($0.code) } + fields,
                title: subject.string("title") ?? earlier?.title ?? subject.required("title"),
                keys: subject.child("keys") == nil ? earlier?.keys ?? [] : subject.texts("keys"),
                sameBy: subject.child("same-by") == nil ? earlier?.sameBy ?? [] : sameBy.map { $0.replacing("?", with: "") },
                mayLack: subject.child("same-by") == nil
                    ? earlier?.mayLack ?? [] : Set(sameBy.filter { $0.hasSuffix("?") }.map { String($0.dropLast()) }),
                levels: subject.child("levels") == nil ? earlier?.levels ?? [] : subject.texts("levels"),
                age: subject.child("age").map(readAge) ?? earlier?.age)
            pack.subjectKinds.removeAll { $0.code == code }
            pack.subjectKinds.append(kind)
        }
    }

    private func readAge(_ node: PackNode) -> Pack.SubjectKind.Age {
        node.only("code", "of", "name")
        return Pack.SubjectKind.Age(code: identifier(node), field: node.required("of"), name: node.requiredWords("name"))
    }

    /// `name`, or `{field: name, required: true, indexed: true}`.
    private func readSubjectField(_ node: PackNode) -> Pack.SubjectKind.Field? {
        if let code = node.node.scalar?.string { return Pack.SubjectKind.Field(code: code, isRequired: false, isIndexed: false) }
        node.only("field", "required", "indexed")
        guard node.child("field") != nil else {
            check.note(node, "missing", ["key": "field"])
            return nil
        }
        return Pack.SubjectKind.Field(
            code: node.required("field"), isRequired: node.flag("required") ?? false, isIndexed: node.flag("indexed") ?? false)
    }

    /// Codes become names of tables and columns.
    private func identifier(_ node: PackNode) -> String {
        let code = node.required("code")
        let isPlain = code.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil && code.utf8.count <= 40
        if !code.isEmpty, !isPlain { check.note(node, "not-an-identifier", ["code": code]) }
        return code
    }
}

extension PackReferences {
    func checkSubjects(_ pack: Pack) {
        let kinds = Set(pack.subjectKinds.map(\.code))
        let levels = Set(pack.levels.map(\.code))
        for field in pack.subjectFields.values.sorted(by: { $0.code < $1.code }) {
            let place = "field/\(field.code)"
            let isChoice = field.kind == .choice || field.kind == .choices
            if isChoice, field.list == nil { check.note(at: place, "missing", ["key": "list"]) }
            if let list = field.list, pack.lists[list] == nil { check.note(at: place, "unknown-list", ["list": list]) }
            for kind in field.of where !kinds.contains(kind) { check.note(at: place, "unknown-kind", ["kind": kind]) }
            if field.kind == .reference, field.of.isEmpty { check.note(at: place, "missing", ["key": "of"]) }
        }
        for kind in pack.subjectKinds {
            let place = "subject/\(kind.code)"
            let own = Set(kind.fieldCodes)
            for code in kind.fieldCodes where pack.subjectFields[code] == nil { check.note(at: place, "unknown-field", ["field": code]) }
            for code in [kind.title] + kind.keys + kind.sameBy where !own.contains(code) {
                check.note(at: place, "field-not-of-kind", ["field": code])
            }
            if let title = pack.subjectFields[kind.title], title.isSealed || title.kind != .text && title.kind != .personName {
                check.note(at: place, "title-not-text", ["field": kind.title])
            }
            if let age = kind.age, !own.contains(age.field) || pack.subjectFields[age.field]?.kind != .date || own.contains(age.code) {
                check.note(at: place, "field-not-of-kind", ["field": age.field])
            }
            for level in kind.levels where !levels.contains(level) {
                check.note(at: place, "unknown-level", ["area": kind.code, "level": level])
            }
            for field in kind.fields where field.isIndexed && pack.subjectFields[field.code]?.isSealed == true {
                check.note(at: place, "sealed-index", ["field": field.code])
            }
        }
    }
}
