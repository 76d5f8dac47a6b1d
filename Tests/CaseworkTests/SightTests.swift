import Casework
import Foundation
import Kernel
import Store
import Testing
import WorkingTime
import World

/// Who sees what of a case.
@Suite struct SightTests {
    @Test(arguments: Engine.all) func aColleagueOfAnotherOfficeFindsNothing(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.dispatched(to: "urban-management", text: "楼下饭馆油烟太大")
        let number = try await world.findCase(given.id).number
        for (login, sees) in [
            ("city", true), ("city2", true), ("head", true), ("dispatcher", true), ("grid", true), ("supervisor", true),
            ("leader", true), ("auditor", true),
            ("housing", false), ("north", false), ("south", false), ("admin", false),
        ] {
            let scope = world.person(login)
            let found = try await world.district.read(as: scope) { reading in
                [
                    (try? reading.findCase(given.id)) != nil, try reading.caseIfAny(number: number) != nil,
                    (try? reading.findOrder(given.orderID)) != nil,
                    try reading.db.search("油烟", district: reading.district, kind: "case", limit: 10)
                        .contains { (try? reading.findCase(ID($0.id))) != nil },
                ]
            }
            // A grid worker sees what lies in the grid, not the order of another office.
            let order = sees && login != "grid"
            #expect(found == [sees, sees, order, sees], "\(login)")
        }
    }

    /// However cases are looked for, the same are found, of those that an office had and of those that it has.
    @Test(arguments: Engine.all) func gatheredOrWalkedThroughTheSameCasesAreSeen(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        for office in ["urban-management", "housing", "street-990101001"] { _ = try await world.dispatched(to: office) }
        let returned = try await world.dispatched()
        _ = try await world.district.perform(ReturnOrder(orderID: returned.orderID, reason: "not-ours"), as: world.person("city"))
        _ = try await world.resolved()
        for login in ["city", "housing", "north", "head", "grid", "dispatcher", "admin"] {
            for permission: Permission in ["ledger.view", "case.view", "case.search", "case.resolve"] {
                let seen = try await world.district.read(as: world.person(login)) { reading in
                    try [true, false].map { gathering in
                        try reading.db.values(
                            """
                            SELECT c.id FROM cases c WHERE c.district = \(reading.district)
                              AND \(reading.caseCondition(permission, gathering: gathering)) ORDER BY c.id
                            """, as: ID<Case>.self)
                    }
                }
                #expect(seen[0] == seen[1], "\(login) \(permission)")
                if login == "city", permission == "ledger.view" { #expect(seen[0].count == 3) }
            }
        }
    }

    @Test(arguments: Engine.all) func whatOneMayNotSeeCannotBeTouchedEither(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.dispatched(to: "urban-management")
        let (home, scope, market) = (world.district, world.person("housing"), try await world.office("market").id)
        let attempts: [@Sendable () async throws -> Void] = [
            { _ = try await home.perform(NoteCase(key: CaseKey(id: given.id), text: "x"), as: scope) },
            { _ = try await home.perform(ResolveCase(caseID: given.id, outcome: "solved", reply: "x"), as: scope) },
            { _ = try await home.perform(RevealContact(caseID: given.id, purpose: "x"), as: scope) },
            { _ = try await home.perform(AcceptOrder(orderID: given.orderID), as: scope) },
            { _ = try await home.perform(ReturnOrder(orderID: given.orderID, reason: "not-ours"), as: scope) },
            {
                _ = try await home.perform(
                    TransferOrder(orderID: given.orderID, toOffice: market, reason: "x"), as: scope)
            },
        ]
        let before = try await world.journal().count
        for attempt in attempts { #expect(await refusal(attempt) == "not-found") }
        #expect(try await world.journal().count == before)
    }

    @Test(arguments: Engine.all) func anotherDistrictsCasesDoNotExist(on engine: Engine) async throws {
        let (mine, theirs) = (try await World.make(on: engine), try await World.make(on: engine))
        let given = try await theirs.dispatched()
        let seen = try await mine.district.read(as: mine.system) { reading in
            [
                (try? reading.findCase(given.id)) != nil, (try? reading.findOrder(given.orderID)) != nil,
                (try? reading.findCase(receipt: given.receipt)) != nil,
                try !reading.db.search("油烟", district: reading.district, kind: "case", limit: 10).isEmpty,
            ]
        }
        #expect(seen == [false, false, false, false])
        #expect(
            await refusal { try await mine.district.perform(WithdrawCase(key: given.key), as: mine.visitor) }
                == "receipt-unknown")
    }

    @Test(arguments: Engine.all) func aMistypedReceiptIsToldFromAnUnknownOne(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.resolved()
        let other = try await World.make().resolved()
        var typo = Array(given.receipt)
        typo[0] = typo[0] == "7" ? "8" : "7"
        let typed = [
            (String(typo), "receipt: receipt-typo"), ("", "receipt: receipt-typo"), ("\0", "receipt: receipt-typo"),
            ("𠮷🚧", "receipt: receipt-typo"),
            (other.receipt, "receipt-unknown"),
            (" " + given.receipt.lowercased().replacing("-", with: " ") + "\n", "done"),
        ]
        for (text, expected) in typed {
            #expect(
                await refusal {
                    try await world.district.perform(
                        NoteCase(key: CaseKey(receipt: text), text: "x"), as: world.visitor)
                } == expected)
        }
        #expect(
            await refusal {
                try await world.district.perform(NoteCase(key: CaseKey(id: given.id), text: "x"), as: world.visitor)
            } == "unauthenticated")
    }

    @Test(arguments: Engine.all) func aContactIsSealedAndEveryLookSaysWhy(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.dispatched(
            contact: Contact(name: "王小明", phone: "138 0013 8000", mail: "wang@example.cn"))
        let district = world.district.code
        for table: SQL in [
            "SELECT contact AS b FROM cases WHERE district = \(district)",
            "SELECT contact_index AS b FROM cases WHERE district = \(district)",
        ] {
            let kept = String(decoding: try await world.rows(table)[0].get("b", as: [UInt8].self), as: UTF8.self)
            #expect(!kept.contains("13800138000") && !kept.contains("王小明"))
        }
        let hits = try await world.district.read(as: world.system) { reading in
            try ["13800138000", "王小明", "wang"].flatMap {
                try reading.db.search($0, district: district, kind: "case", limit: 5)
            }
        }
        #expect(hits.isEmpty)
        func reveal(_ login: String, _ purpose: String) async -> String {
            await refusal {
                try await world.district.perform(
                    RevealContact(caseID: given.id, purpose: purpose), as: world.person(login))
            }
        }
        #expect(await reveal("city", "  ") == "purpose: required")
        #expect(await reveal("dispatcher", "回访") == "forbidden")
        #expect(await reveal("leader", "看看") == "forbidden")
        #expect(await reveal("phone", "看看") == "not-found")
        let contact = try await world.district.perform(
            RevealContact(caseID: given.id, purpose: "上门前联系"), as: world.person("city"))
        #expect([contact.name, contact.phone, contact.mail] == ["王小明", "13800138000", "wang@example.cn"])
        let event = try #require(try await world.journal().last)
        #expect([event.event, event.actorName, event.fields["purpose"]] == ["contact.revealed", "city", "上门前联系"])
        #expect(try await !world.journal().contains { $0.payload.contains("13800138000") })
        let without = try await world.dispatched()
        #expect(
            await refusal {
                try await world.district.perform(
                    RevealContact(caseID: without.id, purpose: "x"), as: world.person("city"))
            } == "no-contact")
        let mine = try await world.filed(contact: Contact(phone: "13800138001"), by: world.person("phone"))
        #expect(
            await refusal {
                try await world.district.perform(
                    RevealContact(caseID: mine.caseID, purpose: "回电"), as: world.person("phone"))
            } == "done")
    }

    @Test(arguments: Engine.all) func photosHangOnTheirCaseInOrder(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (first, second) = (try await world.keptPhoto([1]), try await world.keptPhoto([2]))
        #expect(try await world.keptPhoto([1]) == first)
        let filed = try await world.district.perform(
            FileCase(channel: "web", text: "井盖坏了", photos: [first]), as: world.visitor)
        _ = try await world.district.perform(
            NoteCase(key: CaseKey(receipt: filed.receipt), text: "", photos: [second, first]), as: world.visitor)
        #expect(
            await refusal {
                try await world.district.perform(
                    NoteCase(key: CaseKey(receipt: filed.receipt), text: "", photos: []), as: world.visitor)
            } == "text: required")
        let photos = try await world.district.read(as: world.person("dispatcher")) {
            try $0.photos(of: $0.findCase(filed.caseID).id)
        }
        #expect(photos.map(\.hash) == [first, second, first])
        #expect(photos.map(\.stage) == ["filed", "note", "note"])
        let inner = try await world.district.perform(
            NoteCase(key: CaseKey(id: filed.caseID), text: "内部", photos: [second]), as: world.person("dispatcher"))
        let (all, open) = try await world.district.read(as: world.system) { reading in
            let found = try reading.findCase(filed.caseID)
            return (
                try reading.photos(of: found.id).count,
                try reading.photos(of: found.id, publicOnly: true).contains { $0.noteID == inner }
            )
        }
        #expect(all == 4)
        #expect(!open)
        #expect(try await world.keptFile(first)?.content == [1])
        #expect(try await world.keptFile("../../etc/passwd") == nil)
    }

    @Test(arguments: Engine.all) func whoHandledItMayNotSayItIsSolved(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.resolved()
        var handler = world.person("city")
        var colleague = world.person("city2")
        for permission: Permission in ["case.confirm", "case.close"] {
            handler.grants[permission] = [.init(reach: .district)]
            colleague.grants[permission] = [.init(reach: .district)]
        }
        let verb = ConfirmCase(key: CaseKey(id: given.id), answered: true, solved: true)
        for scope in [handler, colleague] {
            #expect(await refusal { try await world.district.perform(verb, as: scope) } == "handler-may-not-confirm")
            let close = CloseCase(caseID: given.id, finding: "看过了", solved: true)
            #expect(await refusal { try await world.district.perform(close, as: scope) } == "handler-may-not-confirm")
        }
        // Nor with the receipt that came with registering it.
        let byReceipt = ConfirmCase(key: given.key, answered: true, solved: true)
        #expect(
            await refusal { try await world.district.perform(byReceipt, as: world.person("city")) }
                == "handler-may-not-confirm")
        // An office that is late must not make the case go away either.
        let withdrawal = WithdrawCase(key: given.key, reason: "不用了")
        #expect(
            await refusal { try await world.district.perform(withdrawal, as: world.person("city")) } == "handler-may-not-confirm")
        #expect(await refusal { try await world.district.perform(verb, as: world.person("callback")) } == "done")
        #expect(try await world.journal().last { $0.event == "case.confirmed" }?.fields["by"] == "call-back")
    }

    @Test(arguments: Engine.all) func twoPeopleClosingAtOnceCloseItOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.resolved()
        let results = await atOnce(8) { number in
            if number % 2 == 0 {
                _ = try await world.district.perform(
                    CloseCase(caseID: given.id, finding: "现场已看", solved: true), as: world.person("dispatcher"))
            } else {
                _ = try await world.district.perform(
                    ConfirmCase(key: given.key, answered: true, solved: true), as: world.visitor)
            }
        }
        var said: [String] = []
        for result in results { said.append(await refusal { try result.get() }) }
        #expect(
            said.sorted() == [
                "case-state", "case-state", "case-state", "case-state", "case-state", "case-state", "case-state",
                "done",
            ])
        #expect(try await world.journal().count { $0.event == "case.closed" } == 1)
    }
}
