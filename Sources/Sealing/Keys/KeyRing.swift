import Crypto

/// The secrets of one district. They live in a file outside the database; `Server` loads them once and passes them on.
///
/// Every purpose has a random 256-bit key of its own. Only field keys rotate: what hangs on the others (indexes,
/// tokens, digests, the journal) is compared, never read back, so a new key would only lose the old values.
package struct KeyRing: Sendable {
    /// Ascending by number; the last one seals, all of them open.
    let fieldKeys: [FieldKey]
    let indexKey: SymmetricKey
    let tokenKey: SymmetricKey
    let digestKey: SymmetricKey
    let journalKey: SymmetricKey

    /// A new ring from the system's random source.
    package static func make() -> KeyRing {
        var system = SystemRandomNumberGenerator()
        return make(using: &system)
    }

    /// A new ring from `generator`; anything but the system's own is for tests.
    package static func make(using generator: inout some RandomNumberGenerator) -> KeyRing {
        KeyRing(
            fieldKeys: [FieldKey(number: 1, key: randomKey(using: &generator))],
            indexKey: randomKey(using: &generator),
            tokenKey: randomKey(using: &generator),
            digestKey: randomKey(using: &generator),
            journalKey: randomKey(using: &generator))
    }

    /// The same ring with a new current field key; the older ones still open what they sealed.
    package func rotated() -> KeyRing {
        var system = SystemRandomNumberGenerator()
        let next = FieldKey(number: currentFieldKey.number + 1, key: Self.randomKey(using: &system))
        return KeyRing(
            fieldKeys: fieldKeys + [next], indexKey: indexKey, tokenKey: tokenKey, digestKey: digestKey,
            journalKey: journalKey)
    }

    var currentFieldKey: FieldKey { fieldKeys[fieldKeys.count - 1] }

    private static func randomKey(using generator: inout some RandomNumberGenerator) -> SymmetricKey {
        SymmetricKey(data: generator.bytes(keyByteCount))
    }

    static let keyByteCount = 32
}

/// One generation of the key that seals fields.
struct FieldKey: Sendable {
    /// Counts from 1; written into every sealed field.
    let number: UInt16
    let key: SymmetricKey
}

// A ring that lands in a log, a dump or a failed assertion shows its fingerprint, never a key.
extension KeyRing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "KeyRing(\(fingerprint))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}

extension FieldKey: CustomStringConvertible, CustomReflectable {
    var description: String { "FieldKey(\(number))" }
    var customMirror: Mirror { Mirror(self, children: ["number": number]) }
}
