"""Whatever comes in gets a sentence, a place and a way out, and loses nothing."""

from __future__ import annotations

import http.client
import json
import re
import socket
import urllib.parse

import pytest

import pictures
from district import Client, carry_to_answer, hidden_fields, multipart


@pytest.fixture
def centre(district):
    client = Client(district.base)
    client.sign_in(district.person("派单员"))
    return client


@pytest.fixture
def grid_worker(district):
    client = Client(district.base)
    client.sign_in(district.person("网格员"))
    return client


def report(client, text="楼下路灯不亮", files=(), **fields):
    return client.upload("/report", client.hidden("/report") | {"tile": "roads", "text": text} | fields, list(files))


def receipt_of(answer):
    assert answer.status == 303, answer.words
    return answer.headers["Location"].split("?")[0].removeprefix("/r/")


def newest_case(centre):
    return re.findall(r'href="(/cases/[0-9a-f-]{36})"', centre.get("/dispatch").text)[-1]


def file_case(client, centre, text="楼下路灯不亮", **fields):
    code = receipt_of(report(client, text, **fields))
    return code, newest_case(centre)


# What is typed


def test_an_unknown_class_is_refused_beside_its_field(centre):
    form = centre.hidden("/cases/new")
    answer = centre.post("/cases/new", form | {"channel": "phone", "text": "路灯不亮", "class": "99999"})
    assert answer.status == 422
    assert "没有代码为“99999”的诉求类别" in answer.words and "路灯不亮" in answer.words


def test_an_area_outside_ones_own_is_refused(centre, grid_worker):
    elsewhere = re.search(r'<option value="(\d{12})">[^<]*桃源社区', centre.get("/cases/new").text).group(1)
    assert elsewhere not in grid_worker.get("/cases/new").text, "it is not even offered"
    answer = grid_worker.post("/cases/new", grid_worker.hidden("/cases/new") | {"channel": "proxy", "text": "路灯不亮", "area": elsewhere})
    assert answer.status == 422
    assert "不在您负责的区域内" in answer.words and "路灯不亮" in answer.words


def test_an_area_that_does_not_exist_is_refused(client):
    answer = report(client, area="410103999999")
    assert answer.status == 422 and "没有这个区域" in answer.words


def test_five_thousand_characters_are_kept_and_refused_with_a_sentence(client):
    long = "灯" * 5000
    answer = report(client, long)
    assert answer.status == 422
    assert "最多 4,000 字，现在是 5,000 字" in answer.words or "最多 4000 字，现在是 5000 字" in answer.words
    assert long in answer.text, "what was typed is still there"


def test_emoji_and_rare_characters_are_kept(client, centre):
    words = "𠮷祥小区门口🚧积水，👨‍👩‍👧 走不过去，㐂"
    code, case = file_case(client, centre, words)
    assert words in client.get(f"/r/{code}").text
    assert words in centre.get(case).text
    assert case in centre.get("/search?q=" + urllib.parse.quote("𠮷祥")).text, "and found again"


def test_markup_is_shown_as_it_was_typed(client, centre):
    words = "<script>alert(1)</script>&lt;b&gt;\"'{{frame}}[[case.title]]"
    code, case = file_case(client, centre, words)
    for page in (client.get(f"/r/{code}").text, centre.get(case).text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&amp;gt;" in page
        assert "{{frame}}[[case.title]]" in page.replace("&#123;", "{")


def test_a_nul_byte_is_refused(client):
    for body in (multipart(client.hidden("/report") | {"tile": "roads", "text": "灯\0不亮"}, []),):
        answer = client.send("/report", body[0], {"Content-Type": body[1]})
        assert answer.status == 422 and "无法显示的字符" in answer.words
    assert client.post("/sign-in", client.hidden("/sign-in") | {"login": "a\0b", "password": "x"}).status == 422
    answer = client.get("/follow?code=%00")
    assert answer.status == 422 and "无法保存的字符" in answer.words


def test_a_phone_number_that_is_none(client):
    answer = report(client, phone="abc")
    assert answer.status == 422 and "11 位手机号" in answer.words and 'value="abc"' in answer.text


def test_a_place_on_another_continent(client):
    answer = report(client, address="兴华街", address_lat="51.5", address_lng="0.1")
    assert answer.status == 422 and "位置不在国内" in answer.words


def test_filters_that_make_no_sense(centre):
    for address, word in [("/cases?from=yesterday", "要填日期"), ("/cases?area=x", "没有这个选项"), ("/cases?state=lost", "没有这个选项"),
                          ("/board?as-of=soon", "要填日期和时间")]:
        answer = centre.get(address)
        assert answer.status == 422, address
        assert word in answer.words, address
    assert centre.get("/cases?rows=nonsense").status in (404, 422)
    assert centre.get("/cases?after=rubbish").status == 200
    assert centre.get("/cases?as-of=1999-01-01").status == 200


# Files


@pytest.mark.parametrize("name, content", [
    ("院子.jpg", b"#!/bin/sh\nrm -rf /\n"),
    ("院子.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("院子.jpg", b"<!doctype html><script>alert(1)</script>"),
    ("院子.jpg", b"%PDF-1.7\n"),
    ("院子.jpg", b"\xff\xd8\xff" + b"not a jpeg after all" * 20),
    ("院子.png", pictures.png()[:200]),
])
def test_a_photo_that_is_none_is_refused_by_its_name(client, name, content):
    answer = report(client, "楼下路灯不亮", [("photos", name, content)], address="兴华街 8 号")
    assert answer.status == 422
    assert f"“{name}”" in answer.words
    assert "楼下路灯不亮" in answer.text and "兴华街 8 号" in answer.text


def test_too_many_photos(client):
    shot = pictures.png(40, 30)
    answer = report(client, "楼下路灯不亮", [("photos", f"{n}.png", shot) for n in range(7)])
    assert answer.status == 422 and "最多选 6 张照片" in answer.words


def test_a_photo_beyond_the_limit(client):
    big = pictures.png(40, 30) + b"\0" * (11 << 20)
    answer = report(client, "楼下路灯不亮", [("photos", "全景.png", big)])
    assert answer.status == 422 and "全景.png" in answer.words and "10 MB" in answer.words
    assert "楼下路灯不亮" in answer.text


def test_fifty_megabytes_are_answered_with_a_page(client):
    answer = report(client, "楼下路灯不亮", [("photos", f"{n}.jpg", b"\xff\xd8" + b"x" * (13 << 20)) for n in range(6)])
    assert answer.status == 413
    assert "提交的内容太大" in answer.words and "压缩" in answer.words
    assert "<header" in answer.text, "a page like any other"


def test_fifty_megabytes_where_no_file_is_expected(client):
    answer = client.send("/sign-in", b"login=" + b"x" * (50 << 20), {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 413 and "提交的内容太大" in answer.words


def test_half_a_multipart(client):
    body, kind = multipart(client.hidden("/report") | {"tile": "roads", "text": "路灯"}, [("photos", "a.png", pictures.png())])
    answer = client.send("/report", body[: len(body) // 2], {"Content-Type": kind})
    assert answer.status == 422 and "没有收全" in answer.words


def test_a_connection_that_breaks_off(district, client):
    with socket.create_connection(("127.0.0.1", district.port)) as line:
        line.sendall(b"POST /report HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ntext=half")
    assert client.get("/health").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data"])
def test_an_encoding_that_no_form_has(client, kind):
    answer = client.send("/report", b"text=x", {"Content-Type": kind})
    assert answer.status in (415, 422) and len(answer.words) > 20


# The API


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'{"text": 5}', b'{"text": "\xff\xfe"}', b'{"channel": "web"}', json.dumps({"text": "a\0b", "channel": "web"}).encode()])
def test_malformed_json_is_a_problem(client, body):
    answer = client.send("/api/verbs/case.file", body, {"Content-Type": "application/json"})
    assert answer.status in (400, 422)
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem = json.loads(answer.body)
    assert problem["status"] == answer.status and problem["detail"] and problem["title"]


def test_api_addresses_that_do_not_exist(client):
    for path, body in [("/api/nothing", None), ("/api/verbs/case.destroy", b"{}"), ("/api/cases/xyz", None)]:
        answer = client.send(path, body, {"Content-Type": "application/json"})
        assert answer.status in (401, 403, 404), path
        assert answer.headers["Content-Type"].startswith("application/problem+json"), path
    answer = client.get("/api/cases", Authorization="Bearer nonsense")
    assert answer.status == 401 and json.loads(answer.body)["detail"]


# Tokens and sessions


def test_a_wrong_token_is_refused(centre):
    case = newest_case_or_new(centre)
    answer = centre.post(case + "/notes", {"csrf": "AQAGYNrI-forged", "text": "记一笔"})
    assert answer.status == 403 and "打开太久" in answer.words
    assert "记一笔" not in centre.get(case).text


def newest_case_or_new(centre):
    stranger = Client(centre.base)
    return file_case(stranger, centre)[1]


def test_a_form_from_another_site_is_refused(centre):
    form = centre.hidden("/cases/new")
    body = urllib.parse.urlencode(form | {"channel": "phone", "text": "路灯"}).encode()
    answer = centre.send("/cases/new", body, {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403 and "不是从本站页面提交" in answer.words


@pytest.mark.parametrize("ended", ["in another tab", "at the server"])
def test_a_session_that_ended_in_mid_form_loses_nothing(district, someone, centre, ended):
    case = newest_case_or_new(centre)
    person = district.person("派单员", nth=1)
    visitor = someone()
    visitor.open("/sign-in?to=" + case)
    visitor.page.fill("[name=login]", person.login)
    visitor.page.fill("[name=password]", person.password)
    visitor.press("登录")
    visitor.page.locator("#action-note summary").click()
    visitor.page.fill("#action-note [name=text]", "写到一半，登录过期了 𠮷。")
    if ended == "in another tab":
        tab = visitor.tab()
        tab.goto(district.base + "/inbox")
        tab.locator("details.who summary").click()
        tab.get_by_role("button", name="退出登录").click()
        tab.wait_for_url("**/sign-in")
    else:
        same = Client(district.base)
        session = next(cookie["value"] for cookie in visitor.context.cookies() if cookie["name"] == "session")
        token = hidden_fields(same.get("/inbox", Cookie=f"session={session}").text, "/sign-out")["csrf"]
        body = urllib.parse.urlencode({"csrf": token}).encode()
        assert same.send("/sign-out", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"session={session}"}).status == 303
    visitor.page.locator("#action-note button[type=submit]").click()
    visitor.page.get_by_text("登录已过期。您填写的文字还在").wait_for()
    # A slip of the finger does not lose it either.
    visitor.page.fill("[name=login]", person.login)
    visitor.page.fill("[name=password]", "wrong")
    visitor.press("登录")
    assert "用户名或密码不对" in visitor.words
    visitor.page.fill("[name=login]", person.login)
    visitor.page.fill("[name=password]", person.password)
    visitor.press("登录")
    assert "写到一半，登录过期了 𠮷。" in visitor.words
    visitor.press("提交")
    visitor.page.get_by_text("已补充。").wait_for()
    assert "写到一半，登录过期了 𠮷。" in visitor.words


def test_a_wrong_password_says_so_and_guessing_is_slowed(district, client):
    person = district.person("经办人", "教育局")
    for _ in range(5):
        answer = client.post("/sign-in", client.hidden("/sign-in") | {"login": person.login, "password": "guess"})
        assert answer.status == 401 and "用户名或密码不对" in answer.words and "guess" not in answer.text
    answer = client.post("/sign-in", client.hidden("/sign-in") | {"login": person.login, "password": person.password})
    assert answer.status == 429 and "15 分钟" in answer.words
    stranger = client.post("/sign-in", client.hidden("/sign-in") | {"login": "nobody-at-all", "password": "guess"})
    assert stranger.status == 401 and "用户名或密码不对" in stranger.words, "a name that does not exist sounds the same"


def test_signing_in_leads_nowhere_else(district, client):
    person = district.person("审计员")
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = Client(district.base).post("/sign-in", client.hidden("/sign-in") | {"login": person.login, "password": person.password, "_to": target})
        assert answer.headers.get("Location", "/inbox") == "/inbox"


# Two at once, twice, and back


def test_two_dispatchers_at_once(district, client, centre):
    _, case = file_case(client, centre, "两个派单员同时派这一件")
    second = Client(district.base)
    second.sign_in(district.person("派单员", nth=1))
    pages = [one.get(case).text for one in (centre, second)]
    office = re.search(r'<option value="([^"]+)"[^>]*>二七区城市管理局', pages[0]).group(1)
    forms = [hidden_fields(page, case + "/dispatch") | {"office": office, "ask": "请今天办"} for page in pages]
    assert centre.post(case + "/dispatch", forms[0]).status == 303
    late = second.post(case + "/dispatch", forms[1])
    assert late.status == 409
    assert "现在的状态不能这样处理，可能别人刚办过" in late.words and "刷新页面" in late.words
    assert "请今天办" in late.words, "what was typed is not lost"
    assert late.text.count("已派给二七区城市管理局办理") == 1, "and shows how things stand"


def test_two_people_confirming_at_once(district, client, centre):
    code, case = file_case(client, centre, "一家两口同时说办好了")
    carry_to_answer(district, centre, case, "破损的路面已铺好，养护三天后放行。")
    path = f"/r/{code}/confirmation"
    wife, husband = client, Client(district.base)
    forms = [hidden_fields(one.get(f"/r/{code}").text, path) | {"answered": "yes", "solved": "yes", "rating": "5"} for one in (wife, husband)]
    assert wife.post(path, forms[0]).status == 303
    late = husband.post(path, forms[1])
    assert late.status == 409 and "可能别人刚办过" in late.words


def test_a_second_press_files_one_case_only(client, centre):
    form = client.hidden("/report") | {"tile": "roads", "text": "按了两次提交的路灯"}
    first, second = client.upload("/report", form, []), client.upload("/report", form, [])
    assert receipt_of(first) == receipt_of(second)
    assert centre.get("/search?q=" + urllib.parse.quote("按了两次提交的路灯")).text.count('class="title') == 1


def test_back_and_sent_again_with_other_words(client):
    form = client.hidden("/report") | {"tile": "roads", "text": "第一次写的"}
    assert client.upload("/report", form, []).status == 303
    answer = client.upload("/report", form | {"text": "回来改了几个字"}, [])
    assert answer.status == 409
    assert "已经提交过一次" in answer.words and "回来改了几个字" in answer.text


def test_the_arrow_back_keeps_the_words_and_sends_once(someone, centre):
    resident = someone()
    resident.open("/report")
    resident.page.fill("[name=text]", "用返回键回来的路灯")
    resident.press("提交")
    resident.page.wait_for_url("**/r/*")
    first = resident.page.url.split("?")[0]
    resident.page.go_back()
    assert resident.page.locator("[name=text]").input_value() == "用返回键回来的路灯"
    resident.press("提交")
    resident.page.wait_for_url("**/r/*")
    assert resident.page.url.split("?")[0] == first
    assert centre.get("/search?q=" + urllib.parse.quote("用返回键回来的路灯")).text.count('class="title') == 1


def test_an_impatient_double_click(someone, centre):
    resident = someone()
    resident.open("/report")
    resident.page.fill("[name=text]", "急着点了两下的路灯")
    resident.page.get_by_role("button", name="提交", exact=True).dblclick()
    resident.page.wait_for_url("**/r/*")
    assert centre.get("/search?q=" + urllib.parse.quote("急着点了两下的路灯")).text.count('class="title') == 1


def test_what_was_typed_is_kept_until_it_is_sent(someone):
    resident = someone(width=390)
    resident.open("/report?tile=roads")
    resident.page.fill("[name=text]", "写了一半，电话来了")
    resident.page.fill("[name=address]", "兴华街")
    resident.open("/")
    resident.open("/report")
    assert resident.page.locator("[name=text]").input_value() == "写了一半，电话来了"
    assert "已恢复" in resident.words
    resident.press("提交")
    resident.page.wait_for_url("**/r/*")
    resident.open("/report")
    assert resident.page.locator("[name=text]").input_value() == "", "what was sent is not kept"


# Receipts


def test_a_typo_and_an_unknown_receipt_are_told_apart(client):
    code = receipt_of(report(client))
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    typo = client.get("/follow?code=" + wrong)
    assert typo.status == 422 and "查询码有误，请逐位核对" in typo.words and wrong in typo.text
    unknown = client.get("/follow?code=0000-0000-0000")
    assert unknown.status == 404 and "没有这个查询码对应的诉求" in unknown.words and "热线" in unknown.words
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("-", "－"), f"　{code}　", code.replace("0", "O")):
        assert client.get("/follow?" + urllib.parse.urlencode({"code": typed})).status == 200, typed


def test_a_receipt_opens_only_its_own(client):
    mine, other = receipt_of(report(client, files=[("photos", "a.png", pictures.png())])), receipt_of(report(client, "另一件"))
    photo = re.search(rf'href="/r/{mine}(/photos/[^"]+)"', client.get(f"/r/{mine}").text).group(1)
    assert client.get(f"/r/{mine}{photo}").status == 200
    assert client.get(f"/r/{other}{photo}").status == 404


# Without script


def test_without_script_a_case_is_reported_and_dispatched(district, someone, photo):
    resident = someone(width=390, java_script_enabled=False)
    resident.open("/")
    resident.page.get_by_role("link", name="道路井盖路灯").click()
    resident.page.fill("[name=text]", "没有脚本的旧手机也能反映路灯不亮")
    resident.page.set_input_files("[name=photos]", photo("灯.jpg"))
    resident.press("提交")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", resident.page.locator(".receipt-code").inner_text())
    centre = someone("派单员", java_script_enabled=False)
    centre.open("/dispatch")
    centre.page.get_by_role("link", name=re.compile("没有脚本的旧手机")).last.click()
    assert centre.page.locator("nav a", has_text="派单台").is_visible()
    office = centre.page.locator("#action-dispatch [name=office] option", has_text="二七区城市管理局").first.get_attribute("value")
    centre.page.select_option("#action-dispatch [name=office]", office)
    centre.page.locator("#action-dispatch button[type=submit]").click()
    assert "已派单" in centre.words
    supervisor = someone("督查员", java_script_enabled=False)
    supervisor.open("/board")
    assert supervisor.page.locator(".chart table").is_visible(), "the numbers of a chart stand in a table"
    supervisor.page.select_option(".filters [name=area]", index=1)
    supervisor.press("筛选")
    assert "area=" in supervisor.page.url


def test_the_menu_opens_without_script_on_a_phone(someone):
    centre = someone("派单员", width=390, java_script_enabled=False)
    centre.open("/inbox")
    centre.page.locator("details.nav summary").click()
    centre.page.get_by_role("link", name="派单台").click()
    assert "派单台" in centre.words


def test_http_methods_that_are_not_there(district):
    line = http.client.HTTPConnection("127.0.0.1", district.port)
    for method in ("PUT", "DELETE", "PATCH"):
        line.request(method, "/cases")
        answer = line.getresponse()
        answer.read()
        assert answer.status in (404, 405)
