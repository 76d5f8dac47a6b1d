import GRDB

/// SQLite's codes, said in the store's words.
enum SQLiteErrors {
    static func translate(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let message = error.message ?? ""
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return StoreError.constraint(.unique, name: message)
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return StoreError.constraint(.foreignKey, name: message)
        case .SQLITE_CONSTRAINT_CHECK: return StoreError.constraint(.check, name: message)
        case .SQLITE_CONSTRAINT_NOTNULL: return StoreError.constraint(.notNull, name: message)
        case .SQLITE_CONSTRAINT_TRIGGER:
            if message.contains("huying:time-went-back") { return StoreError.timeWentBack }
            return StoreError.statement(message, code: "trigger")
        default: break
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError.busy
        case .SQLITE_FULL: return StoreError.diskFull
        case .SQLITE_IOERR: return StoreError.unavailable(message)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: return StoreError.unavailable(message)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return StoreError.notADatabase(message)
        default: return StoreError.statement(message, code: "\(error.extendedResultCode.rawValue)")
        }
    }
}
