import Foundation
package import Kernel
package import Pages

extension PageModule {
    /// What tipsters see without an account, and what the keepers of the register see.
    package static func tips(pack: Pack) -> PageModule {
        var module = PageModule(name: "tips")
        let photos = Visit.photoBodyLimit(pack)
        module.routes = [
            .get("/tips", .everyone, FileTipPage.show),
            .post("/tips", .everyone, bodyLimit: photos, FileTipPage.send),
            .get("/t", .everyone, TipReceiptPage.find),
            .get("/t/:code", .everyone, TipReceiptPage.show),
            .get("/t/:code/qr.svg", .everyone, TipReceiptPage.qr),
            .post("/t/:code/messages", .everyone, TipReceiptPage.answer),
            .post("/t/:code/reopening", .everyone, TipReceiptPage.reopen),
            .get("/tip-register", .permission("tip.view"), TipRegisterPage.show),
            .get("/tip-register/new", .permission("tip.file"), TakeTipPage.show),
            .post("/tip-register/new", .permission("tip.file"), bodyLimit: photos, TakeTipPage.send),
            .get("/tip-register/counts", .permission("tip.view"), TipCountsPage.show),
            .get("/tip-register/:id", .permission("tip.view"), TipPage.show),
            .get("/tip-register/:id/photos/:hash", .permission("tip.open"), TipPage.photo),
            .post("/tip-register/:id/owner", .permission("tip.assign"), TipForms.assign),
            .post("/tip-register/:id/finding", .permission("tip.find"), TipForms.find),
            .post("/tip-register/:id/messages", .permission("tip.tell"), TipForms.tell),
            .post("/tip-register/:id/sending-back", .permission("tip.send-back"), TipForms.sendBack),
            .post("/tip-register/:id/striking", .permission("tip.strike-off"), TipForms.strikeOff),
            .post("/tip-register/:id/reopening", .permission("tip.reopen"), TipForms.reopen),
            .post("/tip-register/:id/merger", .permission("tip.merge"), TipForms.merge),
            .post("/tip-register/:id/office", .permission("tip.correct-office"), TipForms.correctOffice),
            .post("/tip-register/:id/contact", .permission("tip.reveal"), TipForms.reveal),
            .get("/intake-points", .permission("tip.add-point"), IntakePointsPage.show),
            .post("/intake-points", .permission("tip.add-point"), IntakePointsPage.add),
            .get("/intake-points/:id/poster", .permission("tip.add-point"), PosterPage.show),
            .get("/intake-points/:id/qr.svg", .permission("tip.add-point"), PosterPage.qr),
            .post("/intake-points/:id/closing", .permission("tip.close-point"), IntakePointsPage.close),
        ]
        module.navigation = [
            NavigationEntry(.work, "nav.tips", "/tip-register", "tip.view"),
            NavigationEntry(.manage, "nav.intake-points", "/intake-points", "tip.add-point"),
        ]
        module.publicLinks = [("tip.title", "/tips")]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        module.matterLinks = ["tip": { "/tip-register/\($0)" }, "intake-point": { _ in "/intake-points" }]
        return module
    }
}
