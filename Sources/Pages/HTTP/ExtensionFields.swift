import Kernel

/// The fields by which more time is asked for and decided, wherever an order is shown.
package enum ExtensionFields {
    package static func asking(_ visit: Visit) -> [Field] {
        let longest = visit.district.pack.settings.extensions.longestDays
        return [
            Field(
                .number, name: "days", label: visit.text("extension.days"),
                hint: visit.text("extension.days.hint", ["longest": "\(longest)"]),
                required: true, width: .short, inputmode: "numeric", maxlength: 3),
            Field(.textarea(rows: 2), name: "reason", label: visit.text("extension.reason"), required: true, width: .full, maxlength: 500),
        ]
    }

    package static func deciding(_ visit: Visit) -> [Field] {
        [
            Field(
                .radios, name: "grants", label: visit.text("extension.grants"), required: true,
                options: [
                    Choice(value: "yes", label: visit.text("extension.grant")), Choice(value: "no", label: visit.text("extension.refuse")),
                ]),
            Field(
                .textarea(rows: 2), name: "answer", label: visit.text("extension.answer"), hint: visit.text("extension.answer.hint"),
                width: .full, maxlength: 500),
        ]
    }
}
