import Edges
import Hummingbird
import Kernel
import Pages
import WorkingTime

/// A letter 交办函 on paper: numbered, addressed, with its date and what it rests on, as offices print and sign it.
struct OrderPrint: PageModel {
    var frame: Frame
    var printHead: PrintHead
    var to: String
    var ask: String
    var basis: String?
    var due: String
    var explained: String?
    var reply: String?
    var printFoot: PrintFoot

    static func show(_ visit: Visit) async throws -> Response {
        let id: ID<Order> = try visit.id()
        let seen = try await visit.read { reading in
            let order = try reading.findOrder(id)
            return (order: order, to: try reading.findOffice(order.toOffice), from: try order.fromOffice.map { try reading.findOffice($0) })
        }
        let order = seen.order
        guard order.kind == "letter" else { throw Problem.notFound("page") }
        return try visit.page(
            OrderPrint(
                frame: visit.frame(order.number, breadcrumbs: [Crumb(order.number, href: "/orders/\(order.id)")]),
                printHead: PrintHead(
                    office: seen.from.map { visit.words($0.name) } ?? visit.words(visit.district.pack.name),
                    title: visit.text("order.kind.letter"), number: order.number),
                to: visit.words(seen.to.name), ask: order.ask, basis: order.basis,
                due: visit.text("letter.due", ["time": visit.moment(order.dueAt, .full)]),
                explained: order.deadline.map { visit.explain($0) }, reply: order.reply,
                printFoot: PrintFoot(
                    signatures: [visit.text("letter.sign.issuer"), visit.text("letter.sign.receiver")],
                    office: seen.from.map { visit.words($0.name) }, date: visit.moment(order.issuedAt, .date),
                    code: Photo(
                        thumbnail: "/orders/\(order.id)/qr.svg", href: "/orders/\(order.id)", alt: visit.text("letter.qr")))),
            "workbench/letter-print")
    }

    static func qr(_ visit: Visit) async throws -> Response {
        let id: ID<Order> = try visit.id()
        _ = try await visit.read { try $0.findOrder(id) }
        return .bytes(Array(try QRCode.svg(visit.absolute("/orders/\(id)")).utf8), type: "image/svg+xml")
    }
}
