/// What is read from EXIF; everything else in it is dropped unread.
struct ExifBlock {
    var orientation: Int
    var position: PhotoPosition?
    var takenAt: String?

    static let none = ExifBlock(orientation: 1, position: nil, takenAt: nil)

    /// Reads the TIFF structure at `range`; whatever is broken in it counts as absent.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self = .none
        guard let tiff = Tiff(Array(bytes[range])) else { return }
        let main = tiff.directory(at: tiff.bytes.number(4, 4, bigEndian: tiff.isBigEndian))
        if let value = main[0x0112]?.short(tiff), (1...8).contains(value) { orientation = value }
        let gps = tiff.directory(at: main[0x8825]?.long(tiff))
        if let latitude = tiff.degrees(gps[2], gps[1], negative: "S", limit: 90),
            let longitude = tiff.degrees(gps[4], gps[3], negative: "W", limit: 180),
            latitude != 0 || longitude != 0
        {
            position = PhotoPosition(latitude: latitude, longitude: longitude)
        }
        let camera = tiff.directory(at: main[0x8769]?.long(tiff))
        if let text = tiff.text(camera[0x9003], length: 19) {
            // EXIF writes days with colons.
            takenAt = text.prefix(10).replacing(":", with: "-") + text.dropFirst(10) + (tiff.text(camera[0x9011], length: 6) ?? "")
        }
    }

    /// A TIFF structure whose only tag is the orientation.
    static func onlyOrientation(_ value: Int) -> [UInt8] {
        let header: [UInt8] = [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]
        let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(truncatingIfNeeded: value), 0, 0]
        return header + [0, 1] + entry + [0, 0, 0, 0]
    }

    private init(orientation: Int, position: PhotoPosition?, takenAt: String?) {
        self.orientation = orientation
        self.position = position
        self.takenAt = takenAt
    }
}

private struct Tiff {
    struct Entry {
        var type: Int
        var count: Int
        /// Where the value stands, or its offset when it needs more than four bytes.
        var place: Int

        func short(_ tiff: Tiff) -> Int? {
            type == 3 && count == 1 ? tiff.bytes.number(place, 2, bigEndian: tiff.isBigEndian) : nil
        }

        func long(_ tiff: Tiff) -> Int? {
            type == 4 && count == 1 ? tiff.bytes.number(place, 4, bigEndian: tiff.isBigEndian) : nil
        }
    }

    let bytes: [UInt8]
    let isBigEndian: Bool

    init?(_ bytes: [UInt8]) {
        guard bytes.holds("MM\0*", at: 0) || bytes.holds("II*\0", at: 0) else { return nil }
        self.bytes = bytes
        isBigEndian = bytes[0] == 0x4D
    }

    /// At most 512 entries; the first of a tag counts.
    func directory(at offset: Int?) -> [Int: Entry] {
        guard let offset, let count = bytes.number(offset, 2, bigEndian: isBigEndian) else { return [:] }
        var entries: [Int: Entry] = [:]
        for index in 0..<min(count, 512) {
            let place = offset + 2 + index * 12
            guard let tag = bytes.number(place, 2, bigEndian: isBigEndian),
                let type = bytes.number(place + 2, 2, bigEndian: isBigEndian),
                let length = bytes.number(place + 4, 4, bigEndian: isBigEndian)
            else { break }
            if entries[tag] == nil { entries[tag] = Entry(type: type, count: length, place: place + 8) }
        }
        return entries
    }

    /// Text of a stated length, which is longer than the four bytes of an entry.
    func text(_ value: Entry?, length: Int) -> String? {
        guard let value, value.type == 2, value.count > length, let start = bytes.number(value.place, 4, bigEndian: isBigEndian),
            start <= bytes.count - length
        else { return nil }
        let text = bytes[start..<start + length]
        return text.allSatisfy { (32...126).contains($0) } ? String(decoding: text, as: UTF8.self) : nil
    }

    /// Degrees, minutes and seconds as three fractions, and the letter of the hemisphere.
    func degrees(_ value: Entry?, _ hemisphere: Entry?, negative: String, limit: Double) -> Double? {
        guard let value, value.type == 5, value.count == 3, let hemisphere, hemisphere.type == 2,
            let start = bytes.number(value.place, 4, bigEndian: isBigEndian)
        else { return nil }
        var sum = 0.0
        for (step, share) in [1.0, 60, 3600].enumerated() {
            guard let over = bytes.number(start + step * 8, 4, bigEndian: isBigEndian),
                let under = bytes.number(start + step * 8 + 4, 4, bigEndian: isBigEndian), under > 0
            else { return nil }
            sum += Double(over) / Double(under) / share
        }
        guard sum <= limit else { return nil }
        return bytes.holds(negative, at: hemisphere.place) ? -sum : sum
    }
}
