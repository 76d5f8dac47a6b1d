"""The dispatch desk at work: many at once, by keyboard; lists kept as views; the load of offices."""

import io
import re

import openpyxl

from district import Client, hidden_fields


def filed(district, *texts: str) -> None:
    for text in texts:
        resident = Client(district.base)
        form = resident.hidden("/report")
        assert resident.upload("/report", form | {"tile": "roads", "text": text}, []).status == 303


def test_many_cases_are_given_out_at_once(district, someone, screenshots):
    filed(district, "批量一：路灯坏了", "批量二：路面有坑", "批量三：井盖响")
    centre = someone("派单员")
    centre.open("/dispatch")
    rows = centre.page.locator("tbody tr", has_text="批量")
    for number in range(rows.count()):
        rows.nth(number).locator("td.check label").click()
    office = centre.page.locator(".bulk-bar [name=office] option", has_text="二七区城市管理局").first
    assert re.search(r"在办 \d+", office.inner_text())
    centre.page.select_option(".bulk-bar [name=office]", office.get_attribute("value"))
    centre.page.screenshot(path=screenshots / "desk-bulk.png")
    centre.press("派给这个单位")
    assert re.search(r"已派出 \d+ 件，没有派出 0 件", centre.words)
    assert "批量一" in centre.words and "城市管理局" in centre.words
    centre.open("/dispatch")
    assert "批量" not in centre.words


def test_suggested_offices_are_reviewed_first_and_one_taken_meanwhile_keeps_none_back(district, someone, screenshots):
    filed(district, "逐件甲：垃圾没人清", "逐件乙：树枝断了")
    centre = someone("派单员")
    centre.open("/dispatch")
    rows = centre.page.locator("tbody tr", has_text="逐件")
    for number in range(rows.count()):
        rows.nth(number).locator("td.check label").click()
    centre.press("逐件核对后派单")
    choices = centre.page.locator("main select")
    assert choices.count() == 2 and all(choices.nth(at).input_value() for at in range(2)), "an office is chosen already"
    centre.page.screenshot(path=screenshots / "desk-review.png", full_page=True)
    # A colleague is faster with one of them.
    colleague = Client(district.base)
    colleague.sign_in(district.person("派单员", nth=1))
    case = re.findall(r'href="(/cases/[0-9a-f-]{36})"[^>]*>逐件甲', colleague.get("/dispatch").text)[0]
    page = colleague.get(case).text
    office = re.search(r'<option value="([^"]+)"[^>]*>二七区城市管理局', page).group(1)
    assert colleague.post(case + "/dispatch", hidden_fields(page, case + "/dispatch") | {"office": office}).status == 303
    centre.press("派出这 2 件")
    assert "已派出 1 件，没有派出 1 件" in centre.words
    centre.page.screenshot(path=screenshots / "desk-told.png")


def test_the_desk_is_worked_by_keyboard(district, someone):
    filed(district, "键盘一：水管漏水", "键盘二：门口积水")
    centre = someone("派单员")
    centre.open("/dispatch")
    centre.page.keyboard.press("j")
    centre.page.keyboard.press("x")
    assert centre.page.locator("tbody input:checked").count() == 1
    centre.page.keyboard.press("d")
    assert centre.page.evaluate("document.activeElement.name") == "office"
    centre.page.keyboard.press("Escape")
    centre.page.locator("h1").click()
    centre.page.locator("tbody tr a", has_text="键盘一").click()
    centre.page.wait_for_load_state()
    first = centre.page.url
    centre.page.keyboard.press("n")
    centre.page.wait_for_url(lambda url: url != first and "/cases/" in url)
    assert "键盘二" in centre.words
    centre.page.keyboard.press("d")
    assert centre.page.evaluate("document.activeElement.name") == "office"


def test_a_list_is_kept_as_a_view_for_oneself_and_for_colleagues(district, someone, screenshots):
    own = someone("派单员")
    own.open("/cases?state=accepted")
    own.page.locator(".views summary").click()
    own.page.fill(".views [name=name]", "在办的")
    own.page.select_option(".views [name=office]", index=1)
    own.page.locator(".views form.form button[type=submit]").click()
    own.page.wait_for_load_state()
    assert "视图已保存" in own.page.content()
    own.page.screenshot(path=screenshots / "views.png")
    colleague = someone("派单员", nth=1)
    colleague.open("/cases")
    colleague.page.locator(".view a", has_text="在办的").click()
    colleague.page.wait_for_url("**/cases?state=accepted")
    assert colleague.page.locator(".view.current").count() == 1
    assert colleague.page.locator(".view button").count() == 0, "only one's own can be removed"
    own.open("/cases?state=accepted")
    own.page.locator(".view", has_text="在办的").locator("button").click()
    own.page.wait_for_load_state()
    assert own.page.locator(".view").count() == 0


def test_the_load_of_offices_opens_its_orders(district, someone):
    supervisor = someone("督查员")
    supervisor.open("/load")
    row = supervisor.page.locator("table").first.locator("tbody tr").first
    figure = row.locator("td").nth(1).locator("a")
    count = int(figure.inner_text().replace(",", ""))
    figure.click()
    supervisor.page.wait_for_load_state()
    assert "在办" in supervisor.words
    shown = supervisor.page.locator("tbody tr").count()
    assert shown == min(count, 50), (shown, count)


def test_contacts_of_many_are_asked_for_granted_and_taken_once(district, someone, tmp_path, screenshots):
    asker = someone("派单员")
    asker.open("/cases?state=accepted")
    asker.page.get_by_role("link", name="申请联系方式").click()
    asker.page.fill("[name=purpose]", "满意度调查小组本周电话回访")
    asker.press("申请联系方式")
    address = asker.page.url.split("?")[0]
    assert "待同意" in asker.words and asker.page.get_by_role("button", name="取用（只能一次）").count() == 0
    leader = someone("区领导")
    leader.page.goto(address)
    leader.page.locator("#manage-contact-list-decide summary").click()
    leader.page.get_by_label("同意", exact=True).check()
    leader.page.screenshot(path=screenshots / "contact-list-decide.png", full_page=True)
    leader.press("作出决定")
    asker.page.goto(address)
    with asker.page.expect_download() as download:
        asker.page.get_by_role("button", name="取用（只能一次）").click()
    path = tmp_path / "list.xlsx"
    download.value.save_as(path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert "满意度调查小组本周电话回访" in rows[0][0] and leader_name(district) in rows[0][0]
    assert any(row[3] for row in rows[2:]) and all(row[5].startswith(rows[0][0].split(" · ")[0]) for row in rows[2:])
    asker.page.goto(address)
    assert "已取用" in asker.words and asker.page.get_by_role("button", name="取用（只能一次）").count() == 0
    asker.page.screenshot(path=screenshots / "contact-list-taken.png", full_page=True)


def leader_name(district) -> str:
    return district.person("区领导").name


def test_an_exported_ledger_says_whose_it_is(district):
    centre = Client(district.base)
    centre.sign_in(district.person("派单员"))
    answer = centre.get("/cases/ledger.xlsx?state=closed")
    title = openpyxl.load_workbook(io.BytesIO(answer.body)).active["A1"].value
    assert district.person("派单员").name in title and re.search(r"导出-\d{4}-\d{6}", title)
    auditor = Client(district.base)
    auditor.sign_in(district.person("审计员"))
    assert re.search(r"导出-\d{4}-\d{6}", title).group(0) in auditor.get("/journal").words
