package import Kernel
import WorkingTime

/// What of a page is the same for all who may see the same: written down once, and given to each of them until something changes. What is
/// of the person alone, the frame and what they have kept for themselves, is made for each look.
package final class KeptParts: Sendable {
    /// HTML above and below what is of the person alone.
    package struct Parts: Sendable {
        package var above: String
        package var below: String

        package init(above: String, below: String) {
            self.above = above
            self.below = below
        }
    }

    /// A part of fifty rows has some sixty thousand bytes.
    private let kept = KeptAnswers<Parts>(most: 200)

    package init() {}

    /// The parts of the page at the address of `visit`.
    /// - Parameters:
    ///   - permissions: by which the rows are seen. Where one reaches somebody's own, the parts are theirs alone and not kept.
    ///   - more: what else they depend on that is not in the address.
    ///   - version: of all that they are made from, read before they are made; nil keeps nothing.
    ///   - make: is given the visit in nobody's name, so that nothing of a person can stand in what others are given.
    package func parts(
        _ visit: Visit, seeing permissions: [Permission], of more: String = "", version: KeptVersion?,
        _ make: @escaping @Sendable (Visit) async throws -> Parts
    ) async throws -> Parts {
        guard let version, !permissions.contains(where: visit.scope.ownOnly), let unnamed = visit.unnamed else {
            return try await make(visit)
        }
        let day = visit.now.day(in: visit.site.zone).iso
        let key = [visit.path + Links.query(visit.query), visit.language.code, day, visit.scope.sightKey, more].joined(separator: "\n")
        return try await kept.answer(key, version: version) { try await make(unnamed) }
    }
}

extension Visit {
    /// The same request by nobody in particular who may do the same; nil where what is seen depends on who looks.
    fileprivate var unnamed: Visit? {
        guard let scope = scope.unnamed else { return nil }
        var visit = Visit(
            site: site, request: request, parameters: parameters, query: query, language: language, session: nil, typed: TypedForm(),
            visitorKey: "", address: "", largeText: largeText)
        visit.programScope = scope
        return visit
    }

    /// Renders a part of a page.
    package func markup(_ model: some PageModel, _ template: String) throws -> String {
        String(decoding: try site.templates.render(model, template: template, language: language), as: UTF8.self)
    }
}
