import ArgumentParser
import Sealing
import Server

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: Words.verifyAbout)

    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp(Words.headHelp, valueName: "number:hash")) var head: String?

    func run() async throws {
        var known: ChainHead?
        if let head {
            known = ChainHead(text: head)
            if known == nil { throw ValidationError(Words.notAHead(head)) }
        }
        try await Terminal.withDistrict(data) { open in
            let proof = try await open.proveJournal(head: known)
            Terminal.say(Words.proof(proof))
            if !proof.isIntact { throw Leaving.found }
        }
    }
}
