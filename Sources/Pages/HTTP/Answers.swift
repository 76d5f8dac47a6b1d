package import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    package static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        html(page: Array(text.utf8), status: status)
    }

    static func html(page: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: page)))
    }

    /// After a change: the browser asks for the page anew, so that a reload sends nothing twice.
    package static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    package static func json(_ data: Data, status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response {
        Response(
            status: status, headers: [.contentType: "\(type); charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    package static func bytes(_ bytes: [UInt8], type: String, filename: String? = nil, cache: String = "no-store") -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: cache]
        if let filename { headers[.contentDisposition] = disposition(filename) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A file that was written for this answer; it is gone once it has been sent, or the browser went away.
    package static func file(at path: String, type: String, filename: String) throws -> Response {
        let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        return Response(
            status: .ok, headers: [.contentType: type, .contentDisposition: disposition(filename), .cacheControl: "no-store"],
            body: ResponseBody(contentLength: size) { writer in
                defer { try? FileManager.default.removeItem(atPath: path) }
                let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                while let chunk = try handle.read(upToCount: 1 << 18), !chunk.isEmpty {
                    try await writer.write(ByteBuffer(bytes: chunk))
                }
                try handle.close()
                try await writer.finish(nil)
            })
    }

    private static func disposition(_ filename: String) -> String {
        let allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: Unicode.Scalar(0)..<Unicode.Scalar(128)))
        let encoded = filename.addingPercentEncoding(withAllowedCharacters: allowed.union(CharacterSet(charactersIn: ".-_"))) ?? "file"
        return "attachment; filename*=UTF-8''\(encoded)"
    }
}
