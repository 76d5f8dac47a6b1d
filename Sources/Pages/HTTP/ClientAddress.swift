import HTTPTypes
import Hummingbird

/// Where a request comes from, for counting tries. Behind a proxy every connection is the proxy's own, so the proxies that the
/// settings name are believed when they say for whom they ask; nobody else is.
enum ClientAddress {
    static func of(_ request: Request, peer: String, trusting proxies: [String]) -> String {
        let peer = plain(peer)
        guard proxies.contains(peer) else { return network(of: peer) }
        // Each proxy adds the address it was asked from at the end; what stands before the first stranger is anybody's claim.
        let told = request.headers[values: HTTPField.Name("X-Forwarded-For")!].joined(separator: ",")
            .split(separator: ",").map { part in plain(part.filter { $0 != " " }) }
        return network(of: told.last { !proxies.contains($0) } ?? peer)
    }

    /// Without a port, without brackets, and IPv4 as itself where a listener for both writes it as IPv6.
    static func plain(_ address: String) -> String {
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
            return String(address[address.index(after: address.startIndex)..<end])
        }
        if address.hasPrefix("::ffff:"), address.contains(".") { return String(address.dropFirst(7)) }
        let parts = address.split(separator: ":")
        return parts.count == 2 && address.contains(".") ? String(parts[0]) : address
    }

    /// One household has a whole /64 of IPv6 to choose from.
    static func network(of address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return String(address.prefix(60)) }
        let halves = address.split(separator: "%")[0].split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        var groups = halves[0].split(separator: ":").map(String.init)
        if halves.count == 2 {
            let after = halves[1].split(separator: ":").count
            groups += Array(repeating: "0", count: max(0, 8 - after - groups.count))
        }
        return groups.prefix(4).joined(separator: ":") + "::/64"
    }
}
