import Kernel
import Pages

extension Visit {
    /// Photos as a page shows them, each at `<path>/photos/<hash>`; nil without any.
    func gallery(_ photos: [CasePhoto], below path: String) -> Photos? {
        let items = photos.map { photo in
            Photo(
                thumbnail: "\(path)/photos/\(photo.hash)", href: "\(path)/photos/\(photo.hash)",
                alt: text("case.photo-alt", ["time": moment(photo.addedAt)]))
        }
        return items.isEmpty ? nil : Photos(items)
    }
}
