import Foundation
import Sealing

extension DataFolder {
    /// Gives the district a new key for sealing; what was sealed with the older ones still opens. The file as it was stays beside it,
    /// under its fingerprint, until somebody has put the new one in a safe place.
    ///
    /// A server that is running goes on with the old key until it starts again.
    /// - Returns: where the file as it was lies now.
    /// - Throws: `SealingError.keyFile…`; then nothing was changed.
    package func rotateKeys() throws -> String {
        let ring = try KeyRing.load(from: keys)
        let older = "\(keys).\(ring.fingerprint)"
        let newer = "\(keys).new"
        // Left by a rotation that was stopped before its end.
        try? FileManager.default.removeItem(atPath: newer)
        try ring.rotated().save(to: newer)
        if !FileManager.default.fileExists(atPath: older) { try ring.save(to: older) }
        guard rename(newer, keys) == 0 else { throw SealingError.keyFileUnwritable(path: keys, errno: errno) }
        return older
    }
}
