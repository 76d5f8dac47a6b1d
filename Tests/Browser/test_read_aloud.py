"""A resident's page is read aloud, by a voice of the device and no other."""

import pytest
from playwright.sync_api import expect

# Headless Chromium has no voices: this stands in for those of a device and writes down what it is given to say.
VOICES = """
window.heard = [];
const voices = %s;
const speech = {
  getVoices: () => voices,
  addEventListener() {},
  cancel() {},
  speak(utterance) { heard.push([utterance.text, utterance.voice.name]); if (heard.length < 60) setTimeout(() => utterance.onend(), 0); },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
OWN = '[{ lang: "zh-CN", name: "own", localService: true }, { lang: "en-US", name: "English", localService: true }]'
FOREIGN = '[{ lang: "zh-CN", name: "far", localService: false }]'


def read_aloud(visitor, path, voices=OWN):
    visitor.context.add_init_script(VOICES % voices)
    visitor.open(path)
    visitor.page.locator("[data-read-aloud]").click()
    expect(visitor.page.locator("[data-read-aloud]")).to_have_attribute("aria-pressed", "false")
    return visitor.page.evaluate("heard.map((one) => one[0])")


def test_a_receipt_is_heard_with_its_code_letter_by_letter(someone):
    resident = someone(width=390)
    resident.open("/report")
    resident.page.check("[name=tile] >> nth=0") if resident.page.locator("[name=tile][type=radio]").count() else resident.page.select_option("[name=tile]", index=1)
    resident.page.fill("[name=text]", "路灯不亮，夜里看不见台阶")
    resident.page.locator("main form button[type=submit]").first.click()
    resident.page.wait_for_selector(".receipt-code")
    code = resident.page.locator(".receipt-code").inner_text()
    heard = read_aloud(resident, resident.page.url.removeprefix(resident.base))
    assert " ".join(code.replace("-", "")) in heard
    assert "路灯不亮，夜里看不见台阶" in heard
    assert heard.index(resident.page.locator("h1").inner_text().split("\n")[0]) < heard.index("路灯不亮，夜里看不见台阶")
    crumbs = resident.page.locator(".crumbs a").all_inner_texts()
    assert not set(crumbs) & set(heard), "the way here is not read each time"


def test_a_tap_goes_on_from_there_and_escape_stops(someone):
    resident = someone(width=390)
    resident.context.add_init_script((VOICES % OWN).replace("heard.length < 60", "false"))
    resident.open("/")
    button = resident.page.locator("[data-read-aloud]")
    button.click()
    assert resident.page.locator(".being-read").count() == 1
    before = resident.page.evaluate("heard.at(-1)[0]")
    resident.page.locator("main h2, main .hotline").last.click(position={"x": 2, "y": 2})
    assert resident.page.evaluate("heard.at(-1)[0]") != before
    resident.page.keyboard.press("Escape")
    assert button.get_attribute("aria-pressed") == "false"
    assert resident.page.locator(".being-read").count() == 0


@pytest.mark.parametrize("voices", [FOREIGN, "[]"])
def test_without_a_voice_of_the_device_nothing_is_offered(someone, voices):
    resident = someone()
    resident.context.add_init_script(VOICES % voices)
    resident.open("/")
    assert resident.page.locator("[data-read-aloud]").is_hidden()
