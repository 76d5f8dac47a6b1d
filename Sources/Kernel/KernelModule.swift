import Store

extension Module {
    /// What every district has, whatever else it uses.
    package static var kernel: Module {
        var module = Module(name: "kernel")
        module.verbs = [
            AnyVerb(AddArea.self), AnyVerb(RenameArea.self), AnyVerb(MoveArea.self), AnyVerb(MergeAreas.self),
            AnyVerb(SplitArea.self),
            AnyVerb(AddOffice.self), AnyVerb(RenameOffice.self), AnyVerb(MoveOffice.self),
            AnyVerb(AddAccount.self), AnyVerb(SuspendAccount.self), AnyVerb(ResetPassword.self),
            AnyVerb(ChangeOwnPassword.self), AnyVerb(AddDuty.self), AnyVerb(EndDuty.self), AnyVerb(AddAPIKey.self),
            AnyVerb(RevokeAPIKey.self),
            AnyVerb(AcceptOrder.self), AnyVerb(ReturnOrder.self), AnyVerb(TransferOrder.self), AnyVerb(ReplyToOrder.self),
            AnyVerb(SendBackOrder.self), AnyVerb(AskExtension.self), AnyVerb(AskSuspension.self),
            AnyVerb(DecideExtension.self), AnyVerb(ResumeOrder.self), AnyVerb(RecallOrder.self),
            AnyVerb(CloseOrder.self), AnyVerb(IssueLetter.self), AnyVerb(ClimbLadder.self),
            AnyVerb(SealJournal.self), AnyVerb(LoadPack.self), AnyVerb(SeedPlaces.self), AnyVerb(LoadCalendar.self),
            AnyVerb(AssertFigure.self), AnyVerb(ReadNotices.self), AnyVerb(SaveView.self), AnyVerb(RemoveView.self),
            AnyVerb(RegisterSubject.self), AnyVerb(ExportSubjects.self), AnyVerb(CorrectSubject.self), AnyVerb(VerifySubject.self),
            AnyVerb(EndSubject.self),
            AnyVerb(ResumeSubject.self), AnyVerb(RevealFact.self), AnyVerb(RelateSubjects.self), AnyVerb(EndRelation.self),
            AnyVerb(ClassifySubject.self), AnyVerb(EndClassification.self), AnyVerb(MergeSubjects.self), AnyVerb(UnmergeSubjects.self),
            AnyVerb(ImportSubjects.self), AnyVerb(ProposeChange.self), AnyVerb(ProposeErasure.self), AnyVerb(RequestChange.self),
            AnyVerb(DecideChange.self), AnyVerb(DecideErasure.self),
        ]
        module.migrations = KernelSchema.migrations
        module.fileUses = ["subject_photos"]
        module.populations = [OrderPopulation(), EscalationPopulation()]
        module.viewPermissions = [
            "order.view", "indicator.view", "indicator.export", "area.view", "account.view", "duty.view",
            "office.view", "pack.view", "calendar.view", "journal.view", "journal.verify", "notice.view",
            "notice.settings", "apikey.view", "drill.run", "import.run", "board.view", "ledger.view", "delivery.view",
            "subject.view",
        ]
        module.timers = [
            DistrictTimer("ladder", everySeconds: 20) { try await $0.climbLadders() },
            DistrictTimer("journal", everySeconds: 300) { try await $0.sealJournal() },
            DistrictTimer("statistics", everySeconds: 3600) { district in
                // PostgreSQL's autovacuum does it.
                if district.store.dialect == .sqlite { try await district.store.analyse() }
            },
            DistrictTimer("requests", everySeconds: 3600) { try await RequestLog.forgetOld(in: $0) },
            DistrictTimer("uploads", everySeconds: 3600) { district in
                while try await FileVault(district: district).sweep() > 0 {}
            },
        ]
        return module
    }
}
