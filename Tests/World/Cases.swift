package import Casework
package import Kernel
import Store

/// Cases on their way, as far as a test needs them.
extension World {
    /// A case that was registered in 柳林社区, or elsewhere.
    package func filed(
        _ text: String = "楼下饭馆油烟太大，窗户不敢开", caseClass: String = "06027", area: String = "990101001001",
        contact: Contact? = nil,
        by scope: Scope? = nil
    ) async throws -> FileCase.Outcome {
        try await district.perform(
            FileCase(
                channel: scope == nil ? "web" : "phone", caseClass: caseClass, text: text, areaCode: area,
                contact: contact), as: scope ?? visitor)
    }

    package struct Given: Sendable {
        package var id: ID<Case>
        package var receipt: String
        package var orderID: ID<Order>
        package var key: CaseKey { CaseKey(receipt: receipt) }

        package init(id: ID<Case>, receipt: String, orderID: ID<Order>) {
            self.id = id
            self.receipt = receipt
            self.orderID = orderID
        }
    }

    package func dispatched(
        to office: String = "urban-management", text: String = "楼下饭馆油烟太大，窗户不敢开", area: String = "990101001001",
        contact: Contact? = nil
    ) async throws -> Given {
        let filed = try await filed(text, area: area, contact: contact)
        let office = try await self.office(office)
        let order = try await district.perform(
            DispatchCase(caseID: filed.caseID, officeID: office.id), as: person("dispatcher"))
        return Given(id: filed.caseID, receipt: filed.receipt, orderID: order.orderID)
    }

    package func accepted() async throws -> Given {
        let given = try await dispatched()
        _ = try await district.perform(AcceptOrder(orderID: given.orderID), as: person("city"))
        return given
    }

    package func resolved(outcome: String = "solved") async throws -> Given {
        let given = try await accepted()
        _ = try await district.perform(
            ResolveCase(caseID: given.id, outcome: outcome, reply: "已责令安装净化器并复查"), as: person("city"))
        return given
    }

    package func closed() async throws -> Given {
        let given = try await resolved()
        _ = try await district.perform(
            ConfirmCase(key: given.key, answered: true, solved: true, rating: 5), as: visitor)
        return given
    }

    package func withdrawn() async throws -> Given {
        let given = try await dispatched()
        _ = try await district.perform(WithdrawCase(key: given.key), as: visitor)
        return given
    }

    package func findCase(_ id: ID<Case>) async throws -> Case {
        try await district.read(as: system) { try $0.findCase(id) }
    }

    package func orders(of id: ID<Case>) async throws -> [Order] {
        try await district.read(as: system) { try $0.orders(about: Subject("case", id.uuid)) }
    }

    /// What moves a case: none or one.
    package func openOrder(of id: ID<Case>) async throws -> Order? {
        try await orders(of: id).first { $0.state.isOpen && ($0.kind == "handle" || $0.kind == "dispatch") }
    }
}

extension World {
    /// A picture that was kept before it is hung onto a case; its hash.
    package func keptPhoto(_ content: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]) async throws -> String {
        try await FileVault(district: district).keep(content, type: "image/jpeg")
    }

    package func keptFile(_ hash: String) async throws -> FileVault.Kept? {
        try await FileVault(district: district).load(hash)
    }
}
