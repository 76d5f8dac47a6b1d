import Glibc

/// What a multipart form may hold at most, in bytes except `parts`.
package struct MultipartLimits: Sendable {
    package var parts: Int
    package var headerBytes: Int
    package var fieldBytes: Int
    package var fileBytes: Int
    package var totalBytes: Int

    package init(
        parts: Int = 500, headerBytes: Int = 8 << 10, fieldBytes: Int = 1 << 20, fileBytes: Int = 20 << 20,
        totalBytes: Int = 64 << 20
    ) {
        self.parts = parts
        self.headerBytes = headerBytes
        self.fieldBytes = fieldBytes
        self.fileBytes = fileBytes
        self.totalBytes = totalBytes
    }
}

/// Why a multipart form was refused.
package enum MultipartFailure: Error, Equatable {
    case notMultipart
    case missingBoundary
    /// The closing boundary is missing: the upload broke off.
    case truncated
    case tooManyParts(limit: Int)
    case headerTooLarge(limit: Int)
    case partTooLarge(name: String, limit: Int)
    case bodyTooLarge(limit: Int)
    case malformedHeader
    /// A NUL in a field that is no file.
    case nul(name: String)
}

/// Reads `multipart/form-data` bodies (RFC 7578) that are in memory; contents are slices, not copies.
package struct MultipartParser: Sendable {
    private let delimiter: [UInt8]
    private let limits: MultipartLimits

    /// - Parameter contentType: the value of the request's Content-Type header.
    /// - Throws: `MultipartFailure.notMultipart`, `.missingBoundary`.
    package init(contentType: String, limits: MultipartLimits = MultipartLimits()) throws {
        let bytes = Array(contentType.utf8)
        guard let value = HeaderValue(bytes[...]), value.kind == "multipart/form-data" else {
            throw MultipartFailure.notMultipart
        }
        guard let boundary = value["boundary"], (1...70).contains(boundary.count),
            boundary.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.last != 0x20
        else { throw MultipartFailure.missingBoundary }
        delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary
        self.limits = limits
    }

    package func parse(_ body: [UInt8]) throws -> [MultipartPart] {
        try parse(body[...])
    }

    /// The parts in their order; whatever stands before the first and after the last boundary is ignored.
    /// - Throws: `MultipartFailure`.
    package func parse(_ body: ArraySlice<UInt8>) throws -> [MultipartPart] {
        guard body.count <= limits.totalBytes else { throw MultipartFailure.bodyTooLarge(limit: limits.totalBytes) }
        guard var found = firstBoundary(in: body) else { throw MultipartFailure.truncated }
        var parts: [MultipartPart] = []
        while !found.isLast {
            guard parts.count < limits.parts else { throw MultipartFailure.tooManyParts(limit: limits.parts) }
            let (part, next) = try part(in: body[found.end...])
            parts.append(part)
            found = next
        }
        return parts
    }

    private struct Boundary {
        var start: Int
        var end: Int
        var isLast: Bool
    }

    private func part(in rest: ArraySlice<UInt8>) throws -> (MultipartPart, Boundary) {
        // Search a little beyond the limit, so that a header of just that size is still found.
        let window = rest.prefix(limits.headerBytes + 4)
        guard let headerEnd = firstIndex(of: [0x0D, 0x0A, 0x0D, 0x0A], in: window) else {
            if rest.count > window.count { throw MultipartFailure.headerTooLarge(limit: limits.headerBytes) }
            throw MultipartFailure.truncated
        }
        let contentStart = headerEnd + 4
        // The line end before a boundary belongs to it, and an empty content leaves only that of the header.
        guard let next = boundary(in: rest[(contentStart - 2)...]) else { throw MultipartFailure.truncated }
        let content = rest[contentStart..<max(contentStart, next.start)]
        let part = try MultipartPart.readingHeader(rest[rest.startIndex..<headerEnd], content: content)
        try check(part)
        return (part, next)
    }

    private func check(_ part: MultipartPart) throws {
        let limit = part.filename == nil ? limits.fieldBytes : limits.fileBytes
        guard part.content.count <= limit else { throw MultipartFailure.partTooLarge(name: part.name, limit: limit) }
        guard !part.name.utf8.contains(0), part.filename != nil || !part.content.contains(0) else {
            throw MultipartFailure.nul(name: part.name)
        }
    }

    /// The first boundary may stand at the very beginning, without a line end before it.
    private func firstBoundary(in body: ArraySlice<UInt8>) -> Boundary? {
        if body.starts(with: delimiter.dropFirst(2)),
            let found = completed(body, start: body.startIndex, end: body.startIndex + delimiter.count - 2)
        {
            return found
        }
        return boundary(in: body)
    }

    private func boundary(in rest: ArraySlice<UInt8>) -> Boundary? {
        var rest = rest
        while let start = firstIndex(of: delimiter, in: rest) {
            let end = start + delimiter.count
            if let found = completed(rest, start: start, end: end) { return found }
            rest = rest[end...]
        }
        return nil
    }

    /// What follows must be `--` or the end of the line; else it is content that happens to begin alike.
    private func completed(_ bytes: ArraySlice<UInt8>, start: Int, end: Int) -> Boundary? {
        if bytes[end...].starts(with: [0x2D, 0x2D]) { return Boundary(start: start, end: end + 2, isLast: true) }
        var index = end
        while index < bytes.endIndex, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        guard bytes[index...].starts(with: [0x0D, 0x0A]) else { return nil }
        return Boundary(start: start, end: index + 2, isLast: false)
    }

    private func firstIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { haystack in
            guard let base = haystack.baseAddress, haystack.count >= pattern.count else { return nil }
            var offset = 0
            while offset <= haystack.count - pattern.count {
                let reach = haystack.count - pattern.count - offset + 1
                guard let hit = memchr(base + offset, Int32(pattern[0]), reach) else { return nil }
                offset = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
                if memcmp(base + offset, pattern, pattern.count) == 0 { return bytes.startIndex + offset }
                offset += 1
            }
            return nil
        }
    }
}
