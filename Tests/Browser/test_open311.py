"""Open311 as other applications use it: PyPI's georeport for reading, and requests of our own for what it does not do."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from georeport import GeoReport

from district import api_key, multipart
import pictures

BASE = "/open311/v2"


@pytest.fixture(scope="module")
def key(district):
    return api_key(district, "对接系统")


def file(client, key, files=(), **fields):
    body, kind = multipart({"api_key": key, "service_code": "06027", "lat": "34.7312", "long": "113.6423", **fields}, list(files))
    return client.send(f"{BASE}/requests.json", body, {"Content-Type": kind})


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_client_from_pypi_reads_everything(district, client, key, kind):
    filed = [json.loads(file(client, key, description=f"路灯不亮，第 {turn} 盏 𠮷").body)[0]["service_request_id"] for turn in range(2)]
    reader = GeoReport(district.base + BASE, jurisdiction="410103", output_format=kind)
    services = reader.get_service_list()
    assert len(services) > 250 and any(service["service_code"] == "06027" for service in services)
    definition = reader.get_service_definition("06027")
    assert definition["service_code"] == "06027"
    request = reader.get_service_request(filed[0])
    assert request["service_request_id"] == filed[0] and request["status"] == "open"
    assert request["description"] == "路灯不亮，第 0 盏 𠮷"
    both = reader.get_service_requests(service_request_id=",".join(filed))
    assert {one["service_request_id"] for one in both} == set(filed)
    newest = reader.get_service_requests(service_code="06027", status="open")
    assert set(filed) <= {one["service_request_id"] for one in newest}


def test_a_photo_goes_along_and_comes_back(client, key):
    answer = file(client, key, [("media", "lamp.png", pictures.png())], description="路灯杆倾斜")
    assert answer.status == 201, answer.text
    request = json.loads(client.get(f"{BASE}/requests/{json.loads(answer.body)[0]['service_request_id']}.json").body)[0]
    photo = client.get(request["media_url"][request["media_url"].index(BASE):])
    assert photo.status == 200 and photo.headers["Content-Type"] == "image/png" and photo.body[:4] == b"\x89PNG"
    script = file(client, key, [("media", "lamp.png", b"<script>alert(1)</script>")], description="路灯杆倾斜")
    assert script.status == 400 and "media" in script.text


def test_every_answer_is_well_formed_in_both_formats(client):
    for path in ("/discovery", f"{BASE}/discovery", f"{BASE}/services", f"{BASE}/services/06027", f"{BASE}/requests", f"{BASE}/servicerequestupdates",
                 f"{BASE}/requests/nothing", f"{BASE}/services/nothing", f"{BASE}/tokens/nothing", f"{BASE}/nowhere"):
        xml, data = client.get(path + ".xml"), client.get(path + ".json")
        assert xml.headers["Content-Type"] == "text/xml; charset=utf-8" and data.headers["Content-Type"] == "application/json; charset=utf-8"
        assert xml.status == data.status
        root = ElementTree.fromstring(xml.body)
        found = json.loads(data.body)
        if isinstance(found, list):
            assert len(found) == len(root), path
            for element, entry in zip(root, found):
                assert sorted(child.tag for child in element) == sorted(entry), path
        if xml.status != 200:
            assert root.tag == "errors" and found[0]["code"] == xml.status and found[0]["description"]


def test_what_strangers_may_not_know_is_not_told(client):
    everything = client.get(f"{BASE}/requests.json").text
    assert len(json.loads(everything)) > 50
    assert not re.search(r"1990000\d{4}", everything), "no phone number"
    assert not re.search(r"二七-\d{4}-\d{6}", "".join(one["service_notice"] or "" for one in json.loads(everything) if one["description"] is None))
    for one in json.loads(everything):
        if one["description"] is None and one["lat"] is not None:
            assert round(one["lat"], 3) == one["lat"] and round(one["long"], 3) == one["long"]
