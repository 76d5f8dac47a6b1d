import Glibc

extension ImageAnatomy {
    /// Walks the segments of a JPEG (ITU-T T.81, annex B). Kept: what is needed to decode, the bare JFIF header, the colour
    /// profile and Adobe's colour transform.
    init(jpeg bytes: [UInt8]) throws {
        var walk = JPEGWalk(bytes: bytes)
        try walk.run()
        self = walk.anatomy
        var start: [ImagePiece] = [.copied(0..<2)]
        if let jfif = walk.jfif { start.append(.made(jfif)) }
        if exif.orientation != 1 {
            let content = Array("Exif\0\0".utf8) + ExifBlock.onlyOrientation(exif.orientation)
            start.append(.made([0xFF, 0xE1] + (content.count + 2).big16 + content))
        }
        begin(with: start)
    }
}

private struct JPEGWalk {
    let bytes: [UInt8]
    var anatomy = ImageAnatomy()
    var jfif: [UInt8]?
    private var foundExif = false
    private var scans = 0
    private var index = 2

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() throws {
        while true {
            let marker = try nextMarker()
            if marker == 0xD9 {
                guard scans > 0 else { throw ImageRefusal.malformed(.jpeg) }
                return anatomy.keep(index - 2..<index)
            }
            guard let length = bytes.big16(index) else { throw ImageRefusal.truncated(.jpeg) }
            guard length >= 2 else { throw ImageRefusal.malformed(.jpeg) }
            guard index + length <= bytes.count else { throw ImageRefusal.truncated(.jpeg) }
            let segment = index - 2..<index + length
            index = segment.upperBound
            try take(marker, segment)
        }
    }

    /// Any number of FF may stand before a marker.
    private mutating func nextMarker() throws -> UInt8 {
        guard index < bytes.count else { throw ImageRefusal.truncated(.jpeg) }
        guard bytes[index] == 0xFF else { throw ImageRefusal.malformed(.jpeg) }
        while index < bytes.count, bytes[index] == 0xFF { index += 1 }
        guard index < bytes.count else { throw ImageRefusal.truncated(.jpeg) }
        index += 1
        return bytes[index - 1]
    }

    private mutating func take(_ marker: UInt8, _ segment: Range<Int>) throws {
        let content = segment.lowerBound + 4
        switch marker {
        case 0xC0, 0xC1, 0xC2:
            try takeFrame(segment)
        case 0xC4, 0xDB, 0xDD:
            anatomy.keep(segment)
        case 0xDA:
            // libjpeg-turbo's fuzzers stop at 500 scans as well: each makes a decoder pass over the whole picture.
            scans += 1
            guard anatomy.width > 0, scans <= 500 else { throw ImageRefusal.malformed(.jpeg) }
            anatomy.keep(segment)
            try takeEntropyCodedData()
        case 0xE0:
            if jfif == nil, segment.count >= 18, bytes.holds("JFIF\0", at: content) {
                // Everything but the thumbnail.
                jfif = [0xFF, 0xE0, 0, 16] + bytes[content..<content + 12] + [0, 0]
            }
        case 0xE1:
            if !foundExif, segment.count >= 10, bytes.holds("Exif\0\0", at: content) {
                foundExif = true
                anatomy.exif = ExifBlock(bytes, content + 6..<segment.upperBound)
            }
        case 0xE2:
            if bytes.holds("ICC_PROFILE\0", at: content) { anatomy.keep(segment) }
        case 0xEE:
            if bytes.holds("Adobe", at: content) { anatomy.keep(segment) }
        case 0xE3...0xEF, 0xFE:
            break
        default:
            throw ImageRefusal.malformed(.jpeg)
        }
    }

    /// Baseline, extended or progressive of eight bits: what browsers show.
    private mutating func takeFrame(_ segment: Range<Int>) throws {
        guard anatomy.width == 0, segment.count >= 13, bytes[segment.lowerBound + 4] == 8,
            let high = bytes.big16(segment.lowerBound + 5), let wide = bytes.big16(segment.lowerBound + 7), high > 0,
            wide > 0, [1, 3, 4].contains(bytes[segment.lowerBound + 9])
        else { throw ImageRefusal.malformed(.jpeg) }
        anatomy.width = wide
        anatomy.height = high
        anatomy.keep(segment)
    }

    /// Runs to the next marker that is neither a stuffed FF nor a restart.
    private mutating func takeEntropyCodedData() throws {
        let start = index
        while index + 1 < bytes.count {
            guard let hit = nextFF(from: index), hit + 1 < bytes.count else { break }
            let next = bytes[hit + 1]
            if next == 0x00 || (0xD0...0xD7).contains(next) {
                index = hit + 2
            } else if next == 0xFF {
                index = hit + 1
            } else {
                index = hit
                return anatomy.keep(start..<hit)
            }
        }
        throw ImageRefusal.truncated(.jpeg)
    }

    private func nextFF(from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return memchr(base + start, 0xFF, buffer.count - start).map { UnsafeRawPointer($0) - base }
        }
    }
}
