package import Kernel

extension Module {
    /// Sheets on their way into the registers; the registers themselves are the kernel's.
    package static var registers: Module {
        var module = Module(name: "registers")
        module.verbs = [
            AnyVerb(KeepSheet.self), AnyVerb(AddSheetRows.self), AnyVerb(CheckSheet.self), AnyVerb(ApplySheet.self),
            AnyVerb(DropSheet.self),
            AnyVerb(AdvanceSheet.self),
        ]
        module.migrations = ImportSchema.migrations
        module.timers = [SheetWork.timer, SheetWork.sweeper]
        return module
    }
}
