/// Why a data folder cannot be made, opened, copied or brought back. The command line says each in a sentence.
package enum HomeProblem: Error, Equatable {
    case folderTaken(String)
    case noFolder(String)
    /// The folder is there, and no district in it.
    case notADistrict(String)
    case cannotWrite(String)
    case noPacks(String)
    /// The settings name an engine, address or security that does not exist.
    case badSetting(file: String, line: Int, key: String, text: String, allowed: String)
    /// The database already holds this district.
    case districtTaken(String)
    /// The database does not hold the district that the pack is for.
    case districtMissing(String)
    /// The program is newer than the data: `migrate` has not run yet.
    case olderSchema(String)
    case noSuchAccount(String)
    case noSuchOffice(String)
    case noSuchArea(String)
    case notABackup(String)
    case backupTaken(String)
    case backupChanged(file: String)
    case backupWithoutKeys
    /// The backup comes from PostgreSQL and the address of an empty database was not given.
    case needsDatabase
    case databaseNotEmpty
    case toolFailed(tool: String, code: Int32)
    case noSuchImport(String, known: [String])
    case missingColumns([String], found: [String])
    case emptySheet(String)
    /// Another program listens there.
    case portTaken(host: String, port: Int)
    case noServer(String, why: String)
}
