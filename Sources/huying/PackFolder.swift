import Foundation
import Server

/// Where the packs are: as said, or in `Packs` here, or beside the program or above it.
enum PackFolder {
    static func find(_ said: String?) throws -> String {
        let manager = FileManager.default
        let here = manager.currentDirectoryPath
        if let said {
            let path = said.hasPrefix("/") ? said : here + "/" + said
            guard manager.fileExists(atPath: path) else { throw HomeProblem.noPacks(path) }
            return path
        }
        var folders = [here]
        var above = URL(fileURLWithPath: Bundle.main.executablePath ?? here).resolvingSymlinksInPath()
        for _ in 0..<5 {
            above.deleteLastPathComponent()
            folders += [above.path, above.appendingPathComponent("share/huying").path]
        }
        guard let found = folders.map({ $0 + "/Packs" }).first(where: { manager.fileExists(atPath: $0) }) else {
            throw HomeProblem.noPacks(here + "/Packs")
        }
        return found
    }
}
