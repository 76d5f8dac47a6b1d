extension ImageAnatomy {
    /// Walks the chunks of a WebP (RFC 9649). Kept: the picture, its alpha plane and its colour profile.
    init(webp bytes: [UInt8]) throws {
        self.init()
        guard let size = bytes.little32(4) else { throw ImageRefusal.truncated(.webp) }
        let end = 8 + size
        guard end <= bytes.count else { throw ImageRefusal.truncated(.webp) }
        var canvas: (flags: UInt8, range: Range<Int>)?
        var picture = false
        var index = 12
        while index + 8 <= end {
            guard let length = bytes.little32(index + 4), index + 8 + length <= end else {
                throw ImageRefusal.malformed(.webp)
            }
            let content = index + 8..<index + 8 + length
            // Chunks are padded to an even length; the last padding byte may be missing.
            let range = index..<min(content.upperBound + length % 2, end)
            switch String(decoding: bytes[index..<index + 4], as: UTF8.self) {
            case "VP8X":
                guard index == 12, length >= 10 else { throw ImageRefusal.malformed(.webp) }
                canvas = (bytes[content.lowerBound], content)
                try takeCanvas(bytes, content)
            case "VP8 ", "VP8L":
                guard !picture, canvas != nil || index == 12 else { throw ImageRefusal.malformed(.webp) }
                picture = true
                try takePicture(bytes, content, lossless: bytes[index + 3] == 0x4C, hasCanvas: canvas != nil)
                keep(range)
                if range.count % 2 == 1 { make([0]) }
            case "ALPH", "ICCP":
                guard canvas != nil, range.count % 2 == 0 else { throw ImageRefusal.malformed(.webp) }
                keep(range)
            case "ANIM", "ANMF":
                throw ImageRefusal.animated(.webp)
            case "EXIF":
                // Some writers put JPEG's prefix here as well.
                let hasPrefix = length >= 6 && bytes.holds("Exif\0\0", at: content.lowerBound)
                exif = ExifBlock(bytes, content.dropFirst(hasPrefix ? 6 : 0))
            default:
                break
            }
            index = range.upperBound
        }
        guard picture else { throw ImageRefusal.malformed(.webp) }
        close(bytes, canvas)
    }

    private mutating func takeCanvas(_ bytes: [UInt8], _ content: Range<Int>) throws {
        guard bytes[content.lowerBound] & 0x02 == 0 else { throw ImageRefusal.animated(.webp) }
        guard let wide = bytes.little24(content.lowerBound + 4), let high = bytes.little24(content.lowerBound + 7)
        else {
            throw ImageRefusal.truncated(.webp)
        }
        width = wide + 1
        height = high + 1
    }

    private mutating func takePicture(
        _ bytes: [UInt8], _ content: Range<Int>, lossless: Bool, hasCanvas: Bool
    ) throws {
        let start = content.lowerBound
        var found: (Int, Int)?
        if lossless, content.count >= 5, bytes[start] == 0x2F, let bits = bytes.little32(start + 1) {
            found = (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        } else if !lossless, content.count >= 10, bytes[start] & 1 == 0,
            bytes.holds("\u{9D}\u{01}\u{2A}", at: start + 3),
            let wide = bytes.little16(start + 6), let high = bytes.little16(start + 8)
        {
            found = (wide & 0x3FFF, high & 0x3FFF)
        }
        guard let found, !hasCanvas || found == (width, height) else { throw ImageRefusal.malformed(.webp) }
        (width, height) = found
    }

    /// With a canvas its flags must say what is there: EXIF (08) only for an orientation, XMP (04) never.
    private mutating func close(_ bytes: [UInt8], _ canvas: (flags: UInt8, range: Range<Int>)?) {
        var start: [ImagePiece] = []
        if let canvas {
            let turned = exif.orientation != 1
            let flags = canvas.flags & ~0x0C | (turned ? 0x08 : 0)
            let rest = bytes[canvas.range.lowerBound + 1..<canvas.range.lowerBound + 10]
            start.append(.made(Array("VP8X".utf8) + 10.little32 + [flags] + rest))
            if turned {
                let block = ExifBlock.onlyOrientation(exif.orientation)
                make(Array("EXIF".utf8) + block.count.little32 + block)
            }
        } else {
            // Without a canvas there is no place for EXIF, and no reader looks for one.
            exif.orientation = 1
        }
        let length = (start + pieces).reduce(4) { $0 + $1.count }
        begin(with: [.made(Array("RIFF".utf8) + length.little32 + Array("WEBP".utf8))] + start)
    }
}

extension ImagePiece {
    fileprivate var count: Int {
        switch self {
        case .copied(let range): range.count
        case .made(let made): made.count
        }
    }
}
