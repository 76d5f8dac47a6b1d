import Foundation
import Hummingbird
import HummingbirdCore
package import Kernel
import Logging
import NIOCore
package import Pages
import ServiceLifecycle
import Store
import WorkingTime

/// Runs the district's timers while the server runs. One that fails says so and goes on; the next beat may succeed.
struct Timers: Service {
    let district: District
    let extra: [DistrictTimer]

    func run() async throws {
        let lease = TimerLease(district)
        await withTaskGroup(of: Void.self) { group in
            if district.store.dialect == .postgres {
                let watch = JournalWatch(district)
                group.addTask {
                    while !Task.isCancelled {
                        // A store that cannot be asked for a moment is asked again.
                        try? await watch.look()
                        do { try await Task.sleep(for: .seconds(1)) } catch { return }
                    }
                }
            }
            for timer in district.modules.timers + extra {
                group.addTask {
                    while !Task.isCancelled {
                        do { if try await lease.take(timer) { try await timer.run(district) } } catch is CancellationError { return } catch
                        {
                            district.log.warning("timer failed", metadata: ["timer": "\(timer.name)", "error": "\(error)"])
                        }
                        do { try await Task.sleep(for: .seconds(timer.everySeconds)) } catch { return }
                    }
                }
            }
            try? await gracefulShutdown()
            group.cancelAll()
        }
        do { try await lease.release() } catch { district.log.warning("timers are not given back", metadata: ["error": "\(error)"]) }
    }
}

/// Serves a district until it is told to stop.
package func serve(_ site: Site, host: String, port: Int, timers: [DistrictTimer] = []) async throws {
    let missing = StaticFiles().missing
    if !missing.isEmpty {
        site.district.log.warning("browser parts are not installed", metadata: ["missing": "\(missing.joined(separator: ", "))"])
    }
    var services: [any Service] = []
    // In a simulation the clock stands still between steps; whoever plays says when a tick is due.
    if site.settings.simulationKey == nil { services.append(Timers(district: site.district, extra: timers)) }
    var application = Hummingbird.Application(
        router: Application.router(site),
        // A connection on which nothing is asked is let go.
        server: .http1(configuration: .init(idleTimeout: .seconds(90))),
        configuration: .init(address: .hostname(host, port: port), serverName: "huying"),
        logger: site.district.log)
    for service in services { application.addServices(service) }
    do { try await application.runService() } catch let error as IOError where error.errnoCode == EADDRINUSE {
        throw HomeProblem.portTaken(host: host, port: port)
    }
}
