import Kernel

/// Fills a template from a model.
struct Renderer {
    private struct Place {
        var value: EncodedTree
        var isFirst = false
        var isLast = false
    }

    private let templates: [String: Template]
    private var stack: [Place]
    /// What the templates further out put into the blocks of their layouts.
    private var blocks: [String: [Template.Node]] = [:]
    private var page: [UInt8] = []
    /// Tags that name nothing in the model.
    private(set) var misspelt: [String] = []

    init(_ model: EncodedTree, templates: [String: Template]) {
        self.templates = templates
        stack = [Place(value: model)]
        page.reserveCapacity(64 << 10)
    }

    mutating func render(_ template: Template) -> [UInt8] {
        write(template.nodes)
        return page
    }

    private mutating func write(_ nodes: [Template.Node]) {
        for node in nodes { write(node) }
    }

    private mutating func write(_ node: Template.Node) {
        switch node {
        case .words(let words): page += words
        case .value(let name, let escaped):
            switch find(name) {
            case .text(let text): if escaped { HTML.escape(text, into: &page) } else { page += text.utf8 }
            case .integer(let number): page += String(number).utf8
            case .real(let number): page += String(number).utf8
            case .absent, .null, .flag, .list, .object: break
            }
        case .section(let name, let inside): section(find(name), inside)
        case .inverted(let name, let inside):
            switch find(name) {
            case .absent, .null, .flag(false): write(inside)
            case .list(let items) where items.isEmpty: write(inside)
            default: break
            }
        case .partial(let name): write(templates[name]?.nodes ?? [])
        case .chosenPartial(let name):
            guard case .text(let chosen) = find(name) else { return }
            write(templates[chosen]?.nodes ?? [])
        case .layout(let name, let given):
            let before = blocks
            blocks.merge(given) { outer, _ in outer }
            write(templates[name]?.nodes ?? [])
            blocks = before
        case .block(let name, let inside): write(blocks[name] ?? inside)
        }
    }

    private mutating func section(_ value: EncodedTree, _ inside: [Template.Node]) {
        switch value {
        case .absent, .null, .flag(false): break
        case .flag(true): write(inside)
        case .list(let items):
            for (index, item) in items.enumerated() {
                stack.append(Place(value: item, isFirst: index == 0, isLast: index == items.count - 1))
                write(inside)
                stack.removeLast()
            }
        case .text, .integer, .real, .object:
            stack.append(Place(value: value))
            write(inside)
            stack.removeLast()
        }
    }

    private mutating func find(_ name: TemplateName) -> EncodedTree {
        switch name.kind {
        case .itself: return stack[stack.count - 1].value
        case .first: return .flag(stack[stack.count - 1].isFirst)
        case .last: return .flag(stack[stack.count - 1].isLast)
        case .nearest:
            if case .object(let fields) = stack[stack.count - 1].value, let value = fields[name.path[0]] {
                return follow(name, from: value)
            }
        case .climbing:
            for place in stack.reversed() {
                if case .object(let fields) = place.value, let value = fields[name.path[0]] { return follow(name, from: value) }
            }
        }
        misspelt.append("\(name.place) the model has no '\(name.spelling)'")
        return .absent
    }

    private mutating func follow(_ name: TemplateName, from value: EncodedTree) -> EncodedTree {
        var value = value
        for part in name.path.dropFirst() {
            guard case .object(let fields) = value else { return .absent }
            guard let next = fields[part] else {
                misspelt.append("\(name.place) the model has no '\(name.spelling)'")
                return .absent
            }
            value = next
        }
        return value
    }
}
