import Foundation
import Kernel
package import WorkingTime

/// Plays a scenario and tells where the district did not do what the story says.
package struct Replay: Sendable {
    package let scenario: Scenario
    private let stage: any ScenarioStage
    private let zone: Zone

    package init(_ scenario: Scenario, on stage: any ScenarioStage, zone: Zone = .china) {
        self.scenario = scenario
        self.stage = stage
        self.zone = zone
    }

    /// Something that came out otherwise than written.
    package struct Deviation: Sendable, CustomStringConvertible {
        package var file: String
        package var line: Int
        package var what: String
        package var wanted: String
        package var found: String

        package var description: String { "\(file):\(line): \(what): wanted \(wanted), found \(found)" }
    }

    package struct Report: Sendable {
        package var verbs = 0
        package var checks = 0
        package var deviations: [Deviation] = []
    }

    /// - Parameter run: names this replay, so that its request ids differ from those of an earlier one on the same server.
    package func run(named run: String, progress: Progressing = { _ in }) async throws -> Report {
        var report = Report()
        try await stage.set(scenario.start)
        for person in scenario.people { try await stage.enlist(person) }
        var memory = ScenarioMemory(places: try await stage.places())
        for (index, step) in scenario.steps.enumerated() {
            let isSound = try await take(step, request: "scenario/\(run)/\(index + 1)", &memory, &report)
            progress(Progressed(done: index + 1, total: scenario.steps.count))
            // What comes after a verb that failed unexpectedly makes no sense.
            if !isSound { return report }
        }
        for check in scenario.checks { await examine(check, memory, &report) }
        return report
    }

    private func take(
        _ step: Scenario.Step, request: String, _ memory: inout ScenarioMemory, _ report: inout Report
    ) async throws -> Bool {
        if let at = step.at { try await stage.set(at) }
        if step.tick { try await stage.tick() }
        guard let verb = step.verb else { return true }
        do {
            let input = try memory.filled(step.input)
            let answer = try await stage.perform(verb, try JSON.data(input), as: step.person, request: request)
            report.verbs += 1
            let outcome = try JSON.decode(ScenarioValue.self, answer)
            if let save = step.save { memory.saved[save] = outcome }
            if let wanted = step.refusal {
                report.deviations.append(deviation(step.line, verb, "refused: \(wanted)", outcome.shown))
            }
            compare(step.expected, with: outcome, what: verb, memory, &report)
            return true
        } catch let problem as Problem {
            if let wanted = step.refusal, problem.matches(wanted) {
                report.verbs += 1
                return true
            }
            report.deviations.append(
                deviation(step.line, verb, step.refusal.map { "refused: \($0)" } ?? "done", "refused: \(problem.shown)"))
            return step.refusal != nil
        } catch let error as ScenarioMemory.Unknown {
            report.deviations.append(deviation(step.line, verb, "something known", error.reference))
            return false
        }
    }

    private func examine(_ check: Scenario.Check, _ memory: ScenarioMemory, _ report: inout Report) async {
        report.checks += 1
        do {
            let (what, found) = try await look(check, memory)
            compare(check.expected, with: found, what: what, memory, &report)
        } catch let problem as Problem {
            report.deviations.append(deviation(check.line, "expect", "an answer", "refused: \(problem.shown)"))
        } catch let error as ScenarioMemory.Unknown {
            report.deviations.append(deviation(check.line, "expect", "something known", error.reference))
        } catch {
            report.deviations.append(deviation(check.line, "expect", "an answer", "\(error)"))
        }
    }

    private func look(_ check: Scenario.Check, _ memory: ScenarioMemory) async throws -> (String, ScenarioValue) {
        func read(_ data: Data) throws -> ScenarioValue { try JSON.decode(ScenarioValue.self, data) }
        switch check.subject {
        case .figure(let code, let filter):
            guard case .object(let fields) = try memory.filled(filter) else { return (code, .none) }
            let texts = fields.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
            return (code, try read(try await stage.figure(code, filter: texts, as: check.person)).part("figures.0"))
        case .found(let kind, let reference):
            guard case .text(let id) = try memory.filled(.text(reference)) else { return (kind, .none) }
            return (kind, try read(try await stage.found(kind, id: id, as: check.person)))
        case .orders(let state):
            guard case .list(let orders) = try read(try await stage.orders(state, as: check.person)).part("orders") else {
                return (state, .none)
            }
            return ("orders \(state)", .object(["count": .number(Double(orders.count), decimals: 0)]))
        case .journal: return ("journal", try read(try await stage.journal(as: check.person)))
        }
    }

    private func compare(
        _ expected: [Scenario.Expectation], with found: ScenarioValue, what: String, _ memory: ScenarioMemory,
        _ report: inout Report
    ) {
        for expectation in expected {
            let part = found.part(expectation.path)
            let wanted = (try? memory.filled(expectation.value)) ?? expectation.value
            if !wanted.isMet(by: part, in: zone) {
                report.deviations.append(
                    deviation(expectation.line, "\(what) \(expectation.path)", wanted.shown, part.shown))
            }
        }
    }

    private func deviation(_ line: Int, _ what: String, _ wanted: String, _ found: String) -> Deviation {
        Deviation(file: scenario.file, line: line, what: what, wanted: wanted, found: found)
    }
}

extension Problem {
    /// By its own code, a field's code, or `field/code`.
    fileprivate func matches(_ wanted: String) -> Bool {
        code == wanted || fields.contains { $0.code == wanted || "\($0.field)/\($0.code)" == wanted }
    }

    fileprivate var shown: String {
        fields.isEmpty ? code : fields.map { "\($0.field)/\($0.code)" }.joined(separator: ", ")
    }
}
