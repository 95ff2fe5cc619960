"""Credentials that end while many runs are canceled: stop early, say why once, how to resume."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from .support import messages
from .support.answers import NO_RUNS, THROTTLED, assumed, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.names import CONFIRMED_ARGS, THREE_RUNS_ARGS


def in_minutes(minutes: int) -> str:
    return (datetime.now(timezone.utc) + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def keys(minutes: int) -> str:
    """What a process prints as credentials that expire after some minutes."""
    return json.dumps(
        {
            "Version": 1,
            "AccessKeyId": "AKIDPROCESS",
            "SecretAccessKey": "secret",
            "SessionToken": "token",
            "Expiration": in_minutes(minutes),
        }
    )


def write_process(aws_config: Path, folder: Path, command: str, *, requests: int) -> None:
    """Configure a process that returns credentials for this many requests, and then does that.

    Ten minutes before they expire, credentials are requested again for each request.
    """
    script = folder / "process.sh"
    script.write_text(
        f"echo >> {folder}/calls\n"
        f"if [ $(wc -l < {folder}/calls) -le {2 + requests} ]; then echo '{keys(5)}'; exit; fi\n"
        f"{command}\n"
    )
    aws_config.write_text(f"[default]\ncredential_process = sh {script}\n")


def assert_stopped(result: Result, reason: str, *, attempted: int) -> None:
    """The remaining runs were given up for this reason."""
    outcomes = list(result.outcomes.values())
    assert outcomes.count("NOT_ATTEMPTED") == len(outcomes) - attempted
    assert result.status == 1
    assert result.stderr.count(reason) == 1
    assert messages.STOPPED_EARLY in result.stderr
    assert f"{len(outcomes) - attempted} runs are left" in result.stderr


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (f"echo '{keys(-1)}'", "the refreshed credentials are still expired"),
        ("echo denied >&2; exit 1", "Error when retrieving credentials from custom-process"),
        ("echo no JSON", "Expecting value"),
        ("echo '{}'", "Unsupported version"),
    ],
    ids=["expired", "status", "JSON", "members"],
)
@pytest.mark.parametrize("argv", [THREE_RUNS_ARGS, CONFIRMED_ARGS], ids=["list", "all"])
def test_a_process_that_returns_no_more_keys_stops_the_other_runs(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    aws_config: Path,
    argv: tuple[str, ...],
    second: str,
    reason: str,
) -> None:
    listings = 2 if "--all" in argv else 0
    write_process(aws_config, tmp_path, second, requests=1 + listings)
    if listings:
        items = [run_item(f"mgr{number}") for number in (1, 2, 3)]
        endpoint.answer(run_list(*items), NO_RUNS)
    endpoint.answer(Answer())

    result = cancel(*argv)

    assert_stopped(result, reason, attempted=1)


def test_credentials_that_end_before_a_second_attempt_stop_the_other_runs(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, aws_config: Path
) -> None:
    write_process(aws_config, tmp_path, "exit 1", requests=1)
    endpoint.answer(THROTTLED)

    result = cancel(*THREE_RUNS_ARGS)

    assert list(result.outcomes.values()) == ["FAILED", "NOT_ATTEMPTED", "NOT_ATTEMPTED"]
    assert "cannot be read" not in result.stdout
    assert messages.STOPPED_EARLY in result.stderr


def test_a_web_identity_token_that_disappears_stops_all_runs(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    clock: ScriptedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = tmp_path / "token"
    token.write_text("token")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ops")
    endpoint.answer(assumed("AssumeRoleWithWebIdentity", expires=in_minutes(5)))
    # The first pause comes before the first cancellation.
    monkeypatch.setattr(clock, "pause", lambda _seconds: token.unlink(missing_ok=True))

    result = cancel(*THREE_RUNS_ARGS)

    assert_stopped(result, f"No such file or directory: '{token}'", attempted=0)
