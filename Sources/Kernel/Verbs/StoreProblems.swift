import Store

/// The one place where a refusal of the database becomes a problem that a person can read.
package enum StoreProblems {
    package static func translate(_ error: any Error) -> any Error {
        guard let error = error as? StoreError else { return error }
        switch error {
        case .constraint(.unique, let name): return Problem(.conflict, "already-there", ["what": name])
        case .constraint(.foreignKey, let name): return Problem(.conflict, "refers-to-nothing", ["what": name])
        case .constraint(_, let name): return Problem(.invalid, "not-allowed", ["what": name])
        case .conflict: return Problem(.conflict, "changed-meanwhile")
        case .busy: return Problem(.busy, "busy")
        case .diskFull: return Problem(.busy, "disk-full")
        case .unavailable: return Problem(.busy, "database-gone")
        case .nulInText: return Problem(.invalid, "nul-in-text")
        case .timeWentBack: return Problem(.conflict, "time-went-back")
        default: return error
        }
    }
}
