"""The pictures in the README, taken from the demonstration district: `make screenshots` writes them into docs/screenshots."""

from conftest import DESK, PHONE


def test_screenshots(someone, keep):
    supervisor = someone("督查员", width=DESK)
    supervisor.open("/board")
    keep(supervisor, "screenshots/board.png", 1120)
    handler = someone("经办人", "城市管理局", width=DESK)
    handler.open("/inbox")
    handler.page.locator("tbody tr").first.get_by_role("link").first.click()
    keep(handler, "screenshots/case.png", 1120)
    resident = someone(width=PHONE)
    resident.open("/report?tile=cleanliness")
    resident.page.fill("[name=text]", "院门口的垃圾桶满了三天，没有人清运。")
    resident.press("提交")
    resident.page.wait_for_url("**/r/*")
    keep(resident, "screenshots/receipt-390.png", 1000)
