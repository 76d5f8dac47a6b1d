"""The manual: its pictures in both languages, and that it says of the pages what the pages say.

`make screenshots` writes the pictures into docs/manual/pictures; otherwise they are taken aside, so that the pages they show are still there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from conftest import DESK, LARGEST, PHONE
from district import ROOT, Client, carry_to_answer

MANUAL = ROOT / "docs" / "manual"
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
# What each test below takes, in both languages.
PICTURES = {
    "resident": ["report", "receipt", "confirm"],
    "clerk": ["register"],
    "dispatcher": ["desk", "review", "compare"],
    "handler": ["answer"],
    "caller-back": ["call-back"],
    "supervisor": ["circular"],
    "tips": ["tip", "poster"],
    "administrator": ["account"],
    "auditor": ["journal"],
}
BINS, BINS_AGAIN = "院门口的垃圾桶满了三天，没有人清运，什么时候能来？", "兴华街8号院门口垃圾桶满了三天没有人清运"


@pytest.fixture
def camera(keep):
    """`camera("resident")` takes that group's pictures, and at the end all of them were taken."""
    taken: list[str] = []
    groups: list[str] = []

    def of(group: str):
        groups.append(group)

        def take(visitor, name: str, language: str, height: int, top: str | None = None) -> None:
            """From this element on, or from the top of the page."""
            visitor.page.set_viewport_size({"width": visitor.page.viewport_size["width"], "height": height})
            visitor.page.evaluate("document.activeElement.blur()")
            # Beneath the bar where it stays in sight: not on a phone, and sheets to print have none.
            visitor.page.evaluate("""top => {
                const bar = document.querySelector("header.bar")
                const covered = bar && getComputedStyle(bar).position == "sticky" ? bar.offsetHeight : 0
                scrollTo(0, top ? document.querySelector(top).getBoundingClientRect().top + scrollY - covered - 16 : 0)
            }""", top)
            keep(visitor, f"manual/pictures/{name}.{language}.png", height)
            taken.append(f"{name}.{language}")

        return take

    yield of
    assert sorted(taken) == sorted(f"{name}.{language}" for group in groups for name in PICTURES[group] for language in LANGUAGES)


def filed(district, text: str, tile: str = "cleanliness") -> str:
    """A request from the web; returns the address that its receipt opens."""
    resident = Client(district.base)
    page = resident.get("/report").text
    area = re.search(r'<option value="([^"]+)"[^>]*>[^<]*祥和社区', page).group(1)
    form = {**resident.hidden("/report"), "tile": tile, "text": text, "area": area, "address": "兴华街 8 号院北门",
            "name": "刘女士", "phone": "13800138000"}
    answer = resident.upload("/report", form, [])
    assert answer.status == 303, answer.words
    return answer.headers["Location"].split("?")[0]


def case_of(centre: Client, receipt: str) -> str:
    """The case's own address, for those who may open it."""
    number = re.search(r"二七-\d{4}-\d{6}", centre.get(receipt).words).group(0)
    return re.search(r'href="(/cases/[0-9a-f-]{36})', centre.get(f"/search?q={number}").text).group(1)


@pytest.fixture(scope="session")
def centre(district):
    dispatcher = Client(district.base)
    dispatcher.sign_in(district.person("派单员"))
    return dispatcher


@pytest.fixture(scope="session")
def answered(district, centre):
    """A receipt and its case, answered by the city management bureau, not yet confirmed, and not drawn for the sample of call-backs."""
    caller = Client(district.base)
    caller.sign_in(district.person("回访员"))
    # No two in the same words: that is what answers are checked for.
    for day in ("今天上午", "昨天下午", "本周一", "前天傍晚", "本月初", "刚才"):
        receipt = filed(district, "兴华街路口的路灯三盏不亮，晚上接孩子看不见路。", tile="roads")
        case = case_of(centre, receipt)
        carry_to_answer(district, centre, case, f"三盏路灯的镇流器已于{day}更换，晚上七点试亮正常，每月巡查一次。")
        if 'id="action-confirm"' in caller.get(case).text:
            return receipt, case
    raise AssertionError("one case in ten is drawn, and all of these were")


def test_screenshots_of_a_resident(someone, camera, answered):
    take = camera("resident")
    for language, code in LANGUAGES.items():
        resident = someone(width=PHONE)
        resident.open(f"/report?tile=cleanliness&lang={code}")
        resident.page.fill("[name=text]", BINS)
        take(resident, "report", language, 900)
        resident.page.locator("main form button[type=submit]").click()
        resident.page.wait_for_url("**/r/*")
        take(resident, "receipt", language, 1000)
        resident.open(answered[0])
        resident.page.locator("#confirmation [name=answered][value=yes]").check()
        resident.page.locator("#confirmation [name=solved][value=no]").check()
        take(resident, "confirm", language, 810, top="#confirmation")


def test_screenshots_of_a_clerk(someone, district, camera):
    take = camera("clerk")
    filed(district, BINS)
    for language, code in LANGUAGES.items():
        clerk = someone("话务员", width=DESK)
        clerk.open(f"/cases/new?lang={code}")
        clerk.page.fill("[name=text]", "8号院门口的垃圾桶满了三天，没有人清运")
        clerk.page.select_option("[name=area]", clerk.page.locator("[name=area] option", has_text="祥和社区").first.get_attribute("value"))
        clerk.page.fill("[name=address]", "兴华街 8 号院")
        second = clerk.page.locator("[name=join]").nth(1)
        second.wait_for(state="attached")
        second.check()
        take(clerk, "register", language, 1000, top="main .field:has([name=area])")


def test_screenshots_of_a_dispatcher(someone, district, centre, camera):
    take = camera("dispatcher")
    filed(district, BINS)
    case = case_of(centre, filed(district, BINS_AGAIN))
    for language, code in LANGUAGES.items():
        dispatcher = someone("派单员", width=DESK)
        dispatcher.open(f"/dispatch?lang={code}")
        for row in range(2):
            dispatcher.page.locator("tbody td.check label").nth(row).click()
        take(dispatcher, "desk", language, 720)
        dispatcher.page.locator("button[name=how][value=review]").click()
        dispatcher.page.locator("main select").first.wait_for()
        take(dispatcher, "review", language, 620)
        dispatcher.open(case)
        dispatcher.page.locator("a[href*='/comparison/']").first.click()
        dispatcher.page.wait_for_url("**/comparison/*")
        take(dispatcher, "compare", language, 860)


def test_screenshots_of_a_handler(someone, district, centre, camera):
    take = camera("handler")
    case = case_of(centre, filed(district, BINS))
    page = centre.get(case).text
    office = re.search(r'<option value="([^"]+)"[^>]*>二七区城市管理局', page).group(1)
    assert centre.post(case + "/dispatch", centre.hidden(case, case + "/dispatch") | {"office": office}).status == 303
    for language, code in LANGUAGES.items():
        handler = someone("经办人", "城市管理局", width=PHONE)
        handler.open(f"{case}?lang={code}")
        accept = handler.page.locator("#action-accept button[type=submit]")
        if accept.count():
            accept.click()
            handler.page.wait_for_load_state()
        # The request asks when somebody comes, and the answer does not say.
        handler.page.locator("#action-resolve [name=outcome][value=solved]").check()
        handler.page.fill("#action-resolve [name=reply]", "垃圾桶已经清空，地面冲洗干净。")
        handler.page.locator("#action-resolve button[type=submit]").click()
        handler.page.locator("#action-resolve [name=despite]").wait_for()
        take(handler, "answer", language, 800, top="#action-resolve .field:has([name=reply])")


def test_screenshots_of_a_caller_back(someone, answered, camera):
    take = camera("caller-back")
    for language, code in LANGUAGES.items():
        caller = someone("回访员", width=DESK)
        caller.open(f"{answered[1]}?lang={code}")
        assert caller.page.locator("#action-confirm form").is_visible()
        take(caller, "call-back", language, 900)


def test_screenshots_of_a_supervisor(someone, camera):
    take = camera("supervisor")
    for language, code in LANGUAGES.items():
        supervisor = someone("督查员", width=DESK)
        supervisor.open(f"/circulars?lang={code}")
        # The last week that is over, and so frozen.
        supervisor.page.locator("table").first.locator("tbody tr").nth(1).get_by_role("link").click()
        supervisor.page.wait_for_url("**/circulars/*")
        take(supervisor, "circular", language, 860)


def test_screenshots_of_tips(someone, district, camera):
    take = camera("tips")
    # Whoever has one in hand just now: that depends on the day.
    officers = [one.name for one in district.people if one.role == "举报承办人"]
    anybody = someone("举报承办人", width=DESK)
    anybody.open("/tip-register?state=checking")
    row = anybody.page.locator("tbody tr", has_text=re.compile("|".join(officers))).first
    mine, told = row.get_by_role("link").first.get_attribute("href"), row.inner_text()
    officer = someone("举报承办人", nth=next(at for at, name in enumerate(officers) if name in told), width=DESK)
    officer.open("/intake-points")
    form = officer.page.locator("#manage-point-add")
    form.evaluate("form => { form.open = true }")
    form.locator("[name=kind][value=window]").check()
    form.locator("[name=name]").fill("民政局二号窗口")
    form.locator("[name=place]").fill("一楼大厅")
    officer.press("新增二维码")
    officer.page.locator(".poster-address").wait_for()
    poster = officer.page.url
    for language, code in LANGUAGES.items():
        officer.page.goto(f"{officer.base}{mine}?lang={code}")
        take(officer, "tip", language, 980)
        officer.page.goto(poster)
        take(officer, "poster", language, 900)


def test_screenshots_of_an_administrator(someone, camera):
    take = camera("administrator")
    for language, code in LANGUAGES.items():
        admin = someone("管理员", width=DESK)
        admin.open(f"/accounts?lang={code}")
        admin.page.locator("tbody tr", has_text="范晓光").get_by_role("link").first.click()
        admin.page.wait_for_url("**/accounts/*")
        admin.page.locator("main details summary").first.click()
        take(admin, "account", language, 860)


def test_screenshots_of_an_auditor(someone, camera):
    take = camera("auditor")
    for language, code in LANGUAGES.items():
        auditor = someone("审计员", width=DESK)
        auditor.open(f"/journal/verification?lang={code}")
        take(auditor, "journal", language, 640)


# What follows reads files only.

QUOTED = {"zh": re.compile(r"「([^」]+)」"), "en": re.compile(r"\*\*([^*]+)\*\*")}
PICTURE = re.compile(r"!\[[^\]]+\]\(pictures/([\w-]+)\.(zh|en)\.png\)")


def texts() -> dict[str, str]:
    return {language: (MANUAL / f"{language}.md").read_text("utf-8") for language in LANGUAGES}


def leaves(tree, path: tuple = ()):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(tree, list):
        for item in tree:
            # Things of a pack have a code; where they stand in their file does not matter.
            yield from leaves(item, (*path, str(item.get("code", "")) if isinstance(item, dict) else ""))
    else:
        yield path, str(tree)


def sentences() -> dict[str, list[tuple[str, re.Pattern]]]:
    """All that the product says, in each language: under what key, and what it looks like on a page."""
    found = {"zh": [], "en": []}

    def add(language: str, key: str, text: str) -> None:
        own = re.sub(r"\{[^}]*\}", "", text)
        # A sentence with little of its own besides what is filled in would let everything pass.
        if own != text and len(re.findall(r"\w", own)) < (2 if language == "zh" else 5):
            return
        pattern = "".join(r"[\w〔〕.,-]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", text.strip()))
        found[language].append((key, re.compile(pattern)))

    for language, code in LANGUAGES.items():
        for catalogue in sorted((ROOT / "Sources").glob(f"*/Languages/{code}.yaml")):
            for key, text in leaves(yaml.safe_load(catalogue.read_text("utf-8"))):
                add(language, f"{catalogue.parts[-3]} " + ".".join(key), text)
    for file in sorted((ROOT / "Packs").glob("*/*.yaml")):
        for key, text in leaves(yaml.safe_load(file.read_text("utf-8"))):
            if key[-2:] in (("name", "zh"), ("name", "en")):
                add(key[-1], f"{Path(*file.parts[-2:])} " + ".".join(key[:-1]), text)
    return found


def keys_of(quoted: str, said: list[tuple[str, re.Pattern]]) -> set[str]:
    return {key for key, pattern in said if pattern.fullmatch(quoted)}


def test_what_the_manual_quotes_is_what_the_pages_say():
    said = sentences()
    unknown = []
    for language, text in texts().items():
        quoted = QUOTED[language].findall(text)
        assert len(quoted) > 150, f"{language}: quotations are found"
        unknown += [f"{language}: {words}" for words in quoted if not keys_of(words, said[language])]
    assert not unknown, unknown


def test_a_word_that_no_page_says_would_be_noticed():
    said = sentences()
    for words in ("派单", "并入 二七-2026-000165"):
        assert keys_of(words, said["zh"]), words
    for words in ("派工", "一键秒办", "派单 "):
        assert not keys_of(words, said["zh"]), words
    assert keys_of("Dispatch", said["en"]) and not keys_of("Despatch", said["en"])


def sections(text: str) -> list[tuple[int, str]]:
    """Level and body under each heading."""
    parts = re.split(r"^(#+) .*$", text, flags=re.M)
    return [(len(mark), body) for mark, body in zip(parts[1::2], parts[2::2])]


def test_both_languages_are_built_alike():
    zh, en = (sections(text) for text in texts().values())
    assert [level for level, _ in zh] == [level for level, _ in en] and len(zh) > 30
    said = sentences()
    apart = []
    for at, ((_, chinese), (_, english)) in enumerate(zip(zh, en)):
        assert [name for name, _ in PICTURE.findall(chinese)] == [name for name, _ in PICTURE.findall(english)]
        # Under each heading the same things are named, in whatever order the language wants them.
        keys = {language: [(words, keys_of(words, said[language])) for words in QUOTED[language].findall(body)]
                for language, body in (("zh", chinese), ("en", english))}
        for here, there in (("zh", "en"), ("en", "zh")):
            others = set().union(*(found for _, found in keys[there]))
            apart += [f"section {at}, only in {here}: {words}" for words, found in keys[here] if not found & others]
    assert not apart, apart


def test_the_manual_shows_the_pictures_that_are_taken():
    taken = [name for group in PICTURES.values() for name in group]
    for language, text in texts().items():
        shown = PICTURE.findall(text)
        assert len(shown) == text.count("!["), "every picture is one of these"
        assert [tongue for _, tongue in shown] == [language] * len(shown), "in the manual's own language"
        assert [name for name, _ in shown] == taken
    files = {path.name: path.stat().st_size for path in (MANUAL / "pictures").iterdir()}
    assert sorted(files) == sorted(f"{name}.{language}.png" for name in taken for language in LANGUAGES)
    assert all(size < LARGEST for size in files.values())
