import ArgumentParser
import Server

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: Words.accountAbout, subcommands: [Add.self, Reset.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.accountAddAbout)

        @OptionGroup var data: DataOption
        @Argument(help: ArgumentHelp(Words.loginHelp)) var login: String
        @Argument(help: ArgumentHelp(Words.nameHelp)) var name: String
        @Option(help: ArgumentHelp(Words.roleHelp)) var role: String
        @Option(help: ArgumentHelp(Words.officeHelp)) var office: String?
        @Option(help: ArgumentHelp(Words.areaHelp)) var area: String?

        func run() async throws {
            try await Terminal.withDistrict(data) { open in
                let signIn = try await open.district.enlist(
                    login: login, name: name, role: role, office: office, area: area)
                Terminal.say(Terminal.table([Words.signInHeaders, signIn.columns]))
                Terminal.say(Words.passwordOnce)
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.accountResetAbout)

        @OptionGroup var data: DataOption
        @Argument(help: ArgumentHelp(Words.loginHelp)) var login: String

        func run() async throws {
            try await Terminal.withDistrict(data) { open in
                let signIn = try await open.district.resetPassword(login: login)
                Terminal.say("\(signIn.login)  \(signIn.password)")
                Terminal.say(Words.passwordOnce)
            }
        }
    }
}
