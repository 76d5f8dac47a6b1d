"""Two people report the same: it is suggested while the second one is on the phone, and two cases become one."""

import re

import pytest

from conftest import DESK, PHONE

WORDS = "兴华街 8 号院南门的窨井盖昨晚丢了，黑天容易摔人，小孩放学都走这里"


def new_case(visitor, words):
    visitor.open("/cases/new")
    visitor.page.fill("[name=text]", words)
    area = visitor.page.locator("[name=area] option", has_text="祥和社区").first
    visitor.page.select_option("[name=area]", area.get_attribute("value"))


def registered(visitor):
    """The number, the receipt code and the address of what was just registered."""
    visitor.page.locator(".receipt-code, .slip-code, main").first.wait_for()
    words = visitor.words
    return (re.search(r"二七-\d{4}-\d{6}", words).group(0), re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words).group(0),
            visitor.page.locator('main a[href^="/cases/0"]').first.get_attribute("href"))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_second_caller_joins_and_a_third_case_is_merged(someone, width):
    phone, centre, resident = someone("话务员", width=width), someone("派单员", width=width), someone(width=PHONE)
    words = f"{WORDS}（{width}）"
    new_case(phone, words)
    phone.press("登记")
    number, _, case = registered(phone)

    # The second caller says it in other words; the phone desk is shown the first case, and joins them to it.
    new_case(phone, f"祥和这边 8 号院南门那个窨井盖丢了，没人管，孩子放学黑天走容易摔（{width}）")
    choice = phone.page.locator("[data-suggestions] label.choice", has_text=number)
    choice.wait_for()
    assert "字词相同" in choice.inner_text()
    choice.click()
    phone.press("登记")
    same, receipt, joined = registered(phone)
    assert (same, joined) == (number, case)
    resident.open(f"/r/{receipt}")
    assert "合在一件里办理" in resident.words and WORDS not in resident.words, "what the first caller said is theirs"

    # A third one comes in by itself. The centre sees them side by side and makes them one.
    new_case(phone, words + "，再不盖上要出事")
    phone.page.locator("[data-suggestions] label.choice").first.wait_for()
    phone.press("登记")
    third, third_receipt, other = registered(phone)
    assert third != number
    centre.open(other)
    centre.page.locator("#alike a", has_text="窨井盖").first.click()
    centre.page.wait_for_url("**/comparison/*")
    button = centre.page.get_by_role("button", name=f"并入 {number}")
    if not button.count():
        centre.open(f"{other}/comparison/{case.split('/')[-1]}")
    centre.press(f"并入 {number}")
    assert centre.page.url.split("?")[0].endswith(case) and "已合并" in centre.words
    resident.open(f"/r/{third_receipt}")
    assert number in resident.words and "合在一件里办理" in resident.words

    # It was not the same after all.
    centre.open(other)
    assert f"已并入 {number}" in centre.words
    centre.press("拆开，单独办理")
    assert "待派单" in centre.words
    resident.open(f"/r/{third_receipt}")
    assert third in resident.words and number not in resident.words
