"""`datazone-cancel` in the place of `aws datazone cancel-metadata-generation-run`, v2."""

import os
import ssl
from pathlib import Path

import pytest
import trustme

from .cases import CASES
from .oracle import OURS, seen, v2, write_datazone_model

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_datazone_model(folder)
    return folder


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize("name", CASES)
def test_a_script_sees_no_difference(
    name: str,
    model: Path,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws = v2()
    if aws is None:
        assert "CI" not in os.environ, "CI needs AWS CLI v2: apt-get install awscli"
        pytest.skip(
            "not compared with AWS CLI v2, which is not installed (Debian: apt-get install awscli)"
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("HOME", str(tmp_path))

    theirs = seen(aws, CASES[name], tmp_path, context, data_path=model)
    ours = seen(OURS, CASES[name], tmp_path, context)

    assert ours == theirs
