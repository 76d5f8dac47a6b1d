package import Hummingbird
package import Kernel

/// Keeping a list as it is shown, on every list whose filters stand in its address.
package enum SavedViews {
    /// The bar for the list at `path`, shown with `query`; nil for those who keep none.
    package static func bar(_ visit: Visit, _ path: String, query: [(name: String, value: String)], _ views: [SavedView]) -> SavedViewBar? {
        guard visit.scope.may(SaveView.permission) else { return nil }
        let address = path + Links.query(query)
        let offices = visit.scope.duties.compactMap { duty in
            duty.officeID.flatMap { id in
                duty.officeName.map { Choice(value: "\(id)", label: visit.text("views.for-office", ["office": $0])) }
            }
        }
        let form = Form(
            action: "/views",
            fields: [
                Field(.text, name: "name", label: visit.text("views.name"), required: true, width: .short, maxlength: 30),
                Field(
                    .select, name: "office", label: visit.text("views.for"),
                    options: [Choice(value: "", label: visit.text("views.for-me"))]
                        + Set(offices.map(\.value)).sorted().compactMap { id in
                            offices.first { $0.value == id }
                        }, width: .short),
            ], submit: visit.text("views.keep"), csrf: visit.csrf, hidden: [visit.requestField, HiddenField("address", address)])
        return SavedViewBar(
            items: views.map { view in
                SavedViewBar.Item(
                    label: view.name + (view.sharedBy.map { visit.text("views.by", ["name": $0]) } ?? ""), href: view.address,
                    current: view.address == address, removal: view.sharedBy == nil ? "/views/\(view.id)/removal" : nil)
            }, form: form, csrf: visit.csrf)
    }

    package static func save(_ visit: Visit) async throws -> Response {
        let address = visit.typed["address"] ?? ""
        return try await visit.answering {
            _ = try await visit.perform(
                SaveView(name: visit.typed["name"] ?? "", address: address, officeID: try visit.typed.id("office")))
            return .seeOther(SignIn.safeTarget(address) + (address.contains("?") ? "&" : "?") + "done=view.saved")
        } refused: { problem in
            let form = Form(
                action: "/views",
                fields: [Field(.text, name: "name", label: visit.text("views.name"), required: true, width: .short, maxlength: 30)],
                submit: visit.text("views.keep"), csrf: visit.csrf,
                hidden: [visit.requestField, HiddenField("address", address), HiddenField("office", visit.typed["office"] ?? "")])
            return try visit.page(
                FormPage(
                    frame: visit.frame(visit.text("views.keep")), head: PageHead(title: visit.text("views.keep")),
                    form: visit.refused(form, problem)), "pages/form-page", status: HTTPResponseStatus(rawValue: problem.status))
        }
    }

    package static func remove(_ visit: Visit) async throws -> Response {
        let id: ID<SavedView> = try visit.id()
        let back = visit.request.headers[.referer].flatMap { referer in
            ["/cases", "/orders"].first { referer.contains($0 + "?") || referer.hasSuffix($0) }
        }
        _ = try await visit.perform(RemoveView(viewID: id))
        return .seeOther((back ?? "/cases") + "?done=view.removed")
    }
}
