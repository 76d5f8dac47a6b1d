package import Kernel
import Store

extension Module {
    /// Tips about wrongdoing 举报: a register of its own, shut to everybody but those who keep it.
    package static var tips: Module {
        var module = Module(name: "tips")
        module.verbs = [
            AnyVerb(FileTip.self), AnyVerb(AssignTip.self), AnyVerb(RecordTipFinding.self), AnyVerb(SendBackTip.self),
            AnyVerb(TellTipster.self), AnyVerb(AnswerTip.self), AnyVerb(StrikeOffTip.self), AnyVerb(ReopenTip.self),
            AnyVerb(MergeTip.self), AnyVerb(CorrectAccusedOffice.self), AnyVerb(OpenTip.self), AnyVerb(RevealTipster.self),
            AnyVerb(AddIntakePoint.self),
            AnyVerb(CloseIntakePoint.self),
        ]
        module.migrations = TipSchema.migrations
        module.reactions = TipReactions.all
        module.populations = [TipPopulation()]
        module.viewPermissions = ["tip.view"]
        module.compartments = ["tip": Tip.compartment]
        module.fileUses = ["tip_photos"]
        return module
    }
}
