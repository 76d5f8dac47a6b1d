import CExpat

/// Reads XML piece by piece, through Expat, and tells of elements by their names without prefix.
final class XMLStream {
    /// What is told; attributes are asked for by name while an element begins.
    struct Handlers {
        var start: (XMLName, XMLAttributes) -> Void
        var end: (XMLName) -> Void
        var text: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }
    }

    private let parser: XML_Parser
    private let part: String
    private var handlers: Handlers
    private var hasDoctype = false

    init(part: String, _ handlers: Handlers) {
        parser = XML_ParserCreate(nil)
        self.part = part
        self.handlers = handlers
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let context, let name, let attributes else { return }
                Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue().handlers.start(XMLName(name), XMLAttributes(attributes))
            },
            { context, name in
                guard let context, let name else { return }
                Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue().handlers.end(XMLName(name))
            })
        XML_SetCharacterDataHandler(parser) { context, text, count in
            guard let context, let text else { return }
            text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue().handlers.text(
                    UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        // No workbook has one, and all that entities can do harm with begins with one.
        XML_SetDoctypeDeclHandler(
            parser,
            { context, _, _, _, _ in
                guard let context else { return }
                let stream = Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue()
                stream.hasDoctype = true
                XML_StopParser(stream.parser, 0)
            }, { _ in })
    }

    deinit { XML_ParserFree(parser) }

    func take(_ bytes: ArraySlice<UInt8>, isLast: Bool = false) throws(WorkbookFailure) {
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), isLast ? 1 : 0)
        }
        guard status == XML_STATUS_OK else { throw .damaged(part: part) }
    }

    /// A part that fits in memory.
    static func read(_ bytes: [UInt8], part: String, _ handlers: Handlers) throws(WorkbookFailure) {
        try XMLStream(part: part, handlers).take(bytes[...], isLast: true)
    }
}

/// The name of an element, without its prefix; valid while it is told of.
struct XMLName {
    private let text: UnsafePointer<CChar>

    init(_ name: UnsafePointer<CChar>) {
        var local = name
        var at = name
        while at.pointee != 0 {
            if at.pointee == 0x3A { local = at + 1 }
            at += 1
        }
        text = local
    }

    static func == (name: XMLName, other: StaticString) -> Bool {
        other.withUTF8Buffer { bytes in
            for (index, byte) in bytes.enumerated() where UInt8(bitPattern: name.text[index]) != byte { return false }
            return name.text[bytes.count] == 0
        }
    }
}

/// The attributes of an element; valid while it is told of.
struct XMLAttributes {
    private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>) { self.list = list }

    func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
        var at = 0
        while let key = list[at] {
            if XMLName(key) == name { return list[at + 1] }
            at += 2
        }
        return nil
    }

    subscript(_ name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }
}
