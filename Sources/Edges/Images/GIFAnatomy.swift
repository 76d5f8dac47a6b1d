extension ImageAnatomy {
    /// Walks the blocks of a GIF with one frame. Kept: the frame, its colour tables and its transparency.
    init(gif bytes: [UInt8]) throws {
        self.init()
        guard let wide = bytes.little16(6), let high = bytes.little16(8), bytes.count >= 13 else {
            throw ImageRefusal.truncated(.gif)
        }
        width = wide
        height = high
        var index = 13 + Self.colourTableSize(bytes[10])
        keep(0..<min(index, bytes.count))
        var frames = 0
        var graphicControl: Range<Int>?
        while true {
            guard index < bytes.count else { throw ImageRefusal.truncated(.gif) }
            let start = index
            switch bytes[index] {
            case 0x3B:
                guard frames == 1 else { throw ImageRefusal.malformed(.gif) }
                keep(index..<index + 1)
                return
            case 0x21:
                guard index + 2 < bytes.count else { throw ImageRefusal.truncated(.gif) }
                let isGraphicControl = bytes[index + 1] == 0xF9
                index = try Self.endOfBlocks(bytes, index + 2)
                // Comments and applications' data are left out; without further frames nobody needs them.
                if isGraphicControl { graphicControl = start..<index }
            case 0x2C:
                frames += 1
                guard frames == 1 else { throw ImageRefusal.animated(.gif) }
                index = try takeFrame(bytes, index)
                if let graphicControl { keep(graphicControl) }
                keep(start..<index)
            default:
                throw ImageRefusal.malformed(.gif)
            }
        }
    }

    /// A frame larger than the canvas makes browsers grow the canvas.
    private mutating func takeFrame(_ bytes: [UInt8], _ index: Int) throws -> Int {
        guard let left = bytes.little16(index + 1), let top = bytes.little16(index + 3),
            let wide = bytes.little16(index + 5), let high = bytes.little16(index + 7), index + 9 < bytes.count
        else { throw ImageRefusal.truncated(.gif) }
        width = max(width, left + wide)
        height = max(height, top + high)
        return try Self.endOfBlocks(bytes, index + 11 + Self.colourTableSize(bytes[index + 9]))
    }

    /// Sub-blocks begin with their length; a length of 0 ends them.
    private static func endOfBlocks(_ bytes: [UInt8], _ start: Int) throws -> Int {
        var index = start
        while index < bytes.count {
            if bytes[index] == 0 { return index + 1 }
            index += 1 + Int(bytes[index])
        }
        throw ImageRefusal.truncated(.gif)
    }

    private static func colourTableSize(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }
}
