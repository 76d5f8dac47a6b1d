import Mustache
import Synchronization

/// A struct whose stored properties have been read once. The template library would reflect anew for every tag and every
/// struct it climbs through, which made a page of fifty rows take 18 ms instead of 2.
final class Reflected: MustacheParent {
    private let properties: [String: Any]

    private init(_ properties: [String: Any]) {
        self.properties = properties
    }

    func child(named name: String) -> Any? { properties[name] }

    /// What is done with the values of a type. Found once for each: asking what a type conforms to is slow.
    private enum Treatment {
        case asItIs, properties, list, word, wrapped
    }

    private static let treatments = Mutex<[ObjectIdentifier: Treatment]>([:])

    private static func treatment(of value: Any) -> Treatment {
        let key = ObjectIdentifier(type(of: value))
        if let known = treatments.withLock({ $0[key] }) { return known }
        let found = examine(value)
        treatments.withLock { $0[key] = found }
        return found
    }

    private static func examine(_ value: Any) -> Treatment {
        let style = Mirror(reflecting: value).displayStyle
        if style == .optional { return .wrapped }
        if value is any MustacheParent || value is String || value is Bool
            || value is any CustomStringConvertible & Numeric
        {
            return .asItIs
        }
        switch style {
        case .struct where !(value is any CustomStringConvertible) && !(value is MustacheLambda): return .properties
        case .collection: return .list
        case .enum: return .word
        default: return .asItIs
        }
    }

    /// The same value for the template library: structs and the lists in them read, all else as it is.
    static func value(_ value: Any) -> Any {
        switch treatment(of: value) {
        case .asItIs: return value
        case .word: return String(describing: value)
        case .wrapped: return Mirror(reflecting: value).children.first.map { self.value($0.value) } ?? value
        case .list: return Mirror(reflecting: value).children.map { self.value($0.value) }
        case .properties:
            let children = Mirror(reflecting: value).children
            var properties: [String: Any] = [:]
            properties.reserveCapacity(children.count)
            for (label, child) in children {
                guard let label else { continue }
                if treatment(of: child) != .wrapped {
                    properties[label] = self.value(child)
                } else if let inside = Mirror(reflecting: child).children.first {
                    properties[label] = self.value(inside.value)
                }
            }
            return Reflected(properties)
        }
    }
}
