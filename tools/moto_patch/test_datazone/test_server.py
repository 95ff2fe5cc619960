"""Test different server responses."""

import json

from moto import mock_aws, server

HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=key/20250716/us-east-1/datazone/aws4_request",
    "Content-Type": "application/json",
}


@mock_aws
def test_datazone_list_domains():
    test_client = server.create_backend_app("datazone").test_client()

    resp = test_client.get("/v2/domains", headers=HEADERS)

    assert resp.status_code == 200
    assert json.loads(resp.data) == {"items": []}


@mock_aws
def test_datazone_cancel_has_empty_body():
    test_client = server.create_backend_app("datazone").test_client()
    domain = test_client.post(
        "/v2/domains", data=json.dumps({"name": "domain"}), headers=HEADERS
    )
    runs = f"/v2/domains/{json.loads(domain.data)['id']}/metadata-generation-runs"
    run = test_client.post(
        runs,
        data=json.dumps(
            {
                "types": ["BUSINESS_NAMES"],
                "target": {"type": "ASSET", "identifier": "ast1"},
                "owningProjectIdentifier": "prj1",
            }
        ),
        headers=HEADERS,
    )

    resp = test_client.post(
        f"{runs}/{json.loads(run.data)['id']}/cancel", headers=HEADERS
    )

    assert resp.status_code == 200
    assert resp.data == b""
