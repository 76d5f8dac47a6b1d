/// One answer that can be chosen.
package struct Choice: PageModel {
    package var value: String
    package var label: String
    package var hint: String?
    package var selected: Bool
    package internal(set) var id: String

    package init(value: String, label: String, hint: String? = nil, selected: Bool = false) {
        self.value = value
        self.label = label
        self.hint = hint
        self.selected = selected
        self.id = ""
    }
}

/// What a select offers, written as HTML once: a page has hundreds of offices and areas, and most of them are the same for everyone.
package struct Offer: Sendable {
    private struct Place: Sendable {
        var value: String
        var isSuggested: Bool
        var begin: Int
        /// Where ` selected` goes.
        var end: Int
    }

    private var bytes: [UInt8]
    private var places: [Place]

    package init(_ choices: [Choice]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(choices.count * 120)
        places = choices.map { choice in
            let begin = bytes.count
            bytes += "<option value=\"".utf8
            HTML.escape(choice.value, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
            defer {
                bytes.append(UInt8(ascii: ">"))
                HTML.escape(choice.label, into: &bytes)
                bytes += "</option>\n".utf8
            }
            return Place(value: choice.value, isSuggested: choice.selected, begin: begin, end: bytes.count)
        }
        self.bytes = bytes
    }

    /// What is chosen where nobody chooses.
    var first: String? { places.first?.value }

    /// All but some, which is less work than making it of the others.
    package func without(_ values: Set<String>) -> Offer {
        var offer = Offer([])
        for (index, place) in places.enumerated() where !values.contains(place.value) {
            let after = index + 1 < places.count ? places[index + 1].begin : bytes.count
            let moved = offer.bytes.count - place.begin
            offer.bytes += bytes[place.begin..<after]
            offer.places.append(
                Place(value: place.value, isSuggested: place.isSuggested, begin: place.begin + moved, end: place.end + moved))
        }
        return offer
    }

    /// - Parameter alsoSuggested: what was offered as selected is so, beside these.
    func markup(selecting values: [String], alsoSuggested: Bool = true) -> String {
        var page: [UInt8] = []
        page.reserveCapacity(bytes.count + 16)
        var written = 0
        for place in places where alsoSuggested && place.isSuggested || values.contains(place.value) {
            page += bytes[written..<place.end]
            page += " selected".utf8
            written = place.end
        }
        page += bytes[written...]
        return String(decoding: page, as: UTF8.self)
    }
}
