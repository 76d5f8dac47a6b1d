/// What a store refuses or cannot do. One place translates the engines' own codes; nobody else reads them.
package enum StoreError: Error, Equatable, Sendable {
    /// A constraint of the schema said no: which one, with the engine's word for it.
    case constraint(Constraint, name: String)
    /// A row changed under us, or two transactions disagreed, more often than we retry.
    case conflict
    /// The database is there but busy for longer than we wait.
    case busy
    /// No room left on the disk.
    case diskFull
    /// The database cannot be reached or lost its connection in mid-work.
    case unavailable(String)
    /// The file is not a database, or not one of ours.
    case notADatabase(String)
    /// The schema has migrations this program does not know: the program is older than the data.
    case newerSchema([String])
    /// A committed migration differs from the one this program carries.
    case unknownMigration(String)
    /// Text with a NUL byte cannot be stored.
    case nulInText
    /// A change of a revised table went back in time.
    case timeWentBack
    case unexpectedValue(SQLValue, wanted: String)
    case noSuchColumn(String)
    /// A statement the engine does not accept: our fault.
    case statement(String, code: String)

    package enum Constraint: String, Sendable {
        case unique, foreignKey, check, notNull
    }
}
