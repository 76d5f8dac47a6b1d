import Foundation
import Yams

/// One YAML file of a catalogue: nested or flat keys, joined by dots.
struct CatalogueFile {
    let sentences: [String: String]

    init(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        do {
            var found: [String: String] = [:]
            if let root = try Yams.compose(yaml: text) {
                try Self.walk(root, path: [], file: file.lastPathComponent, into: &found)
            }
            sentences = found
        } catch let error as YamlError {
            throw RenderingProblem(["\(file.path): \(error)"])
        }
    }

    private static func walk(_ node: Node, path: [String], file: String, into found: inout [String: String]) throws {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                try walk(value, path: path + [key.scalar?.string ?? ""], file: file, into: &found)
            }
        case .scalar(let scalar):
            let key = path.joined(separator: ".")
            guard found.updateValue(scalar.string, forKey: key) == nil else {
                throw RenderingProblem(["\(file):\(scalar.mark?.line ?? 0) says '\(key)' a second time"])
            }
        default:
            throw RenderingProblem([
                "\(file):\(node.mark?.line ?? 0) '\(path.joined(separator: "."))' should be a sentence"
            ])
        }
    }
}
