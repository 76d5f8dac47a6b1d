package import WorkingTime

// How subjects hang together (`relations.yaml`), and what they are put down as for a time (`classifications.yaml`).

extension Pack {
    /// A kind of relation from one subject to another: lives in, owns, works at.
    package struct Relation: Sendable {
        package var code: String
        /// Read from the first: 居住于. And from the second: 住有.
        package var name: Words
        package var reverse: Words
        /// Kinds of subjects at its ends.
        package var from: [String]
        package var to: [String]
        /// The list of `words.yaml` that its role is from: head of the household, spouse, child.
        package var roles: String?
        /// A subject has one at a time: whoever moves lives in the old place no longer.
        package var isSingle: Bool
    }

    /// A scheme by which subjects are put down as something, by somebody, for a time: key groups, hardship categories, honours.
    package struct Scheme: Sendable {
        package var code: String
        package var name: Words
        package var note: Words?
        /// Kinds of subjects.
        package var of: [String]
        /// The list of `words.yaml` with its codes.
        package var list: String
        /// What opens it beside the subject.
        package var compartment: String?
        /// A subject has one of its codes at a time.
        package var isSingle: Bool
        /// After so long somebody looks whether it still holds.
        package var review: Limit?
    }

    /// A tree of units (`trees.yaml`): each has one above it, from a day to a day; the same unit may stand in several trees.
    package struct Tree: Sendable {
        package var code: String
        package var name: Words
        package var note: Words?
        /// The kind of its units.
        package var kind: String
        /// From a unit to the one above.
        package var relation: String
        /// The choice field by which units are counted.
        package var level: String
        /// Relations of who belongs to a unit, and of what it looks after.
        package var members: [String]
        package var serves: [String]
    }
}

extension PackLoader {
    func readRelations(_ node: PackNode, _ pack: inout Pack) {
        node.only("relations")
        for relation in check.once(node.list("relations")) {
            relation.only("code", "name", "reverse", "from", "to", "roles", "single")
            let code = relation.required("code")
            check.place("relation/\(code)", relation)
            pack.relations.removeAll { $0.code == code }
            pack.relations.append(
                Pack.Relation(
                    code: code, name: relation.requiredWords("name"), reverse: relation.requiredWords("reverse"),
                    from: relation.texts("from"),
                    to: relation.texts("to"), roles: relation.string("roles"), isSingle: relation.flag("single") ?? false))
        }
    }

    func readSchemes(_ node: PackNode, _ pack: inout Pack) {
        node.only("classifications")
        for scheme in check.once(node.list("classifications")) {
            scheme.only("code", "name", "note", "of", "list", "compartment", "single", "review")
            let code = scheme.required("code")
            check.place("classification/\(code)", scheme)
            pack.schemes.removeAll { $0.code == code }
            pack.schemes.append(
                Pack.Scheme(
                    code: code, name: scheme.requiredWords("name"), note: scheme.words("note"), of: scheme.texts("of"),
                    list: scheme.required("list"), compartment: scheme.string("compartment"), isSingle: scheme.flag("single") ?? false,
                    review: scheme.limit("review")))
        }
    }
}

extension PackLoader {
    func readTrees(_ node: PackNode, _ pack: inout Pack) {
        node.only("trees")
        for tree in check.once(node.list("trees")) {
            tree.only("code", "name", "note", "of", "relation", "level", "members", "serves")
            let code = tree.required("code")
            check.place("tree/\(code)", tree)
            pack.trees.removeAll { $0.code == code }
            pack.trees.append(
                Pack.Tree(
                    code: code, name: tree.requiredWords("name"), note: tree.words("note"), kind: tree.required("of"),
                    relation: tree.required("relation"), level: tree.required("level"), members: tree.texts("members"),
                    serves: tree.texts("serves")))
        }
    }
}

extension PackReferences {
    private func checkTrees(_ pack: Pack) {
        for tree in pack.trees {
            let place = "tree/\(tree.code)"
            guard let kind = pack.subjectKinds.first(where: { $0.code == tree.kind }) else {
                check.note(at: place, "unknown-kind", ["kind": tree.kind])
                continue
            }
            if !kind.fieldCodes.contains(tree.level) || pack.subjectFields[tree.level]?.kind != .choice {
                check.note(at: place, "field-not-of-kind", ["field": tree.level])
            }
            let above = pack.relations.first { $0.code == tree.relation }
            if above?.from != [kind.code] || above?.to != [kind.code] || above?.isSingle != true {
                check.note(at: place, "not-a-tree", ["relation": tree.relation])
            }
            for code in tree.members + tree.serves where pack.relations.first(where: { $0.code == code })?.to.contains(kind.code) != true {
                check.note(at: place, "unknown-relation", ["relation": code])
            }
        }
    }

    func checkRelations(_ pack: Pack) {
        checkTrees(pack)
        let kinds = Set(pack.subjectKinds.map(\.code))
        for relation in pack.relations {
            let place = "relation/\(relation.code)"
            for (key, ends) in [("from", relation.from), ("to", relation.to)] where ends.isEmpty {
                check.note(at: place, "missing", ["key": key])
            }
            for kind in relation.from + relation.to where !kinds.contains(kind) { check.note(at: place, "unknown-kind", ["kind": kind]) }
            if let list = relation.roles, pack.lists[list] == nil { check.note(at: place, "unknown-list", ["list": list]) }
        }
        for scheme in pack.schemes {
            let place = "classification/\(scheme.code)"
            if scheme.of.isEmpty { check.note(at: place, "missing", ["key": "of"]) }
            for kind in scheme.of where !kinds.contains(kind) { check.note(at: place, "unknown-kind", ["kind": kind]) }
            if pack.lists[scheme.list] == nil { check.note(at: place, "unknown-list", ["list": scheme.list]) }
        }
    }
}
