/// PostgreSQL's SQLSTATEs, said in the store's words.
enum PostgresErrors {
    // PG_DIAG_SQLSTATE and PG_DIAG_CONSTRAINT_NAME are character macros, which the importer leaves out.
    static let sqlState = Int32(UInt8(ascii: "C"))
    static let stalePlan = "stale-plan"
    static let constraintName = Int32(UInt8(ascii: "n"))

    static func translate(state: String, name: String, message: String) -> StoreError {
        switch state {
        case "23505": return .constraint(.unique, name: name)
        case "23503": return .constraint(.foreignKey, name: name)
        case "23514": return .constraint(.check, name: name)
        case "23502": return .constraint(.notNull, name: name)
        case "40001", "40P01": return .conflict
        // Another process has migrated; the statement is prepared anew.
        case "0A000" where message.contains("cached plan"): return .statement(message, code: stalePlan)
        case "55P03", "57014": return .busy
        case "53100": return .diskFull
        case "53300", "57P01", "57P02", "57P03": return .unavailable(message)
        case "P0001" where message.contains("huying:time-went-back"): return .timeWentBack
        default:
            if state.hasPrefix("08") { return .unavailable(message) }
            return .statement(message, code: state)
        }
    }
}
