import Casework
import Kernel
import Store
import Testing
import World

/// Contacts of many at once: with a purpose, by somebody else's leave, once.
@Suite struct ContactListTests {
    @Test(arguments: Engine.all) func aListIsAskedForGrantedBySomebodyElseAndTakenOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let reached = try await world.filed(contact: Contact(name: "周女士", phone: "13800138000"))
        let other = try await world.filed(contact: Contact(phone: "13800138001"))
        let dispatcher = world.person("dispatcher")
        let list = try await world.district.perform(
            AskForContacts(caseIDs: [reached.caseID, other.caseID], purpose: "满意度电话调查"), as: dispatcher)
        func take(_ login: String) async -> String {
            await refusal { try await world.district.perform(TakeContacts(listID: list), as: world.person(login)) }
        }
        func decide(_ login: String) async -> String {
            await refusal { try await world.district.perform(DecideOnContacts(listID: list, grants: true), as: world.person(login)) }
        }
        #expect(await take("dispatcher") == "contact-list-not-open")
        #expect(await decide("dispatcher") == "forbidden")
        #expect(await take("head") == "not-found", "others' lists are not there")
        #expect(await decide("leader") == "done")
        #expect(await decide("supervisor") == "contact-list-decided")
        #expect(await take("supervisor") == "others-contact-list")
        let taken = try await world.district.perform(TakeContacts(listID: list), as: dispatcher)
        #expect(Set(taken.lines.map(\.contact.phone)) == ["13800138000", "13800138001"])
        #expect(await take("dispatcher") == "contact-list-not-open", "once")
        // The reporter reads it, as any other look.
        let purposes = try await world.rows(
            "SELECT payload FROM journal WHERE district = \(world.district.code) AND event = 'contact.revealed'"
        ).map { try $0.get("payload", as: String.self) }
        #expect(purposes.count == 2 && purposes.allSatisfy { $0.contains("满意度电话调查（") })
        #expect(!purposes.contains { $0.contains("13800138000") })
    }

    @Test func nobodyDecidesOnTheirOwnAndWhatIsNotTakenInTimeIsClosed() async throws {
        let world = try await World.make()
        let filed = try await world.filed(contact: Contact(phone: "13800138000"))
        let supervisor = world.person("supervisor")
        let list = try await world.district.perform(AskForContacts(caseIDs: [filed.caseID], purpose: "核查"), as: supervisor)
        #expect(
            await refusal { try await world.district.perform(DecideOnContacts(listID: list, grants: true), as: supervisor) }
                == "own-contact-list")
        _ = try await world.district.perform(DecideOnContacts(listID: list, grants: true), as: world.person("leader"))
        try world.now("2022-04-01T09:00:00+08:00")
        #expect(await refusal { try await world.district.perform(TakeContacts(listID: list), as: supervisor) } == "contact-list-not-open")
    }

    @Test(arguments: Engine.all) func whatCameOutOfReachSinceItWasGrantedIsNotHandedOut(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let kept = try await world.dispatched(contact: Contact(phone: "13800138000"))
        let lost = try await world.dispatched(text: "井盖响", contact: Contact(phone: "13800138001"))
        let head = world.person("head")
        let list = try await world.district.perform(AskForContacts(caseIDs: [kept.id, lost.id], purpose: "回访"), as: head)
        _ = try await world.district.perform(DecideOnContacts(listID: list, grants: true), as: world.person("leader"))
        _ = try await world.district.perform(RecallOrder(orderID: lost.orderID, reason: "派错了"), as: world.person("dispatcher"))
        let taken = try await world.district.perform(TakeContacts(listID: list), as: head)
        #expect(taken.lines.map(\.caseID) == [kept.id])
    }

    @Test func whatIsOutOfReachCannotBeAskedForNorTooMuchAtOnce() async throws {
        let world = try await World.make()
        let given = try await world.dispatched(contact: Contact(phone: "13800138000"))
        let elsewhere = try await world.dispatched(to: "housing", contact: Contact(phone: "13800138001"))
        let head = world.person("head")
        #expect(
            await refusal { try await world.district.perform(AskForContacts(caseIDs: [given.id, elsewhere.id], purpose: "x"), as: head) }
                == "not-found")
        #expect(await refusal { try await world.district.perform(AskForContacts(caseIDs: [given.id], purpose: "x"), as: head) } == "done")
        #expect(
            await refusal { try await world.district.perform(AskForContacts(caseIDs: [], purpose: "x"), as: head) }
                == "caseIDs: not-so-many")
    }
}
