import Foundation
import Kernel
package import Pages

extension PageModule {
    /// Keeping the district: areas, offices, accounts, the pack, the calendar, the journal.
    package static var administration: PageModule {
        var module = PageModule(name: "administration")
        module.routes = [
            .get("/areas", .permission("area.view"), AreaPages.root),
            .get("/areas/:id", .permission("area.view"), AreaPages.show),
            .post("/areas/:id/areas", .permission("area.add"), AreaPages.add),
            .post("/areas/:id/name", .permission("area.rename"), AreaPages.rename),
            .post("/areas/:id/parent", .permission("area.move"), AreaPages.move),
            .post("/areas/:id/merger", .permission("area.merge"), AreaPages.merge),
            .post("/areas/:id/split", .permission("area.split"), AreaPages.split),
            .get("/offices", .permission("office.view"), OfficePages.list),
            .post("/offices", .permission("office.add"), OfficePages.add),
            .get("/offices/:id", .permission("office.view"), OfficePages.show),
            .post("/offices/:id/name", .permission("office.rename"), OfficePages.rename),
            .post("/offices/:id/parent", .permission("office.move"), OfficePages.move),
            .get("/accounts", .permission("account.view"), AccountPages.list),
            .post("/accounts", .permission("account.add"), AccountPages.add),
            .get("/accounts/:id", .permission("account.view"), AccountPages.show),
            .post("/accounts/:id/password", .permission("account.change"), AccountPages.reset),
            .post("/accounts/:id/suspension", .permission("account.suspend"), AccountPages.suspend),
            .post("/accounts/:id/duties", .permission("duty.add"), AccountPages.addDuty),
            .post("/accounts/:id/duties/end", .permission("duty.end"), AccountPages.endDuty),
            .post("/accounts/:id/keys", .permission("apikey.add"), AccountPages.addKey),
            .post("/accounts/:id/keys/revocation", .permission("apikey.revoke"), AccountPages.revokeKey),
            .get("/pack", .permission("pack.view"), PackPages.show),
            .post("/pack", .permission("pack.load"), PackPages.reload),
            .get("/pack/preview", .permission("pack.load"), PackPreview.show),
            .get("/permissions", .permission("pack.view"), PackPages.matrix),
            .get("/calendar", .permission("calendar.view"), CalendarPages.show),
            .post("/calendar", .permission("calendar.load"), CalendarPages.load),
            .get("/deliveries", .permission("delivery.view"), DeliveryPages.show),
            .get("/journal", .permission("journal.view"), JournalPages.show),
            .get("/journal/verification", .permission("journal.verify"), JournalPages.verify),
            .post("/journal/blocks", .permission("journal.seal"), JournalPages.seal),
            .get("/figures", .permission("indicator.view"), FigurePages.show),
            .post("/figures", .permission("indicator.assert"), FigurePages.add),
        ]
        module.navigation = [
            NavigationEntry(.look, "nav.figures", "/figures", "indicator.view"),
            NavigationEntry(.manage, "nav.areas", "/areas", "area.view"),
            NavigationEntry(.manage, "nav.offices", "/offices", "office.view"),
            NavigationEntry(.manage, "nav.accounts", "/accounts", "account.view"),
            NavigationEntry(.manage, "nav.pack", "/pack", "pack.view"),
            NavigationEntry(.manage, "nav.permissions", "/permissions", "pack.view"),
            NavigationEntry(.manage, "nav.calendar", "/calendar", "calendar.view"),
            NavigationEntry(.manage, "nav.deliveries", "/deliveries", "delivery.view"),
            NavigationEntry(.manage, "nav.journal", "/journal", "journal.view"),
        ]
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        return module
    }
}
