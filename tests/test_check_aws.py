"""`make check-aws` finds what differs from the sandbox."""

import pytest

from tools.check_aws import NO_RUN, main

from .support.answers import DENIED
from .support.endpoint import Endpoint, error, success
from .support.names import DOMAIN


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.usefixtures("sandbox")
def test_the_sandbox_is_as_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DOMAIN) == 0
    assert capsys.readouterr().out.endswith("\n0 differences\n")


def test_differences_are_marked(endpoint: Endpoint, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint.answer(*[DENIED] * 4, success(items=[]), success(items=[]))

    assert main(DOMAIN) == 1

    shown = capsys.readouterr().out
    assert (
        "DIFFERENT   Cancel, a run that does not exist: 403 AccessDeniedException:"
        " User is not permitted to perform operation\n"
        "            assumed: 404 ResourceNotFoundException:"
        " Requested prediction cannot be found in domain\n"
    ) in shown
    assert "DIFFERENT   a listing without runs has no items: True\n" in shown


def test_it_cancels_only_a_run_that_does_not_exist(endpoint: Endpoint) -> None:
    endpoint.answer(*[DENIED] * 6)

    main(DOMAIN)

    assert endpoint.canceled_runs == [NO_RUN]
    assert [request.method for request in endpoint.requests] == ["POST", *["GET"] * 5]


def test_account_numbers_are_not_shown(
    endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    message = "User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized"
    endpoint.answer(*[error(403, "AccessDeniedException", message)] * 6)

    main(DOMAIN)

    assert "123456789012" not in capsys.readouterr().out
