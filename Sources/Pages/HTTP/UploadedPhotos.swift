import Edges
package import Kernel

extension Visit {
    /// The pictures of a form, checked by their content and stripped of where they were taken. Throws a field problem that names
    /// the file.
    package func checkedPhotos(_ name: String) throws -> [(type: String, content: [UInt8])] {
        let settings = district.pack.settings
        let files = typed.files.filter { $0.name == name }
        guard files.count <= settings.photosPerNote else {
            throw Problem.field(name, "too-many-photos", ["most": "\(settings.photosPerNote)"])
        }
        return try files.map { file in
            do {
                let image = try ImageCheck(file.content, limits: ImageLimits(bytes: settings.photoMegabytes << 20))
                return (image.kind.contentType, image.stripped())
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
