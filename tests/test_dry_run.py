"""--dry-run: a report, and no cancellation."""

import json

import pytest

from .support import messages, programs
from .support.answers import run, run_item, run_list
from .support.clock import START
from .support.command import InProcessCommand
from .support.endpoint import Endpoint
from .support.names import ALL_RUNS_ARGS, DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS, THREE_RUNS_ARGS


def test_a_dry_run_reports_the_runs_that_would_be_canceled(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--dry-run")

    assert result.status == 0
    assert result.report == {
        "domainIdentifier": DOMAIN,
        "region": "us-east-1",
        "dryRun": True,
        "credentials": None,
        "startedAt": START,
        "endedAt": START,
        "results": [
            {
                "at": START,
                "identifier": RUN,
                "outcome": "VALID",
                "status": None,
                "attempts": 0,
                "requestId": None,
                "error": None,
                "run": None,
            }
        ],
        "summary": {"VALID": 1},
    }


def test_a_dry_run_has_a_summary_on_stderr(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--dry-run")

    assert result.stderr == messages.summary(1, "1 valid, not looked up", dry_run=True)


def test_a_summary_separates_thousands(cancel: InProcessCommand) -> None:
    stdin = "".join(f"mgr{number}\n" for number in range(1000))

    result = cancel(*DOMAIN_ARGS, "--identifier", "-", "--dry-run", stdin=stdin.encode())

    assert ": 1,000 valid, not looked up: " in result.stderr


def test_a_dry_run_reports_an_invalid_identifier(cancel: InProcessCommand) -> None:
    result = cancel(*DOMAIN_ARGS, "--identifier", "a/b", "--dry-run")

    problem = messages.invalid("identifier", "a/b")
    advice = messages.forbidden("identifier", "/")
    [invalid] = result.report["results"]
    assert result.status == 252
    assert result.stderr == messages.invalid_parameters(problem, advice)
    assert invalid["outcome"] == "INVALID"
    assert invalid["error"] == {"code": "ParamValidation", "message": f"{problem} {advice}"}
    assert (result.report["dryRun"], invalid["at"]) == (True, START)


def test_a_dry_run_reports_a_missing_identifier(cancel: InProcessCommand) -> None:
    document = json.dumps({"domainIdentifier": DOMAIN})

    result = cancel("--cli-input-json", document, "--dry-run")

    problem = 'Missing required parameter in input: "identifier"'
    [invalid] = result.report["results"]
    assert (result.status, result.stderr) == (252, messages.invalid_parameters(problem))
    assert (invalid["identifier"], invalid["error"]["message"]) == ("", problem)


def test_a_dry_run_of_a_list_reports_valid_and_invalid_identifiers(
    cancel: InProcessCommand,
) -> None:
    argv = (*DOMAIN_ARGS, "--identifier", "-", "--dry-run", "--output", "jsonl")

    result = cancel(*argv, stdin=b"mgr1\na/b\nmgr2\n")

    outcomes = [each["outcome"] for each in result.json_lines]
    assert result.status == 252
    assert outcomes == ["VALID", "INVALID", "VALID"]
    assert messages.invalid("identifier", "a/b", source="standard input, line 2") in result.stderr


def test_a_dry_run_with_an_invalid_domain_reports_all_runs_as_invalid(
    cancel: InProcessCommand,
) -> None:
    result = cancel(*THREE_RUNS_ARGS, "--domain-identifier", "x", "--dry-run")

    assert result.status == 252
    assert result.report["summary"] == {"INVALID": 3}


def test_a_dry_run_with_an_invalid_default_domain_says_where_it_comes_from(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAZONE_DOMAIN_IDENTIFIER", "x")

    [result] = cancel("--identifier", RUN, "--dry-run").report["results"]

    assert "(the default domain)" in result["error"]["message"]


def test_a_dry_run_with_an_unknown_parameter_reports_all_runs_as_invalid(
    cancel: InProcessCommand,
) -> None:
    results = cancel(*THREE_RUNS_ARGS, "--dry-run", "--cli-input-json", '{"x": 1}').report[
        "results"
    ]

    problem = 'Unknown parameter in input: "x", must be one of: domainIdentifier, identifier'
    assert [result["error"]["message"] for result in results] == [problem] * 3


@pytest.mark.parametrize(
    ("argv", "variables", "region"),
    [
        (("--region", "eu-west-1"), {"AWS_REGION": "us-east-2"}, "eu-west-1"),
        ((), {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "us-east-2"),
        ((), {"AWS_DEFAULT_REGION": "us-west-1"}, "us-west-1"),
        ((), {}, None),
    ],
)
def test_a_dry_run_reports_the_region_of_the_option_or_the_environment(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    variables: dict[str, str],
    region: str | None,
) -> None:
    monkeypatch.delenv("AWS_REGION")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert cancel(*RUN_ARGS, "--dry-run", *argv).report["region"] == region


def test_a_dry_run_of_one_run_sends_no_request(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    cancel(*RUN_ARGS, "--dry-run")

    assert endpoint.requests == []


def test_a_dry_run_of_several_runs_sends_no_request(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    result = cancel(*THREE_RUNS_ARGS, "--dry-run", "--wait")

    assert result.report["summary"] == {"VALID": 3}
    assert endpoint.requests == []


def test_a_dry_run_of_all_runs_lists_them_and_cancels_none(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1")), run_list(run_item("mgr2", status="IN_PROGRESS")))

    result = cancel(*ALL_RUNS_ARGS, "--dry-run", "--query", "results[].[identifier,outcome,status]")

    assert result.status == 0
    assert result.report == [
        ["mgr1", "WOULD_CANCEL", "SUBMITTED"],
        ["mgr2", "WOULD_CANCEL", "IN_PROGRESS"],
    ]
    assert endpoint.canceled_runs == []


def test_a_dry_run_needs_no_network_credentials_or_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name)

    result = programs.without_sockets(*RUN_ARGS, "--dry-run")

    assert result.status == 0
    assert result.outcomes == {RUN: "VALID"}


@pytest.mark.parametrize("status", ["CANCELING", "succeeded", "", None])
def test_only_runs_in_a_cancelable_status_would_be_canceled(
    cancel: InProcessCommand, endpoint: Endpoint, status: str | None
) -> None:
    endpoint.answer(run("mgr1", status=status))

    result = cancel(*DOMAIN_ARGS, "--identifier=mgr1", "--dry-run=server")

    [found] = result.report["results"]
    assert (result.status, found["outcome"], found["status"]) == (1, "FAILED", status)
    assert found["error"]["code"] == "UnknownStatus"
