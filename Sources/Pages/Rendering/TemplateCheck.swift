import Mustache

/// Compares the tags of a template with the stored properties of a model, since the template library renders a
/// misspelt tag as nothing. Sections are followed into nested structs and arrays, so give a model that is full.
package struct TemplateCheck {
    /// A sentence for each tag that its model has no stored property for.
    package private(set) var unknown: [String] = []
    private let templates: Templates
    private var filled: Set<String> = []
    private var empty: Set<String> = []

    package init(_ templates: Templates) {
        self.templates = templates
    }

    package static func unknownTags(in template: String, model: Any, templates: Templates) -> [String] {
        var check = TemplateCheck(templates)
        check.look(at: template, with: model)
        return check.unknown
    }

    /// Follows every tag of a template through one model; look with several until nothing is unseen.
    package mutating func look(at template: String, with model: Any) {
        if let tags = templates.tags[template] {
            walk(tags, stack: [model], blocks: [:], depth: 0)
        } else {
            unknown.append("there is no template '\(template)'")
        }
    }

    /// The sections that no model so far had anything in, so that their tags are unchecked.
    package var unseen: [String] { empty.subtracting(filled).sorted() }

    private mutating func walk(_ list: [TemplateTag], stack: [Any], blocks: [String: [TemplateTag]], depth: Int) {
        guard depth < 40 else { return }
        for tag in list {
            switch tag.kind {
            case .variable:
                if case .value(let value) = find(tag, in: stack), !isText(value) {
                    report("'\(tag.name)' is a \(type(of: value)), which is not text", tag)
                }
            case .inverted:
                _ = find(tag, in: stack)
                walk(tag.inside, stack: stack, blocks: blocks, depth: depth + 1)
            case .section:
                for next in contexts(of: find(tag, in: stack), tag, stack) {
                    walk(tag.inside, stack: next, blocks: blocks, depth: depth + 1)
                }
            case .partial:
                walk(templates.tags[tag.name] ?? [], stack: stack, blocks: blocks, depth: depth + 1)
            case .dynamicPartial:
                if case .value(let name) = find(tag, in: stack), let name = name as? String {
                    if templates.tags[name] == nil { report("there is no template '\(name)'", tag) }
                    walk(templates.tags[name] ?? [], stack: stack, blocks: blocks, depth: depth + 1)
                }
            case .parent:
                let given = tag.inside.filter { $0.kind == .block }.map { ($0.name, $0.inside) }
                let merged = blocks.merging(given) { outer, _ in outer }
                walk(templates.tags[tag.name] ?? [], stack: stack, blocks: merged, depth: depth + 1)
            case .block:
                walk(blocks[tag.name] ?? tag.inside, stack: stack, blocks: blocks, depth: depth + 1)
            }
        }
    }

    private enum Found {
        case value(Any)
        case nothing, unknown
    }

    private mutating func find(_ tag: TemplateTag, in stack: [Any]) -> Found {
        let last = stack[stack.count - 1]
        if tag.name == "." { return .value(last) }
        // A transform of nothing, `first()`, asks about the position in a list.
        if tag.name.isEmpty { return .value(true) }
        let path = tag.name.split(separator: ".").map(String.init)
        let candidates = tag.name.hasPrefix(".") ? [last] : stack.reversed()
        for object in candidates {
            switch property(path[0], of: object, tag) {
            case .unknown: continue
            case .nothing: return .nothing
            case .value(var value):
                for name in path.dropFirst() {
                    switch property(name, of: value, tag) {
                    case .value(let next): value = next
                    case .nothing: return .nothing
                    case .unknown:
                        report("\(type(of: value)) has no stored '\(name)' (in '\(tag.name)')", tag)
                        return .unknown
                    }
                }
                return .value(value)
            }
        }
        report("\(type(of: last)) has no stored '\(tag.name)'", tag)
        return .unknown
    }

    private mutating func property(_ name: String, of object: Any, _ tag: TemplateTag) -> Found {
        if let dictionary = object as? [String: Any] {
            return dictionary[name].map { .value($0) } ?? .nothing
        }
        guard let child = Mirror(reflecting: object).children.first(where: { $0.label == name }) else {
            return .unknown
        }
        guard let value = unwrapped(child.value) else { return .nothing }
        if let quick = object as? any MustacheParent, quick.child(named: name) == nil {
            report("\(type(of: object)) forgets '\(name)' in child(named:)", tag)
        }
        return .value(value)
    }

    private mutating func contexts(of found: Found, _ tag: TemplateTag, _ stack: [Any]) -> [[Any]] {
        switch found {
        case .unknown: return []
        case .value(let flag) where flag is Bool: return [stack]
        case .value(let value):
            let mirror = Mirror(reflecting: value)
            guard mirror.displayStyle == .collection else {
                mark(tag, filled: true)
                return [stack + [value]]
            }
            mark(tag, filled: !mirror.children.isEmpty)
            return mirror.children.map { stack + [$0.value] }
        case .nothing:
            mark(tag, filled: false)
            return []
        }
    }

    private mutating func mark(_ tag: TemplateTag, filled isFilled: Bool) {
        let line = "\(tag.template):\(tag.line) nothing in '\(tag.name)' to look into"
        if isFilled { filled.insert(line) } else { empty.insert(line) }
    }

    private mutating func report(_ sentence: String, _ tag: TemplateTag) {
        let line = "\(tag.template):\(tag.line) \(sentence)"
        if !unknown.contains(line) { unknown.append(line) }
    }

    private func isText(_ value: Any) -> Bool {
        switch Mirror(reflecting: value).displayStyle {
        case .struct, .class, .tuple: value is any CustomStringConvertible
        case .collection, .dictionary, .set: false
        default: true
        }
    }

    private func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
