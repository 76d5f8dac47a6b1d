import Edges
package import Kernel
package import WorkingTime

/// What somebody typed and sent, from a form of either encoding.
package struct TypedForm: Sendable {
    package struct File: Sendable {
        package var name: String
        package var filename: String
        /// A slice of the body, which can be large: nobody copies it without need.
        package var content: ArraySlice<UInt8>
    }

    package var values: [String: [String]]
    package var files: [File]

    package init(values: [String: [String]] = [:], files: [File] = []) {
        self.values = values
        self.files = files
    }

    /// The answer to a field; empty is nil.
    package subscript(name: String) -> String? {
        guard let value = values[name]?.first, !value.isEmpty else { return nil }
        return value
    }

    package func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    package func id<Noun>(_ name: String, of: Noun.Type = Noun.self) throws -> ID<Noun>? {
        guard let text = self[name] else { return nil }
        guard let id = ID<Noun>(text) else { throw Problem.field(name, "not-one-of-these") }
        return id
    }

    package func required<Noun>(_ name: String, of: Noun.Type = Noun.self) throws -> ID<Noun> {
        guard let id: ID<Noun> = try id(name) else { throw Problem.field(name, "required") }
        return id
    }

    package func day(_ name: String) throws -> Day {
        guard let text = self[name] else { throw Problem.field(name, "required") }
        guard let day = Day(iso: text) else { throw Problem.field(name, "not-a-day") }
        return day
    }

    /// An amount of money as people write it (`1,200.50`), in fen; nil where nothing was written.
    package func fen(_ name: String) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let fen = Money.fen(text) else { throw Problem.field(name, "not-an-amount") }
        return fen
    }

    /// A form carries the id of its one sending, so that a second press changes nothing.
    package func requestID() throws -> RequestID? {
        try self["_request"].map { try RequestID($0) }
    }

    /// Reads a body; throws a `Problem` with a sentence for each way in which it can be broken.
    package static func parse(_ body: [UInt8], contentType: String?, limit: Int) throws -> TypedForm {
        guard let contentType, !body.isEmpty else { return TypedForm() }
        do {
            if contentType.lowercased().hasPrefix("multipart/") {
                let parts = try MultipartParser(contentType: contentType, limits: MultipartLimits(fileBytes: limit, totalBytes: limit))
                    .parse(body)
                var form = TypedForm()
                for part in parts {
                    if let filename = part.filename {
                        if !filename.isEmpty || !part.content.isEmpty {
                            form.files.append(File(name: part.name, filename: filename, content: part.content))
                        }
                    } else {
                        form.values[part.name, default: []].append(part.text)
                    }
                }
                return form
            }
            if contentType.lowercased().hasPrefix("application/x-www-form-urlencoded") {
                var form = TypedForm()
                for pair in try FormBody.parse(body).pairs { form.values[pair.name, default: []].append(pair.value) }
                return form
            }
            throw Problem(.unsupported, "form-encoding")
        } catch let failure as MultipartFailure {
            switch failure {
            case .partTooLarge(let name, let limit): throw Problem.field(name, "file-too-large", ["megabytes": "\(limit >> 20)"])
            case .bodyTooLarge, .tooManyParts, .headerTooLarge: throw Problem(.tooLarge, "body-too-large")
            case .nul(let name): throw Problem.field(name, "control-characters")
            case .notMultipart, .missingBoundary, .truncated, .malformedHeader: throw Problem(.invalid, "form-broken")
            }
        } catch let failure as FormFailure {
            switch failure {
            case .nul(let name): throw Problem.field(name, "control-characters")
            case .valueTooLong(let name, _): throw Problem.field(name, "too-long-by-far")
            default: throw Problem(.tooLarge, "body-too-large")
            }
        }
    }
}
