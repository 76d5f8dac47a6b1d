"""Counts move while one looks at them."""

from playwright.sync_api import expect

from district import Client


def count(page, key):
    """A count of the navigation, once it has come."""
    shown = page.locator(f'.nav [data-live="{key}"]')
    expect(shown).not_to_be_empty(timeout=8_000)
    return shown, int(shown.inner_text())


def file_one(district):
    resident = Client(district.base)
    assert resident.post("/report", resident.hidden("/report") | {"tile": "roads", "text": "路灯不亮，夜里看不见台阶"}).status == 303


def test_counts_change_without_a_reload(district, someone):
    file_one(district)
    centre = someone("派单员")
    centre.open("/inbox")
    shown, before = count(centre.page, "dispatch")
    centre.page.evaluate("window.stillThisPage = true")
    for more in (1, 2):
        file_one(district)
        expect(shown).to_have_text(str(before + more), timeout=8_000)
    tab = centre.page.locator('.tabs [data-live="inbox.open"]')
    expect(tab).to_have_text(count(centre.page, "inbox.open")[0].inner_text())
    assert centre.page.evaluate("window.stillThisPage"), "without a reload"


def test_many_tabs_share_one_line(district, someone):
    """A browser opens six lines to a server at most; were each tab to hold one, the seventh would hang."""
    centre = someone("派单员")
    tabs = [centre.tab() for _ in range(8)]
    for tab in tabs:
        tab.goto(centre.base + "/inbox", timeout=8_000)
    _, before = count(tabs[-1], "dispatch")
    file_one(district)
    for tab in tabs:
        expect(tab.locator('.nav [data-live="dispatch"]')).to_have_text(str(before + 1), timeout=8_000)
    # The one that listened goes; another takes over.
    tabs[0].close()
    file_one(district)
    expect(tabs[5].locator('.nav [data-live="dispatch"]')).to_have_text(str(before + 2), timeout=8_000)
