import Mustache

/// A struct whose stored properties have been read once. The template library would reflect anew for every tag and every
/// struct it climbs through, which made a page of fifty rows take 18 ms instead of 2.
final class Reflected: MustacheParent {
    private let properties: [String: Any]

    private init(_ properties: [String: Any]) {
        self.properties = properties
    }

    func child(named name: String) -> Any? { properties[name] }

    /// The same value for the template library: structs and the lists in them read, all else as it is.
    static func value(_ value: Any) -> Any {
        if value is any MustacheParent || value is String || value is Bool
            || value is any CustomStringConvertible & Numeric
        {
            return value
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .struct where !(value is any CustomStringConvertible) && !(value is MustacheLambda):
            var properties: [String: Any] = [:]
            properties.reserveCapacity(mirror.children.count)
            for (label, child) in mirror.children {
                guard let label, let child = unwrapped(child) else { continue }
                properties[label] = self.value(child)
            }
            return Reflected(properties)
        case .collection:
            return mirror.children.map { self.value($0.value) }
        case .enum:
            return String(describing: value)
        default:
            return value
        }
    }

    private static func unwrapped(_ value: Any) -> Any? {
        if value is String || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
