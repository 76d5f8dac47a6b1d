"""A demonstration district of its own: made in a temporary folder, served on a free port, stopped at the end."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import random
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("HUYING_PROGRAM", ROOT / ".build" / "debug" / "huying"))


@dataclass(frozen=True)
class Person:
    login: str
    password: str
    role: str
    office: str
    name: str


class District:
    def __init__(self, folder: Path, options: list[str] | None = None):
        """`options` are further ones of `huying init`; none at all is a district that is there already."""
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder.with_suffix(f".{self.port}.log")
        if not folder.exists():
            subprocess.run([PROGRAM, "init", "--demo", "--data", folder, *(options or [])], cwd=ROOT, check=True, capture_output=True, timeout=300)
        lines = (folder / "sign-ins.txt").read_text("utf-8").splitlines()
        self.people = [Person(*line.split("\t")) for line in lines if line.count("\t") == 4]
        self.process: subprocess.Popen | None = None

    def again(self) -> District:
        """Another process over the same records."""
        return District(self.folder)

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--data", self.folder, "--port", str(self.port)], cwd=ROOT, stdout=log, stderr=log)
        for _ in range(150):
            if self.process.poll() is not None:
                break
            try:
                if urllib.request.urlopen(self.base + "/ready", timeout=1).status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError("huying serve did not come up:\n" + self.log.read_text())

    def stop(self) -> bool:
        """Whether it stopped by itself when it was asked to."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                return self.process.wait(timeout=20) == 0
            except subprocess.TimeoutExpired:
                self.process.kill()
                return False
        return True

    def person(self, role: str, office: str = "", nth: int = 0) -> Person:
        """The n-th of those with this role, at an office whose name contains `office`."""
        return [one for one in self.people if one.role == role and office in one.office][nth]


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def words(self) -> str:
        """What the main part of the page says, without its markup."""
        main = re.search(r"<main.*</main>", self.text, re.S)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main.group(0) if main else self.text))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def address() -> str:
    """Where another stranger comes from, as the proxy before the server says: each may do so much an hour, and all tests together do more."""
    return f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"


class Client:
    """A browser's worth of HTTP without a browser: cookies, forms, uploads of any bytes."""

    def __init__(self, base: str):
        self.base = base
        self.address = address()
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def send(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, method: str | None = None) -> Answer:
        headers = {"X-Forwarded-For": self.address} | (headers or {})
        request = urllib.request.Request(self.base + path, data=body, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=60) as reply:
                return Answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as reply:
            return Answer(reply.code, reply.headers, reply.read())

    def get(self, path: str, **headers: str) -> Answer:
        """Follows to where the page is, as a browser does."""
        answer = self.send(_ascii(path), headers=headers)
        return self.get(answer.headers["Location"], **headers) if answer.status == 303 else answer

    def hidden(self, path: str, action: str | None = None) -> dict[str, str]:
        """The hidden fields of the form on a page, as it stands there now."""
        return hidden_fields(self.get(path).text, action or path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        return self.send(path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, fields: dict[str, str], files: list[tuple[str, str, bytes]]) -> Answer:
        body, kind = multipart(fields, files)
        return self.send(path, body, {"Content-Type": kind})

    def sign_in(self, person: Person) -> None:
        form = self.hidden("/sign-in")
        answer = self.post("/sign-in", form | {"login": person.login, "password": person.password})
        assert answer.status == 303, answer.words


def api_key(district: District, role: str) -> str:
    """A key for the first account of a role, as the administrator gives it out on the account's page."""
    admin = Client(district.base)
    admin.sign_in(district.person("管理员"))
    login = district.person(role).login
    row = next(row for row in re.findall(r"<tr.*?</tr>", admin.get("/accounts").text, re.S) if f">{login}<" in row)
    account = re.search(r'href="(/accounts/[0-9a-f-]{36})"', row).group(1)
    told = admin.post(f"{account}/keys", {**admin.hidden(account, f"{account}/keys"), "name": "测试"})
    return re.search(r"hy_[\w-]+", told.text).group(0)


def _ascii(path: str) -> str:
    return urllib.parse.quote(path, safe="/?&=%+:;,.~-_")


def hidden_fields(page: str, action: str) -> dict[str, str]:
    forms = re.findall(r"<form[^>]*>.*?</form>", page, re.S)
    form = next(one for one in forms if f'action="{action}"' in one)
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return dict(inputs)


def carry_to_answer(district: District, centre: Client, case: str, reply: str) -> None:
    """A case that waits at the dispatch desk is given to the city management bureau, accepted and answered."""
    page = centre.get(case).text
    office = re.search(r'<option value="([^"]+)"[^>]*>二七区城市管理局', page).group(1)
    centre.post(case + "/dispatch", hidden_fields(page, case + "/dispatch") | {"office": office})
    handler = Client(district.base)
    handler.sign_in(district.person("经办人", "城市管理局"))
    page = handler.get(case).text
    accept = re.search(r'action="(/orders/[^"]+/acceptance)"', page).group(1)
    handler.post(accept, hidden_fields(page, accept))
    form = hidden_fields(handler.get(case).text, case + "/resolution")
    done = handler.post(case + "/resolution", form | {"outcome": "solved", "reply": reply})
    assert done.status == 303, done.words


def multipart(fields: dict[str, str], files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    edge = "----huying-test-edge"
    body = b""
    for name, value in fields.items():
        body += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value.encode() + b"\r\n"
    for name, filename, content in files:
        body += (f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                 "Content-Type: application/octet-stream\r\n\r\n").encode() + content + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
