extension ImageAnatomy {
    /// Walks the chunks of a PNG, checksums included. Kept: what is needed to decode and to show the colours.
    init(png bytes: [UInt8]) throws {
        self.init()
        keep(0..<8)
        var index = 8
        var dataEnd: Int?
        while true {
            let chunk = try PNGChunk(bytes, at: index)
            guard (index == 8) == (chunk.type == "IHDR") else { throw ImageRefusal.malformed(.png) }
            switch chunk.type {
            case "IHDR":
                try takeHeader(bytes, chunk)
            case "IDAT":
                // The data may be split, but nothing may stand between.
                guard dataEnd == nil || dataEnd == index else { throw ImageRefusal.malformed(.png) }
                dataEnd = chunk.range.upperBound
                keep(chunk.range)
            case "IEND":
                guard dataEnd != nil, chunk.content.isEmpty else { throw ImageRefusal.malformed(.png) }
                keep(chunk.range)
                return
            case "eXIf":
                takeExif(bytes, chunk)
            case "acTL":
                throw ImageRefusal.animated(.png)
            case "PLTE", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "hIST", "pHYs", "sPLT":
                keep(chunk.range)
            default:
                guard chunk.isAncillary else { throw ImageRefusal.malformed(.png) }
            }
            index = chunk.range.upperBound
        }
    }

    private mutating func takeHeader(_ bytes: [UInt8], _ chunk: PNGChunk) throws {
        let start = chunk.content.lowerBound
        guard chunk.content.count == 13, let wide = bytes.big32(start), let high = bytes.big32(start + 4),
            [1, 2, 4, 8, 16].contains(bytes[start + 8]), [0, 2, 3, 4, 6].contains(bytes[start + 9]),
            bytes[start + 10] == 0, bytes[start + 11] == 0, bytes[start + 12] <= 1
        else { throw ImageRefusal.malformed(.png) }
        width = wide
        height = high
        keep(chunk.range)
    }

    private mutating func takeExif(_ bytes: [UInt8], _ chunk: PNGChunk) {
        guard exif.orientation == 1, exif.position == nil else { return }
        exif = ExifBlock(bytes, chunk.content)
        if exif.orientation != 1 {
            let body = Array("eXIf".utf8) + ExifBlock.onlyOrientation(exif.orientation)
            make((body.count - 4).big32 + body + crc32(body).big32)
        }
    }
}

private struct PNGChunk {
    let type: String
    let isAncillary: Bool
    /// Length, type, content and checksum.
    let range: Range<Int>
    let content: Range<Int>

    init(_ bytes: [UInt8], at index: Int) throws {
        guard let length = bytes.big32(index), index + 8 <= bytes.count else { throw ImageRefusal.truncated(.png) }
        let areLetters = bytes[index + 4..<index + 8].allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
        guard areLetters, length <= 0x7FFF_FFFF else { throw ImageRefusal.malformed(.png) }
        guard let checksum = bytes.big32(index + 8 + length) else { throw ImageRefusal.truncated(.png) }
        let sum = bytes.withUnsafeBufferPointer { crc32($0[index + 4..<index + 8 + length]) }
        guard sum == checksum else { throw ImageRefusal.malformed(.png) }
        type = String(decoding: bytes[index + 4..<index + 8], as: UTF8.self)
        isAncillary = bytes[index + 4] & 0x20 != 0
        range = index..<index + length + 12
        content = index + 8..<index + 8 + length
    }
}
