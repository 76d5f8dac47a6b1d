import Testing

@testable import Edges

struct ImageCheckTests {
    static let still = SamplePicture.allCases.filter { !$0.rawValue.isEmpty && !"\($0)".hasPrefix("animated") }
    static let animated = SamplePicture.allCases.filter { "\($0)".hasPrefix("animated") }

    @Test(arguments: still)
    func takesStillPictures(_ sample: SamplePicture) throws {
        let check = try ImageCheck(sample.bytes)
        #expect(check.width == 8 && check.height == 6)
        #expect("\(sample)".lowercased().hasSuffix(check.kind.rawValue))
    }

    @Test(arguments: still)
    func leavesNoSecretBehind(_ sample: SamplePicture) throws {
        let check = try ImageCheck(sample.bytes)
        let stripped = check.stripped()
        let again = try ImageCheck(stripped)
        #expect(!stripped.contains("ecret") && !stripped.contains("xmp"))
        #expect(again.position == nil && again.orientation == check.orientation)
        #expect(again.width == 8 && again.height == 6 && again.stripped() == stripped)
        // What follows the end of a picture goes with the rest.
        #expect(try ImageCheck(sample.bytes + Array("<script>PK\u{3}\u{4}".utf8)).stripped() == stripped)
    }

    @Test(arguments: [SamplePicture.jpeg, .png, .webp, .alphaWebP])
    func keepsTheOrientationAndTellsThePosition(_ sample: SamplePicture) throws {
        let check = try ImageCheck(sample.bytes)
        #expect(check.orientation == 6)
        let position = try #require(check.position)
        #expect(abs(position.latitude - 34.7245) < 1e-5 && abs(position.longitude - 113.6402) < 1e-5)
        #expect(try ImageCheck(check.stripped()).orientation == 6)
    }

    @Test(arguments: animated)
    func refusesMoreThanOneFrame(_ sample: SamplePicture) throws {
        #expect {
            try ImageCheck(sample.bytes)
        } throws: { error in
            if case .animated = error as? ImageRefusal { true } else { false }
        }
    }

    @Test(arguments: still)
    func refusesEveryTruncation(_ sample: SamplePicture) {
        let bytes = sample.bytes
        for count in 0..<bytes.count {
            #expect(throws: ImageRefusal.self) { try ImageCheck(Array(bytes.prefix(count))) }
        }
    }

    @Test(arguments: [
        ("<svg xmlns=\"x\" onload=\"alert(1)\"/>", SniffedContent.svg), ("<?xml version=\"1.0\"?>\n<SVG>", .svg),
        ("\n <!DOCTYPE html><p>", .html), ("GIF8<script>", .html), ("%PDF-1.7", .pdf), ("PK\u{3}\u{4}", .zip),
        ("#!/bin/sh", .executable), ("MZ\u{0}", .executable), ("\u{0}\u{0}\u{0}\u{18}ftypheic", .heif),
        ("\u{0}\u{0}\u{0}\u{18}ftypisom", .video), ("II*\u{0}", .tiff), ("<?xml version=\"1.0\"?><a/>", .xml),
        ("你好", .text),
        ("", .empty), ("\u{1}\u{2}", .unknown), (" \u{FF}\u{D8}\u{FF}", .text),
    ])
    func refusesWhatIsNoPicture(_ content: String, _ sniffed: SniffedContent) {
        #expect(throws: ImageRefusal.notAnImage(sniffed: sniffed)) { try ImageCheck(Array(content.utf8)) }
    }

    @Test func refusesPixelBombs() throws {
        var png = SamplePicture.palettePNG.bytes
        png.replaceSubrange(16..<24, with: 100_000.big32 + 100_000.big32)
        png.replaceSubrange(29..<33, with: crc32(png[12..<29]).big32)
        #expect(throws: ImageRefusal.tooManyPixels(width: 100_000, height: 100_000)) { try ImageCheck(png) }
        #expect(throws: ImageRefusal.tooManyPixels(width: 8, height: 6)) {
            try ImageCheck(SamplePicture.jpeg.bytes, limits: ImageLimits(pixels: 47))
        }
        #expect(throws: ImageRefusal.tooLarge(limit: 100)) {
            try ImageCheck(SamplePicture.jpeg.bytes, limits: ImageLimits(bytes: 100))
        }
    }

    @Test func refusesDamage() {
        var png = SamplePicture.png.bytes
        png[20] ^= 1
        #expect(throws: ImageRefusal.malformed(.png)) { try ImageCheck(png) }
        #expect(throws: ImageRefusal.malformed(.jpeg)) { try ImageCheck([0xFF, 0xD8, 0xFF, 0xD9]) }
    }

    @Test func staysCalmOnGarbage() {
        var random = SplitMix64(state: 5)
        var accepted = 0
        for sample in SamplePicture.allCases {
            let seed = sample.bytes
            for _ in 0..<1_500 {
                do {
                    let check = try ImageCheck(seed.mutated(&random))
                    let stripped = check.stripped()
                    let again = try ImageCheck(stripped)
                    #expect(again.width == check.width && again.height == check.height && again.position == nil)
                    #expect(again.stripped() == stripped)
                    accepted += 1
                } catch { #expect(error is ImageRefusal) }
            }
        }
        #expect(accepted > 500)
    }

    /// Mutations of a PNG rarely survive its checksums, so its EXIF is tried on its own.
    @Test func staysCalmOnBrokenExif() throws {
        var random = SplitMix64(state: 6)
        let jpeg = SamplePicture.jpeg.bytes
        let start = try #require(jpeg.indices.first { jpeg.holds("Exif\0\0", at: $0) }) + 6
        let seed = Array(jpeg[start..<min(start + 220, jpeg.count)])
        for _ in 0..<20_000 {
            let bytes = seed.mutated(&random)
            let block = ExifBlock(bytes, 0..<bytes.count)
            #expect((1...8).contains(block.orientation))
            if let position = block.position {
                #expect(abs(position.latitude) <= 90 && abs(position.longitude) <= 180)
            }
        }
    }
}
