import Testing

@testable import Sealing

struct BytesTests {
    /// FIPS 180-2, appendix B.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func contentHashIsSHA256(text: String, expected: String) {
        #expect(ContentHash.hex(of: Array(text.utf8)) == expected)
        var pieces = ContentHash()
        for byte in text.utf8 { pieces.append([byte]) }
        #expect(pieces.hex == expected)
        #expect(pieces.hex == expected)
    }

    @Test func constantTimeComparison() {
        #expect(ConstantTime.equal([], []))
        #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
        for other: [UInt8] in [[1, 2], [1, 2, 4], [0, 2, 3], [1, 2, 3, 0], []] {
            #expect(!ConstantTime.equal([1, 2, 3], other))
        }
    }

    /// RFC 4648, section 10, without the padding; and the two characters that differ from plain base64.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"), ("???>>>", "Pz8_Pj4-"),
    ])
    func base64URL(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "Pz8/Pj4+", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9vé"])
    func otherSpellingsAreRefused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func hexIsReadAsWritten() {
        let all = [UInt8](0...255)
        #expect(Hex.decode(Hex.encode(all)) == all)
        for text in ["0", "0g", "AB", "é0"] { #expect(Hex.decode(text) == nil) }
    }

    @Test func framedPartsDoNotRunTogether() {
        var one = Frame("x")
        one.append("ab")
        one.append("c")
        var other = Frame("x")
        other.append("a")
        other.append("bc")
        #expect(one.bytes != other.bytes)
        #expect(Int64(bigEndianBytes: Int64(-5).bigEndianBytes) == -5)
        #expect(UInt16(0x0102).bigEndianBytes == [1, 2])
    }
}
