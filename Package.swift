// swift-tools-version:6.2
import PackageDescription

// The manifest is a table: a row per module, floor by floor. A target uses only floors below its own.
// Columns: name, modules of ours it uses, products of other packages it uses, whether it carries resources.
struct Module {
    var name: String
    var uses: [String] = []
    var products: [Target.Dependency] = []
    var resources: [Resource] = []
    var tests: [String]? = nil
}

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

let hummingbird = product("Hummingbird", "hummingbird")
let crypto = product("Crypto", "swift-crypto")
let logging = product("Logging", "swift-log")

let modules: [Module] = [
    // floor 0: the ground
    Module(name: "WorkingTime", tests: []),
    Module(name: "Sealing", products: [crypto, product("CryptoExtras", "swift-crypto")], tests: []),
    Module(
        name: "Store", uses: ["CPostgres", "CSQLite"],
        products: [product("GRDB", "GRDB.swift"), product("GRDBSQLite", "GRDB.swift"), logging],
        tests: ["World"]),
    Module(name: "Sheets", uses: ["CXLSXWriter", "CZip", "CExpat"], tests: []),
    Module(name: "Edges", uses: ["CQREncode", "CMail"], tests: ["World"]),
    Module(name: "Geography", tests: []),
    Module(name: "Identifiers", uses: ["Sealing", "WorkingTime"], tests: ["World"]),
    Module(name: "Expressions", uses: ["Store", "WorkingTime"], tests: ["World"]),
    // floor 1: the kernel
    Module(
        name: "Kernel", uses: ["Store", "WorkingTime", "Sealing", "Identifiers", "Geography", "Expressions"],
        products: [product("Yams", "Yams"), logging], tests: ["World"]),
    Module(
        name: "Pages", uses: ["Kernel", "Store", "WorkingTime", "Sealing", "Sheets", "Edges", "Geography"],
        products: [hummingbird, product("Yams", "Yams")],
        resources: [.copy("Templates"), .copy("Assets"), .copy("Languages")], tests: ["World", "Server"]),
    // floor 2: the modules
    Module(
        name: "Casework", uses: ["Kernel", "Pages", "Store", "WorkingTime", "Sealing", "Edges", "Sheets", "Identifiers"],
        products: [hummingbird], resources: [.copy("Templates"), .copy("Languages")], tests: ["World", "Registers", "Tips", "Supervision"]),
    Module(
        name: "Open311", uses: ["Casework", "Kernel", "Pages", "Edges", "Sealing", "WorkingTime"],
        products: [hummingbird, logging], resources: [.copy("Languages")]),
    Module(
        name: "Registers", uses: ["Kernel", "Pages", "Store", "Sealing", "Sheets", "WorkingTime", "Expressions", "Geography"],
        products: [hummingbird],
        resources: [.copy("Templates"), .copy("Languages")]),
    Module(
        name: "Tips", uses: ["Kernel", "Pages", "Store", "WorkingTime", "Sealing", "Edges"],
        products: [hummingbird], resources: [.copy("Templates"), .copy("Languages")], tests: ["World", "Supervision"]),
    Module(
        name: "Supervision", uses: ["Kernel", "Pages", "Store", "WorkingTime", "Sealing", "Edges"],
        products: [hummingbird], resources: [.copy("Templates"), .copy("Languages")], tests: ["World"]),
    Module(
        name: "Workbench", uses: ["Kernel", "Pages", "Store", "WorkingTime", "Edges"],
        products: [hummingbird, product("ServiceLifecycle", "swift-service-lifecycle")],
        resources: [.copy("Templates"), .copy("Languages")]),
    Module(
        name: "Administration", uses: ["Kernel", "Pages", "Store", "WorkingTime", "Sealing"],
        products: [hummingbird], resources: [.copy("Languages")]),
    // floor 3: the door
    Module(
        name: "Server",
        uses: [
            "Casework", "Open311", "Registers", "Tips", "Supervision", "Workbench", "Administration", "Kernel", "Pages", "Store",
            "WorkingTime",
            "Sealing", "Edges", "Sheets", "Geography",
        ],
        products: [
            hummingbird, logging, product("ServiceLifecycle", "swift-service-lifecycle"),
            product("Yams", "Yams"), product("AsyncHTTPClient", "async-http-client"), product("JWTKit", "jwt-kit"),
        ],
        resources: [.copy("Templates"), .copy("Languages")],
        tests: ["World"]),
]

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func names(_ list: [String]) -> [Target.Dependency] { list.map { .byName(name: $0) } }

let package = Package(
    name: "huying",
    defaultLocalization: "zh-Hans",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "huying", targets: ["huying"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CMail", linkerSettings: [.linkedLibrary("curl")]),
    ]
        + modules.map {
            .target(
                name: $0.name, dependencies: names($0.uses) + $0.products, resources: $0.resources,
                swiftSettings: settings)
        }
        + [
            .executableTarget(
                name: "huying",
                dependencies: names(modules.map(\.name))
                    + [logging, product("ArgumentParser", "swift-argument-parser")],
                swiftSettings: settings),
            // The small named district that every test lives in.
            .target(
                name: "World",
                dependencies: names([
                    "Casework", "Registers", "Tips", "Supervision", "Kernel", "Store", "WorkingTime", "Sealing", "Pages", "Server",
                ])
                    + [hummingbird, logging, product("HummingbirdTesting", "hummingbird")],
                path: "Tests/World", swiftSettings: settings),
            .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        ]
        + modules.compactMap { module in
            module.tests.map {
                .testTarget(
                    name: module.name + "Tests",
                    dependencies: names([module.name] + module.uses + $0) + module.products
                        + ($0.isEmpty ? [] : [product("HummingbirdTesting", "hummingbird")]),
                    swiftSettings: settings)
            }
        }
)
