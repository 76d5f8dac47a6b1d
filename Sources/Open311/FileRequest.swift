import Casework
import Edges
import Kernel
import Pages

/// What a request answers that was filed: the receipt code by which its reporter reads, confirms and rates is in the notice.
struct FiledRequest: Encodable {
    var serviceRequestID: String
    var serviceNotice: String
    var accountID: Named<String>

    /// Files a case for whoever asked the other application.
    static func file(_ visit: Visit) async throws -> [FiledRequest] {
        let form = visit.typed
        guard let code = form["service_code"] else { throw Problem.field("service_code", "required") }
        guard let item = visit.district.pack.classesByCode[code] else { throw Problem.noService(code) }
        guard let channel = visit.district.pack.list("channels").first(where: \.isPublic) else {
            throw Problem(.conflict, "open311.closed")
        }
        var filing = FileCase(channel: channel.code, caseClass: code, text: form["description"] ?? visit.words(item.name))
        try await place(&filing, visit)
        filing.contact = Contact(
            name: [form["last_name"], form["first_name"]].compactMap { $0 }.joined(separator: " "), phone: form["phone"],
            mail: form["email"])
        if let link = form["media_url"] { filing.text += "\n" + (try self.link(link)) }
        // Nobody leaves pictures without a case to hang them on: what can be wrong is looked at first.
        try visit.scope.require(FileCase.permission)
        filing.photos = try await KeptPhotos.keep(try visit.checkedPhotos("media"), visit)
        do {
            let filed = try await visit.district.perform(filing, as: visit.scope)
            let notice = visit.text(
                "open311.filed",
                ["number": filed.number, "code": filed.receipt, "link": visit.absolute("/r/\(filed.receipt)")])
            return [FiledRequest(serviceRequestID: "\(filed.caseID)", serviceNotice: notice, accountID: Named(form["account_id"]))]
        } catch var problem as Problem {
            problem.fields = problem.fields.map { FieldProblem(names[$0.field] ?? $0.field, $0.code, $0.values) }
            throw problem
        }
    }

    /// GeoReport's names of what a case calls otherwise.
    private static let names = [
        "text": "description", "caseClass": "service_code", "place": "lat", "address": "address_string", "area": "address_id",
        "contact.phone": "phone", "contact.mail": "email", "contact.name": "first_name", "photos": "media",
    ]

    /// One of lat with long, address_string, address_id must be there; the area is the named one, the one the address names, or all of
    /// the district.
    private static func place(_ filing: inout FileCase, _ visit: Visit) async throws {
        let form = visit.typed
        let coordinates = try (coordinate("lat", form), coordinate("long", form))
        switch coordinates {
        case (nil, nil): break
        case (let latitude?, let longitude?): (filing.latitude, filing.longitude) = (latitude, longitude)
        case (nil, _): throw Problem.field("lat", "required")
        case (_, nil): throw Problem.field("long", "required")
        }
        let address = form["address_string"]
        filing.address = address
        if let code = form["address_id"] ?? form["attribute[\(ServiceDefinition.area)]"] {
            guard let area = try await visit.read({ try $0.areaIfAny(code: code) }), !area.isEnded else {
                throw Problem.field(form["address_id"] == nil ? "attribute[\(ServiceDefinition.area)]" : "address_id", "unknown-area")
            }
            filing.areaID = area.id
        } else if let address {
            filing.areaID = try await visit.read { try $0.area(namedIn: address)?.id }
        }
        if filing.latitude == nil, address == nil, form["address_id"] == nil { throw Problem.field("lat", "open311.no-place") }
    }

    private static func coordinate(_ name: String, _ form: TypedForm) throws -> Double? {
        guard let text = form[name] else { return nil }
        guard let number = Double(text), number.isFinite else { throw Problem.field(name, "open311.not-a-coordinate") }
        return number
    }

    /// Kept as words: what other machines hold is not fetched.
    private static func link(_ text: String) throws -> String {
        guard text.count <= 500, text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(where: \.isWhitespace) else {
            throw Problem.field("media_url", "open311.not-a-link")
        }
        return text
    }
}

extension Reading {
    /// The lowest area whose whole name stands in an address.
    fileprivate func area(namedIn address: String) throws -> Area? {
        try areas(named: [], andLevels: ["street", "community"]).filter { !$0.isEnded && address.contains($0.name) }
            .max { ($0.path.count, $1.name) < ($1.path.count, $0.name) }
    }
}
