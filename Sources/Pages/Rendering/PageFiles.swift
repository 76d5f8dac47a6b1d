package import Foundation

/// Where the files that this module brings lie: templates, language catalogues, and what the browser loads.
package enum PageFiles {
    package static let templates = folder("Templates")
    package static let languages = folder("Languages")
    package static let assets = folder("Assets")

    private static func folder(_ name: String) -> URL {
        Bundle.module.resourceURL!.appendingPathComponent(name, isDirectory: true)
    }
}
