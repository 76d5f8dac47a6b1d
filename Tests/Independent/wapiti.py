#!/usr/bin/env python3
"""The web scanner wapiti (https://wapiti-scanner.github.io) over a demonstration district: as a resident, then signed in as a dispatcher.

    Tests/Independent/wapiti.py [--program FILE] [--report FILE] [--seconds N]

Prints what was asked and answered, and what was found by category, and writes all of it as JSON. Ends with 1 where wapiti names
anything that is not explained below, the product answers with a status of 5xx or calls anybody, or it no longer lives afterwards.
wapiti is installed into a virtual environment in the temporary folder where it is not on the PATH.
"""

from __future__ import annotations

import argparse
import base64
import collections
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import venv
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))
DISPATCHER = "派单员"

# Not asked: who guesses passwords and paths (there is a throttle, and nothing here is hidden by its path), who looks for products that are not
# ours in lists from the internet, and who needs a name in the DNS or TLS, which is the proxy's.
LEFT_OUT = ["brute_login_form", "buster", "nikto", "cms", "htp", "wapp", "wp_enum", "network_device", "takeover", "log4shell", "https_redirect", "ssl"]

# What wapiti sends where a form asks for a picture, and a picture.
NO_PICTURE = b"\r\n\r\nGIF89a\r\n"
PICTURE = b"\r\n\r\n" + base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") + b"\r\n"

# Ends the session, and never ends.
EXCLUDED = ["/sign-out", "/live*"]


@dataclass(frozen=True)
class Explained:
    """A finding that was looked at by hand and is none."""

    category: str
    said: str
    why: str


EXPLAINED = [
    Explained("Clickjacking Protection", "X-Frame-Options is not set",
              "Content-Security-Policy says frame-ancestors 'none', which every browser obeys that runs these pages and which stands before this header"),
    Explained("HttpOnly Flag cookie", r"in the cookie : (lang|text)$", "holds a choice of language or size of letters, which is nobody's secret"),
    Explained("Secure Flag cookie", r"in the cookie : (lang|text)$", "holds a choice of language or size of letters, which is nobody's secret"),
    Explained("Secure Flag cookie", r"in the cookie : (visitor|session)$",
              "is set where the district's address begins with https:, which is asked below; here it is plain HTTP on this machine"),
]


class Front(ThreadingHTTPServer):
    """Stands before the product and counts its answers. So that forms are not refused before their values are looked at, it takes the name of
    the one sending out of them, and sends a picture in the place of what wapiti takes for one."""

    daemon_threads = True

    def __init__(self, port: int):
        front, self.statuses, self.broken = self, collections.Counter(), []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.forward
                raise AttributeError(name)

            def forward(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).replace(NO_PICTURE, PICTURE)
                product = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                try:
                    product.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                    for name, value in self.headers.items():
                        if name.lower() not in ("connection", "accept-encoding", "content-length"):
                            product.putheader(name, value)
                    if body or self.command in ("POST", "PUT"):
                        product.putheader("Content-Length", str(len(body)))
                    product.endheaders(body or None)
                    reply = product.getresponse()
                    content = re.sub(rb'<input type="hidden" name="_request"[^>]*>', b"", reply.read())
                    status, headers = reply.status, reply.getheaders()
                except (OSError, http.client.HTTPException) as failure:
                    status, headers, content = 599, [], repr(failure).encode()
                finally:
                    product.close()
                front.statuses[status] += 1
                if status >= 500:
                    front.broken.append(f"{self.command} {self.path} {body[:300]!r}: {status}")
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """wapiti goes away in the middle of an answer when its time is over."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Stranger(ThreadingHTTPServer):
    """Somebody else's server, whose address wapiti writes wherever it can: nobody may call it but wapiti, for what it knows, which is nothing."""

    daemon_threads = True

    def __init__(self):
        calls = self.calls = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if not self.path.startswith(("/get_ssrf.php", "/get_xxe.php")):
                    calls.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_HEAD = do_GET

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def installed() -> str:
    """Where wapiti is."""
    if found := shutil.which("wapiti"):
        return found
    folder = Path(tempfile.gettempdir()) / f"huying-wapiti-{os.getuid()}"
    if not (folder / "bin" / "wapiti").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", "wapiti3"], check=True)
    return str(folder / "bin" / "wapiti")


def filed(resident, path: str, fields: dict[str, str]) -> str:
    """The page of what was just asked for or reported there."""
    answer = resident.post(path, resident.hidden(path) | fields | {"text": "路灯不亮，走路看不见"})
    assert answer.status == 303, answer.words
    return answer.headers["Location"].split("?")[0]


def scan(wapiti: str, folder: Path, front: Front, stranger: Stranger, cookies: dict[str, str], pages: list[str], seconds: int) -> dict:
    folder.mkdir()
    jar = {name: {"value": value, "expires": None, "secure": False, "port": None, "version": 0} for name, value in cookies.items()}
    (folder / "cookies.json").write_text(json.dumps({"127.0.0.1": {"/": jar}}))
    command = [
        wapiti, "-u", front.base + "/", "--scope", "folder", "-l", "1", "-m", ",".join(["all", *("-" + name for name in LEFT_OUT)]),
        "--max-scan-time", str(3 * seconds), "--max-attack-time", str(seconds), "--max-links-per-page", "60", "--max-files-per-dir", "12", "-d", "5",
        "--tasks", "4", "-t", "30", "-c", str(folder / "cookies.json"), "--skip", "csrf", "--endpoint", f"http://127.0.0.1:{stranger.server_port}/",
        "--store-session", str(folder), "--store-config", str(folder), "--no-bugreport", "--flush-session",
        "-f", "json", "-o", str(folder / "report.json"), "--log", str(folder / "wapiti.log"), "-v", "1",
    ]
    command += [word for path in EXCLUDED for word in ("-x", front.base + path)] + [word for path in pages for word in ("-s", front.base + path)]
    with (folder / "output.txt").open("w") as output:
        subprocess.run(["nice", *command], stdout=output, stderr=output, stdin=subprocess.DEVNULL, check=True)
    return json.loads((folder / "report.json").read_text())


def explanation(category: str, finding: dict) -> str | None:
    said = f"{finding['method']} {finding['path']} {finding['info']}"
    return next((one.why for one in EXPLAINED if one.category == category and re.search(one.said, said, re.S)), None)


def weigh(who: str, report: dict) -> int:
    """Prints the findings of one scan; how many of them nobody has explained."""
    unexplained = 0
    print(f"{'category':44} found explained")
    for kind in ("vulnerabilities", "anomalies"):
        for category, findings in sorted(report[kind].items()):
            if not findings:
                continue
            reasons = [explanation(category, one) for one in findings]
            print(f"{category:44} {len(findings):5} {len(findings) - reasons.count(None):9}")
            for reason in sorted({reason for reason in reasons if reason}):
                print(f"    explained: {reason}")
            for finding, reason in zip(findings, reasons):
                if reason is None:
                    unexplained += 1
                    print(f"    {who}: {finding['info']}\n{finding['http_request']}\n    {finding['curl_command']}")
    return unexplained


def cookies_in_the_open(district, client) -> list[str]:
    """The cookies that a district would let go in the open although its address begins with https:."""
    from district import hidden_fields

    with (district.folder / "huying.yaml").open("a") as text:
        text.write("public-url: https://huying.example.cn\n")
    district.start()
    person = district.person(DISPATCHER)
    form = client.send("/sign-in")
    # A cookie for TLS is kept by the client and not sent here.
    visitor = form.headers["Set-Cookie"]
    fields = hidden_fields(form.text, "/sign-in") | {"login": person.login, "password": person.password}
    arrived = client.send("/sign-in", urllib.parse.urlencode(fields).encode(),
                          {"Content-Type": "application/x-www-form-urlencoded", "Cookie": visitor.split(";")[0]})
    assert arrived.status == 303, arrived.words
    return [one for one in [visitor, *arrived.headers.get_all("Set-Cookie")] if not re.search("; Secure(;|$)", one)]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=os.environ.get("HUYING_PROGRAM", str(ROOT / ".build" / "debug" / "huying")))
    arguments.add_argument("--report", default=str(Path(tempfile.gettempdir()) / "huying-wapiti.json"))
    arguments.add_argument("--seconds", type=int, default=30, help="the most that one kind of attack may take; looking around takes three times that")
    given = arguments.parse_args()
    os.environ["HUYING_PROGRAM"] = given.program
    # Reads the program's place when it is loaded.
    from district import Client, District

    wapiti = installed()
    folder = Path(tempfile.mkdtemp(prefix="huying-wapiti-"))
    # Strangers may do little in an hour. Here they do what they can, so that it is the verbs that are tried and not the throttle.
    packs = folder / "packs"
    beside = Path(given.program).resolve().parent / "Packs"
    shutil.copytree(beside if beside.exists() else ROOT / "Packs", packs)
    settings = packs / "base" / "settings.yaml"
    settings.write_text(re.sub(r"(changes|wrong-codes|name-from-address|name|address): \d+", r"\1: 1000000", settings.read_text()))
    district = District(folder / "district", options=["--packs", str(packs)])
    reports, wrong = {}, 0
    try:
        district.start()
        resident, dispatcher = Client(district.base), Client(district.base)
        dispatcher.sign_in(district.person(DISPATCHER))
        public = [filed(resident, "/report", {"tile": "roads"}), filed(resident, "/tips", {"category": "idle"}), "/tips",
                  "/open311/v2/services.json?locale=zh-CN", "/open311/v2/requests.json?status=open&q=路灯&page=1"]
        own = ["/inbox", "/dispatch", "/cases", "/search?q=路灯"]
        for who, client, pages, least in (("resident", resident, public, 30), ("dispatcher", dispatcher, own, 100)):
            front, stranger, begun = Front(district.port), Stranger(), time.monotonic()
            report = scan(wapiti, folder / who, front, stranger, {cookie.name: cookie.value for cookie in client.jar}, pages, given.seconds)
            print(f"\n{who}: {report['infos']['crawled_pages_nbr']} pages and forms, {sum(front.statuses.values())} requests, "
                  f"{time.monotonic() - begun:.0f} s; " + ", ".join(f"{status}: {count}" for status, count in sorted(front.statuses.items())))
            wrong += weigh(who, report)
            for line in front.broken[:20]:
                print("    broken: " + line)
            for line in stranger.calls[:20]:
                print("    called somebody else: " + line)
            wrong += len(front.broken) + len(stranger.calls)
            if report["infos"]["crawled_pages_nbr"] < least or front.statuses[303] == 0:
                wrong += 1
                print(f"    too little was looked at: {least} pages and forms at least, and some that were taken")
            if (who == "dispatcher") != ("/sign-out" in client.get("/inbox").text):
                wrong += 1
                print("    a scan that began signed in did not end so, or the other way round")
            reports[who] = {"answers": dict(front.statuses), "broken": front.broken, "called": stranger.calls, "wapiti": report}
            front.shutdown()
            stranger.shutdown()
        if Client(district.base).get("/ready").status != 200:
            wrong += 1
            print("the product no longer answers")
        failed = [line for line in district.log.read_text().splitlines() if "page failed" in line or "api failed" in line]
        for line in failed[:20]:
            print("log: " + line)
        wrong += len(failed)
        district.stop()
        for line in cookies_in_the_open(district, Client(district.base)):
            wrong += 1
            print("a cookie without Secure although the address is https: " + line)
    finally:
        district.stop()
        shutil.rmtree(folder, ignore_errors=True)
    Path(given.report).write_text(json.dumps(reports, ensure_ascii=False, indent=1))
    print(f"\n{given.report}\nwapiti as a resident and as a dispatcher: {wrong} unexplained")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
