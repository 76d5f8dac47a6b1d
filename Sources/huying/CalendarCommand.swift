import ArgumentParser
import Kernel
import Server
import WorkingTime

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: Words.calendarAbout, subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.calendarLoadAbout)

        @OptionGroup var data: DataOption
        @Argument(help: ArgumentHelp(Words.calendarFileHelp)) var file: String

        func run() async throws {
            try await Terminal.withDistrict(data) { open in
                for year in try Pack.calendarYears(in: file) {
                    let verb = LoadCalendar(
                        year: year.year, source: year.source, holidays: year.holidays, workdays: year.workdays)
                    _ = try await open.district.perform(verb, as: .system("command-line", of: open.district.code))
                    Terminal.say(Words.calendarLoaded(year.year, days: year.holidays.flatMap(\.days).count, workdays: year.workdays.count))
                }
                Terminal.say(Words.restartForCalendar)
            }
        }
    }
}
