"""Two processes over one PostgreSQL: what one writes the other tells, what is sent is sent once, and what one had the other takes over.

    python3 Tests/Faults/two_processes.py [--program .build/release/huying]
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))
from district import Client, District, carry_to_answer  # noqa: E402
from common import Postgres, check  # noqa: E402

SECRET = "whsec_" + base64.b64encode(os.urandom(32)).decode()


class Gateway:
    """Keeps the short messages it is given."""

    def __init__(self):
        texts = self.texts = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                texts.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def within(self, seconds):
        """Everything that arrives until then."""
        found, until = [], time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                found.append(self.texts.get(timeout=left))
            except queue.Empty:
                pass
        return found


# No two answers in the same words: the product would ask why.
ANSWERS = ["换了新的井盖，试压后开放通行。", "清淤以后加固了井圈和盖板。", "产权单位上午更换完毕。", "围挡已撤，路面恢复通行。", "夜间抢修，凌晨放行。"]


def answered(here, there, phone, words):
    """Somebody asks at one process and is answered at the other."""
    resident, centre = Client(here.base), Client(there.base)
    filed = resident.post("/report", resident.hidden("/report") | {"tile": "roads", "text": words, "phone": phone})
    check(filed.status == 303, "a request is taken")
    centre.sign_in(there.person("派单员"))
    case = re.findall(r'href="(/cases/[0-9a-f-]{36})"', centre.get("/dispatch").text)[-1]
    carry_to_answer(there, centre, case, ANSWERS.pop())


def live_lines(client, seconds, lines):
    import http.cookiejar  # noqa: F401
    import urllib.request
    request = urllib.request.Request(client.base + "/live")
    with client.opener.open(request, timeout=seconds) as stream:
        try:
            for line in stream:
                if line.startswith(b"data:"):
                    lines.put((time.monotonic(), line.decode()))
        except OSError:
            pass


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=str(ROOT / ".build" / "debug" / "huying"))
    program = arguments.parse_args().program
    os.environ["HUYING_PROGRAM"] = program
    folder = Path(tempfile.mkdtemp(prefix="huying-two-"))
    folder.chmod(0o755)
    postgres, gateway = Postgres(str(folder / "postgres")), Gateway()
    # Whatever the hour, nobody is left alone.
    packs = folder / "packs"
    shutil.copytree(ROOT / "Packs", packs)
    settings = packs / "base" / "settings.yaml"
    settings.write_text(re.sub(r'quiet-(from|to): "\d\d:\d\d"', r'quiet-\1: "00:00"', settings.read_text()))
    first = District(folder / "district", options=["--postgres", postgres.conninfo, "--packs", str(packs)])
    with (first.folder / "huying.yaml").open("a") as text:
        text.write(f'gateway: {{url: "{gateway.url}", secret: "{SECRET}"}}\n')
    second = first.again()
    try:
        first.start()
        second.start()
        watcher, lines = Client(second.base), queue.Queue()
        watcher.sign_in(second.person("派单员"))
        threading.Thread(target=live_lines, args=(watcher, 60, lines), daemon=True).start()
        lines.get(timeout=20)
        resident = Client(first.base)
        resident.post("/report", resident.hidden("/report") | {"tile": "roads", "text": "路灯不亮"})
        filed = time.monotonic()
        told, _ = lines.get(timeout=10)
        print(f"live: filed at one process, told by the other after {max(0, told - filed):.1f} s")

        for turn in range(4):
            here, there = (first, second) if turn % 2 else (second, first)
            answered(here, there, f"1380013800{turn}", f"第{'一二三四'[turn]}处井盖坏了")
        arrived = gateway.within(40)
        numbers = sorted(message["data"]["to"] for message in arrived)
        check(numbers == [f"1380013800{turn}" for turn in range(4)], f"each message once: {numbers}")
        print("messages: 4 answers, 4 messages, none twice")

        first.process.kill()
        first.process.wait()
        answered(second, second, "13900139000", "第五处井盖坏了")
        arrived = gateway.within(90)
        check([message["data"]["to"] for message in arrived] == ["13900139000"], "the other process takes the post over")
        print("takeover: the process that had the post was killed; the other one carried it on")
    finally:
        for one in (first, second):
            if one.process and one.process.poll() is None:
                one.process.kill()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print("2 processes, 1 PostgreSQL: 3 passed, 0 failed")


if __name__ == "__main__":
    main()
