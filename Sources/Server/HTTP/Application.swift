import Administration
import Casework
package import Foundation
import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore
import Open311
package import Pages
import Registers
import Store
import Supervision
import Tips
import Workbench
import WorkingTime

/// The whole product over HTTP, put together from its parts.
package enum Application {
    package static func site(_ district: District, settings: SiteSettings = SiteSettings(), provider: ProviderSettings? = nil) throws
        -> Site
    {
        try Site(district: district, modules: modules(pack: district.pack) + (provider.map { [signOn($0)] } ?? []), settings: settings)
    }

    /// Signing in at an identity provider's; a district without one has no such pages.
    private static func signOn(_ provider: ProviderSettings) -> PageModule {
        var module = PageModule(name: "sign-on")
        module.routes = SignOnPages(provider: IdentityProvider(provider)).routes
        return module
    }

    private static func modules(pack: Pack) -> [PageModule] {
        [
            .workbench, .casework(pack: pack), .registers(pack: pack), .administration, .open311, .tips(pack: pack), .supervision,
            own(queries: queries),
        ]
    }

    /// Where the sentences of all modules are, for who speaks without pages.
    package static var languageFolders: [URL] { [PageFiles.languages] + modules(pack: Pack()).compactMap(\.languages) }

    static let queries = CaseQueries.all + SubjectQueries.all + KernelQueries.all

    package static func router(_ site: Site) -> Router<PageContext> {
        let router = Router(context: PageContext.self, options: .autoGenerateHeadEndpoints)
        let meter = Meter()
        router.add(middleware: MeterMiddleware(meter: meter))
        router.add(middleware: SecurityHeaders(site: site))
        PageServer(site: site).add(to: router)
        StaticFiles().add(to: router)
        APIServer(site: site, queries: queries).add(to: router)
        Open311Server(site: site).add(to: router)
        if let key = site.settings.simulationKey { SimulationRoutes(site: site, key: key).add(to: router) }
        addOperations(to: router, site: site, meter: meter)
        PageServer(site: site).addNotFound(to: router)
        return router
    }

    /// Pages that belong to no module: the API's own.
    private static func own(queries: [APIQuery]) -> PageModule {
        var module = PageModule(name: "server")
        module.routes = [.get("/api", .permission("apikey.view")) { try await APIPage.show($0, queries: queries) }]
        module.navigation = [NavigationEntry(.manage, "nav.api", "/api", "apikey.view")]
        module.templates = Bundle.module.resourceURL?.appendingPathComponent("Templates")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        return module
    }

    private static func addOperations(to router: Router<PageContext>, site: Site, meter: Meter) {
        let plain: @Sendable (String, HTTPResponse.Status) -> Response = { text, status in
            Response(
                status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        // Alive: the process answers. Ready: it can also read the store.
        router.on("/health", method: .get) { _, _ in plain("ok\n", .ok) }
        router.on("/ready", method: .get) { _, _ in
            do {
                _ = try await site.district.read(as: .system("ready", of: site.district.code)) {
                    try $0.db.exists("SELECT 1 FROM migrations")
                }
                return plain("ready\n", .ok)
            } catch {
                return plain("the store cannot be read\n", .serviceUnavailable)
            }
        }
        // For the collector on this machine; through a proxy the figures would be for everybody.
        router.on("/metrics", method: .get) { request, context in
            let isLocal =
                ["127.0.0.1", "::1", "-"].contains(context.remoteAddress)
                && ["X-Forwarded-For", "Forwarded", "X-Real-IP"].allSatisfy { request.headers[HTTPField.Name($0)!] == nil }
            guard isLocal else { return plain("only from this machine\n", .forbidden) }
            let counts = try? await site.district.read(as: .readers("metrics", of: site.district.code)) { try $0.inboxCounts() }
            let gauges = (counts ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
                (
                    name: "huying_orders_" + $0.key.rawValue.replacingOccurrences(of: "-", with: "_"),
                    help: "Orders waiting, by how pressing.", value: Double($0.value)
                )
            }
            return plain(meter.text(extra: gauges), .ok)
        }
    }
}
