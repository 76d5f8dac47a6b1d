import Foundation
import Kernel
package import Pages

extension PageModule {
    /// Everybody's own work: signing in, the inbox, orders and letters, notices.
    package static var workbench: PageModule {
        var module = PageModule(name: "workbench")
        let inboxes = KeptParts()
        module.routes = [
            .get("/sign-in", .everyone, SignInPages.show),
            .post("/sign-in", .everyone, SignInPages.send),
            .post("/sign-out", .everyone, SignInPages.out),
            .get("/account", .signedIn, OwnAccountPage.show),
            .post("/account", .signedIn, OwnAccountPage.change),
            .get("/inbox", .signedIn) { try await InboxPage.show($0, kept: inboxes) },
            .get("/notices", .signedIn, NoticesPage.show),
            .post("/views", .permission("view.save"), SavedViews.save),
            .post("/views/:id/removal", .permission("view.remove"), SavedViews.remove),
            .get("/live", .signedIn, LiveStream.show),
            .get("/orders", .permission("order.view"), OrderLedger.show),
            .get("/orders/:id", .permission("order.view"), OrderPage.show),
            .post("/orders/:id/acceptance", .permission("order.accept"), OrderForms.accept),
            .post("/orders/:id/return", .permission("order.return"), OrderForms.giveBack),
            .post("/orders/:id/transfer", .permission("order.transfer"), OrderForms.transfer),
            .post("/orders/:id/reply", .permission("order.reply"), OrderForms.reply),
            .post("/orders/:id/extension", .permission("order.extend"), OrderForms.askExtension),
            .post("/orders/:id/suspension", .permission("order.suspend"), OrderForms.askSuspension),
            .post("/orders/:id/resumption", .permission("order.resume"), OrderForms.resume),
            .post("/orders/:id/recall", .permission("order.recall"), OrderForms.recall),
            .post("/orders/:id/extension/decision", .permission("order.decide-extension"), OrderForms.decideExtension),
            .post("/orders/:id/sending-back", .permission("order.send-back"), OrderForms.sendBack),
            .post("/orders/:id/closure", .permission("order.close"), OrderForms.close),
            .get("/orders/:id/print", .permission("order.view"), OrderPrint.show),
            .get("/orders/:id/qr.svg", .permission("order.view"), OrderPrint.qr),
            .get("/letters/new", .permission("order.issue"), LetterPage.show),
            .post("/letters/new", .permission("order.issue"), LetterPage.send),
        ]
        module.navigation = [
            NavigationEntry(.work, "nav.inbox", "/inbox", "order.view", count: "inbox.open"),
            NavigationEntry(.work, "nav.letter", "/letters/new", "order.issue"),
            NavigationEntry(.look, "nav.orders", "/orders", "order.view"),
        ]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        module.matterLinks = [:]
        return module
    }
}
