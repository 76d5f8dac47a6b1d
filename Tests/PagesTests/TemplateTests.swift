import Foundation
import Pages
import Testing

/// Templates as the modules write them: what shows, what is escaped, what is said about mistakes.
@Suite struct TemplateTests {
    private struct Row: PageModel {
        var title: String
        var note: String?
    }

    private struct Model: PageModel {
        var title = "A & B"
        var count = 3
        var open = true
        var none: String?
        var markup = "<b>x</b>"
        var rows = [Row(title: "one", note: "n1"), Row(title: "two", note: nil)]
        var empty: [Row] = []
        var inner = Row(title: "inner", note: nil)
        var note: String? = "outer note"
        var partial = "t/row"
    }

    private func render(_ files: [String: String], _ name: String = "t/page", sentences: [String: String] = [:]) throws -> (
        page: String, misspelt: [String]
    ) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (file, text) in files {
            try text.write(to: folder.appendingPathComponent(file + ".mustache"), atomically: true, encoding: .utf8)
        }
        let language = Language(code: "en", sentences: sentences)
        let templates = try Templates(folders: [TemplateFolder(prefix: "t", url: folder)], languages: [language])
        let page = try templates.render(Model(), template: name, language: language)
        return (String(decoding: page, as: UTF8.self), templates.misspeltTags)
    }

    @Test(arguments: [
        ("{{title}} {{{markup}}} {{markup}}", "A &amp; B <b>x</b> &lt;b&gt;x&lt;/b&gt;\n"),
        ("{{#open}}yes {{count}}{{/open}}{{^open}}no{{/open}}", "yes 3\n"),
        ("{{#none}}x{{/none}}{{^none}}nothing{{/none}}", "nothing\n"),
        ("{{#empty}}x{{/empty}}{{^empty}}no rows{{/empty}}", "no rows\n"),
        ("{{#rows}}{{#first()}}[{{/first()}}{{.title}}{{#last()}}]{{/last()}}{{^last()}},{{/last()}}{{/rows}}", "[one,two]\n"),
        // A property that is nil hides one of the same name further out; one that is not there does not.
        ("{{#rows}}{{#note}}{{.}};{{/note}}{{/rows}}", "n1;\n"),
        ("{{#rows}}{{count}}{{/rows}}", "33\n"),
        ("{{inner.title}} {{#inner}}{{.title}}{{/inner}}", "inner inner\n"),
        ("{{! said to nobody }}\n  {{#open}}\n  a\n\n  {{/open}}\nb", "a\nb\n"),
        ("{{#rows}}{{>*partial}}{{/rows}}", "(one)\n(two)\n"),
        ("[[greet]]", "Hello A &amp; B &lt;3\n"),
    ])
    func shows(template: String, page: String) throws {
        let answer = try render(["page": template, "row": "({{.title}})"], sentences: ["greet": "Hello {title} <3"])
        #expect(answer.page == page)
        #expect(answer.misspelt == [])
    }

    @Test func layoutsTakeTheirBlocksFromWhoeverStandsInThem() throws {
        let files = [
            "layout": "<{{$head}}default{{/head}}|{{$main}}{{/main}}>",
            "middle": "{{<t/layout}}\n{{$main}}m{{$inner}}{{/inner}}{{/main}}\n{{/t/layout}}",
            "page": "{{<t/middle}}\n{{$inner}}{{title}}{{/inner}}\n{{/t/middle}}",
        ]
        #expect(try render(files).page == "<default|mA &amp; B>\n")
    }

    @Test func tagsThatNameNothingAreNoticed() throws {
        let answer = try render(["page": "{{titel}}\n{{#inner}}{{.count}}{{/inner}}{{inner.titel}}"])
        #expect(
            answer.misspelt == [
                "t/page:1 the model has no 'titel'", "t/page:2 the model has no '.count'", "t/page:2 the model has no 'inner.titel'",
            ])
    }

    @Test func mistakesAreSaidWithFileAndLine() throws {
        let files = ["page": "a\n{{#open}}\n{{>t/gone}} [[no.such]]", "row": "{{/open}}", "tag": "{{title"]
        let problem = #expect(throws: RenderingProblem.self) { try render(files) }
        let said = problem?.problems ?? []
        #expect(said.contains { $0.hasPrefix("t/page:3") && $0.contains("no.such") })
        #expect(said.contains("t/row:1 '/open' closes nothing that is open here"))
        #expect(said.contains("t/tag:1 a tag is not closed"))
        #expect(throws: RenderingProblem(["t/page:1 there is no template 't/gone'"])) { try render(["page": "{{>t/gone}}"]) }
        #expect(throws: RenderingProblem(["t/page:1 'open' is never closed"])) { try render(["page": "{{#open}}"]) }
    }
}
