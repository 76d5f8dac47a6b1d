"""The registers through the eyes of a clerk: who is there already is shown, what is corrected keeps its past, two become one."""

import re

import pytest

from conftest import DESK, PHONE


def register(clerk, **fields):
    clerk.open("/registers/person/new")
    clerk.page.select_option("[name=area]", "410103007001")
    for name, value in fields.items():
        clerk.page.fill(f"[name={name.replace('_', '-')}]", value)
    clerk.press("登记")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nobody_is_registered_twice_unseen(someone, width):
    clerk = someone("登记员", "大学路", width=width)
    name, born = {PHONE: ("欧阳春柳", "1951-03-04"), DESK: ("欧阳秀兰", "1944-11-12")}[width]
    register(clerk, name=name, birth_date=born, phone=f"1990002{width:04}")
    assert "已登记。" in clerk.words and re.search(r"二七人-\d{6}", clerk.words)
    first = clerk.page.url.split("?")[0]

    # The same sound and day of birth: shown with the reason, and nothing is registered until somebody says that it is another one.
    register(clerk, name=name.replace("阳", "扬"), birth_date=born)
    assert "/new" in clerk.page.url
    alike = clerk.page.locator("main .panel li").first
    assert name in alike.inner_text() and "姓名同音" in alike.inner_text() and "出生日期相同" in alike.inner_text()
    assert clerk.page.locator("[name=name]").input_value() == name.replace("阳", "扬"), "what was typed stays"
    clerk.page.locator("[name=nobody]").check()
    clerk.press("登记")
    assert "已登记。" in clerk.words

    # Which turns out to be wrong: side by side, then one.
    clerk.page.get_by_role("link", name="可能相同的").click()
    clerk.page.locator("main .panel li a", has_text=name).first.click()
    clerk.page.locator(f"[name=stays][value='{first.rsplit('/', 1)[1]}']").check()
    clerk.page.locator(f"[name=take-name][value='{first.rsplit('/', 1)[1]}']").check()
    clerk.press("归并")
    assert "已归并。" in clerk.words and clerk.page.url.split("?")[0] == first
    assert clerk.page.locator("h1").inner_text() == name
    clerk.open(f"/registers/person?q={name.replace('阳', '扬')}")
    assert clerk.page.locator("main tbody a").first.inner_text() == name, "the other spelling still finds it"


def test_what_is_wrong_is_said_beside_it_and_stays(someone):
    clerk = someone("登记员", "大学路")
    register(clerk, name="司马玉珍", resident_id="410103195103041232", phone="12")
    problems = clerk.page.locator(".field .problem, .field [id$=-problem]").all_inner_texts()
    assert any("校验位不对" in one for one in problems) and any("不是电话号码" in one for one in problems)
    assert clerk.page.locator("[name=resident-id]").input_value() == "410103195103041232"


def test_a_sealed_field_is_opened_for_a_purpose_and_on_record(someone):
    clerk = someone("登记员", "大学路")
    register(clerk, name="诸葛德福", phone="19900029999")
    assert "199****9999" in clerk.words and "19900029999" not in clerk.page.content()
    clerk.page.locator("#action-subject-reveal summary").click()
    clerk.page.fill("#action-subject-reveal [name=purpose]", "通知体检")
    clerk.page.locator("#action-subject-reveal button[type=submit]").click()
    clerk.page.get_by_text("19900029999").wait_for()
    clerk.open(clerk.page.url.removeprefix(clerk.base).replace("/fact", ""))
    assert "19900029999" not in clerk.page.content() and "查看联系电话，用途：通知体检" in clerk.words


def test_a_correction_is_seen_as_of_its_day(someone):
    clerk = someone("登记员", "大学路")
    register(clerk, name="公孙广林", birth_date="1960-05-06")
    subject = clerk.page.url.split("?")[0].removeprefix(clerk.base)
    clerk.page.get_by_role("link", name="更正", exact=True).click()
    clerk.page.locator("[name=sex][value=male]").check()
    clerk.page.locator("[name=source][value=visit]").check()
    clerk.page.fill("[name=from]", "今天入户")
    clerk.press("更正")
    assert "已更正。" in clerk.words and "更正：性别" in clerk.words
    fact = clerk.page.locator(".facts > div", has_text="性别").inner_text()
    assert "男" in fact and "上门核实" in fact and "今天入户" in fact
    assert "窗口登记" in clerk.page.locator(".facts > div", has_text="出生日期").inner_text(), "what was not touched keeps its source"
    assert clerk.open(subject + "?as-of=2020-01-01").status == 404
