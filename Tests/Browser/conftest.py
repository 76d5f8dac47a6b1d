"""What all browser tests share: one district, one Chromium, people who sign in by their role."""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

import pictures
from district import PROGRAM, ROOT, Client, District, Person, address

CHROMIUM = Path("/usr/bin/chromium")
DESK, PHONE = 1280, 390
LARGEST = 200_000


def pytest_sessionstart(session):
    """Nothing is skipped: what is missing is said, once, with what to do."""
    missing = []
    if not PROGRAM.exists():
        missing.append(f"{PROGRAM} is not built: run `swift build --product huying`, or name a program in HUYING_PROGRAM.")
    if not CHROMIUM.exists():
        missing.append("Chromium is missing: run `bin/setup test`, or `apt-get install chromium`.")
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True).stdout
    if "Noto Sans CJK" not in fonts:
        missing.append("Chinese fonts are missing, so that no page would look as it does: `apt-get install fonts-noto-cjk`.")
    if missing:
        pytest.exit("\n".join(missing), returncode=2)


@pytest.fixture(scope="session")
def district(tmp_path_factory):
    made = District(tmp_path_factory.mktemp("huying") / "district")
    made.start()
    yield made
    assert made.stop(), "the server ends when it is told to, whoever still listens"
    misspelt = [line for line in made.log.read_text().splitlines() if "misspelt" in line]
    assert not misspelt, misspelt[:5]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A person at a browser, whose console is watched."""

    def __init__(self, context: BrowserContext, base: str):
        self.context = context
        self.base = base
        self.complaints: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        return page

    def _complain(self, kind: str, text: str) -> None:
        # A refused form is answered with 4xx; Chromium notes that in the console, and it is as it should be.
        if kind in ("error", "warning") and not re.match(r"Failed to load resource: .* status of 4\d\d", text):
            self.complaints.append(f"{kind}: {text}")

    def open(self, path: str):
        return self.page.goto(self.base + path)

    def press(self, name: str) -> None:
        """Sends the form whose button says this."""
        self.page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()
        self.page.wait_for_load_state()

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture(scope="session")
def doors(district, chromium):
    """Signs each person in once and keeps the cookies: guessing is throttled, and hashing passwords is slow on purpose."""
    kept: dict[str, dict] = {}

    def cookies(person: Person) -> dict:
        if person.login not in kept:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(district.base + "/sign-in")
            page.fill("[name=login]", person.login)
            page.fill("[name=password]", person.password)
            page.locator("main form button[type=submit]").click()
            page.wait_for_url("**/inbox")
            kept[person.login] = context.storage_state()
            context.close()
        return kept[person.login]

    return cookies


@pytest.fixture
def someone(district, chromium, doors):
    """`someone("派单员", width=390)`: a person of that role at a screen of that width; no role is a resident."""
    visitors: list[Visitor] = []

    def come(role: str | None = None, office: str = "", nth: int = 0, width: int = DESK, fresh: bool = False, **options) -> Visitor:
        person = district.person(role, office, nth) if role else None
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900}, locale="zh-CN", accept_downloads=True, has_touch=width < 600,
            extra_http_headers={"X-Forwarded-For": address()},
            storage_state=doors(person) if person and not fresh else None, **options)
        context.set_default_timeout(10_000)
        visitor = Visitor(context, district.base)
        visitors.append(visitor)
        return visitor

    yield come
    complaints = [line for visitor in visitors for line in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert not complaints, "the browser's console: " + "; ".join(complaints)


@pytest.fixture
def client(district):
    return Client(district.base)


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory) -> Path:
    folder = Path(os.environ["HUYING_SCREENSHOTS"]) if "HUYING_SCREENSHOTS" in os.environ else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def keep(screenshots):
    """Pictures of the documents: `keep(visitor, "screenshots/board.png", 1120)` writes into docs with HUYING_WRITE_SCREENSHOTS=1, else aside."""
    folder = ROOT / "docs" if os.environ.get("HUYING_WRITE_SCREENSHOTS") == "1" else screenshots

    def take(visitor: Visitor, name: str, height: int) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        visitor.page.set_viewport_size({"width": visitor.page.viewport_size["width"], "height": height})
        visitor.page.wait_for_timeout(300)
        picture = Image.open(io.BytesIO(visitor.page.screenshot()))
        # A page of ink on paper needs few colours; the rare ones say how something stands, so they are kept.
        picture.convert("RGB").quantize(200, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size < LARGEST

    return take


@pytest.fixture(scope="session")
def photo(tmp_path_factory):
    """Files to choose in a form: `photo("a.jpg")`."""
    folder = tmp_path_factory.mktemp("photos")

    def make(name: str, content: bytes | None = None) -> str:
        path = folder / name
        path.write_bytes(content if content is not None else pictures.png() if name.endswith("png") else pictures.jpeg(with_position=True))
        return str(path)

    return make
