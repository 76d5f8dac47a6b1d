import Glibc

/// Whether bytes that come in pieces are UTF-8.
struct UTF8Check {
    private(set) var isSoFarValid = true
    private var sawWholeCharacter = false
    private var missing = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// A file cut in the middle of its last character still counts, when an earlier one was whole: GB18030 would be garbage.
    var looksLikeUTF8: Bool { isSoFarValid && (missing == 0 || sawWholeCharacter) }

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard isSoFarValid else { return }
        for byte in bytes {
            if missing > 0 {
                guard byte >= lowest, byte <= highest else {
                    isSoFarValid = false
                    return
                }
                (lowest, highest) = (0x80, 0xBF)
                missing -= 1
                if missing == 0 { sawWholeCharacter = true }
            } else if byte >= 0x80 {
                isSoFarValid = begin(byte)
                if !isSoFarValid { return }
            }
        }
    }

    /// Overlong forms, surrogates and values above U+10FFFF show in the second byte.
    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, lowest) = (2, 0xA0)
        case 0xED: (missing, highest) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, lowest) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}

/// GB18030 (and so GBK and GB2312) to UTF-8 in pieces, by the C library's iconv.
final class GB18030Decoder {
    private let handle: iconv_t?
    private var rest: [UInt8] = []

    init() {
        let opened = iconv_open("UTF-8", "GB18030")
        handle = opened == iconv_t(bitPattern: -1) ? nil : opened
    }

    deinit { if let handle { iconv_close(handle) } }

    /// Half a character is waiting for its other half.
    var holdsRest: Bool { !rest.isEmpty }

    /// The text as far as it could be read, and false when what follows is no GB18030.
    func decode(_ chunk: [UInt8]) -> (text: [UInt8], sound: Bool) {
        guard let handle else { return ([], false) }
        var input = (rest + chunk).map { CChar(bitPattern: $0) }
        rest = []
        var sound = true
        var left = input.count
        // A byte of GB18030 becomes at most three of UTF-8.
        let text = [UInt8](unsafeUninitializedCapacity: input.count * 3 + 16) { output, filled in
            input.withUnsafeMutableBufferPointer { input in
                var from = input.baseAddress
                var room = output.count
                output.withMemoryRebound(to: CChar.self) { output in
                    var to = output.baseAddress
                    let result = iconv(handle, &from, &left, &to, &room)
                    // EINVAL: the chunk ends within a character.
                    if result == -1, errno != EINVAL { sound = false }
                }
                filled = output.count - room
            }
        }
        if sound, left > 0 { rest = input.suffix(left).map { UInt8(bitPattern: $0) } }
        return (text, sound)
    }
}
