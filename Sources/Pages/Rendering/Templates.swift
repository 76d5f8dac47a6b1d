import Mustache

/// Every template of the product, compiled once per language.
package struct Templates: Sendable {
    private let libraries: [String: MustacheLibrary]
    /// The tags of each template, for checks.
    let tags: [String: [TemplateTag]]

    /// Loads all templates of the folders in all languages; throws every misspelt sentence, partial and tag at once.
    package init(folders: [TemplateFolder], languages: [Language]) throws {
        EscapedHTML.register()
        let sources = try folders.flatMap { try $0.sources() }
        var problems: [String] = []
        var libraries: [String: MustacheLibrary] = [:]
        var tags: [String: [TemplateTag]] = [:]
        for language in languages {
            var library = MustacheLibrary()
            for source in sources {
                do {
                    let spoken = try source.spoken(in: language)
                    tags[source.name] = try TemplateReader.tags(of: spoken, template: source.name)
                    let compiled = try MustacheTemplate(string: TemplateSource.compilable(spoken))
                    library.register(compiled, named: TemplateSource.inner(source.name))
                    // A partial chosen by the model is named as people write it.
                    library.register(compiled, named: source.name)
                } catch let problem as RenderingProblem {
                    problems += problem.problems
                } catch let error as MustacheTemplate.ParserError {
                    problems.append("\(source.name): \(error.error) near '\(error.context.line)'")
                }
            }
            libraries[language.code] = library
        }
        problems += Self.unknownPartials(in: tags)
        guard problems.isEmpty else { throw RenderingProblem(problems) }
        self.libraries = libraries
        self.tags = tags
    }

    package var names: [String] { tags.keys.sorted() }

    package func render(_ model: Any, template: String, language: Language) throws -> String {
        guard let library = libraries[language.code] else {
            throw RenderingProblem(["no templates were loaded for the language '\(language.code)'"])
        }
        guard let page = library.render(Reflected.value(model), withTemplate: template) else {
            throw RenderingProblem(["there is no template '\(template)'"])
        }
        return page
    }

    /// The variables that a template names, also through its partials and the layout it stands in.
    package func tags(of template: String) -> Set<String> {
        var names: Set<String> = []
        var visited: Set<String> = []
        func walk(_ list: [TemplateTag]) {
            for tag in list {
                switch tag.kind {
                case .variable, .section, .inverted, .dynamicPartial: names.insert(tag.name)
                case .partial, .parent:
                    if visited.insert(tag.name).inserted { walk(tags[tag.name] ?? []) }
                case .block: break
                }
                walk(tag.inside)
            }
        }
        walk(tags[template] ?? [])
        return names
    }

    private static func unknownPartials(in tags: [String: [TemplateTag]]) -> [String] {
        func walk(_ list: [TemplateTag]) -> [String] {
            list.flatMap { tag in
                let unknown = (tag.kind == .partial || tag.kind == .parent) && tags[tag.name] == nil
                return (unknown ? ["\(tag.template):\(tag.line) there is no template '\(tag.name)'"] : [])
                    + walk(tag.inside)
            }
        }
        return tags.keys.sorted().flatMap { walk(tags[$0] ?? []) }
    }
}
