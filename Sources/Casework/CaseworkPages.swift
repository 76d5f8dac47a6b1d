import Foundation
package import Kernel
package import Pages

extension PageModule {
    /// What residents and staff see of cases.
    package static func casework(pack: Pack) -> PageModule {
        var module = PageModule(name: "casework")
        let boards = BoardCache()
        let figures = PublicFigures()
        let lists = KeptParts()
        let counts = KeptAnswers<Int>()
        let suggestions = ClassSuggestions()
        let photos = Visit.photoBodyLimit(pack)
        module.routes = [
            .get("/", .everyone, FrontPage.show),
            .get("/report", .everyone, ReportPage.show),
            .post("/report", .everyone, bodyLimit: photos, ReportPage.send),
            .get("/follow", .everyone, FollowPage.show),
            .get("/map", .everyone) { try await PublicMapPage.show($0, kept: figures) },
            .get("/r/:code", .everyone, ReceiptPage.show),
            .get("/r/:code/qr.svg", .everyone, ReceiptPage.qr),
            .get("/r/:code/photos/:hash", .everyone, ReceiptPage.photo),
            .post("/r/:code/confirmation", .everyone, ReceiptPage.confirm),
            .post("/r/:code/reopening", .everyone, ReceiptPage.reopen),
            .post("/r/:code/notes", .everyone, bodyLimit: photos, ReceiptPage.note),
            .post("/r/:code/withdrawal", .everyone, ReceiptPage.withdraw),
            .get("/dispatch", .permission("case.dispatch"), DispatchDeskPage.show),
            .get("/dispatch/next", .permission("case.dispatch"), DispatchDeskPage.next),
            .post("/dispatch/selected", .permission("case.dispatch"), BulkDispatch.send),
            .get("/call-backs", .permission("case.call-back"), CallBackPage.show),
            .get("/cases", .permission("ledger.view")) { try await LedgerPage.show($0, kept: lists, counts: counts) },
            .get("/cases/ledger.xlsx", .permission("case.export"), LedgerExport.excel),
            .get("/cases/ledger.csv", .permission("case.export"), LedgerExport.csv),
            .get("/cases/new", .permission("case.file"), NewCasePage.show),
            .post("/cases/new", .permission("case.file"), bodyLimit: photos, NewCasePage.send),
            .post("/cases/alike", .permission("case.join"), AlikePages.suggest),
            .get("/cases/:id", .permission("case.view"), CasePage.show),
            .get("/cases/:id/likely", .permission("case.dispatch")) { try await LikelyPage.show($0, suggestions) },
            .get("/cases/:id/alike", .permission("case.merge"), AlikePages.list),
            .get("/cases/:id/comparison/:other", .permission("case.merge"), AlikePages.compare),
            .post("/cases/:id/merger", .permission("case.merge"), AlikePages.merge),
            .post("/cases/:id/split", .permission("case.split"), AlikePages.split),
            .get("/cases/:id/print", .permission("case.view"), CasePrint.show),
            .get("/cases/:id/photos/:hash", .permission("case.view"), CaseForms.photo),
            .post("/cases/:id/dispatch", .permission("case.dispatch"), CaseForms.dispatch),
            .post("/cases/:id/decision", .permission("case.decide-office"), CaseForms.decideOffice),
            .post("/cases/:id/assistance", .permission("case.assist"), CaseForms.assist),
            .post("/cases/:id/survey", .permission("case.survey"), bodyLimit: photos, CaseForms.survey),
            .post("/cases/:id/plan", .permission("case.plan"), CaseForms.plan),
            .post("/cases/:id/after-care", .permission("case.plan-after-care"), CaseForms.planAfterCare),
            .post(
                "/cases/:id/after-care/:order", .permission("case.report-after-care"), bodyLimit: photos, CaseForms.reportAfterCare),
            .post("/cases/:id/classification", .permission("case.classify"), CaseForms.classify),
            .post("/cases/:id/notes", .permission("case.note"), bodyLimit: photos, CaseForms.note),
            .post("/cases/:id/resolution", .permission("case.resolve"), bodyLimit: photos, CaseForms.resolve),
            .post("/cases/:id/call-back", .permission("case.call-back"), CaseForms.callBack),
            .post("/cases/:id/confirmation", .permission("case.confirm"), CaseForms.confirm),
            .post("/cases/:id/closure", .permission("case.close"), CaseForms.close),
            .post("/cases/:id/reopening", .permission("case.reopen"), CaseForms.reopen),
            .post("/cases/:id/withdrawal", .permission("case.withdraw"), CaseForms.withdraw),
            .post("/cases/:id/contact", .permission("case.reveal"), CaseForms.reveal),
            .get("/contact-lists", .permission("contact-list.view"), ContactListPages.list),
            .get("/contact-lists/new", .permission(AskForContacts.permission), ContactListPages.new),
            .post("/contact-lists/new", .permission(AskForContacts.permission), ContactListPages.ask),
            .get("/contact-lists/:id", .permission("contact-list.view"), ContactListPages.show),
            .post("/contact-lists/:id/decision", .permission(DecideOnContacts.permission), ContactListPages.decide),
            .post("/contact-lists/:id/file", .permission(TakeContacts.permission), ContactListPages.take),
            .get("/search", .permission("case.search")) { try await SearchPage.show($0, kept: lists) },
            .get("/board", .permission("board.view")) { try await BoardPage.show($0, cache: boards) },
        ]
        module.navigation = [
            NavigationEntry(.work, "nav.dispatch", "/dispatch", "case.dispatch", count: "dispatch"),
            NavigationEntry(.work, "nav.call-backs", "/call-backs", "case.call-back"),
            NavigationEntry(.work, "nav.new", "/cases/new", "case.file"),
            NavigationEntry(.look, "nav.cases", "/cases", "ledger.view"),
            NavigationEntry(.work, "nav.contact-lists", "/contact-lists", "contact-list.view"),
            NavigationEntry(.look, "nav.board", "/board", "board.view"),
        ]
        module.publicLinks = [("site.follow", "/follow"), ("site.map", "/map")]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        module.subjectPanels = [CasesOfSubject.panel]
        module.matterLinks = ["case": { "/cases/\($0)" }]
        return module
    }
}
