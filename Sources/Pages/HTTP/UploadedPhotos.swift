import Edges
package import Kernel
package import WorkingTime

/// A picture that was checked: what may be kept of it, and what its camera said.
package struct CheckedPhoto: Sendable {
    package var type: String
    /// Without whatever else was in the file.
    package var content: [UInt8]
    /// Kept only where a form asks for it.
    package var takenAt: Instant?
    /// WGS-84.
    package var latitude: Double?
    package var longitude: Double?
}

extension Visit {
    /// The pictures of a form, checked by their content and stripped of where they were taken. Throws a field problem that names
    /// the file.
    package func checkedPhotos(_ name: String) throws -> [CheckedPhoto] {
        let settings = district.pack.settings
        let files = typed.files.filter { $0.name == name }
        guard files.count <= settings.photosPerNote else {
            throw Problem.field(name, "too-many-photos", ["most": "\(settings.photosPerNote)"])
        }
        return try files.map { file in
            do {
                let image = try ImageCheck(Array(file.content), limits: ImageLimits(bytes: settings.photoMegabytes << 20))
                return CheckedPhoto(
                    type: image.kind.contentType, content: image.stripped(),
                    takenAt: image.takenAt.flatMap { Instant($0, in: district.pack.zone) }, latitude: image.position?.latitude,
                    longitude: image.position?.longitude)
            } catch let refusal as ImageRefusal {
                let values = ["file": String(file.filename.prefix(60)), "megabytes": "\(settings.photoMegabytes)"]
                switch refusal {
                case .notAnImage: throw Problem.field(name, "not-a-photo", values)
                case .tooLarge: throw Problem.field(name, "photo-too-large", values)
                case .tooManyPixels: throw Problem.field(name, "photo-too-many-pixels", values)
                case .truncated, .malformed: throw Problem.field(name, "photo-broken", values)
                case .animated: throw Problem.field(name, "photo-moves", values)
                }
            }
        }
    }

    /// The most a form with photos may weigh.
    package static func photoBodyLimit(_ pack: Pack) -> Int {
        (pack.settings.photosPerNote * pack.settings.photoMegabytes + 1) << 20
    }
}
