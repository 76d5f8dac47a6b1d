import Foundation
import Kernel
import Pages

/// OpenAPI 3.1, derived from the verbs and queries that exist: it cannot disagree with them.
struct OpenAPIDescription {
    let data: Data

    init(site: Site, queries: [APIQuery]) {
        let language = site.language("en")
        var paths: [String: Any] = [:]
        for verb in site.district.modules.verbs where verb.audience != .timers {
            paths["/api/verbs/\(verb.name)"] = ["post": Self.operation(verb, language)]
        }
        for query in queries {
            let path = query.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(
                separator: "/")
            paths["/" + path] = ["get": Self.operation(query)]
        }
        let document: [String: Any] = [
            "openapi": "3.1.0",
            "info": [
                "title": language.text("api.title"), "version": "1", "description": language.text("api.description"),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": paths,
            "components": [
                "securitySchemes": ["key": ["type": "http", "scheme": "bearer"]],
                "schemas": ["Problem": Self.schema(JSONShape.of(ProblemDetails.self))],
            ],
        ]
        data =
            (try? JSONSerialization.data(withJSONObject: document, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]))
            ?? Data()
    }

    private static func operation(_ verb: AnyVerb, _ language: Language) -> [String: Any] {
        var operation: [String: Any] = [
            "operationId": verb.name, "tags": [String(verb.name.split(separator: ".").first ?? "")],
            "summary": language.textIfKnown("verb.\(verb.name)") ?? verb.name,
            "parameters": [
                [
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "schema": ["type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[!-~]*$"],
                ]
            ],
            "requestBody": ["required": true, "content": ["application/json": ["schema": schema(verb.input)]]],
            "responses": responses(verb.output),
        ]
        operation["security"] = verb.audience == .everyone ? [["key": [String]()], [String: [String]]()] : [["key": [String]()]]
        return operation
    }

    private static func operation(_ query: APIQuery) -> [String: Any] {
        let inPath = query.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { part -> [String: Any] in
            let schema: [String: Any] = ["type": "string", "format": "uuid"]
            return ["name": String(part.dropFirst()), "in": "path", "required": true, "schema": schema]
        }
        let inQuery = query.parameters.map { name -> [String: Any] in
            let schema: [String: Any] = name == "limit" ? ["type": "integer", "minimum": 1] : ["type": "string"]
            return ["name": name, "in": "query", "required": false, "schema": schema]
        }
        return [
            "operationId": query.name, "parameters": inPath + inQuery, "responses": responses(query.output),
            "security": [["key": [String]()]],
        ]
    }

    private static func responses(_ output: JSONShape) -> [String: Any] {
        let problem: [String: Any] = [
            "description": "A problem (RFC 9457)",
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
        return ["200": ["description": "Done", "content": ["application/json": ["schema": schema(output)]]], "default": problem]
    }

    static func schema(_ shape: JSONShape) -> [String: Any] {
        switch shape {
        case .string(let format): return ["type": "string"].merging(format.map { ["format": $0] } ?? [:]) { first, _ in first }
        case .integer: return ["type": "integer"]
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .choice(let values): return ["type": "string", "enum": values]
        case .array(let element): return ["type": "array", "items": schema(element)]
        case .dictionary(let value): return ["type": "object", "additionalProperties": schema(value)]
        case .anything: return [:]
        case .object(let fields):
            var properties: [String: Any] = [:]
            for field in fields { properties[field.name] = schema(field.shape) }
            var result: [String: Any] = ["type": "object", "properties": properties]
            let required = fields.filter(\.isRequired).map(\.name)
            if !required.isEmpty { result["required"] = required }
            return result
        }
    }
}
