import Kernel
import Synchronization

/// Every template of the product, read once per language.
package struct Templates: Sendable {
    private let byLanguage: [String: [String: Template]]
    private let misspelt = Misspelt()
    private let notice: @Sendable (String) -> Void

    /// Loads all templates of the folders in all languages; throws every misspelt sentence, partial and badly closed tag at once.
    /// - Parameter notice: told, once each, of tags that turn out to name nothing in their model.
    package init(folders: [TemplateFolder], languages: [Language], notice: @escaping @Sendable (String) -> Void = { _ in }) throws {
        self.notice = notice
        let sources = try folders.flatMap { try $0.sources() }
        var problems: [String] = []
        var byLanguage: [String: [String: Template]] = [:]
        for language in languages {
            var templates: [String: Template] = [:]
            for source in sources {
                do {
                    templates[source.name] = try TemplateReader.read(try source.spoken(in: language), as: source.name)
                } catch let problem as RenderingProblem {
                    problems += problem.problems
                }
            }
            for template in templates.values {
                for (name, line) in template.partials where templates[name] == nil && problems.isEmpty {
                    problems.append("\(template.name):\(line) there is no template '\(name)'")
                }
            }
            byLanguage[language.code] = templates
        }
        guard problems.isEmpty else { throw RenderingProblem(problems.sorted()) }
        self.byLanguage = byLanguage
    }

    package func render(_ model: some PageModel, template name: String, language: Language) throws -> [UInt8] {
        guard let templates = byLanguage[language.code] else {
            throw RenderingProblem(["no templates were loaded for the language '\(language.code)'"])
        }
        guard let template = templates[name] else { throw RenderingProblem(["there is no template '\(name)'"]) }
        var renderer = Renderer(try EncodedTree(model), templates: templates)
        let page = renderer.render(template)
        for tag in misspelt.news(among: renderer.misspelt) { notice(tag) }
        return page
    }

    /// Tags that named nothing in their model, wherever a page was shown since the start: none, the tests see to it.
    package var misspeltTags: [String] { misspelt.all }
}

private final class Misspelt: Sendable {
    private let tags = Mutex<Set<String>>([])

    func news(among found: [String]) -> [String] {
        found.isEmpty ? [] : tags.withLock { tags in found.filter { tags.insert($0).inserted } }
    }
    var all: [String] { tags.withLock { $0.sorted() } }
}
