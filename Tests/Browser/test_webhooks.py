"""What leaves the house by webhook, taken in by the packages that receivers use."""

import base64
import json
import os
import queue
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook, WebhookVerificationError

from district import Client, District, carry_to_answer

SECRET = "whsec_" + base64.b64encode(os.urandom(32)).decode()


class Receiver:
    """A gateway: keeps what it is sent; one path hangs and never answers."""

    def __init__(self):
        taken = self.taken = queue.Queue()
        texts = self.texts = queue.Queue()
        ends = self.ends = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/hangs":
                    ends.wait(60)
                    return
                (texts if self.path == "/texts" else taken).put((dict(self.headers), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def receiver():
    made = Receiver()
    yield made
    made.ends.set()
    made.server.shutdown()


@pytest.fixture(scope="module")
def connected(tmp_path_factory, receiver):
    """A district with two hooks: one that takes everything, and one that hangs."""
    made = District(tmp_path_factory.mktemp("hooks") / "district")
    with (made.folder / "huying.yaml").open("a") as settings:
        settings.write("webhooks:\n")
        for name in ("takes", "hangs"):
            settings.write(f'  - {{name: {name}, url: "{receiver.base}/{name}", secret: "{SECRET}", events: ["case.*"]}}\n')
        settings.write(f'gateway: {{url: "{receiver.base}/texts", secret: "{SECRET}"}}\n')
    made.start()
    yield made
    assert made.stop()


def test_events_are_signed_and_are_cloudevents(connected, receiver):
    time.sleep(1)  # A new hook begins with what happens from now on: it must have looked once.
    client = Client(connected.base)
    body = json.dumps({"channel": "web", "text": "接口推送：路灯不亮 𠮷", "title": "路灯不亮"}).encode()
    started = time.monotonic()
    filed = client.send("/api/verbs/case.file", body, {"Content-Type": "application/json"})
    assert filed.status == 200 and time.monotonic() - started < 5, "a receiver that hangs keeps nobody waiting"
    headers, body = receiver.taken.get(timeout=20)
    lower = {name.lower(): value for name, value in headers.items()}
    assert Webhook(SECRET).verify(body, lower)["type"] == "cn.huying.case.filed"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"filed", b"faked"), lower)
    event = from_http_event(HTTPMessage(headers=lower, body=body))
    assert event.get_specversion() == "1.0" and event.get_id() == lower["webhook-id"]
    assert event.get_subject() == f'case/{json.loads(filed.body)["caseID"].lower()}'
    assert event.get_data()["number"] == json.loads(filed.body)["number"]
    assert "receipt" not in body.decode(), "the code is for the reporter alone"


def test_whoever_left_a_phone_number_is_told_by_the_gateway(connected, receiver):
    """A short message leaves when there is an answer; at night the log says that it waits for the morning."""
    resident, centre, admin = Client(connected.base), Client(connected.base), Client(connected.base)
    filed = resident.post("/report", resident.hidden("/report") | {"tile": "roads", "text": "门口路灯三天没亮了", "phone": "13800138000"})
    assert filed.status == 303
    centre.sign_in(connected.person("派单员"))
    case = re.findall(r'href="(/cases/[0-9a-f-]{36})"', centre.get("/dispatch").text)[-1]
    carry_to_answer(connected, centre, case, "路灯已换新灯头，今晚起正常亮灯。")
    admin.sign_in(connected.person("管理员"))
    log = admin.get("/deliveries").words
    assert "诉求人" in log and "短信网关" in log and "路灯" not in log, "the log says that, not what"
    if "夜间不打扰" in log:
        return
    headers, body = receiver.texts.get(timeout=40)
    lower = {name.lower(): value for name, value in headers.items()}
    told = Webhook(SECRET).verify(body, lower)
    assert told["type"] == "cn.huying.message" and told["data"]["to"] == "13800138000"
    assert "门口路灯三天没亮了" not in told["data"]["text"] and "二七-" in told["data"]["text"] and "查询码" in told["data"]["text"]
