"""Signing in at a real OpenID Connect provider, in a browser that goes there and comes back."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from district import Client, District

NOBODY = {"sub": "nobody", "preferred_username": "nobody-here"}


@pytest.fixture(scope="module")
def provider():
    """The provider's address; whoever is asked for at its form is signed in there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oidc-provider-mock")
    people = [{"sub": "4711", "preferred_username": "duanzhigang"}, NOBODY]
    process = subprocess.Popen(
        [program, "--port", str(port), "--require-nonce", "true", *(part for one in people for part in ("--user-claims", json.dumps(one)))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(base + "/.well-known/openid-configuration", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield base
    process.terminate()
    process.wait(10)


def connected(tmp_path_factory, provider: str, passwords: bool, **changed: str) -> District:
    made = District(tmp_path_factory.mktemp("sign-on") / "district")
    settings = {
        "issuer": provider, "client-id": "huying", "client-secret": "between us", "claim": "preferred_username",
        "name": {"zh": "市统一认证", "en": "City account"}, "passwords": passwords} | changed
    with (made.folder / "huying.yaml").open("a") as file:
        file.write(f"\nsign-on: {json.dumps(settings, ensure_ascii=False)}\n")
    made.start()
    return made


@pytest.fixture(scope="module")
def only_there(tmp_path_factory, provider):
    made = connected(tmp_path_factory, provider, passwords=False)
    yield made
    assert made.stop()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def say_who(page, sub: str) -> None:
    page.fill("[name=sub]", sub)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_one_comes_back_signed_in_to_where_one_was_going(only_there, page, screenshots):
    page.goto(only_there.base + "/notices")
    assert page.locator("[name=password]").count() == 0, "passwords are switched off"
    page.screenshot(path=screenshots / "sign-on.png")
    page.get_by_role("link", name="市统一认证").click()
    say_who(page, "4711")
    assert page.url == only_there.base + "/notices"
    page.goto(only_there.base + "/account")
    assert page.locator("main [type=password]").count() == 0
    cookies = {one["name"]: one for one in page.context.cookies()}
    assert cookies["session"]["httpOnly"] and "sign-on" not in cookies


def test_whom_nobody_here_knows_is_told_so(only_there, page):
    page.goto(only_there.base + "/sign-in")
    page.get_by_role("link", name="市统一认证").click()
    say_who(page, NOBODY["sub"])
    words = page.locator("main").inner_text()
    assert "nobody-here" in words and "管理员" in words
    assert "session" not in {one["name"] for one in page.context.cookies()}


def test_a_form_under_way_is_not_lost(only_there, page):
    page.goto(only_there.base + "/sign-in?to=/letters/new")
    page.get_by_role("link", name="市统一认证").click()
    say_who(page, "4711")
    page.fill("[name=ask]", "请说明汛期值班安排。")
    page.context.clear_cookies(name="session")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="市统一认证").click()
    say_who(opened.value, "4711")
    assert opened.value.url.endswith("/inbox")
    page.get_by_role("button", name="已登录，接着提交").click()
    page.wait_for_load_state()
    assert "请说明汛期值班安排。" in page.locator("main").inner_text()


def test_somebody_elses_errand_is_not_taken(only_there, provider):
    visitor = Client(only_there.base)
    assert visitor.send("/sign-in/provider/return?code=abc&state=made-up").status == 401
    sent = visitor.send("/sign-in/provider")
    assert sent.status == 303 and sent.headers["Location"].startswith(provider)
    assert visitor.send("/sign-in/provider/return?code=abc&state=made-up").status == 401
    state = sent.headers["Location"].split("state=")[1].split("&")[0]
    assert visitor.send(f"/sign-in/provider/return?code=made-up&state={state}").status == 401, "the provider refuses the code"
    assert visitor.send(f"/sign-in/provider/return?error=access_denied&state={state}").status == 401
    assert "session" not in {one.name for one in visitor.jar}


def test_a_password_does_not_open_what_is_switched_off(only_there):
    person = only_there.person("派单员")
    visitor = Client(only_there.base)
    form = visitor.hidden("/report")
    answer = visitor.post("/sign-in", {"csrf": form["csrf"], "login": person.login, "password": person.password})
    assert answer.status == 401 and "还没有登录" in answer.words


def test_both_ways_stand_side_by_side_and_an_unreachable_provider_is_said(tmp_path_factory):
    both = connected(tmp_path_factory, "http://127.0.0.1:9", passwords=True)
    try:
        visitor = Client(both.base)
        assert "市统一认证" in visitor.get("/sign-in").text
        answer = visitor.send("/sign-in/provider")
        assert answer.status == 503 and "连不上" in answer.words
        visitor.sign_in(both.person("派单员"))
        assert visitor.get("/inbox").status == 200
    finally:
        both.stop()
