package import Kernel
import Store

extension Module {
    /// Residents' requests, from the call to the close.
    package static var casework: Module {
        var module = Module(name: "casework")
        module.verbs = [
            AnyVerb(FileCase.self), AnyVerb(ClassifyCase.self), AnyVerb(DispatchCase.self), AnyVerb(DecideOffice.self),
            AnyVerb(AskAssistance.self), AnyVerb(SurveyCase.self), AnyVerb(PlanCase.self), AnyVerb(PlanAfterCare.self),
            AnyVerb(ReportAfterCare.self), AnyVerb(NoteCase.self),
            AnyVerb(ResolveCase.self), AnyVerb(ConfirmCase.self), AnyVerb(RecordCallBack.self), AnyVerb(CloseCase.self),
            AnyVerb(ReopenCase.self),
            AnyVerb(WithdrawCase.self), AnyVerb(RevealContact.self), AnyVerb(CloseSilentCases.self), AnyVerb(JoinCase.self),
            AnyVerb(MergeCases.self), AnyVerb(SplitCase.self), AnyVerb(ImportRequest.self), AnyVerb(AskForContacts.self),
            AnyVerb(DecideOnContacts.self), AnyVerb(TakeContacts.self), AnyVerb(RecordExport.self),
        ]
        module.migrations = CaseworkSchema.migrations
        module.reactions = CaseworkReactions.all
        module.populations = [CasePopulation()]
        module.viewPermissions = ["case.view", "case.search", "case.photo", "contact-list.view"]
        module.fileUses = ["case_photos"]
        module.timers = [
            DistrictTimer("silence", everySeconds: 300) { try await $0.closeSilentCases() }
        ]
        return module
    }
}
