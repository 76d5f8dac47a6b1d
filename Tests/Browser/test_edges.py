"""What machines read: health, metrics, the API's description, headers, caching."""

import json
import re
import urllib.request

import pytest
from openapi_spec_validator import validate
from prometheus_client.parser import text_string_to_metric_families

from district import Client


def test_health_and_readiness(client):
    assert client.get("/health").text == "ok\n"
    assert client.get("/ready").text == "ready\n"


def test_metrics_are_prometheus(client):
    client.get("/")
    # For this machine alone: whoever comes through a proxy is refused.
    assert client.send("/metrics").status == 403
    with urllib.request.urlopen(client.base + "/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        text = answer.read().decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    requests = families["huying_http_request_duration_seconds"]
    assert requests.type == "histogram"
    front = [one for one in requests.samples if one.name.endswith("_count") and one.labels["route"] == "/" and one.labels["status"] == "200"]
    assert front and front[0].value >= 1
    assert families["huying_orders_open"].samples[0].value > 0
    assert "01a0" not in text and "/r/" not in re.sub(r"/r/[:{]", "", text), "no ids and no receipt codes in labels"


def test_the_description_of_the_api_is_valid(client):
    answer = client.get("/api/openapi.json")
    description = json.loads(answer.body)
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert "/api/verbs/case.file" in description["paths"] and "/api/cases" in description["paths"]


def test_the_api_files_and_follows(client):
    body = json.dumps({"channel": "api", "text": "接口推送：路灯不亮", "title": "路灯不亮"}).encode()
    send = lambda: client.send("/api/verbs/case.file", body, {"Content-Type": "application/json", "Idempotency-Key": "once-and-only-1"})
    first = send()
    assert first.status == 200, first.text
    assert json.loads(first.body) == json.loads(send().body), "a repeated key returns the first result"


@pytest.mark.parametrize("path, role", [("/", None), ("/report", None), ("/nowhere", None), ("/inbox", "派单员"), ("/cases", "派单员"), ("/cases/ledger.csv", "督查员"), ("/health", None), ("/metrics", None), ("/api/openapi.json", None), ("/api/cases", None), ("/assets/huying.css", None)])
def test_security_headers(district, path, role):
    client = Client(district.base)
    if role:
        client.sign_in(district.person(role))
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    if path.startswith("/assets"):
        return
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_script(district):
    client = Client(district.base)
    client.sign_in(district.person("派单员"))
    session = next(cookie for cookie in client.jar if cookie.name == "session")
    assert session.has_nonstandard_attr("HttpOnly") and session.get_nonstandard_attr("SameSite") == "Lax"


def test_assets_are_cached_and_asked_for_again_by_tag(client):
    for name in ("huying.css", "huying.js", "map.js", "mark.svg", "lib/leaflet.js", "lib/leaflet.css", "lib/chart.js"):
        first = client.get(f"/assets/{name}")
        assert first.status == 200, name
        assert "max-age" in first.headers["Cache-Control"] and first.headers["ETag"]
        again = client.get(f"/assets/{name}", **{"If-None-Match": first.headers["ETag"]})
        assert again.status == 304 and not again.body


def test_assets_do_not_reach_outside(client):
    for name in ("../Package.swift", "..%2f..%2fetc%2fpasswd", "lib/../../huying", "%2e%2e/Package.swift"):
        assert client.get(f"/assets/{name}").status == 404


def test_pages_are_small_and_plain(client):
    """A resident's first page weighs little: no fonts, no library."""
    front = client.get("/")
    assert len(front.body) < 20_000
    assert "<script>" not in front.text and " style=" not in front.text and " onclick=" not in front.text
    assert "/assets/lib/" not in front.text
