package import Foundation
import HTTPTypes
package import Kernel
import Logging
package import WorkingTime

/// What pages need beside the district: templates, languages, what stands in the navigation. Made once at start.
package final class Site: Sendable {
    package let district: District
    package let templates: Templates
    package let languages: [String: Language]
    package let modules: [PageModule]
    package let settings: SiteSettings
    let doorkeeper = Doorkeeper()
    let offers = KeptOffers()
    /// What it takes to open a page, by its path.
    let permissions: [String: Permission]
    private let matterLinks: [String: @Sendable (String) -> String]

    /// Throws `RenderingProblem` with every misspelt tag, partial and sentence of all templates.
    package init(district: District, modules: [PageModule], settings: SiteSettings = SiteSettings()) throws {
        let folders = [PageFiles.languages] + modules.compactMap(\.languages)
        let languages = try Words.languages.map { code in
            let known = try Language(code: code, folders: folders)
            // The district's own words win.
            return Language(code: code, sentences: known.sentences.merging(district.pack.wording[code] ?? [:]) { _, own in own })
        }
        self.district = district
        self.modules = modules
        self.settings = settings
        self.languages = Dictionary(uniqueKeysWithValues: languages.map { ($0.code, $0) })
        templates = try Templates(
            folders: [TemplateFolder(prefix: "pages", url: PageFiles.templates)]
                + modules.compactMap { module in module.templates.map { TemplateFolder(prefix: module.name, url: $0) } },
            languages: languages, notice: { district.log.error("a template is misspelt", metadata: ["tag": "\($0)"]) })
        permissions = Dictionary(
            modules.flatMap(\.routes).compactMap { route in
                if route.method == .get, case .permission(let permission) = route.access { (route.path, permission) } else { nil }
            }, uniquingKeysWith: { first, _ in first })
        matterLinks = Dictionary(modules.flatMap { $0.matterLinks.map { ($0.key, $0.value) } }) { first, _ in first }
    }

    package var chinese: Language { languages["zh-Hans"]! }
    package var zone: Zone { district.pack.zone }

    package func language(_ code: String?) -> Language { code.flatMap { languages[$0] } ?? chinese }

    /// The page about the thing an order is about; nil where no module shows such things.
    package func link(to matter: Subject) -> String? { matterLinks[matter.kind]?(matter.id.lowercased) }
}

package struct SiteSettings: Sendable {
    /// As it stands in letters and QR codes: `https://huying.example.cn`. Nil takes the address that was asked.
    package var publicURL: String?
    /// Map tiles, of the district's datum; nil shows the outline only.
    package var tiles: String?
    package var tilesAttribution: String?
    /// The addresses of proxies before this server, which are believed when they say for whom they ask.
    package var trustedProxies: [String]
    /// Opens the addresses by which a simulation sets the clock; nil in a real district.
    package var simulationKey: String?
    /// Another way of signing in; nil where accounts have passwords of ours only.
    package var signOn: SignOnOffer?

    package init(
        publicURL: String? = nil, tiles: String? = nil, tilesAttribution: String? = nil,
        trustedProxies: [String] = [], simulationKey: String? = nil, signOn: SignOnOffer? = nil
    ) {
        self.publicURL = publicURL
        self.tiles = tiles
        self.tilesAttribution = tilesAttribution
        self.trustedProxies = trustedProxies
        self.simulationKey = simulationKey
        self.signOn = signOn
    }

    package var allowsPasswords: Bool { signOn?.allowsPasswords ?? true }
}

/// Signing in at an identity provider's, as the sign-in page offers it.
package struct SignOnOffer: Sendable {
    /// What the button says.
    package var name: Words
    /// Whether one may also sign in with a password of ours.
    package var allowsPasswords: Bool

    package init(name: Words, allowsPasswords: Bool) {
        self.name = name
        self.allowsPasswords = allowsPasswords
    }
}

/// What one module shows: its pages, its place in the navigation, its templates and words.
package struct PageModule: Sendable {
    package var name: String
    package var routes: [PageRoute] = []
    package var navigation: [NavigationEntry] = []
    /// Ways for residents, at the foot of their pages: a key of the catalogue and an address.
    package var publicLinks: [(label: String, href: String)] = []
    package var templates: URL?
    package var languages: URL?
    /// Where a thing of a kind is shown, by its id.
    package var matterLinks: [String: @Sendable (String) -> String] = [:]
    /// What the module has to say of a subject on its page; nil where it has nothing, or nothing for whoever looks.
    package var subjectPanels: [@Sendable (Visit, SubjectRecord) async throws -> SubjectPanel?] = []

    package init(name: String) { self.name = name }
}

/// A line of the navigation, for those who may go there.
package struct NavigationEntry: Sendable {
    package enum Group: String, Sendable, CaseIterable { case work, look, manage }

    package var group: Group
    /// A key of the catalogue.
    package var label: String
    package var href: String
    package var permission: Permission
    /// Which live count stands beside it.
    package var count: String?

    package init(_ group: Group, _ label: String, _ href: String, _ permission: Permission, count: String? = nil) {
        self.group = group
        self.label = label
        self.href = href
        self.permission = permission
        self.count = count
    }
}
