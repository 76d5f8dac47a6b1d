"""The pictures in the README, taken from the demonstration district: `make screenshots` writes them into docs/screenshots."""

import io
import os

import pytest
from PIL import Image

from conftest import DESK, PHONE
from district import ROOT

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 200_000


@pytest.fixture
def keep(screenshots):
    folder = FOLDER if os.environ.get("HUYING_WRITE_SCREENSHOTS") == "1" else screenshots
    folder.mkdir(parents=True, exist_ok=True)

    def take(visitor, name, height):
        visitor.page.set_viewport_size({"width": visitor.page.viewport_size["width"], "height": height})
        visitor.page.wait_for_timeout(300)
        picture = Image.open(io.BytesIO(visitor.page.screenshot()))
        # A page of ink on paper needs few colours; the rare ones say how something stands, so they are kept.
        picture.convert("RGB").quantize(200, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(folder / name, optimize=True)
        assert (folder / name).stat().st_size < LARGEST

    return take


def test_screenshots(someone, keep):
    supervisor = someone("督查员", width=DESK)
    supervisor.open("/board")
    keep(supervisor, "board.png", 1120)
    handler = someone("经办人", "城市管理局", width=DESK)
    handler.open("/inbox")
    handler.page.locator("tbody tr").first.get_by_role("link").first.click()
    keep(handler, "case.png", 1120)
    resident = someone(width=PHONE)
    resident.open("/report?tile=cleanliness")
    resident.page.fill("[name=text]", "院门口的垃圾桶满了三天，没有人清运。")
    resident.press("提交")
    resident.page.wait_for_url("**/r/*")
    keep(resident, "receipt-390.png", 1000)
