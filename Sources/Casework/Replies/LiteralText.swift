import Foundation

/// Text compared byte by byte: no two forms of a letter are the same. Every answer is searched for a score of words.
extension String {
    func holds(_ word: String) -> Bool {
        var (text, word) = (self, word)
        return text.withUTF8 { text in word.withUTF8 { word in Self.place(of: word, in: text[...]) != nil } }
    }

    func putting(_ other: String, for word: String) -> String {
        var (text, word) = (self, word)
        return text.withUTF8 { text in
            word.withUTF8 { word in
                var rest = text[...]
                guard Self.place(of: word, in: rest) != nil else { return self }
                var result: [UInt8] = []
                result.reserveCapacity(text.count)
                while let place = Self.place(of: word, in: rest) {
                    result += rest[..<place]
                    result += other.utf8
                    rest = rest[(place + word.count)...]
                }
                result += rest
                return String(decoding: result, as: UTF8.self)
            }
        }
    }

    private static func place(of word: UnsafeBufferPointer<UInt8>, in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = word.first, text.count >= word.count else { return nil }
        for place in text.startIndex...(text.endIndex - word.count)
        where text[place] == first && memcmp(text.base.baseAddress! + place, word.baseAddress!, word.count) == 0 {
            return place
        }
        return nil
    }
}
