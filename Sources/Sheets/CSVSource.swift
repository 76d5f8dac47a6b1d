import Glibc

/// Bytes that are no text in the encoding found; the reader knows the place.
struct NotText: Error {}

/// The bytes of a CSV file as UTF-8 without byte order mark, chunk by chunk.
struct CSVSource {
    private let chunks: () throws -> [UInt8]?
    private let decoder: GB18030Decoder?
    private var markLeft: Int
    private var finished = false
    private var broken = false

    init(bytes: [UInt8]) throws {
        var check = UTF8Check()
        check.take(bytes[...])
        var given = false
        try self.init(looksLike: check, head: bytes.prefix(3)) {
            defer { given = true }
            return given ? nil : bytes
        }
    }

    init(path: String) throws {
        var check = UTF8Check()
        var head: [UInt8] = []
        let first = try FileChunks(path: path)
        while check.isSoFarValid, let chunk = try first.next() {
            if head.count < 3 { head += chunk.prefix(3) }
            check.take(chunk[...])
        }
        let file = try FileChunks(path: path)
        try self.init(looksLike: check, head: head[...], chunks: file.next)
    }

    init(chunks: @escaping () throws -> [UInt8]?) throws {
        var waiting: [[UInt8]] = []
        var check = UTF8Check()
        var seen = 0
        while seen < 256 << 10, let chunk = try chunks() {
            check.take(chunk[...])
            waiting.append(chunk)
            seen += chunk.count
        }
        waiting.reverse()
        let head = waiting.reversed().lazy.joined().prefix(3)
        try self.init(looksLike: check, head: Array(head)[...]) {
            if let chunk = waiting.popLast() { return chunk }
            return try chunks()
        }
    }

    private init(looksLike check: UTF8Check, head: ArraySlice<UInt8>, chunks: @escaping () throws -> [UInt8]?) throws {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw CSVFailure.wideText }
        markLeft = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        decoder = markLeft > 0 || check.looksLikeUTF8 ? nil : GB18030Decoder()
        self.chunks = chunks
    }

    mutating func next() throws -> [UInt8]? {
        if broken { throw NotText() }
        if finished { return nil }
        guard let chunk = try chunks() else {
            finished = true
            if decoder?.holdsRest == true { throw NotText() }
            return nil
        }
        if let decoder {
            // What was readable goes out first, so that the error is reported at its place.
            let (text, sound) = decoder.decode(chunk)
            broken = !sound
            return text
        }
        return withoutMark(chunk)
    }

    /// The mark may be torn in two when the first chunk is shorter than three bytes.
    private mutating func withoutMark(_ chunk: [UInt8]) -> [UInt8] {
        guard markLeft > 0 else { return chunk }
        let dropped = min(markLeft, chunk.count)
        markLeft -= dropped
        return Array(chunk.dropFirst(dropped))
    }
}

/// A file in chunks of 64 KiB.
private final class FileChunks {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw CSVFailure.cannotRead(path: path, code: errno) }
    }

    deinit { close(descriptor) }

    func next() throws -> [UInt8]? {
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, filled in
            repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            filled = max(0, count)
        }
        if count < 0 { throw CSVFailure.cannotRead(path: path, code: errno) }
        return count == 0 ? nil : chunk
    }
}
