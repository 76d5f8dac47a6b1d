package enum ImageKind: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif

    package var contentType: String { "image/" + rawValue }
}

/// Where a photo was taken: degrees on WGS-84, north and east positive.
package struct PhotoPosition: Sendable, Equatable {
    package var latitude: Double
    package var longitude: Double
}

/// What an image may be at most; pixels are those a browser would have to unpack.
package struct ImageLimits: Sendable {
    package var bytes: Int
    package var pixels: Int
    package var side: Int

    package init(bytes: Int = 20 << 20, pixels: Int = 120_000_000, side: Int = 20_000) {
        self.bytes = bytes
        self.pixels = pixels
        self.side = side
    }
}

/// Why bytes were not taken as a photo.
package enum ImageRefusal: Error, Equatable {
    case notAnImage(sniffed: SniffedContent)
    case tooLarge(limit: Int)
    case tooManyPixels(width: Int, height: Int)
    /// The file ends before its picture does.
    case truncated(ImageKind)
    /// The structure is broken, or of a kind browsers do not show.
    case malformed(ImageKind)
    /// More than one frame.
    case animated(ImageKind)
}

/// A still JPEG, PNG, WebP or GIF, judged by its content alone: name and declared type do not count.
///
/// The structure is walked to its end, but pixels are not unpacked. Store what `stripped()` gives, never the bytes that came.
package struct ImageCheck: Sendable {
    package let kind: ImageKind
    /// In pixels, as stored: before the orientation is applied.
    package let width: Int
    package let height: Int
    /// As in EXIF, 1 to 8; 1 is upright.
    package let orientation: Int
    /// From EXIF, for callers whose form asks where a photo was taken. Nil without one, or at 0, 0, which phones write without a fix.
    package let position: PhotoPosition?
    /// From EXIF, as the camera's clock said: `2026-03-30 09:15:00`, with `+08:00` behind it where the camera knows its zone.
    package let takenAt: String?
    private let bytes: [UInt8]
    private let pieces: [ImagePiece]

    /// - Throws: `ImageRefusal`.
    package init(_ bytes: [UInt8], limits: ImageLimits = ImageLimits()) throws {
        guard bytes.count <= limits.bytes else { throw ImageRefusal.tooLarge(limit: limits.bytes) }
        let sniffed = SniffedContent(bytes)
        guard case .image(let kind) = sniffed else { throw ImageRefusal.notAnImage(sniffed: sniffed) }
        let anatomy =
            switch kind {
            case .jpeg: try ImageAnatomy(jpeg: bytes)
            case .png: try ImageAnatomy(png: bytes)
            case .webp: try ImageAnatomy(webp: bytes)
            case .gif: try ImageAnatomy(gif: bytes)
            }
        guard anatomy.width > 0, anatomy.height > 0 else { throw ImageRefusal.malformed(kind) }
        guard anatomy.width <= limits.side, anatomy.height <= limits.side,
            anatomy.width * anatomy.height <= limits.pixels
        else { throw ImageRefusal.tooManyPixels(width: anatomy.width, height: anatomy.height) }
        self.kind = kind
        width = anatomy.width
        height = anatomy.height
        orientation = anatomy.exif.orientation
        position = anatomy.exif.position
        takenAt = anatomy.exif.takenAt
        pieces = anatomy.pieces
        self.bytes = bytes
    }

    /// The picture without EXIF, XMP, IPTC, comments, thumbnails and whatever follows its end; colours and pixels are untouched.
    /// An orientation other than upright is kept, as the only tag of a new EXIF block, so that photos do not turn.
    package func stripped() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for piece in pieces {
            switch piece {
            case .copied(let range): result += bytes[range]
            case .made(let made): result += made
            }
        }
        return result
    }
}

/// A stretch of a stripped picture.
enum ImagePiece: Sendable {
    case copied(Range<Int>)
    case made([UInt8])
}

/// What walking a picture's structure has found.
struct ImageAnatomy {
    var width = 0
    var height = 0
    var exif = ExifBlock.none
    private(set) var pieces: [ImagePiece] = []

    /// Keeps a stretch of the original; neighbours are joined, so that many small blocks cost no memory.
    mutating func keep(_ range: Range<Int>) {
        if case .copied(let last)? = pieces.last, last.upperBound == range.lowerBound {
            pieces[pieces.count - 1] = .copied(last.lowerBound..<range.upperBound)
        } else {
            pieces.append(.copied(range))
        }
    }

    mutating func make(_ bytes: [UInt8]) { pieces.append(.made(bytes)) }

    /// Puts a beginning before what has been kept.
    mutating func begin(with start: [ImagePiece]) { pieces = start + pieces }
}
