import Casework
import Foundation
import Kernel
import Registers
import Store
import Supervision
import Tips
import WorkingTime
import World

/// Something to do with every verb: on the things of one person (`inside`), or on things that are somebody else's.
struct VerbSamples: Sendable {
    var caseID: ID<Case>
    var orderID: ID<Order>
    var areaCode: String
    var areaID: ID<Area>
    var otherAreaID: ID<Area>
    var officeID: ID<Office>
    var otherOfficeID: ID<Office>
    var accountID: ID<Account>
    var dutyID: ID<Duty>
    var keyID: ID<APIKey>
    var tipID: ID<Tip>
    var pointID: ID<IntakePoint>
    /// Asked for by somebody else, and undecided.
    var waitingListID: ID<ContactList>
    /// Granted: the person's own, or somebody else's.
    var grantedListID: ID<ContactList>
    /// A person in the area, another one there, one that was merged into that, one that is ended; a relation and a classification.
    var subjects: SubjectSamples
    var serial: String

    /// Nil where nobody has thought of an input: that fails the test.
    func input(for verb: String) throws -> Data? {
        let key = CaseKey(id: caseID)
        let sample: (any Encodable)? =
            switch verb {
            case "account.add": AddAccount(login: "new\(serial)", name: "新人")
            case "account.change": ResetPassword(accountID: accountID)
            case "account.own-password": ChangeOwnPassword(old: "x", new: "y")
            case "account.suspend": SuspendAccount(accountID: accountID, suspended: false)
            case "apikey.add": AddAPIKey(accountID: accountID, name: "脚本")
            case "apikey.revoke": RevokeAPIKey(keyID: keyID)
            case "view.save": SaveView(name: "我的\(serial)", address: "/cases?state=accepted")
            case "view.remove": RemoveView(viewID: ID("00000000-0000-7000-8000-000000000001")!)
            case "area.add": AddArea(code: "new\(serial)", parent: areaID, level: "building", name: "新楼")
            case "area.merge": MergeAreas(areaID: areaID, into: otherAreaID)
            case "area.move": MoveArea(areaID: areaID, parent: otherAreaID)
            case "area.rename": RenameArea(areaID: areaID, name: "新名")
            case "area.split": SplitArea(areaID: areaID, parts: [])
            case "calendar.load":
                LoadCalendar(
                    year: 2027, source: "通知", holidays: [.init(name: "元旦", days: [Day(iso: "2027-01-01")!])],
                    workdays: [])
            case "case.classify": ClassifyCase(caseID: caseID, caseClass: "01001")
            case "case.close": CloseCase(caseID: caseID, finding: "看过了", solved: true)
            case "case.close-silent": CloseSilentCases()
            case "case.confirm": ConfirmCase(key: key, answered: true, solved: true)
            case "case.dispatch": DispatchCase(caseID: caseID, officeID: otherOfficeID)
            case "case.call-back": RecordCallBack(caseID: caseID, reached: false)
            case "case.assist": AskAssistance(caseID: caseID, officeIDs: [otherOfficeID], ask: "请协助")
            case "case.decide-office": DecideOffice(caseID: caseID, officeID: otherOfficeID, reason: "由你办")
            case "case.survey": SurveyCase(caseID: caseID, finding: "看过")
            case "case.plan": PlanCase(caseID: caseID, measures: "修", who: "我们", dueOn: Day(iso: "2022-04-20")!)
            case "case.plan-after-care": PlanAfterCare(caseID: caseID, on: Day(iso: "2022-04-20")!, ask: "再看")
            case "case.report-after-care": ReportAfterCare(orderID: orderID, holds: true, finding: "好")
            case "case.file": FileCase(channel: "phone", text: "油烟太大", areaCode: areaCode)
            case "case.join": JoinCase(caseID: caseID, channel: "phone", text: "我家也是")
            case "case.merge": MergeCases(caseID: caseID, into: caseID)
            case "case.split": SplitCase(caseID: caseID)
            case "case.note": NoteCase(key: key, text: "补充")
            case "case.reopen": ReopenCase(key: key, reason: "又来了")
            case "case.resolve": ResolveCase(caseID: caseID, outcome: "solved", reply: "已解决")
            case "contact-list.ask": AskForContacts(caseIDs: [caseID], purpose: "满意度调查")
            case "contact-list.decide": DecideOnContacts(listID: waitingListID, grants: true)
            case "contact-list.take": TakeContacts(listID: grantedListID)
            case "case.export": ["query": "?state=closed", "format": "csv"]
            case "subject.propose": ProposeChange(subjectID: subjects.person, values: ["note": "独居"], reason: "入户看到")
            case "subject.propose-erasure": ProposeErasure(subjectID: subjects.other, reason: "本人要求")
            case "subject.request": RequestChange(name: "王小明", phone: "13800138000", text: "住址不对")
            case "subject.decide-change": DecideChange(changeID: subjects.correction, applies: true)
            case "subject.decide-erasure": DecideErasure(changeID: subjects.erasure, applies: true, answer: "同意")
            case "subject.export": ExportSubjects(ledger: "person", query: "?q=*")
            case "case.reveal": RevealContact(caseID: caseID, purpose: "回访")
            case "case.withdraw": WithdrawCase(key: key)
            case "duty.add": AddDuty(accountID: accountID, role: "leader")
            case "duty.end": EndDuty(dutyID: dutyID)
            case "import.row":
                ImportRequest(filing: FileCase(channel: "web", text: "旧信"), filedAt: World.start, officeID: officeID)
            case "indicator.assert":
                AssertFigure(name: "人口", value: "80", unit: "万人", source: "年鉴", asOf: Day(iso: "2021-12-31")!)
            case "journal.seal": SealJournal()
            case "notice.read": ReadNotices(notices: [])
            case "office.add":
                AddOffice(code: "new\(serial)", parent: officeID, nameZh: "新科", kind: "department", areaID: areaID)
            case "office.move": MoveOffice(officeID: officeID, parent: otherOfficeID)
            case "office.rename": RenameOffice(officeID: officeID, nameZh: "新局")
            case "order.accept": AcceptOrder(orderID: orderID)
            case "order.climb-ladder": ClimbLadder()
            case "order.close": CloseOrder(orderID: orderID)
            case "order.extend": AskExtension(orderID: orderID, days: 2, reason: "等材料")
            case "order.decide-extension": DecideExtension(orderID: orderID, grants: true)
            case "order.suspend": AskSuspension(orderID: orderID, until: Day(iso: "2022-04-20")!, reason: "等批复")
            case "order.resume": ResumeOrder(orderID: orderID, reason: "批复到了")
            case "order.recall": RecallOrder(orderID: orderID, reason: "派错了")
            case "order.issue": IssueLetter(toOffices: [officeID], ask: "请报送", limit: "1wd")
            case "order.reply": ReplyToOrder(orderID: orderID, text: "名单")
            case "order.return": ReturnOrder(orderID: orderID, reason: "not-ours")
            case "order.send-back": SendBackOrder(orderID: orderID, reason: "不全")
            case "order.transfer": TransferOrder(orderID: orderID, toOffice: otherOfficeID, reason: "转办")
            case "tip.add-point": AddIntakePoint(kind: "firm", name: "门口", place: "一号门")
            case "tip.answer": AnswerTip(receipt: "", text: "补充")
            case "tip.assign": AssignTip(tipID: tipID, owner: accountID)
            case "tip.close-point": CloseIntakePoint(pointID: pointID)
            case "tip.file": FileTip(channel: "phone", category: "slow", text: "拖着不办")
            case "tip.find": RecordTipFinding(tipID: tipID, finding: .unfounded, text: "不属实")
            case "tip.correct-office": CorrectAccusedOffice(tipID: tipID, accusedOffice: nil)
            case "tip.merge": MergeTip(tipID: tipID, into: tipID)
            case "tip.open": OpenTip(tipID: tipID)
            case "tip.reopen": ReopenTip(tipID: tipID, reason: "再查")
            case "tip.reveal": RevealTipster(tipID: tipID, purpose: "约见")
            case "tip.send-back": SendBackTip(tipID: tipID, reason: "不清")
            case "tip.strike-off": StrikeOffTip(tipID: tipID)
            case "tip.tell": TellTipster(tipID: tipID, text: "请补充")
            case "late-arrival.record": RecordLateArrivals(entries: [], basis: "检查")
            case "late-arrival.issue-letters":
                IssueLateLetters(from: Day(iso: "2022-03-01")!, to: Day(iso: "2022-03-30")!, ask: "请核实", limit: "1wd")
            case "circular.freeze":
                FreezeCircular(
                    period: Period("2022-02")!,
                    content: Circular(period: Period("2022-02")!, asOf: World.start, figures: [], offices: [], named: []))
            case "subject.register": RegisterSubject(kind: "person", areaCode: areaCode, values: ["name": "新人\(serial)"])
            case "subject.correct": CorrectSubject(subjectID: subjects.person, values: ["note": "常住"])
            case "subject.verify": VerifySubject(subjectID: subjects.person)
            case "subject.end": EndSubject(subjectID: subjects.other, reason: "迁出", on: Day(iso: "2022-03-01")!)
            case "subject.resume": ResumeSubject(subjectID: subjects.ended, reason: "登记有误")
            case "subject.reveal": RevealFact(subjectID: subjects.person, field: "phone", purpose: "联系")
            case "subject.relate": RelateSubjects(subjectID: subjects.person, relation: "guardian-of", to: subjects.other)
            case "subject.unrelate": EndRelation(relationID: subjects.relation, on: Day(iso: "2022-03-30")!)
            case "subject.classify":
                ClassifySubject(subjectID: subjects.person, scheme: "key-group", code: "chronic", evidence: "病历")
            case "subject.declassify":
                EndClassification(classificationID: subjects.classification, on: Day(iso: "2022-03-30")!, reason: "好了")
            case "subject.merge": MergeSubjects(subjectID: subjects.third, into: subjects.person)
            case "subject.import":
                ImportSubjects(kind: "person", rows: [.init(area: areaCode, values: ["name": "表中人\(serial)"])], note: "名册.xlsx")
            case "subject.unmerge": UnmergeSubjects(subjectID: subjects.merged, reason: "两个人")
            case "sheet.keep": KeepSheet(kind: "person", name: "名册.xlsx", header: ["姓名"], firstRow: 2)
            case "sheet.add-rows":
                AddSheetRows(importID: subjects.reading, rows: [.init(number: 2, cells: ["张三"])], isLast: true)
            case "sheet.check": CheckSheet(importID: subjects.ready, mapping: ["name"])
            case "sheet.apply": ApplySheet(importID: subjects.checked)
            case "sheet.advance": AdvanceSheet(importID: subjects.ready, chunk: 0, judgements: [])
            case "sheet.drop": DropSheet(importID: subjects.checked)
            case "pack.load": LoadPack()
            case "pack.seed": SeedPlaces()
            default: nil
            }
        return try sample.map { try JSON.data($0) }
    }

    /// What a verb acts upon, where its reach is checked; the rest act upon the district as a whole.
    static func target(of verb: String) -> Target {
        switch verb {
        case "case.file": .area
        case _ where verb.hasPrefix("area."): .area
        // Noted is that a ledger leaves; what is in it the ledger narrows.
        case "case.export", "subject.export": .district
        case "contact-list.ask", "contact-list.take": .aCase
        case _ where verb.hasPrefix("case."): .aCase
        case "order.issue": .district
        case "sheet.keep": .district
        case _ where verb.hasPrefix("sheet."): .aCase
        // Each row says where it belongs, and is refused by itself.
        case "subject.import", "subject.request": .district
        case _ where verb.hasPrefix("subject."): .area
        case "tip.file", "tip.add-point", "tip.close-point": .district
        case _ where verb.hasPrefix("tip."): .tip
        case "order.recall", "order.send-back", "order.close": .issuedOrder
        case "case.report-after-care": .order
        case _ where verb.hasPrefix("order."): .order
        default: .district
        }
    }

    /// An issued order is in the reach of whoever issued it, which is the dispatch desk.
    enum Target { case area, aCase, order, issuedOrder, tip, district }
}

/// What verbs of the register act upon.
struct SubjectSamples: Sendable {
    var person: ID<SubjectRecord>
    var other: ID<SubjectRecord>
    var third: ID<SubjectRecord>
    var merged: ID<SubjectRecord>
    var ended: ID<SubjectRecord>
    var relation: ID<SubjectRelation>
    var classification: ID<Classification>
    /// Proposed by somebody else.
    var correction: ID<SubjectChange>
    var erasure: ID<SubjectChange>
    /// Sheets: half read, ready to be tried, tried.
    var reading: ID<SheetImport>
    var ready: ID<SheetImport>
    var checked: ID<SheetImport>

    /// In the area of a code; the sheets are somebody's own.
    static func make(at area: String, sheetsOf owner: Scope, in world: World) async throws -> SubjectSamples {
        let home = world.district
        let register = { @Sendable (name: String, phone: String?) in
            try await home.perform(
                RegisterSubject(kind: "person", areaCode: area, values: ["name": name].merging(phone.map { ["phone": $0] } ?? [:]) { $1 }),
                as: world.system
            ).subjectID
        }
        let person = try await register("王小明", "13800138000")
        let other = try await register("李小红", nil)
        let merged = try await register("王晓明", nil)
        let ended = try await register("赵老", nil)
        _ = try await home.perform(MergeSubjects(subjectID: merged, into: person), as: world.system)
        _ = try await home.perform(EndSubject(subjectID: ended, reason: "去世", on: Day(iso: "2022-03-01")!), as: world.system)
        var keeper = owner
        for permission: Permission in ["sheet.keep", "sheet.add-rows", "sheet.check", "subject.import"] {
            keeper.grants[permission] = [.init(reach: .district)]
        }
        var sheets: [ID<SheetImport>] = []
        for stage in 0...2 {
            let id = try await home.perform(KeepSheet(kind: "person", name: "名册.xlsx", header: ["姓名"], firstRow: 2), as: keeper)
            sheets.append(id)
            if stage == 0 { continue }
            _ = try await home.perform(
                AddSheetRows(importID: id, rows: [.init(number: 2, cells: ["张三"])], isLast: true), as: keeper)
            if stage == 2 { _ = try await home.perform(CheckSheet(importID: id, mapping: ["name"]), as: keeper) }
        }
        // Tried: one piece, which the timer would have gone through.
        _ = try await home.store.write { [last = sheets[2]] writer in
            try writer.run("UPDATE sheet_imports SET state = 'checked' WHERE district = \(home.code) AND id = \(last)")
        }
        return SubjectSamples(
            person: person, other: other, third: try await register("孙三", nil), merged: merged, ended: ended,
            relation: try await home.perform(
                RelateSubjects(subjectID: person, relation: "guardian-of", to: try await register("周小宝", nil)), as: world.system),
            classification: try await home.perform(
                ClassifySubject(subjectID: person, scheme: "key-group", code: "disabled", evidence: "证件"), as: world.system),
            correction: try await home.perform(
                ProposeChange(subjectID: other, values: ["note": "独居"], reason: "邻居说"), as: world.system
            ).changeID,
            erasure: try await home.perform(
                ProposeErasure(subjectID: try await register("吴七", nil), reason: "本人要求"), as: world.system
            ).changeID,
            reading: sheets[0], ready: sheets[1], checked: sheets[2])
    }
}
