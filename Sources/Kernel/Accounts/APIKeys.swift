import Sealing
import Store
package import WorkingTime

package struct APIKeyAdded: Event {
    package static let name = "apikey.added"
    package var keyID: ID<APIKey>
    package var name: String
    package var accountID: ID<Account>
    package var subject: Subject { Subject("apikey", keyID.uuid) }
}

package struct APIKeyRevoked: Event {
    package static let name = "apikey.revoked"
    package var keyID: ID<APIKey>
    package var name: String
    package var subject: Subject { Subject("apikey", keyID.uuid) }
}

/// A key by which a program acts as an account.
package struct APIKey: Sendable {
    package var id: ID<APIKey>
    package var accountID: ID<Account>
    package var name: String
    package var addedAt: Instant
    package var revokedAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        accountID = try row.get("account_id")
        name = try row.get("name")
        addedAt = try row.get("added_at")
        revokedAt = try row.get("revoked_at")
    }
}

package struct AddAPIKey: Verb {
    package static let permission: Permission = "apikey.add"
    package static let keepsOutcome = false
    package var accountID: ID<Account>
    package var name: String

    package init(accountID: ID<Account>, name: String) {
        self.accountID = accountID
        self.name = name
    }

    package struct Outcome: Codable, Sendable {
        package var keyID: ID<APIKey>
        /// Shown once; only its digest is kept.
        package var key: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let account = try desk.findAccount(accountID)
        try desk.requireOpening(rolesOf: account.id)
        let name = try desk.checkedText(name, field: "name", longest: 60)
        let id: ID<APIKey> = desk.newID()
        let key = "hy_" + Secret.make(bytes: 32)
        try desk.writer.run(
            """
            INSERT INTO api_keys (district, id, account_id, name, digest, added_at)
            VALUES (\(desk.district), \(id), \(account.id), \(name), \(desk.home.keys.secretDigest(key, purpose: "api-key")), \(desk.now))
            """)
        try desk.record(APIKeyAdded(keyID: id, name: name, accountID: account.id))
        return Outcome(keyID: id, key: key)
    }
}

package struct RevokeAPIKey: Verb {
    package static let permission: Permission = "apikey.revoke"
    package var keyID: ID<APIKey>

    package init(keyID: ID<APIKey>) { self.keyID = keyID }

    package func perform(at desk: Desk) throws -> Done {
        guard let key = try desk.apiKeys().first(where: { $0.id == keyID }) else { throw Problem.notFound("apikey") }
        try desk.writer.run(
            "UPDATE api_keys SET revoked_at = \(desk.now) WHERE district = \(desk.district) AND id = \(keyID) AND revoked_at IS NULL")
        try desk.record(APIKeyRevoked(keyID: keyID, name: key.name))
        return Done()
    }
}

extension Reading {
    package func apiKeys() throws -> [APIKey] {
        try db.rows("SELECT * FROM api_keys WHERE district = \(district) ORDER BY added_at DESC").map(APIKey.init(row:))
    }
}

extension District {
    /// Who a program with this key acts as; nil where the key is unknown or revoked.
    package func scope(apiKey: String) async throws -> Scope? {
        let digest = keys.secretDigest(apiKey, purpose: "api-key")
        return try await read(as: .visitor(of: code)) { reading in
            guard
                let row = try reading.db.first(
                    "SELECT account_id, name FROM api_keys WHERE district = \(reading.district) AND digest = \(digest) AND revoked_at IS NULL"
                )
            else { return nil }
            let account = try reading.findAccount(try row.get("account_id"))
            guard account.state == .active else { return nil }
            var scope = try reading.scope(of: account)
            scope.program = try row.get("name", as: String.self)
            return scope
        }
    }
}
