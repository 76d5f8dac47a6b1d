"""A tip in a real browser: scanned at a poster by somebody who leaves nothing, looked into, told, struck off by somebody else."""

from __future__ import annotations

import re

OFFICER, REVIEWER, LEADER, ADMIN = "举报承办人", "举报审核人", "区领导", "管理员"


def open_action(visitor, action: str):
    visitor.page.locator(f"#action-{action}").evaluate("e => { e.open = true }")
    return visitor.page.locator(f"#action-{action}")


def test_from_the_poster_to_the_striking_off(someone):
    officer = someone(OFFICER)
    officer.open("/intake-points")
    form = officer.page.locator("#manage-point-add")
    form.evaluate("e => { e.open = true }")
    form.locator("[name=kind][value=window]").check()
    form.locator("[name=name]").fill("民政局二号窗口")
    form.locator("[name=place]").fill("一楼大厅")
    form.locator("select[name=office]").select_option(label="二七区民政局")
    officer.press("新增二维码")
    address = officer.page.locator(".poster-address").inner_text()
    assert officer.page.locator("main img").evaluate("e => e.complete && e.naturalWidth > 0"), "the code is drawn"

    tipster = someone(width=390)
    tipster.page.goto(address)
    assert "民政局二号窗口" in tipster.words
    tipster.page.check("[name=category][value=bribes]")
    tipster.press("提交举报")
    # Refused in words, and what was chosen is still chosen.
    assert tipster.page.locator("[name=category][value=bribes]").is_checked()
    assert "必须填写" in tipster.words
    tipster.page.fill("[name=text]", "二号窗口的人暗示要送礼才给办")
    tipster.press("提交举报")
    code = tipster.page.locator(".receipt-code").inner_text()
    number = re.search(r"二七举-\d{4}-\d{6}", tipster.words).group(0)

    officer.open("/tip-register?state=received")
    officer.page.get_by_role("link", name=number).click()
    assert "送礼" in officer.words
    where = officer.page.url
    assign = open_action(officer, "tip-assign")
    assign.locator("select[name=owner]").select_option(label=officer_name(officer))
    officer.press("分办")
    tell = open_action(officer, "tip-tell")
    tell.locator("textarea").fill("是哪一天？")
    officer.press("回复举报人")

    tipster.page.goto(tipster.base + "/t")
    tipster.page.fill("[name=code]", code)
    tipster.press("查询")
    assert "是哪一天" in tipster.words
    tipster.page.fill("[name=text]", "上周五")
    tipster.press("发送")

    reviewer = someone(REVIEWER)
    reviewer.page.goto(where)
    assert "上周五" in reviewer.words and reviewer.page.locator("#action-tip-strike").count() == 0
    officer.page.goto(where)
    find = open_action(officer, "tip-find")
    find.locator("[name=finding][value=verified]").check()
    find.locator("textarea").fill("监控证实")
    officer.press("登记核查结论")
    reviewer.page.goto(where)
    open_action(reviewer, "tip-strike")
    reviewer.press("审核销号")
    assert "还没有反馈举报人" in reviewer.words
    tell = open_action(officer, "tip-tell")
    tell.locator("textarea").fill("已查实处理")
    officer.press("回复举报人")
    reviewer.page.goto(where)
    open_action(reviewer, "tip-strike")
    reviewer.press("审核销号")
    assert "已销号" in reviewer.words

    # Nobody else finds it: by address, by number, by search, by the ledger of orders.
    leader = someone(LEADER)
    for path in (where.removeprefix(leader.base), "/tip-register", "/tip-register/counts"):
        assert leader.open(path).status == 403, path
    for path in (f"/search?q={number}", f"/cases?q={number}", "/orders", "/board"):
        leader.open(path)
        assert "送礼" not in leader.words and (number not in leader.words or "q=" in path), path
    admin = someone(ADMIN)
    assert admin.open("/tip-register").status == 403


def officer_name(visitor) -> str:
    return visitor.page.locator("details.who summary").inner_text().strip().split("\n")[-1]
