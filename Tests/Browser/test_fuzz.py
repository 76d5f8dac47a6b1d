"""Whatever is sent, the interfaces answer as they say they do: schemathesis over the JSON API, and odd requests of our own to Open311."""

import json
import random
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from district import Client, District, api_key


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A district of its own: guesses by the hundred shut the door to everybody at this address."""
    made = District(tmp_path_factory.mktemp("fuzz") / "district")
    made.start()
    yield made
    assert made.stop(), "it still ends when it is told to"
    broken = [line for line in made.log.read_text().splitlines() if " error " in line]
    assert not broken, broken[:5]


@pytest.mark.parametrize("role", ["派单员", "管理员"])
def test_schemathesis_finds_nothing(alone, role, tmp_path):
    key = api_key(alone, role)
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    run = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "run", f"{alone.base}/api/openapi.json", "-u", alone.base, "-H", f"Authorization: Bearer {key}",
         "--checks", checks, "--max-examples", "8", "--seed", "7", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout[-3000:]
    tested = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert tested and int(tested.group(1)) > 1000 and tested.group(1) == tested.group(2)


ODD = ["", "1", "-1", "abc", "9" * 30, "𠮷🚧", "%00", "%FF", '<a>&"', "2026-01-01", "2026-13-45T99:99:99+99:99", "open", "closed", "a,b,,", "null", "NaN",
       "1e400", "' OR 1=1 --", "../../etc/passwd", "%0d%0aX: y", "06027"]
NAMES = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "jurisdiction_id", "api_key", "lang", "lat", "long",
         "address_string", "address_id", "description", "attribute[area]", "attribute[x][]", "email", "phone", "media_url", "update_id"]


def test_open311_answers_in_its_own_manner(alone):
    client, chance = Client(alone.base), random.Random(311)

    def pairs(most):
        return "&".join(f"{chance.choice(NAMES)}={urllib.parse.quote(chance.choice(ODD), safe='%')}" for _ in range(chance.randint(0, most)))

    for turn in range(600):
        kind = chance.choice(["xml", "json"])
        item = urllib.parse.quote(chance.choice(ODD), safe="%/")
        if turn % 3:
            path = chance.choice(["requests", "services", "servicerequestupdates", "discovery", f"requests/{item}", f"services/{item}", f"tokens/{item}"])
            answer = client.send(f"/open311/v2/{path}.{kind}?{pairs(4)}")
        else:
            body = pairs(9).encode() if chance.random() < 0.7 else chance.randbytes(200)
            coding = chance.choice(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"])
            path = chance.choice(["requests", "servicerequestupdates"])
            answer = client.send(f"/open311/v2/{path}.{kind}", body, {"Content-Type": coding})
        assert answer.status < 500, (path, answer.text)
        found = ElementTree.fromstring(answer.body).tag if kind == "xml" else json.loads(answer.body)
        if answer.status >= 400:
            assert found == "errors" if kind == "xml" else found[0]["code"] == answer.status
