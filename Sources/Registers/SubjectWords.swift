import Foundation
import Kernel
import Pages
import WorkingTime

/// Facts of subjects in words, for whoever reads them.
extension Visit {
    func kind(_ code: String) throws -> Pack.SubjectKind {
        guard let kind = district.pack.subjectKinds.first(where: { $0.code == code }) else { throw Problem.notFound("kind") }
        return kind
    }

    /// A value as a person reads it; sealed ones masked.
    func shown(_ value: FieldValue, of field: Pack.SubjectField, names: SubjectNames) -> String {
        if field.isSealed { return field.masked(value.typed) }
        return switch value {
        case .text(let text): field.list.map { name(of: text, in: $0) } ?? text
        case .number(let number): numberText(number) + unit(of: field)
        case .money(let fen): language.money(fen: fen)
        case .date(let day): self.day(day)
        case .choices(let codes): codes.map { name(of: $0, in: field.list ?? "") }.joined(separator: text("list.joint"))
        case .flag(let flag): name(of: flag ? "yes" : "no", in: "flags")
        case .reference(let id): names.areas[ID(id)] ?? names.subjects[ID(id)]?.title ?? "—"
        case .place: value.typed
        }
    }

    /// As many decimals as it has, two at most.
    private func numberText(_ number: Double) -> String {
        let decimals = (0...2).first { (number * [1, 10, 100][$0]).rounded() == number * [1, 10, 100][$0] } ?? 2
        return language.number(number, decimals: decimals)
    }

    private func unit(of field: Pack.SubjectField) -> String { field.unit.map { " " + words($0) } ?? "" }

    func badge(_ found: SubjectRecord) -> Badge? {
        found.state == .active ? nil : Badge(text("subject.state.\(found.state.rawValue)"), .neutral)
    }

    func source(_ source: Statement.Source) -> String { text("subject.source.\(source.rawValue)") }
}

/// Names of what subjects refer to.
struct SubjectNames: Sendable {
    var areas: [ID<Area>: String] = [:]
    var subjects: [ID<SubjectRecord>: SubjectRecord] = [:]
}

/// What somebody would type to refer to the same areas and subjects.
struct TypedReferences: Sendable {
    var texts: [UUID: String] = [:]
}

extension Reading {
    /// The names of the areas and subjects that these subjects and their facts refer to.
    func names(for found: [SubjectRecord], _ facts: [SubjectFacts], and others: Set<ID<SubjectRecord>> = []) throws -> SubjectNames {
        let references = facts.flatMap { facts in
            facts.values.values.compactMap { value in if case .reference(let id) = value { id } else { nil } }
        }
        let areas = Set(found.compactMap(\.areaID)).union(references.map { ID($0) })
        return SubjectNames(
            areas: Dictionary(uniqueKeysWithValues: try self.areas(named: areas).map { ($0.id, $0.name) }),
            subjects: try subjects(named: Set(references.map { ID($0) }).union(others)))
    }

    /// The codes of areas and the numbers of subjects that facts refer to: what somebody would type to say the same.
    func typedReferences(_ facts: SubjectFacts) throws -> TypedReferences {
        let ids = facts.values.values.compactMap { value in if case .reference(let id) = value { id } else { nil } }
        guard !ids.isEmpty else { return TypedReferences() }
        let areas = try areas(named: Set(ids.map { ID($0) })).map { ($0.id.uuid, $0.code) }
        let subjects = try subjects(named: Set(ids.map { ID($0) })).values.map { ($0.id.uuid, $0.number) }
        return TypedReferences(texts: Dictionary(areas + subjects) { one, _ in one })
    }
}
