import Kernel
import Pages
import WorkingTime

extension Visit {
    /// The offices that a case can be given to.
    /// - Parameter loaded: with what lies with each already, as far as this person may count.
    func dispatchOffer(loaded: Bool, in reading: Reading) throws -> Offer {
        let loads = loaded ? try reading.recentLoadOfOffices() : nil
        let counted = loads.map { $0.countedAt.map { Int($0.microseconds) } } ?? 0
        return try keptOffer("dispatch;\(loaded);\(scope.mode)", stamps: [try reading.officeStamp(), counted]) {
            let offices = try reading.offices().filter { $0.kind != "leadership" }
            return Offer(
                [Choice(value: "", label: text("choose"))]
                    + offices.map { Choice(value: "\($0.id)", label: label($0, loads?.byOffice[$0.id])) })
        }
    }

    private func label(_ office: Office, _ load: OfficeLoad?) -> String {
        guard let load else { return words(office.name) }
        let key = load.overdue > 0 ? "office.load.overdue" : "office.load"
        return words(office.name)
            + text(key, ["open": language.number(load.open), "overdue": language.number(load.overdue)])
    }

    /// The classes of cases.
    /// - Parameter first: in words, what stands for none of them.
    func classOffer(after first: String? = nil) -> Offer {
        keptOffer("classes;\(first != nil)", stamps: [district.packGeneration]) {
            Offer(
                (first.map { [Choice(value: "", label: $0)] } ?? [])
                    + district.pack.classes.map { Choice(value: $0.code, label: words($0.label)) })
        }
    }
}
