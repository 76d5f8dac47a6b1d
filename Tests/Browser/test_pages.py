"""Every page: opens for whoever may, in both languages, at a desk and on a phone, with nothing missing, broken or out of reach."""

from __future__ import annotations

import datetime
import re
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

import pictures
from conftest import DESK, PHONE, Visitor
from district import Client, carry_to_answer
from routes import OPENINGS, page_routes

AXE = Axe()
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
LANGUAGES = ["zh-Hans", "en"]


def test_every_route_has_a_page():
    assert sorted(page_routes()) == sorted(OPENINGS), "give the new route its opening in routes.py"


@pytest.fixture(scope="module")
def things(district):
    """What stands in addresses: cases in each state, a letter, an area, an office, an account, a receipt with a photo."""
    found: dict[str, str] = {}
    resident = Client(district.base)
    form = resident.hidden("/report")
    filed = resident.upload("/report", form | {"tile": "roads", "text": "路口的井盖缺了一块，晚上没有灯。\n已经三天了。"}, [("photos", "井盖.jpg", pictures.jpeg())])
    found["receipt"] = filed.headers["Location"].split("?")[0].removeprefix("/r/")
    found["photo"] = re.search(r"/photos/([^\"]+)\"", resident.get("/r/" + found["receipt"]).text).group(1)

    def first(client, path, pattern):
        return re.search(pattern, client.get(path).text.split("<main", 1)[1]).group(1)

    centre = Client(district.base)
    centre.sign_in(district.person("派单员"))
    case = r'href="/cases/([0-9a-f-]{36})"'
    found["registered"] = re.findall(case, centre.get("/dispatch").text)[-1]
    found["resolved"] = first(centre, "/cases?state=resolved", case)
    found["closed"] = first(centre, "/cases?state=closed&rows=rated", case)
    handler = Client(district.base)
    handler.sign_in(district.person("经办人", "城市管理局"))
    found["accepted"] = first(handler, "/inbox", case)
    asking = centre.hidden("/contact-lists/new?state=accepted", "/contact-lists/new?state=accepted")
    asked = centre.post("/contact-lists/new?state=accepted", asking | {"purpose": "满意度调查小组电话回访"})
    found["contact_list"] = re.search(r"/contact-lists/([0-9a-f-]{36})", asked.headers["Location"]).group(1)
    supervisor = Client(district.base)
    supervisor.sign_in(district.person("督查员"))
    found["letter"] = first(supervisor, "/orders?kind=letter", r'href="/orders/([0-9a-f-]{36})"')
    admin = Client(district.base)
    admin.sign_in(district.person("管理员"))
    for noun in ("area", "office", "account"):
        found[noun] = first(admin, f"/{noun}s", rf'href="/{noun}s/([0-9a-f-]{{36}})"')

    # The month before this one is over, and frozen.
    today = datetime.date.today().replace(day=1)
    found["month"] = (today - datetime.timedelta(days=1)).strftime("%Y-%m")
    found["year"] = today.strftime("%Y")

    form = resident.hidden("/tips")
    filed = resident.upload("/tips", form | {"category": "slow", "text": "材料齐全，一个月不给办。"}, [("photos", "窗口.jpg", pictures.jpeg())])
    found["tip_receipt"] = filed.headers["Location"].split("?")[0].removeprefix("/t/")
    keeper = Client(district.base)
    keeper.sign_in(district.person("举报承办人"))
    found["tip"] = first(keeper, "/tip-register?state=received", r'href="/tip-register/([0-9a-f-]{36})"')
    found["tip_photo"] = first(keeper, "/tip-register/" + found["tip"], r"/photos/([^\"]+)\"")
    found["intake_point"] = first(keeper, "/intake-points", r'href="/intake-points/([0-9a-f-]{36})/poster"')
    poster = keeper.get(f"/intake-points/{found['intake_point']}/poster").text
    found["point"] = re.search(r"point=([\w-]+)", poster).group(1)

    registrar = Client(district.base)
    registrar.sign_in(district.person("登记员", "大学路"))
    subject = r'href="/subjects/([0-9a-f-]{36})"'
    found["person"] = first(registrar, "/registers/person?class=key-group.over-80", subject)
    found["compound"] = first(registrar, "/registers/compound", subject)
    found["person_number"] = first(registrar, "/registers/person", r"<small>([^<]+)</small>")
    found["change"] = first(registrar, "/changes", r'href="/changes/([0-9a-f-]{36})"')
    centre_registrar = Client(district.base)
    centre_registrar.sign_in(district.person("登记员", "民政"))
    found["request"] = first(centre_registrar, "/changes", r'href="/changes/([0-9a-f-]{36})"[^>]*>(?:待核对身份|Somebody)')
    asked = resident.post("/my-record", resident.hidden("/my-record") | {"name": "陶建国", "phone": "19900019009", "text": "地址不对"})
    found["own_record"] = asked.headers["Location"].split("?")[0].removeprefix("/my-record/")
    found["known_record"] = answered_record(centre_registrar, first(registrar, "/registers/person", subject), found["person_number"])
    found["unit"] = first(registrar, "/trees/party", r'href="/trees/party/([0-9a-f-]{36})"')
    found["shop"] = first(registrar, "/registers/shop", subject)
    found["other_shop"] = first(registrar, f"/subjects/{found['shop']}/alike", r'/alike/([0-9a-f-]{36})"')

    shop = registrar.hidden("/registers/shop/new") | {"title": "有照片的店", "area": "410103007001", "position": "34.7412, 113.6401", "source": "visit"}
    made = registrar.upload("/registers/shop/new", shop, [("photo", "门头.jpg", pictures.jpeg())])
    found["pictured"] = re.search(r"/subjects/([0-9a-f-]{36})", made.headers["Location"]).group(1)
    found["pictured_photo"] = first(registrar, "/subjects/" + found["pictured"], r"/photos/([^\"]+)\"")

    sheet = "姓名,性别,出生日期,联系电话,所在区域\n司徒静,女,1988-08-08,19900030001,410103007001\n,男,1990/2/30,12,无此地\n".encode()
    for name in ("sheet", "named_sheet"):
        sent = registrar.upload("/registers/person/import", registrar.hidden("/registers/person/import"), [("sheet", "名册.csv", sheet)])
        found[name] = re.search(r"/imports/([0-9a-f-]{36})", sent.headers["Location"]).group(1)
    columns = {f"column-{place}": field for place, field in enumerate(["name", "sex", "birth-date", "phone", "+area"])}
    registrar.post(f"/imports/{found['sheet']}/check", registrar.hidden(f"/imports/{found['sheet']}", f"/imports/{found['sheet']}/check") | columns)
    for _ in range(100):
        if "refused.xlsx" in registrar.get(f"/imports/{found['sheet']}").text:
            break
        time.sleep(0.1)

    # One case of our own that has been answered, so that its receipt asks its questions.
    found["answered_receipt"] = answered_case(district)
    return found


def answered_record(registrar, person, number) -> str:
    """The receipt of a resident whose identity was made sure, and whose telephone number somebody has opened."""
    resident = Client(registrar.base)
    asked = resident.post("/my-record", resident.hidden("/my-record") | {"name": "祁家宁", "phone": "19900019008", "text": "想知道谁看过我的电话"})
    where = f"/subjects/{person}"
    registrar.post(where + "/fact", registrar.hidden(where, where + "/fact") | {"field": "phone", "purpose": "核对联系电话"})
    change = re.findall(r'href="(/changes/[0-9a-f-]{36})"', registrar.get("/changes").text)[-1]
    decided = {"decision": "apply", "number": number, "answer": "已电话核对身份。"}
    registrar.post(change + "/decision", registrar.hidden(change, change + "/decision") | decided)
    return asked.headers["Location"].split("?")[0].removeprefix("/my-record/")


def answered_case(district) -> str:
    resident = Client(district.base)
    filed = resident.post("/report", resident.hidden("/report") | {"tile": "cleanliness", "text": "楼道里堆着旧家具，请清理。"})
    code = filed.headers["Location"].split("?")[0].removeprefix("/r/")
    centre = Client(district.base)
    centre.sign_in(district.person("派单员"))
    case = re.findall(r'href="(/cases/[0-9a-f-]{36})"', centre.get("/dispatch").text)[-1]
    carry_to_answer(district, centre, case, "楼道里的旧家具已清理完毕，物业每周巡查一次。")
    return code


def file_name(opening, language, width):
    words = re.sub(r"[^\w]+", "-", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", opening.address)).strip("-") or "front"
    return f"{opening.role or 'resident'}_{words}_{language}_{width}.png"


CASES = [(route, opening) for route, openings in OPENINGS.items() for opening in openings]
PAGES = [opening for _, opening in CASES if opening.kind == "text/html"]
FILES = [opening for _, opening in CASES if opening.kind != "text/html"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opening", PAGES, ids=lambda one: f"{one.role or 'resident'} {one.address}")
def test_page(district, someone, things, screenshots, opening, language):
    visitor = someone(opening.role, opening.office)
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": district.base}])
    answer = visitor.open(opening.address.format(**things))
    assert answer.status == 200
    check(visitor, opening, language, screenshots)


def check(visitor: Visitor, opening, language, screenshots):
    page = visitor.page
    text = page.locator("body").inner_text()
    assert page.locator("html").get_attribute("lang") == language
    assert not re.search(r"\[[a-z][\w-]*(\.[\w-]+)+\]", text), "a key of the catalogue has no words"
    assert not re.search(r"\{[a-zA-Z]+[|}]", text), "a sentence has a hole that was not filled"
    assert page.title().strip()
    assert page.locator("h1").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids)), f"the same id twice: {sorted(one for one in set(ids) if ids.count(one) > 1)}"
    problems = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 844 if width == PHONE else 900})
        page.wait_for_timeout(50)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            problems.append(f"{width} px: the page is {over} px too wide")
        # The hundredth row is built like the tenth; auditing it would only take time.
        page.evaluate("document.querySelectorAll('tbody').forEach(body => [...body.rows].slice(15).forEach(row => row.remove()))")
        problems += [f"{width} px: {line}" for line in audit(page)]
        page.screenshot(path=screenshots / file_name(opening, language, width), full_page=True)
    assert not problems, "\n".join(problems)


def audit(page) -> list[str]:
    if page.evaluate("() => Boolean(window.axe)"):
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    else:
        found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:160]})"
        for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("opening", FILES, ids=lambda one: one.address)
def test_file(district, things, opening):
    client = Client(district.base)
    if opening.role:
        client.sign_in(district.person(opening.role, opening.office))
    if opening.kind == "text/event-stream":
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.jar)
        with urllib.request.urlopen(urllib.request.Request(district.base + opening.address, headers={"Cookie": cookies}), timeout=10) as stream:
            assert stream.headers["Content-Type"].startswith(opening.kind)
            assert b"retry" in stream.readline()
        return
    answer = client.get(opening.address.format(**things))
    assert answer.status == 200 and answer.headers["Content-Type"].startswith(opening.kind)


def test_pages_that_say_no(district, someone, screenshots):
    """Nowhere, not allowed, and a refused form, as pages with a sentence and a way on."""
    for role, address, status in [(None, "/nowhere", 404), (None, "/r/0000-0000-0000", 404), ("经办人", "/accounts", 403), ("派单员", "/cases/01a1f1d0-ef55-722f-9769-18b1594d1564", 404)]:
        visitor = someone(role)
        assert visitor.open(address).status == status
        assert visitor.page.locator("main h1").count() == 1
        assert len(visitor.words) > 20
        assert not audit(visitor.page)
        visitor.page.screenshot(path=screenshots / f"problem_{role or 'resident'}_{status}.png", full_page=True)
    visitor = someone()
    visitor.open("/report")
    visitor.page.fill("[name=phone]", "12")
    visitor.press("提交")
    assert "这一项必须填写" in visitor.words
    assert visitor.page.locator("[name=phone]").input_value() == "12"
    assert visitor.page.locator(".error-summary").evaluate("e => e === document.activeElement")
    assert not audit(visitor.page)
    visitor.page.screenshot(path=screenshots / "refused_report_1280.png", full_page=True)
