import Foundation
package import Kernel
package import Pages

extension PageModule {
    /// What is registered once: the registers by kind, a page for each subject, two made one.
    package static func registers(pack: Pack) -> PageModule {
        var module = PageModule(name: "registers")
        let photos = Visit.photoBodyLimit(pack)
        let registers = RegistersPage(counts: KeptAnswers())
        let kept = KeptParts()
        let register = RegisterPage(counts: KeptAnswers(), kept: kept)
        let ledgers = LedgersPage(counts: KeptAnswers())
        let ledger = LedgerPage(counts: KeptAnswers(), kept: kept)
        module.routes = [
            .get("/ledgers", .permission("subject.view"), ledgers.show),
            .get("/ledgers/:code", .permission("subject.view"), ledger.show),
            .get("/ledgers/:code/print", .permission("subject.view"), LedgerPrint.show),
            .get("/ledgers/:code/export.xlsx", .permission("subject.export"), LedgerSheet.excel),
            .get("/my-record", .everyone, OwnRecordPages.show),
            .post("/my-record", .everyone, OwnRecordPages.send),
            .get("/my-record/:code", .everyone, OwnRecordPages.receipt),
            .get("/changes", .permission("subject.decide-change"), ChangesPage.show),
            .get("/changes/new", .permission("subject.propose"), ProposePage.show),
            .post("/changes/new", .permission("subject.propose"), bodyLimit: photos, ProposePage.send),
            .get("/changes/:id", .permission("subject.decide-change"), ChangePage.show),
            .post("/changes/:id/decision", .permission("subject.decide-change"), bodyLimit: photos, ChangePage.decide),
            .post("/changes/:id/erasure", .permission("subject.decide-erasure"), ChangePage.decideErasure),
            .post("/subjects/:id/erasure", .permission("subject.propose-erasure"), SubjectForms.proposeErasure),
            .get("/trees", .permission("subject.view"), TreePages.list),
            .get("/trees/:code", .permission("subject.view"), TreePages.show),
            .get("/trees/:code/:id", .permission("subject.view"), TreePages.unit),
            .get("/registers", .permission("subject.view"), registers.show),
            .get("/registers/:kind", .permission("subject.view"), register.show),
            .get("/registers/:kind/map", .permission("subject.view"), RegisterMap.show),
            .get("/registers/:kind/new", .permission("subject.register"), NewSubjectPage.show),
            .post("/registers/:kind/new", .permission("subject.register"), bodyLimit: photos, NewSubjectPage.send),
            .get("/registers/:kind/export.xlsx", .permission("subject.export"), RegisterExport.excel),
            .get("/registers/:kind/template.xlsx", .permission("subject.import"), SheetTemplate.download),
            .get("/registers/:kind/import", .permission("subject.import"), ImportPages.start),
            .post("/registers/:kind/import", .permission("subject.import"), bodyLimit: ImportPages.bodyLimit, ImportPages.upload),
            .get("/imports/:id", .permission("subject.import"), ImportPages.show),
            .get("/imports/:id/refused.xlsx", .permission("subject.import"), RefusedRows.download),
            .post("/imports/:id/check", .permission("subject.import"), ImportPages.check),
            .post("/imports/:id/apply", .permission("subject.import"), ImportPages.apply),
            .post("/imports/:id/drop", .permission("subject.import"), ImportPages.drop),
            .get("/subjects/:id", .permission("subject.view"), SubjectPage.show),
            .get("/subjects/:id/photos/:hash", .permission("subject.view"), SubjectPage.photo),
            .get("/subjects/:id/correction", .permission("subject.correct"), CorrectSubjectPage.show),
            .post("/subjects/:id/correction", .permission("subject.correct"), bodyLimit: photos, CorrectSubjectPage.send),
            .post("/subjects/:id/verification", .permission("subject.verify"), SubjectForms.verify),
            .post("/subjects/:id/relation", .permission("subject.relate"), SubjectForms.relate),
            .post("/subjects/:id/relation-end", .permission("subject.unrelate"), SubjectForms.endRelation),
            .post("/subjects/:id/classification", .permission("subject.classify"), SubjectForms.classify),
            .post("/subjects/:id/classification-end", .permission("subject.declassify"), SubjectForms.endClassification),
            .post("/subjects/:id/end", .permission("subject.end"), SubjectForms.end),
            .post("/subjects/:id/resumption", .permission("subject.resume"), SubjectForms.resume),
            .post("/subjects/:id/fact", .permission("subject.reveal"), SubjectForms.reveal),
            .get("/subjects/:id/alike", .permission("subject.merge"), MergePages.list),
            .get("/subjects/:id/alike/:other", .permission("subject.merge"), MergePages.compare),
            .post("/subjects/:id/alike/:other", .permission("subject.merge"), MergePages.merge),
            .post("/subjects/:id/splitting", .permission("subject.unmerge"), SubjectForms.unmerge),
        ]
        module.navigation = [
            NavigationEntry(.work, "nav.registers", "/registers", "subject.view"),
            NavigationEntry(.work, "nav.ledgers", "/ledgers", "subject.view"),
            NavigationEntry(.work, "nav.changes", "/changes", "subject.decide-change"),
            NavigationEntry(.work, "nav.propose", "/changes/new", "subject.propose"),
            NavigationEntry(.work, "nav.trees", "/trees", "subject.view"),
        ]
        module.publicLinks = [("site.own-record", "/my-record")]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        module.matterLinks = ["subject": { "/subjects/\($0)" }]
        return module
    }
}
