import Foundation
import Hummingbird
import Kernel
import Pages

/// The two formats in which every resource answers, named by the end of its address.
enum GeoReportFormat: String {
    case xml, json

    /// A value as an answer, its properties named as the specification has them (`serviceCode` is `service_code`). In JSON (the
    /// Spark convention) a list stands bare; in XML it stands in an element called `root`.
    func response(_ value: some Encodable, root: String, status: Int = 200) throws -> Response {
        let tree = try EncodedTree(value).renamed(SnakeCase.of)
        let body: Data
        let type: String
        switch self {
        case .xml:
            body = Data(XMLText.document(tree, root: root))
            type = "text/xml"
        case .json:
            body = try JSON.data(tree)
            type = "application/json"
        }
        var response = Response.json(body, status: .init(code: status), type: type)
        // Nothing here depends on cookies: a page of any origin may ask.
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }
}

enum SnakeCase {
    /// `serviceRequestID` as `service_request_id`.
    static func of(_ name: String) -> String {
        var words = ""
        var wasLow = false
        for character in name {
            if character.isUppercase, wasLow { words += "_" }
            wasLow = !character.isUppercase
            words += character.lowercased()
        }
        return words
    }
}

/// A value that may be missing but is always named: `null` in JSON, an empty element in XML.
struct Named<Value: Encodable & Sendable>: Encodable, Sendable {
    var value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

/// XML without schema or namespace, as GeoReport v2 has it.
enum XMLText {
    /// What the entries of a list are called, by the name of the list.
    private static let entries = [
        "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request",
        "service_request_updates": "request_update", "errors": "error", "endpoints": "endpoint", "formats": "format",
    ]

    static func document(_ tree: EncodedTree, root: String) -> [UInt8] {
        var bytes = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)
        write(tree, as: root, into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func write(_ tree: EncodedTree, as name: String, into bytes: inout [UInt8]) {
        func element(_ content: (inout [UInt8]) -> Void) {
            bytes += "<\(name)>".utf8
            content(&bytes)
            bytes += "</\(name)>".utf8
        }
        switch tree {
        case .absent: break
        case .null: bytes += "<\(name)/>".utf8
        case .flag(let flag): element { $0 += (flag ? "true" : "false").utf8 }
        case .integer(let number): element { $0 += String(number).utf8 }
        case .real(let number): element { $0 += String(number).utf8 }
        case .text(let text): element { escape(text, into: &$0) }
        case .list(let items): element { bytes in for item in items { write(item, as: entries[name] ?? "item", into: &bytes) } }
        case .object(let properties):
            element { bytes in for (name, value) in properties.entries { write(value, as: name, into: &bytes) } }
        }
    }

    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "&": bytes += "&amp;".utf8
            // XML 1.0 has no way to write these.
            case "\u{0}"..<"\u{9}", "\u{B}", "\u{C}", "\u{E}"..<" ", "\u{FFFE}", "\u{FFFF}": break
            default: bytes += String(scalar).utf8
            }
        }
    }
}
