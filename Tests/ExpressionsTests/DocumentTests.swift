import Expressions
import Foundation
import Testing

@Suite struct DocumentTests {
    @Test func everyFunctionIsDocumentedAndNoOther() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/expressions.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "|").first }
        let told = rows.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } }
        #expect(Set(told) == Set(Function.all.map(\.form)))
        #expect(Function.unsupported.isDisjoint(with: Function.all.map(\.name)))
    }
}
