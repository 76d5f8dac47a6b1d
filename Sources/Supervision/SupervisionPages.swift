import Foundation
import Kernel
package import Pages

extension PageModule {
    /// Circulars, the steps of ladders behind them, and letters on late arrivals.
    package static var supervision: PageModule {
        var module = PageModule(name: "supervision")
        module.routes = [
            .get("/circulars", .permission("circular.view"), CircularsPage.show),
            .get("/circulars/:period", .permission("circular.view"), CircularPage.show),
            .get("/escalations", .permission("indicator.view"), EscalationsPage.show),
            .get("/load", .permission("board.view"), LoadPage.show),
            .get("/late-arrivals", .permission("late-arrival.view"), LateArrivalsPage.show),
            .post("/late-arrivals", .permission("late-arrival.record"), bodyLimit: 4 << 20, LateArrivalsPage.record),
            .post("/late-arrivals/letters", .permission("late-arrival.issue-letters"), LateArrivalsPage.issue),
        ]
        module.navigation = [
            NavigationEntry(.look, "nav.circulars", "/circulars", "circular.view"),
            NavigationEntry(.look, "nav.load", "/load", "board.view"),
            NavigationEntry(.work, "nav.late-arrivals", "/late-arrivals", "late-arrival.view"),
        ]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        module.matterLinks = ["circular": { _ in "/circulars" }, "late-arrivals": { _ in "/late-arrivals" }]
        return module
    }
}
