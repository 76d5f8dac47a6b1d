import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore
import Sealing

/// Styles, scripts and third-party parts. Ours come with the program; theirs from the system's own packages, never copied.
package struct StaticFiles: Sendable {
    private struct Asset: Sendable {
        var bytes: [UInt8]
        var type: String
        var tag: String
    }

    /// Where Debian's packages put them.
    private static let library: [(folder: String, files: [String])] = [
        ("/usr/share/javascript/bootstrap5/css", ["bootstrap.min.css", "bootstrap-reboot.min.css"]),
        ("/usr/share/javascript/leaflet", ["leaflet.js", "leaflet.css"]),
        ("/usr/share/javascript/chart.js", ["chart.min.js", "Chart.min.js", "chart.js", "Chart.js"]),
    ]

    private let assets: [String: Asset]

    /// Read once at start: a few hundred kilobytes.
    package init() {
        var assets: [String: Asset] = [:]
        func take(_ path: String, as name: String) {
            guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return }
            let bytes = Array(data)
            assets[name] = Asset(bytes: bytes, type: Self.type(of: name), tag: "\"" + String(ContentHash.hex(of: bytes).prefix(16)) + "\"")
        }
        for (folder, files) in Self.library {
            for file in files { take("\(folder)/\(file)", as: "lib/\(file.lowercased())") }
        }
        for image in ["marker-icon.png", "marker-icon-2x.png", "marker-shadow.png", "layers.png", "layers-2x.png"] {
            take("/usr/share/javascript/leaflet/images/\(image)", as: "lib/images/\(image)")
        }
        for file in (try? FileManager.default.contentsOfDirectory(atPath: PageFiles.assets.path)) ?? [] {
            take(PageFiles.assets.appendingPathComponent(file).path, as: file)
        }
        // One name for the chart library, whatever its package calls the file.
        if let chart = assets["lib/chart.min.js"] ?? assets["lib/chart.js"] { assets["lib/chart.js"] = chart }
        self.assets = assets
    }

    /// Parts of the system's packages that are not installed; said at start.
    package var missing: [String] { ["lib/leaflet.js", "lib/leaflet.css", "lib/chart.js"].filter { assets[$0] == nil } }

    package func add(to router: Router<PageContext>) {
        router.on("/assets/**", method: .get) { request, context in
            let name = context.parameters.getCatchAll().joined(separator: "/")
            guard let asset = assets[name] else { return Response(status: .notFound) }
            let headers: HTTPFields = [
                .contentType: asset.type, .eTag: asset.tag, .cacheControl: "public, max-age=3600",
            ]
            if request.headers[.ifNoneMatch] == asset.tag { return Response(status: .notModified, headers: headers) }
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
        }
    }

    private static func type(of name: String) -> String {
        switch (name as NSString).pathExtension {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: "application/octet-stream"
        }
    }
}
