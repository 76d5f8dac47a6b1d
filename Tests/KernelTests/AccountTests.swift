import Kernel
import Sealing
import Store
import Testing
import WorkingTime
import World

@Suite struct AccountTests {
    private static let good = "风吹麦浪 2022 wheat"

    @Test(arguments: Engine.all) func whoSignsInIsWhoTheyAre(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: "  LiMei ", password: password, from: "10.0.0.1")
        let session = try #require(try await world.district.session(secret))
        #expect(session.account.login == login)
        #expect(session.account.mustChangePassword)
        #expect(try await world.district.session("another secret") == nil)
        try await world.district.signOut(secret)
        #expect(try await world.district.session(secret) == nil)
    }

    @Test(arguments: Engine.all) func aWrongNameAndAWrongPasswordReadAlike(on engine: Engine) async throws {
        let (world, login, _) = try await worldWithSomebody(on: engine)
        for (name, password) in [
            (login, "wrong"), ("nobody", "wrong"), ("", ""), ("a\0b", "x"), (String(repeating: "长", count: 500), "x"),
        ] {
            #expect(
                await refusal { try await world.district.signIn(login: name, password: password, from: "10.0.0.1") }
                    == "sign-in-failed")
        }
    }

    @Test(arguments: Engine.all) func guessingIsSlowedDownPerNameAndPerAddress(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        func tries(_ name: String, _ password: String, from address: String) async -> String {
            await refusal { try await world.district.signIn(login: name, password: password, from: address) }
        }
        for _ in 0..<5 { _ = await tries(login, "wrong", from: "10.0.0.1") }
        // Somebody else's guessing does not lock the person out elsewhere.
        #expect(await tries(login, password, from: "10.0.0.1") == "sign-in-throttled")
        #expect(await tries(login, password, from: "10.0.0.2") == "done")
        try world.now("2022-03-30T09:15:01+08:00")
        #expect(await tries(login, password, from: "10.0.0.1") == "done")
        for number in 0..<30 { _ = await tries(login, "wrong", from: "10.1.0.\(number)") }
        #expect(await tries(login, password, from: "10.0.0.4") == "sign-in-throttled")
        try world.now("2022-03-30T09:31:00+08:00")
        for number in 0..<300 { _ = await tries("n\(number)", "wrong", from: "10.0.0.3") }
        #expect(await tries(login, password, from: "10.0.0.3") == "sign-in-throttled")
        #expect(await tries(login, password, from: "10.0.0.4") == "done")
    }

    @Test(arguments: Engine.all) func manyGuessesAtOnceAreManyGuesses(on engine: Engine) async throws {
        let (world, login, _) = try await worldWithSomebody(on: engine)
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask { await refusal { try await world.district.signIn(login: login, password: "wrong", from: "10.0.0.1") } }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        // On PostgreSQL those that begin together do not see each other: at most one a connection beyond the five.
        #expect(answers["sign-in-failed", default: 0] <= 13)
    }

    @Test(arguments: Engine.all) func aSessionEndsWhenUnusedOrTooOld(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        // Seen again and again it lives twelve hours; unused, two.
        for minutes in stride(from: 60, through: 660, by: 60) {
            try world.clock.set(World.start + .minutes(minutes))
            #expect(try await world.district.session(secret) != nil, "after \(minutes) minutes")
        }
        try world.clock.set(World.start + .minutes(721))
        #expect(try await world.district.session(secret) == nil)
        let second = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        try world.clock.advance(by: .minutes(121))
        #expect(try await world.district.session(second) == nil)
    }

    @Test(arguments: Engine.all) func aSuspendedPersonIsOutAtOnce(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        let id = try #require(try await world.district.session(secret)?.account.id)
        let key = try await world.district.perform(AddAPIKey(accountID: id, name: "脚本"), as: world.person("admin")).key
        #expect(try await world.district.scope(apiKey: key)?.accountID == id)
        _ = try await world.district.perform(SuspendAccount(accountID: id, suspended: true), as: world.person("admin"))
        #expect(try await world.district.session(secret) == nil)
        #expect(try await world.district.scope(apiKey: key) == nil)
        #expect(
            await refusal { try await world.district.signIn(login: login, password: password, from: "10.0.0.1") }
                == "sign-in-failed")
        _ = try await world.district.perform(SuspendAccount(accountID: id, suspended: false), as: world.person("admin"))
        #expect(
            await refusal { try await world.district.signIn(login: login, password: password, from: "10.0.0.1") }
                == "done")
    }

    @Test(arguments: Engine.all) func aDutyGivesRightsFromItsBeginningToItsEnd(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        func may(_ permission: Permission) async throws -> Bool {
            try await world.district.session(secret)?.scope.may(permission) == true
        }
        let id = try #require(try await world.district.session(secret)?.account.id)
        #expect(try await may("order.accept") == false)
        let (office, area) = (try await world.office("housing").id, try await world.area("990101").id)
        let duty = try await world.district.perform(
            AddDuty(accountID: id, role: "handler", officeID: office, areaID: area), as: world.person("admin"))
        #expect(try await may("order.accept"))
        try world.clock.advance(by: .minutes(10))
        _ = try await world.district.perform(EndDuty(dutyID: duty), as: world.person("admin"))
        #expect(try await may("order.accept") == false)
        #expect(
            await refusal { try await world.district.perform(EndDuty(dutyID: duty), as: world.person("admin")) }
                == "not-found")
        let then = try await world.district.read(as: world.system) {
            try $0.duties(of: id, at: World.start + .minutes(5))
        }
        #expect(then.map(\.role) == ["handler"])
    }

    @Test(arguments: Engine.all) func whatAnotherProcessChangesOfADutyIsSeenAtTheNextRequest(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        let id = try #require(try await world.district.session(secret)?.account.id)
        let other = try world.again()
        func paths() async throws -> [String] {
            try await world.district.session(secret)?.scope.duties.flatMap { [$0.officePath, $0.areaPath].compactMap { $0 } } ?? ["gone"]
        }
        let (office, area) = (try await world.office("housing").id, try await world.area("990101").id)
        let duty = try await other.district.perform(
            AddDuty(accountID: id, role: "handler", officeID: office, areaID: area), as: world.person("admin"))
        #expect(try await paths().count == 2)
        _ = try await other.district.perform(EndDuty(dutyID: duty), as: world.person("admin"))
        #expect(try await paths().isEmpty)
        _ = try await other.district.perform(SuspendAccount(accountID: id, suspended: true), as: world.person("admin"))
        #expect(try await paths() == ["gone"])
    }

    @Test(arguments: Engine.all) func aDutyNeedsThePlaceItsRoleReachesOver(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (admin, id) = (world.person("admin"), try #require(world.accounts["city"]))
        let (office, area) = (try await world.office("housing").id, try await world.area("990101").id)
        let wrong = [
            (AddDuty(accountID: id, role: "emperor", officeID: office, areaID: area), "role: not-one-of-these"),
            (AddDuty(accountID: id, role: "handler", areaID: area), "officeID: required"),
            (AddDuty(accountID: id, role: "handler", officeID: office), "areaID: required"),
            (AddDuty(accountID: ID("00000000-0000-7000-8000-000000000009")!, role: "leader"), "not-found"),
            (AddDuty(accountID: id, role: "leader"), "done"),
        ]
        for (verb, expected) in wrong {
            #expect(await refusal { try await world.district.perform(verb, as: admin) } == expected)
        }
    }

    @Test(arguments: Engine.all) func changingOnesPasswordEndsTheOtherSessions(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let phone = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        let desk = try await world.district.signIn(login: login, password: password, from: "10.0.0.2")
        let scope = try #require(try await world.district.session(desk)).scope
        let attempts = [
            ("wrong", Self.good, "old: wrong-password"), (password, "short", "new: password-tooShort"),
            (password, "aaaaaaaaaaaa", "new: password-oneCharacterOnly"),
            (password, "password123", "new: password-tooObvious"),
            (password, "limei is my name", "new: password-containsUserName"),
            (password, password, "new: same-password"), (password, Self.good, "done"),
        ]
        for (old, new, expected) in attempts {
            #expect(
                await refusal { try await world.district.perform(ChangeOwnPassword(old: old, new: new), as: scope) }
                    == expected, "\(new)")
        }
        #expect(try await world.district.session(desk)?.account.mustChangePassword == false)
        #expect(try await world.district.session(phone) == nil)
        #expect(
            await refusal { try await world.district.signIn(login: login, password: password, from: "10.0.0.1") }
                == "sign-in-failed")
        #expect(
            await refusal { try await world.district.signIn(login: login, password: Self.good, from: "10.0.0.1") }
                == "done")
        #expect(
            await refusal {
                try await world.district.perform(ChangeOwnPassword(old: "x", new: Self.good), as: world.visitor)
            } == "unauthenticated")
    }

    @Test(arguments: Engine.all) func aResetPasswordIsToldOnceAndEndsEverySession(on engine: Engine) async throws {
        let (world, login, password) = try await worldWithSomebody(on: engine)
        let secret = try await world.district.signIn(login: login, password: password, from: "10.0.0.1")
        let id = try #require(try await world.district.session(secret)?.account.id)
        let fresh = try await world.district.perform(ResetPassword(accountID: id), as: world.person("admin")).password
        #expect(try await world.district.session(secret) == nil)
        #expect(
            await refusal { try await world.district.signIn(login: login, password: fresh, from: "10.0.0.1") } == "done"
        )
        let told = try await world.journal().contains { $0.payload.contains(fresh) || $0.payload.contains(password) }
        #expect(!told)
    }

    @Test(arguments: Engine.all) func loginsAreCheckedAndUnique(on engine: Engine) async throws {
        let (world, _, _) = try await worldWithSomebody(on: engine)
        let wrong =
            [
                ("limei", nil, "login: taken"), ("LIMEI", nil, "login: taken"),
                ("李梅", nil, "login: letters-and-digits"), ("a b", nil, "login: letters-and-digits"),
                ("", nil, "login: required"), ("ok1", "no-address", "mail: not-a-mail-address"),
                ("ok1", "a@b.cn,c@d.cn", "mail: not-a-mail-address"),
                ("ok1", "wang@example.cn", "done"),
            ] as [(String, String?, String)]
        for (login, mail, expected) in wrong {
            #expect(
                await refusal {
                    try await world.district.perform(
                        AddAccount(login: login, name: "王", mail: mail), as: world.person("admin"))
                } == expected)
        }
        let sealed = try await world.count(
            "SELECT count(*) FROM accounts WHERE district = \(world.district.code) AND mail IS NOT NULL")
        #expect(sealed == 1)
    }

    @Test(arguments: Engine.all) func aRevokedKeyOpensNothing(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try #require(world.accounts["city"])
        let added = try await world.district.perform(AddAPIKey(accountID: id, name: "脚本"), as: world.person("admin"))
        #expect(try await world.district.scope(apiKey: added.key)?.may("order.accept") == true)
        #expect(try await world.district.scope(apiKey: added.key + "x") == nil)
        _ = try await world.district.perform(RevokeAPIKey(keyID: added.keyID), as: world.person("admin"))
        #expect(try await world.district.scope(apiKey: added.key) == nil)
        let kept = try await world.rows("SELECT digest FROM api_keys WHERE district = \(world.district.code)")[0]
        #expect(try !String(decoding: kept.get("digest", as: [UInt8].self), as: UTF8.self).contains(added.key))
    }

    private func worldWithSomebody(on engine: Engine) async throws -> (World, login: String, password: String) {
        let world = try await World.make(on: engine)
        let added = try await world.district.perform(AddAccount(login: "LiMei", name: "李梅"), as: world.person("admin"))
        return (world, "limei", added.password)
    }
}
