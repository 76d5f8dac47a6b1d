import Testing

@testable import Sealing

struct ReceiptCodeTests {
    /// Forty codes, and 0000-0000-0000 where every letter is the same.
    let sample: [String] = {
        var generator = Seeded(10)
        return (0..<40).map { _ in ReceiptCode.make(using: &generator) } + ["0000-0000-0000"]
    }()

    @Test func codeIsAcceptedAsGivenOut() {
        #expect(Set(ReceiptCode.alphabet).count == 31)
        for code in sample {
            #expect(code.count == 14)
            #expect(code.split(separator: "-").map(\.count) == [4, 4, 4])
            #expect(ReceiptCode.normalise(code) == code)
        }
        #expect(Set((0..<500).map { _ in ReceiptCode.make() }).count == 500)
    }

    @Test func everySingleWrongCharacterIsNoticed() {
        for code in sample {
            let letters = code.filter { $0 != "-" }.map { $0 }
            for index in letters.indices {
                for letter in ReceiptCode.alphabet where letter != letters[index] {
                    var typo = letters
                    typo[index] = letter
                    if ReceiptCode.normalise(String(typo)) != nil { Issue.record("\(code) → \(String(typo))") }
                }
            }
        }
    }

    /// Neighbours and all other pairs.
    @Test func everySwapOfTwoDifferentCharactersIsNoticed() {
        for code in sample {
            let letters = code.filter { $0 != "-" }.map { $0 }
            for one in letters.indices {
                for other in letters.indices where other > one && letters[one] != letters[other] {
                    var typo = letters
                    typo.swapAt(one, other)
                    if ReceiptCode.normalise(String(typo)) != nil { Issue.record("\(code) → \(String(typo))") }
                }
            }
        }
    }

    @Test func missingAndExtraCharactersAreNoticed() {
        for code in sample {
            #expect(ReceiptCode.normalise(String(code.dropLast())) == nil)
            #expect(ReceiptCode.normalise(code + "2") == nil)
        }
        for text in ["", "----", "呼应呼应呼应呼应呼应呼应", "????-????-????"] { #expect(ReceiptCode.normalise(text) == nil) }
    }

    @Test func codeMayBeTypedInManyWays() {
        for code in sample {
            let bare = code.filter { $0 != "-" }
            let fullWidth = String(
                String.UnicodeScalarView(code.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! }))
            let spaced = bare.map { "\($0)" }.joined(separator: " ")
            for typed in [
                bare, code.lowercased(), fullWidth, spaced, " \(code)\u{3000}\n", code.replacing("-", with: "—"),
            ] {
                #expect(ReceiptCode.normalise(typed) == code, "\(typed)")
            }
        }
    }

    @Test func charactersThatLookAlikeAreReadAsTheOneInUse() {
        for (seen, meant) in ReceiptCode.readAs {
            #expect(!ReceiptCode.alphabet.contains(seen))
            #expect(ReceiptCode.alphabet.contains(meant))
            for code in sample {
                let misread = code.replacing("\(meant)", with: "\(seen)")
                #expect(ReceiptCode.normalise(misread) == code)
                #expect(ReceiptCode.normalise(misread.lowercased()) == code)
            }
        }
        let read = Set(ReceiptCode.alphabet).union(ReceiptCode.readAs.keys)
        #expect(read == Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    }
}
