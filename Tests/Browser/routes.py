"""Every page there is, read from the route lists in the sources, and who opens it with what in the address.

A route without an entry here fails `test_every_route_has_a_page`: a page that nobody looked at is not finished.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from district import ROOT


@dataclass(frozen=True)
class Opening:
    """Who opens a page, at what address. `{name}` is filled from things found in the district."""

    role: str | None
    address: str
    office: str = ""
    kind: str = "text/html"


def page(role, address, office=""):
    return Opening(role, address, office)


def file(role, address, kind):
    return Opening(role, address, kind=kind)


RESIDENT = None
CENTRE, SUPERVISOR, ADMIN, AUDITOR, HANDLER, KEEPER, REGISTRAR = "派单员", "督查员", "管理员", "审计员", "经办人", "举报承办人", "登记员"

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OPENINGS: dict[str, list[Opening]] = {
    "/": [page(RESIDENT, "/")],
    "/report": [page(RESIDENT, "/report"), page(RESIDENT, "/report?tile=roads&text=large")],
    "/follow": [page(RESIDENT, "/follow")],
    "/map": [page(RESIDENT, "/map")],
    "/r/:code": [page(RESIDENT, "/r/{receipt}"), page(RESIDENT, "/r/{receipt}?done=case.filed"), page(RESIDENT, "/r/{answered_receipt}")],
    "/r/:code/qr.svg": [file(RESIDENT, "/r/{receipt}/qr.svg", "image/svg+xml")],
    "/r/:code/photos/:hash": [file(RESIDENT, "/r/{receipt}/photos/{photo}", "image/jpeg")],
    "/dispatch": [page(CENTRE, "/dispatch")],
    "/call-backs": [page("回访员", "/call-backs")],
    "/cases": [page(SUPERVISOR, "/cases"), page(CENTRE, "/cases?state=closed&rows=solved&within=asked"), page(SUPERVISOR, "/cases?q=没有这样的词")],
    "/cases/ledger.xlsx": [file(SUPERVISOR, "/cases/ledger.xlsx", SHEET)],
    "/cases/ledger.csv": [file(SUPERVISOR, "/cases/ledger.csv", "text/csv")],
    "/cases/new": [page("话务员", "/cases/new")],
    "/cases/:id": [page(CENTRE, "/cases/{registered}"), page(HANDLER, "/cases/{accepted}", "城市管理局"), page("回访员", "/cases/{resolved}"), page(SUPERVISOR, "/cases/{closed}")],
    "/cases/:id/likely": [page(CENTRE, "/cases/{registered}/likely")],
    "/cases/:id/alike": [page(CENTRE, "/cases/{registered}/alike")],
    "/cases/:id/comparison/:other": [page(CENTRE, "/cases/{registered}/comparison/{accepted}")],
    "/cases/:id/print": [page(SUPERVISOR, "/cases/{closed}/print")],
    "/cases/:id/photos/:hash": [file(CENTRE, "/cases/{registered}/photos/{photo}", "image/jpeg")],
    "/search": [page(CENTRE, "/search?q=垃圾 清运"), page(CENTRE, "/search")],
    "/dispatch/next": [page(CENTRE, "/dispatch/next")],
    "/load": [page(SUPERVISOR, "/load"), page("单位负责人", "/load?from=2030-01-01", "城市管理局")],
    "/contact-lists": [page(CENTRE, "/contact-lists"), page("区领导", "/contact-lists")],
    "/contact-lists/new": [page(CENTRE, "/contact-lists/new?state=accepted"), page(CENTRE, "/contact-lists/new?q=没有这样的")],
    "/contact-lists/:id": [page(CENTRE, "/contact-lists/{contact_list}"), page("区领导", "/contact-lists/{contact_list}")],
    "/board": [page(SUPERVISOR, "/board"), page("单位负责人", "/board?by=class", "城市管理局"), page("区领导", "/board?by=area&from=2030-01-01")],
    "/sign-in": [page(RESIDENT, "/sign-in")],
    "/account": [page(HANDLER, "/account")],
    "/inbox": [page(HANDLER, "/inbox", "城市管理局"), page(CENTRE, "/inbox"), page(HANDLER, "/inbox?state=supervised", "司法局")],
    "/notices": [page(CENTRE, "/notices")],
    "/live": [file(CENTRE, "/live", "text/event-stream")],
    "/orders": [page(SUPERVISOR, "/orders"), page(SUPERVISOR, "/orders?rows=delayed&within=issued")],
    "/orders/:id": [page(SUPERVISOR, "/orders/{letter}")],
    "/orders/:id/print": [page(SUPERVISOR, "/orders/{letter}/print")],
    "/orders/:id/qr.svg": [file(SUPERVISOR, "/orders/{letter}/qr.svg", "image/svg+xml")],
    "/circulars": [page(SUPERVISOR, "/circulars")],
    "/circulars/:period": [page(SUPERVISOR, "/circulars/{month}"), page("区领导", "/circulars/{year}")],
    "/escalations": [page(SUPERVISOR, "/escalations?rows=remind"), page(SUPERVISOR, "/escalations?rows=name&from=2031-01-01")],
    "/late-arrivals": [page(SUPERVISOR, "/late-arrivals")],
    "/letters/new": [page(SUPERVISOR, "/letters/new")],
    "/areas": [page(ADMIN, "/areas")],
    "/areas/:id": [page(ADMIN, "/areas/{area}")],
    "/offices": [page(ADMIN, "/offices")],
    "/offices/:id": [page(ADMIN, "/offices/{office}")],
    "/accounts": [page(ADMIN, "/accounts")],
    "/accounts/:id": [page(ADMIN, "/accounts/{account}")],
    "/pack": [page(ADMIN, "/pack")],
    "/pack/preview": [page(ADMIN, "/pack/preview")],
    "/permissions": [page(AUDITOR, "/permissions")],
    "/calendar": [page(ADMIN, "/calendar")],
    "/deliveries": [page(ADMIN, "/deliveries"), page(AUDITOR, "/deliveries?state=given-up")],
    "/journal": [page(AUDITOR, "/journal")],
    "/journal/verification": [page(AUDITOR, "/journal/verification")],
    "/figures": [page(SUPERVISOR, "/figures")],
    "/api": [page(ADMIN, "/api")],
    "/ledgers": [page(REGISTRAR, "/ledgers"), page("网格员", "/ledgers")],
    "/ledgers/:code": [
        page(REGISTRAR, "/ledgers/key-groups"), page(REGISTRAR, "/ledgers/key-groups?part=over-80&sort=-birth-date"),
        page(REGISTRAR, "/ledgers/compounds?group=-&column=title&column=community"), page("网格员", "/ledgers/buildings?as-of=2020-01-01"),
    ],
    "/ledgers/:code/print": [page(REGISTRAR, "/ledgers/compounds/print"), page(REGISTRAR, "/ledgers/key-groups/print?part=chronic")],
    "/ledgers/:code/export.xlsx": [file(REGISTRAR, "/ledgers/key-groups/export.xlsx", SHEET)],
    "/my-record": [page(RESIDENT, "/my-record")],
    "/my-record/:code": [page(RESIDENT, "/my-record/{own_record}"), page(RESIDENT, "/my-record/{known_record}")],
    "/changes": [page(REGISTRAR, "/changes"), page(REGISTRAR, "/changes?state=applied")],
    "/changes/new": [page("网格员", "/changes/new"), page(REGISTRAR, "/changes/new?number={person_number}")],
    "/changes/:id": [page(REGISTRAR, "/changes/{change}"), page("登记员", "/changes/{request}", "民政")],
    "/trees": [page(REGISTRAR, "/trees")],
    "/trees/:code": [page(REGISTRAR, "/trees/party"), page("网格员", "/trees/service?as-of=2020-01-01")],
    "/trees/:code/:id": [page(REGISTRAR, "/trees/party/{unit}")],
    "/registers": [page(REGISTRAR, "/registers")],
    "/registers/:kind": [
        page(REGISTRAR, "/registers/person"), page(REGISTRAR, "/registers/person?class=key-group.over-80"),
        page("网格员", "/registers/shop?q=没有这样的店"), page(REGISTRAR, "/registers/firm?as-of=2020-01-01"),
    ],
    "/registers/:kind/map": [page(REGISTRAR, "/registers/shop/map"), page("网格员", "/registers/compound/map?q=没有这样的院")],
    "/registers/:kind/new": [page(REGISTRAR, "/registers/person/new"), page("网格员", "/registers/compound/new")],
    "/registers/:kind/import": [page(REGISTRAR, "/registers/shop/import")],
    "/registers/:kind/export.xlsx": [file(REGISTRAR, "/registers/person/export.xlsx", SHEET)],
    "/registers/:kind/template.xlsx": [file(REGISTRAR, "/registers/person/template.xlsx", SHEET)],
    "/imports/:id": [page(REGISTRAR, "/imports/{sheet}"), page(REGISTRAR, "/imports/{named_sheet}")],
    "/imports/:id/refused.xlsx": [file(REGISTRAR, "/imports/{sheet}/refused.xlsx", SHEET)],
    "/subjects/:id": [page(REGISTRAR, "/subjects/{pictured}"), page(REGISTRAR, "/subjects/{person}"), page(REGISTRAR, "/subjects/{shop}"), page("登记员", "/subjects/{compound}", "民政")],
    "/subjects/:id/photos/:hash": [file(REGISTRAR, "/subjects/{pictured}/photos/{pictured_photo}", "image/jpeg")],
    "/subjects/:id/correction": [page(REGISTRAR, "/subjects/{person}/correction")],
    "/subjects/:id/alike": [page(REGISTRAR, "/subjects/{shop}/alike"), page(REGISTRAR, "/subjects/{person}/alike")],
    "/subjects/:id/alike/:other": [page(REGISTRAR, "/subjects/{shop}/alike/{other_shop}")],
    "/tips": [page(RESIDENT, "/tips"), page(RESIDENT, "/tips?point={point}")],
    "/t": [page(RESIDENT, "/t")],
    "/t/:code": [page(RESIDENT, "/t/{tip_receipt}"), page(RESIDENT, "/t/{tip_receipt}?done=tip.received")],
    "/t/:code/qr.svg": [file(RESIDENT, "/t/{tip_receipt}/qr.svg", "image/svg+xml")],
    "/tip-register": [page(KEEPER, "/tip-register"), page("举报审核人", "/tip-register?state=merged")],
    "/tip-register/new": [page(KEEPER, "/tip-register/new")],
    "/tip-register/counts": [page(KEEPER, "/tip-register/counts")],
    "/tip-register/:id": [page(KEEPER, "/tip-register/{tip}"), page("举报审核人", "/tip-register/{tip}")],
    "/tip-register/:id/photos/:hash": [file(KEEPER, "/tip-register/{tip}/photos/{tip_photo}", "image/jpeg")],
    "/intake-points": [page(KEEPER, "/intake-points")],
    "/intake-points/:id/poster": [page(KEEPER, "/intake-points/{intake_point}/poster")],
    "/intake-points/:id/qr.svg": [file(KEEPER, "/intake-points/{intake_point}/qr.svg", "image/svg+xml")],
}


def page_routes() -> list[str]:
    """The addresses of all pages, as the modules declare them."""
    found = []
    for source in sorted((ROOT / "Sources").rglob("*.swift")):
        found += re.findall(r'\.get\("(/[^"]*)", \.(?:everyone|signedIn|permission)', source.read_text("utf-8"))
    return [path for path in dict.fromkeys(found) if "**" not in path]
