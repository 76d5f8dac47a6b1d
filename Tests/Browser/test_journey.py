"""A case from call to close: a resident, a dispatcher, a handler and a supervisor, on a phone and at a desk."""

import csv
import io
import re
from datetime import datetime, timezone

import openpyxl
import pytest

import pictures
from conftest import DESK, PHONE
from district import Client

OFFICE = "城市管理局"


def report(resident, photo, words):
    """From the front page to the receipt; returns the receipt code."""
    resident.open("/")
    resident.page.get_by_role("link", name="环境卫生").click()
    assert resident.page.locator("[name=tile]").input_value() == "cleanliness", "the tile that was pressed is chosen"
    resident.page.fill("[name=text]", words)
    resident.page.set_input_files("[name=photos]", [photo("院门口.jpg"), photo("侧面.png")])
    resident.page.locator("[data-previews] img").nth(1).wait_for()
    area = resident.page.locator("[name=area] option", has_text="祥和社区").first
    resident.page.select_option("[name=area]", area.get_attribute("value"))
    resident.page.fill("[name=address]", "兴华街 8 号院北门")
    resident.page.fill("[name=name]", "刘女士")
    resident.page.fill("[name=phone]", "13800138000")
    resident.press("提交")
    resident.page.wait_for_url("**/r/*?done=case.filed")
    code = resident.page.locator(".receipt-code").inner_text().strip()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    qr = resident.page.locator(".receipt-qr")
    assert qr.evaluate("image => image.complete && image.naturalWidth > 0"), "the QR code is shown"
    return code


def figures(supervisor):
    """What the board shows as of now: label → (value, address of the rows, note). Without a moment it may be some minutes old."""
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    supervisor.open(f"/board?as-of={moment}")
    found = {}
    for tile in supervisor.page.locator(".figure:not(.asserted)").all():
        label = tile.locator(".figure-label").inner_text()
        note = tile.locator(".figure-note").first
        found[label] = (tile.locator("b").inner_text(), tile.locator("a").get_attribute("href"), note.inner_text() if note.count() else "")
    return found


def rows_behind(visitor, href):
    """How many rows an address of the ledger shows, over all its pages."""
    visitor.open(href)
    count = 0
    while True:
        count += visitor.page.locator("tbody tr").count()
        following = visitor.page.locator(".pager [rel=next]")
        if not following.count():
            return count
        visitor.open(following.get_attribute("href"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_case_is_carried_from_call_to_close(district, someone, photo, width):
    supervisor = someone("督查员", width=width)
    before = figures(supervisor)

    # A resident reports; the words are unlike any other case's.
    words = f"院门口的垃圾桶满了三天没有人清运，夜里还有野猫翻找，{width} 号桶旁边污水横流。"
    resident = someone(width=width)
    code = report(resident, photo, words)

    # A dispatcher finds it on the desk and gives it to the office that is suggested.
    dispatcher = someone("派单员", width=width)
    dispatcher.open("/dispatch")
    dispatcher.page.get_by_role("link", name=re.compile("院门口的垃圾桶满了三天")).last.click()
    assert words in dispatcher.words
    assert "13800138000" not in dispatcher.page.content(), "a contact is sealed"
    case = dispatcher.page.url.split("?")[0].removeprefix(district.base)
    number = dispatcher.page.locator(".above").inner_text()
    suggested = dispatcher.page.locator("#action-dispatch [name=office] option:checked").inner_text()
    assert suggested != "请选择" and suggested in dispatcher.page.locator("#action-dispatch .hint").first.inner_text()
    office = dispatcher.page.locator("#action-dispatch [name=office] option", has_text="二七区" + OFFICE).first
    dispatcher.page.select_option("#action-dispatch [name=office]", office.get_attribute("value"))
    dispatcher.page.fill("#action-dispatch [name=ask]", "今天先清运，再说明清运频次。")
    dispatcher.page.locator("#action-dispatch button[type=submit]").click()
    dispatcher.page.get_by_text("已派单，承办单位会收到提醒。").wait_for()
    dispatcher.page.locator(".why summary").first.click()
    why = dispatcher.page.locator(".why p").first.inner_text()
    assert re.search(r"发出（.+），时限 .+到期。", why), f"the due date explains itself: {why}"

    # A handler of that office accepts, notes what was seen, and resolves.
    handler = someone("经办人", OFFICE, width=width)
    handler.open("/inbox?state=unaccepted")
    handler.page.locator("tbody tr", has_text="今天先清运").last.get_by_role("link").first.click()
    assert handler.page.url.endswith(case)
    handler.page.locator("#action-accept button[type=submit]").click()
    handler.page.get_by_text("已接单。").wait_for()
    handler.page.locator("#action-note summary").click()
    handler.page.fill("#action-note [name=text]", "已到现场，垃圾桶三个，均已满溢。")
    handler.page.set_input_files("#action-note [name=photos]", photo("现场.png"))
    handler.page.locator("#action-note [name=public]").check()
    handler.page.locator("#action-note button[type=submit]").click()
    handler.page.get_by_text("已补充。").wait_for()
    assert handler.page.locator(".timeline img").count() == 1
    resolve(handler, photo, "今天上午已清运，桶站冲洗消毒，今后每天清运两次。")

    # The resident follows by the code, typed with the errors people make.
    resident.open("/follow")
    resident.page.fill("[name=code]", f" {code.lower().replace('-', ' ')}　")
    resident.press("查询")
    assert "每天清运两次" in resident.words and "已到现场" in resident.words
    answer(resident, answered="yes", solved="no", rating="2", comment="上午清了，下午又满了。")
    assert "重办" in resident.words or "办理中" in resident.page.locator(".head").inner_text()

    # It goes back to the handler, who answers again.
    handler.open(case)
    assert "下午又满了" in handler.words
    resolve(handler, photo, "已增设两个桶，改为每天清运三次，下午四点加一次。")
    resident.open(f"/r/{code}")
    answer(resident, answered="yes", solved="yes", rating="5", comment="谢谢")
    assert "已办结" in resident.page.locator(".head").inner_text()

    # A supervisor finds it in the ledger; the figures moved, and nobody typed them.
    supervisor.open(f"/cases?q={number}")
    row = supervisor.page.locator("tbody tr")
    assert row.count() == 1 and "已办结" in row.inner_text()
    after = figures(supervisor)
    assert int(after["登记诉求"][0]) == int(before["登记诉求"][0]) + 1
    assert numerator(after["诉求人确认占比"]) == numerator(before["诉求人确认占比"]) + 1
    assert numerator(after["重办率"]) == numerator(before["重办率"]) + 1


def resolve(handler, photo, reply):
    handler.page.get_by_label("已解决").first.check()
    handler.page.fill("#action-resolve [name=reply]", reply)
    handler.page.set_input_files("#action-resolve [name=photos]", photo("清运后.jpg"))
    handler.page.locator("#action-resolve button[type=submit]").click()
    handler.page.wait_for_load_state()
    despite = handler.page.locator("#action-resolve [name=despite]")
    if despite.count():
        # The same words answered the walk at the other width.
        despite.fill("两件是同一处桶站")
        handler.page.locator("#action-resolve button[type=submit]").click()
    handler.page.get_by_text("已答复，等待诉求人反馈。").wait_for()


def answer(resident, answered, solved, rating, comment):
    form = resident.page.locator("#confirmation")
    form.locator(f"[name=answered][value={answered}]").check()
    form.locator(f"[name=solved][value={solved}]").check()
    form.locator(f"[name=rating][value='{rating}']").check()
    form.locator("[name=comment]").fill(comment)
    form.locator("button[type=submit]").click()
    resident.page.get_by_text("反馈已记录，谢谢。").wait_for()


def numerator(figure):
    return int(figure[2].split("/")[0])


def test_every_figure_opens_its_rows(someone):
    supervisor = someone("督查员")
    board = figures(supervisor)
    assert len(board) > 20
    for label, (value, href, note) in board.items():
        share = re.match(r"^(\d+) / (\d+)$", note)
        if share:
            expected = int(share.group(1))
        elif re.fullmatch(r"\d+", value):
            expected = int(value)
        else:
            continue  # a number of days: it opens what it was measured over
        assert rows_behind(supervisor, href) == expected, f"{label} shows {expected}"


def test_every_number_of_the_breakdowns_opens_its_rows(someone):
    supervisor = someone("督查员")
    for breakdown in ("office", "class", "area"):
        supervisor.open(f"/board?by={breakdown}")
        cells = [
            (link.inner_text(), link.get_attribute("href"))
            for row in supervisor.page.locator("table.wide tbody tr").all()[:3]
            for link in row.locator("td.number a").all()
        ]
        counts = [(int(text), href) for text, href in cells if text.isdigit()]
        assert counts
        for expected, href in counts:
            assert rows_behind(supervisor, href) == expected, f"{breakdown}: {href}"


def test_the_ledger_goes_out_as_excel_and_csv(district):
    supervisor = Client(district.base)
    supervisor.sign_in(district.person("督查员"))
    page = supervisor.get("/cases?state=closed")
    count = int(re.search(r"共 (\d+) 件", page.words).group(1))
    excel = supervisor.get("/cases/ledger.xlsx?state=closed")
    assert excel.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    sheet = openpyxl.load_workbook(io.BytesIO(excel.body)).active
    values = [row for row in sheet.iter_rows(values_only=True)]
    head = next(index for index, row in enumerate(values) if "编号" in row)
    sheet_rows = [row for row in values[head + 1:] if row[0]]
    comma = supervisor.get("/cases/ledger.csv?state=closed")
    lines = list(csv.reader(io.StringIO(comma.body.decode("utf-8-sig"))))
    assert lines[0] == [cell for cell in values[head] if cell is not None]
    assert len(sheet_rows) == len(lines) - 1 == count
    assert [row[0] for row in sheet_rows] == [line[0] for line in lines[1:]]


def test_photos_lose_where_they_were_taken(district, client):
    shot = pictures.jpeg(with_position=True)
    assert pictures.position_of(shot)
    form = client.hidden("/report")
    answer = client.upload("/report", form | {"tile": "roads", "text": "路口井盖破损"}, [("photos", "井盖.jpg", shot)])
    assert answer.status == 303
    receipt = client.get(answer.headers["Location"].split("?")[0])
    kept = client.get(re.search(r'href="(/r/[^"]+/photos/[^"]+)"', receipt.text).group(1))
    assert kept.headers["Content-Type"] == "image/jpeg"
    assert not pictures.position_of(kept.body)
