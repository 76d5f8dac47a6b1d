/// The head of a printed sheet. Partial: `pages/print-head`.
package struct PrintHead: PageModel {
    package var office: String
    package var title: String
    package var number: String?
    package var date: String?
    /// Where the picture of the code lies that leads from paper to screen, and what it says.
    package var code: Photo?

    package init(office: String, title: String, number: String? = nil, date: String? = nil, code: Photo? = nil) {
        self.office = office
        self.title = title
        self.number = number
        self.date = date
        self.code = code
    }
}

/// The foot of a printed sheet: who signs, who printed it when. Partial: `pages/print-foot`.
package struct PrintFoot: PageModel {
    /// Names of the lines to sign on: `经办人`, `负责人`.
    package var signatures: [String]
    package var office: String?
    package var date: String?
    package var note: String?
    /// The code that leads to the screen, for letters, whose head has no room.
    package var code: Photo?

    package init(
        signatures: [String] = [], office: String? = nil, date: String? = nil, note: String? = nil, code: Photo? = nil
    ) {
        self.signatures = signatures
        self.office = office
        self.date = date
        self.note = note
        self.code = code
    }
}
