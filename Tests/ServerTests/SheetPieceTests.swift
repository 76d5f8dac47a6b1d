import Testing
import World

@testable import Registers

/// Rows of a sheet are kept as one text, whatever stands in their cells.
@Suite struct SheetPieceTests {
    @Test func rowsComeBackAsTheyWere() {
        var random = Seeded(11)
        let scraps = ["", "张", "三", "\u{1F}", "\u{1E}", "\u{1B}", "0", "3", "4", "\n", "[", "é", "👨‍👩‍👧", " "]
        for _ in 0..<300 {
            let rows = (0..<Int.random(in: 1...6, using: &random)).map { number in
                AddSheetRows.Row(
                    number: number * 7 + 1,
                    cells: (0..<Int.random(in: 0...5, using: &random)).map { _ in
                        (0..<Int.random(in: 0...4, using: &random)).map { _ in scraps.randomElement(using: &random)! }.joined()
                    })
            }
            let text = SheetPiece.text(of: rows)
            let back = SheetPiece.rows(in: text)
            #expect(back.map(\.number) == rows.map(\.number))
            #expect(back.map { $0.cells.map { Array($0.utf8) } } == rows.map { $0.cells.map { Array($0.utf8) } })
            #expect(!text.hasPrefix("["))
        }
    }
}
