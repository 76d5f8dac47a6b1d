package import Foundation
import Synchronization

/// Makes time-ordered ids (RFC 9562, version 7). A value passed in, so that tests count theirs.
package struct IDSource: Sendable {
    private let make: @Sendable (_ microseconds: Int64) -> UUID

    package init(_ make: @escaping @Sendable (_ microseconds: Int64) -> UUID) {
        self.make = make
    }

    package func next(at microseconds: Int64) -> UUID { make(microseconds) }

    package static let random: IDSource = {
        let pool = Mutex<[UInt64]>([])
        return IDSource { microseconds in
            let (high, low) = pool.withLock { pool in
                // Asking the system for every id would cost more than writing it.
                if pool.isEmpty { pool = randomWords() }
                return (pool.removeLast(), pool.removeLast())
            }
            return UUID.version7(microseconds: microseconds, high: UInt16(truncatingIfNeeded: high) & 0xFFF, low: low)
        }
    }()

    /// As many as the system gives at once.
    private static func randomWords() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 32)
        // 256 bytes are all that it may be asked for, and that it never refuses.
        let outcome = words.withUnsafeMutableBytes { getentropy($0.baseAddress!, $0.count) }
        precondition(outcome == 0, "getentropy")
        return words
    }
}

extension UUID {
    /// 48 bits of milliseconds, 12 bits, 62 bits; the version and variant in between.
    package static func version7(microseconds: Int64, high: UInt16, low: UInt64) -> UUID {
        let time = UInt64(max(0, microseconds / 1000)) & 0xFFFF_FFFF_FFFF
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(time, 40), byte(time, 32), byte(time, 24), byte(time, 16), byte(time, 8), byte(time, 0),
                0x70 | UInt8(high >> 8 & 0x0F), UInt8(truncatingIfNeeded: high),
                0x80 | byte(low, 56) & 0x3F, byte(low, 48), byte(low, 40), byte(low, 32),
                byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
            ))
    }
}
