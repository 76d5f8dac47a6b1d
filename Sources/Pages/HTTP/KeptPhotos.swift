import HTTPTypes
package import Hummingbird
import Kernel

/// Photos on their way in and out, for whatever shows or takes them.
package enum KeptPhotos {
    /// Keeps photos that were checked before; their hashes, by which a verb hangs them on a case.
    /// - Parameter withOrigin: keeps when and where they were taken as well: for answers, whose photos are to prove something.
    package static func keep(_ photos: [CheckedPhoto], _ visit: Visit, withOrigin: Bool = false) async throws -> [String] {
        let vault = FileVault(district: visit.district)
        var hashes: [String] = []
        for photo in photos {
            let origin =
                withOrigin ? FileVault.Origin(takenAt: photo.takenAt, latitude: photo.latitude, longitude: photo.longitude) : nil
            hashes.append(try await vault.keep(photo.content, type: photo.type, origin: origin))
        }
        return hashes
    }

    /// A photo that this visitor may see, which the caller has found out.
    package static func answer(_ hash: String, _ visit: Visit) async throws -> Response {
        // Kept by the browser, and shown again only after asking whether this person still may.
        let tag = "\"\(hash)\""
        if visit.request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: [.eTag: tag]) }
        let vault = FileVault(district: visit.district)
        guard let kept = try await vault.load(hash) else { throw Problem.notFound("photo") }
        var response = Response.bytes(kept.content, type: kept.type, cache: "private, no-cache")
        response.headers[.eTag] = tag
        return response
    }
}
