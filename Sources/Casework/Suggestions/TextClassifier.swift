import Foundation

/// Tells of a text which of some labels it most likely has, by the characters that stand beside each other in texts whose label is known.
///
/// One linear separator per label over tf-idf of one to three characters, fitted by dual coordinate descent (Hsieh et al. 2008, the
/// L2-regularised squared hinge that LIBLINEAR fits). Small enough to be trained on a district's own cases in a second, and the
/// same for the same texts in the same order.
package struct TextClassifier: Sendable {
    package let labels: [String]
    /// Of each n-gram known, its column and how rare it is.
    private let columns: [UInt64: (column: Int32, rarity: Float)]
    /// By label, one after the other.
    private let weights: [Float]
    private var width: Int { columns.count + 1 }

    private typealias Sparse = [(column: Int32, value: Float)]

    /// - Parameter cost: how much a text on the wrong side counts against a simple separator.
    package init(_ texts: [(text: String, label: String)], cost: Float = 1, rounds: Int = 12, leastTexts: Int = 2) {
        var counts: [UInt64: Int] = [:]
        let grams = texts.map { Self.grams($0.text) }
        for document in grams { for gram in document.keys { counts[gram, default: 0] += 1 } }
        var columns: [UInt64: (Int32, Float)] = [:]
        for gram in counts.keys.sorted() {
            guard let documents = counts[gram], documents >= leastTexts else { continue }
            columns[gram] = (Int32(columns.count), Float(log(Double(1 + texts.count) / Double(1 + documents)) + 1))
        }
        self.columns = columns
        labels = Set(texts.map(\.label)).sorted()
        let rows = grams.map { Self.row($0, columns) }
        let width = columns.count + 1
        var weights = [Float](repeating: 0, count: width * labels.count)
        for (index, label) in labels.enumerated() {
            let own = texts.map { $0.label == label }
            weights.withUnsafeMutableBufferPointer { all in
                Self.fit(
                    rows, own, cost: cost, rounds: rounds,
                    into: UnsafeMutableBufferPointer(rebasing: all[index * width..<(index + 1) * width]))
            }
        }
        self.weights = weights
    }

    /// The likeliest first, each with how far on its side of the separator the text lies; 0 and less speaks against it.
    package func ranked(_ text: String, limit: Int = 3) -> [(label: String, margin: Float)] {
        let row = Self.row(Self.grams(text), columns)
        return labels.enumerated().map { index, label in
            (label, row.reduce(Float(0)) { $0 + weights[index * width + Int($1.column)] * $1.value })
        }
        .sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(limit).map { ($0.0, $0.1) }
    }

    /// Dual coordinate descent for one label against all others.
    private static func fit(
        _ rows: [Sparse], _ own: [Bool], cost: Float, rounds: Int, into weights: UnsafeMutableBufferPointer<Float>
    ) {
        let diagonal = 1 / (2 * cost)
        let norms = rows.map { row in row.reduce(diagonal) { $0 + $1.value * $1.value } }
        var alphas = [Float](repeating: 0, count: rows.count)
        var order = Array(rows.indices)
        var random: UInt64 = 0x9E37_79B9_7F4A_7C15
        for _ in 0..<rounds {
            // A fixed shuffle: the same texts give the same separator.
            for index in stride(from: order.count - 1, to: 0, by: -1) {
                random ^= random << 13
                random ^= random >> 7
                random ^= random << 17
                order.swapAt(index, Int(random % UInt64(index + 1)))
            }
            for index in order {
                let sign: Float = own[index] ? 1 : -1
                let row = rows[index]
                var margin: Float = 0
                for item in row { margin += weights[Int(item.column)] * item.value }
                let gradient = sign * margin - 1 + diagonal * alphas[index]
                let before = alphas[index]
                let after = max(0, before - gradient / norms[index])
                guard after != before else { continue }
                alphas[index] = after
                let step = (after - before) * sign
                for item in row { weights[Int(item.column)] += step * item.value }
            }
        }
    }

    /// How often each stretch of one to three characters stands in a text; up to three scalars in one number.
    private static func grams(_ text: String) -> [UInt64: Float] {
        var counts: [UInt64: Float] = [:]
        var last: (UInt64, UInt64) = (0, 0)
        for scalar in text.unicodeScalars {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                last = (0, 0)
                continue
            }
            let value = UInt64(scalar.value)
            counts[value, default: 0] += 1
            if last.1 != 0 {
                counts[last.1 << 21 | value, default: 0] += 1
                if last.0 != 0 { counts[last.0 << 42 | last.1 << 21 | value, default: 0] += 1 }
            }
            last = (last.1, value)
        }
        return counts
    }

    /// Tf-idf with a length of one, and a constant column.
    private static func row(_ grams: [UInt64: Float], _ columns: [UInt64: (column: Int32, rarity: Float)]) -> Sparse {
        var row: Sparse = []
        for (gram, count) in grams {
            // The tenth mention says little more than the third.
            if let known = columns[gram] { row.append((known.column, (1 + log(count)) * known.rarity)) }
        }
        // In one order, or the last digit of a sum depends on the run.
        row.sort { $0.column < $1.column }
        let length = row.reduce(Float(0)) { $0 + $1.value * $1.value }.squareRoot()
        for index in row.indices { row[index].value /= max(length, .leastNormalMagnitude) }
        row.append((Int32(columns.count), 1))
        return row
    }
}

extension TextClassifier {
    /// The mean over all labels of F1, each text told by a classifier that has not seen it: the k-th text of a label is in fold k mod `folds`.
    package static func macroF1(_ texts: [(text: String, label: String)], folds: Int) -> Double {
        var seen: [String: Int] = [:]
        let fold = texts.map { text in
            defer { seen[text.label, default: 0] += 1 }
            return seen[text.label, default: 0] % folds
        }
        var right: [String: Int] = [:]
        var told: [String: Int] = [:]
        for number in 0..<folds {
            let classifier = TextClassifier(zip(texts, fold).filter { $0.1 != number }.map(\.0))
            for (text, _) in zip(texts, fold).filter({ $0.1 == number }) {
                let label = classifier.ranked(text.text, limit: 1).first?.label ?? ""
                told[label, default: 0] += 1
                if label == text.label { right[label, default: 0] += 1 }
            }
        }
        let scores = seen.map { label, all in Double(2 * right[label, default: 0]) / Double(all + told[label, default: 0]) }
        return scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
    }
}
