"""The sentence and the exit status of each failure, as in AWS CLI v2."""

import re
import select
import ssl
import warnings
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import trustme

from .support import messages
from .support.answers import CONFLICT, NOT_FOUND, SERVER_ERROR, THROTTLED
from .support.clock import ScriptedClock
from .support.command import Command, InProcessCommand, call_with_files
from .support.endpoint import Answer, Endpoint, error, html, listening
from .support.names import DOMAIN, RUN, RUN_ARGS, THREE_RUNS_ARGS

PATH = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"

ONCE = "when calling the CancelMetadataGenerationRun operation: "

THRICE = "when calling the CancelMetadataGenerationRun operation (reached max retries: 2): "

ANSWERS = {
    "access denied": (
        [error(403, "AccessDeniedException", "User is not permitted to perform operation: X")],
        254,
        f"An error occurred (AccessDeniedException) {ONCE}User is not permitted to perform"
        " operation: X",
    ),
    "conflict": (
        [CONFLICT],
        254,
        f"An error occurred (ConflictException) {ONCE}busy",
    ),
    "internal server error": (
        [SERVER_ERROR] * 3,
        254,
        f"An error occurred (InternalServerException) {THRICE}on fire",
    ),
    "resource not found": (
        [NOT_FOUND],
        254,
        f"An error occurred (ResourceNotFoundException) {ONCE}"
        "Requested prediction cannot be found in domain",
    ),
    "throttling": (
        [THROTTLED] * 3,
        254,
        f"An error occurred (ThrottlingException) {THRICE}Rate exceeded",
    ),
    "unauthorized": (
        [error(401, "UnauthorizedException", "who?")],
        254,
        f"An error occurred (UnauthorizedException) {ONCE}who?",
    ),
    "validation": (
        [error(400, "ValidationException", "no")],
        254,
        f"An error occurred (ValidationException) {ONCE}no",
    ),
    "an error that is not in the model": (
        [error(418, "TeapotException", "short and stout")],
        254,
        f"An error occurred (TeapotException) {ONCE}short and stout",
    ),
    "an error with a namespace and a URL": (
        [error(400, "com.amazon#ValidationException:http://internal/coral", "no")],
        254,
        f"An error occurred (ValidationException) {ONCE}no",
    ),
    "an error without a code": (
        [Answer(status=503)] * 3,
        254,
        f"An error occurred (503) {THRICE}Service Unavailable",
    ),
    "502 with an HTML body": (
        [html(502)] * 3,
        254,
        f"An error occurred (502) {THRICE}Bad Gateway",
    ),
    "403 with an HTML body": (
        [html(403)],
        254,
        f"An error occurred (403) {ONCE}{html(403).body.decode().strip()}",
    ),
    "a message of several lines with control characters": (
        [error(400, "ValidationException", "[bold]a\n:boom: \x1b]0;title\x07\x9b é")],
        254,
        f"An error occurred (ValidationException) {ONCE}[bold]a\n:boom: \x1b]0;title\x07\x9b é",
    ),
    "a body that breaks off": (
        [Answer(status=400, body=b'{"message":', cut=True)],
        254,
        f'An error occurred (400) {ONCE}{{"message":',
    ),
    "a connection closed halfway": (
        [Answer(hang_up=True)] * 3,
        255,
        "Connection was closed before we received a valid response from endpoint URL:"
        f' "{{url}}{PATH}".',
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_error_of_the_service_is_reported_as_in_aws(
    cancel: InProcessCommand, endpoint: Endpoint, case: str
) -> None:
    answers, status, sentence = ANSWERS[case]
    endpoint.answer(*answers)

    result = cancel(*RUN_ARGS)

    assert (result.status, result.stdout) == (status, "")
    assert result.stderr == f"\n{sentence.replace('{url}', endpoint.url)}\n"
    assert len(endpoint.requests) == len(answers)


def test_a_refused_connection_names_the_url(cancel: InProcessCommand) -> None:
    with listening() as endpoint:
        closed = endpoint.url

    result = cancel(*RUN_ARGS, "--endpoint-url", closed)

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr == f'\nCould not connect to the endpoint URL: "{closed}{PATH}"\n'


def test_a_late_response_is_a_read_timeout(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(silent=True))

    result = cancel(*RUN_ARGS, "--cli-read-timeout", "1")

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr == f'\nRead timeout on endpoint URL: "{endpoint.url}{PATH}"\n'


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_endpoint(authority: trustme.CA) -> Iterator[Endpoint]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with listening(context) as endpoint:
        yield endpoint


def test_an_untrusted_certificate_fails_validation(
    cancel: InProcessCommand, tls_endpoint: Endpoint
) -> None:
    result = cancel(*RUN_ARGS, "--endpoint-url", tls_endpoint.url)

    assert (result.status, result.stdout) == (255, "")
    assert re.fullmatch(
        rf"\nSSL validation failed for {re.escape(tls_endpoint.url)}{PATH} \[SSL:"
        r" CERTIFICATE_VERIFY_FAILED\] certificate verify failed: unable to get local issuer"
        r" certificate \(_ssl.c:\d+\)\n",
        result.stderr,
    )
    assert tls_endpoint.requests == []


def test_an_unverified_certificate_has_one_warning(
    tls_endpoint: Endpoint, installed: Command
) -> None:
    tls_endpoint.answer(Answer(), Answer(), Answer())

    result = installed(
        *THREE_RUNS_ARGS, "--max-rate=0", "--no-verify-ssl", "--endpoint-url", tls_endpoint.url
    )

    assert result.report["summary"] == {"ACCEPTED": 3}
    assert result.stderr.count("InsecureRequestWarning") == 1


def test_a_warning_may_come_while_a_line_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the garbage collector does when it finds an open file."""
    poll = select.poll

    def warn_and_poll() -> select.poll:
        warnings.warn("found meanwhile", ResourceWarning, stacklevel=1)
        return poll()

    monkeypatch.setattr(select, "poll", warn_and_poll)
    with (tmp_path / "stderr").open("w+") as stderr, warnings.catch_warnings():
        warnings.simplefilter("always")
        argv = (*RUN_ARGS, "--dry-run")
        call_with_files(
            *argv, clock=ScriptedClock(), stdin=b"", stdout=TextIOWrapper(BytesIO()), stderr=stderr
        )
        stderr.seek(0)

        assert stderr.read().startswith("ResourceWarning: found meanwhile\nDry run")


def test_connections_share_the_certificates_that_they_trust(
    cancel: InProcessCommand,
    authority: trustme.CA,
    tls_endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    read = []
    load = ssl.SSLContext.load_verify_locations

    def counted(context: ssl.SSLContext, *paths: str | None) -> None:
        read.append(paths[0])
        load(context, *paths)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
    tls_endpoint.answer(Answer(), Answer(), Answer())  # which end their connections

    result = cancel(
        *(*THREE_RUNS_ARGS, "--endpoint-url", tls_endpoint.url, "--ca-bundle", str(bundle))
    )

    assert result.report["summary"] == {"ACCEPTED": 3}
    assert read == [str(bundle)]


ENVIRONMENTS = {
    "no Region": (
        {"AWS_REGION": None},
        (),
        253,
        messages.NO_REGION,
    ),
    "no credentials": (
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
        (),
        253,
        messages.NO_CREDENTIALS,
    ),
    "half of the credentials": (
        {"AWS_SECRET_ACCESS_KEY": None},
        (),
        255,
        "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
    ),
    "an unknown profile": (
        {},
        ("--profile", "nobody"),
        255,
        "The config profile (nobody) could not be found",
    ),
    "a Region that cannot be one": (
        {},
        ("--region", "us east"),
        255,
        "Provided region_name 'us east' doesn't match a supported format.",
    ),
    "a timeout that is no number": (
        {},
        ("--cli-read-timeout", "soon"),
        255,
        "invalid literal for int() with base 10: 'soon'",
    ),
}


@pytest.mark.parametrize("case", ENVIRONMENTS)
def test_an_error_before_the_request_is_reported_as_in_aws(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    variables, argv, status, sentence = ENVIRONMENTS[case]
    for name, value in variables.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)

    result = cancel(*RUN_ARGS, *argv)

    assert (result.status, result.stdout) == (status, "")
    assert result.stderr == f"\n{sentence}\n"
    assert endpoint.requests == []
