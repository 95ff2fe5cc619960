"""--dry-run=server: what canceling each run would lead to, found out with reads only."""

import json
import signal
from dataclasses import replace

import pytest

from .support import messages
from .support.answers import (
    DENIED,
    EXPIRED,
    NOT_FOUND,
    SERVER_ERROR,
    THROTTLED,
    run,
    run_item,
    run_list,
)
from .support.clock import START, InterruptedClock
from .support.command import InProcessCommand, call_in_process, start_installed
from .support.endpoint import Answer, Endpoint, html
from .support.faulty_service import FaultyService
from .support.names import DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS, THREE_RUNS_ARGS

LOOK_UP_ONE_ARGS = (*RUN_ARGS, "--dry-run=server")
LOOK_UP_THREE_ARGS = (*THREE_RUNS_ARGS, "--dry-run=server")
TWENTY_RUNS = [f"mgr{number}" for number in range(20)]
LOOK_UP_TWENTY_ARGS = (
    *DOMAIN_ARGS,
    *(f"--identifier={identifier}" for identifier in TWENTY_RUNS),
    "--dry-run=server",
)
STATUSES = {
    "SUBMITTED": "WOULD_CANCEL",
    "IN_PROGRESS": "WOULD_CANCEL",
    "CANCELED": "ALREADY_FINISHED",
    "SUCCEEDED": "ALREADY_FINISHED",
    "FAILED": "ALREADY_FINISHED",
    "PARTIALLY_SUCCEEDED": "ALREADY_FINISHED",
}
"""Each status, and the outcome."""
FORMATS = {
    "json": """\
[
    [
        "mgr1",
        "WOULD_CANCEL"
    ],
    [
        "mgr2",
        "NOT_FOUND"
    ],
    [
        "mgr3",
        "ALREADY_FINISHED"
    ]
]""",
    "jsonl": """\
["mgr1", "WOULD_CANCEL"]
["mgr2", "NOT_FOUND"]
["mgr3", "ALREADY_FINISHED"]""",
    "yaml": """\
- - mgr1
  - WOULD_CANCEL
- - mgr2
  - NOT_FOUND
- - mgr3
  - ALREADY_FINISHED""",
    "yaml-stream": """\
- - - mgr1
    - WOULD_CANCEL
  - - mgr2
    - NOT_FOUND
  - - mgr3
    - ALREADY_FINISHED""",
    "text": """\
mgr1\tWOULD_CANCEL
mgr2\tNOT_FOUND
mgr3\tALREADY_FINISHED""",
    "table": """\
------------------------------
| CancelMetadataGenerationRun|
+-------+--------------------+
|  mgr1 |  WOULD_CANCEL      |
|  mgr2 |  NOT_FOUND         |
|  mgr3 |  ALREADY_FINISHED  |
+-------+--------------------+""",
    "off": "",
}
"""What each format prints about a cancelable, a missing and a finished run."""


@pytest.mark.parametrize(("status", "outcome"), STATUSES.items())
def test_the_status_decides_about_the_outcome(
    cancel: InProcessCommand, endpoint: Endpoint, status: str, outcome: str
) -> None:
    endpoint.answer(run(RUN, status=status))

    [result] = cancel(*LOOK_UP_ONE_ARGS).report["results"]

    assert (result["outcome"], result["status"], result["error"]) == (outcome, status, None)


@pytest.mark.parametrize(
    ("status", "description"), [("PAUSED", "in PAUSED status"), (None, "without a status")]
)
def test_a_run_of_unknown_status_is_a_failure(
    cancel: InProcessCommand, endpoint: Endpoint, status: str | None, description: str
) -> None:
    endpoint.answer(run(RUN, status=status))

    [result] = cancel(*LOOK_UP_ONE_ARGS).report["results"]

    assert result["outcome"] == "FAILED"
    assert result["error"] == {
        "code": "UnknownStatus",
        "message": "Only SUBMITTED and IN_PROGRESS runs can be canceled;"
        f" this run is {description}.",
    }


def test_the_report_is_that_of_a_dry_run_with_what_was_read(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(
        run(RUN, createdAt=1752644436.666, types=["BUSINESS_NAMES"], target={"identifier": "ast1"})
    )

    result = cancel(*LOOK_UP_ONE_ARGS)

    assert result.status == 0
    assert result.report == {
        "domainIdentifier": DOMAIN,
        "region": "us-east-1",
        "endpointUrl": endpoint.url,
        "dryRun": True,
        "credentials": "access key AKIDEXAMPLE",
        "startedAt": START,
        "endedAt": START,
        "results": [
            {
                "at": START,
                "identifier": RUN,
                "outcome": "WOULD_CANCEL",
                "status": "SUBMITTED",
                "attempts": 0,
                "requestId": None,
                "error": None,
                "run": {
                    "types": ["BUSINESS_NAMES"],
                    "targetIdentifier": "ast1",
                    "owningProjectId": "prj1",
                    "createdBy": "usr1",
                    "createdAt": "2025-07-16T05:40:36.666000+00:00",
                },
            }
        ],
        "summary": {"WOULD_CANCEL": 1},
    }
    assert result.stderr == messages.summary(1, "1 WOULD_CANCEL", dry_run=True)


def test_runs_that_are_missing_or_finished_are_failures(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run("mgr1"), NOT_FOUND, run("mgr3", status="SUCCEEDED"))

    result = cancel(*LOOK_UP_THREE_ARGS)

    assert result.status == 1
    assert result.report["summary"] == {"WOULD_CANCEL": 1, "ALREADY_FINISHED": 1, "NOT_FOUND": 1}
    assert result.report["results"][1]["error"] == {
        "code": "ResourceNotFoundException",
        "message": "Requested prediction cannot be found in domain",
    }


def test_runs_that_are_missing_or_finished_can_be_ignored(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run("mgr1"), NOT_FOUND, run("mgr3", status="SUCCEEDED"))

    assert cancel(*LOOK_UP_THREE_ARGS, "--ignore-not-found", "--ignore-finished").status == 0


def test_a_run_that_cannot_be_read_is_a_failure(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    headers = {"x-amzn-RequestId": "r2", **SERVER_ERROR.headers}
    endpoint.answer(run("mgr1"), replace(SERVER_ERROR, headers=headers), run("mgr3"))

    result = cancel(*LOOK_UP_THREE_ARGS)

    assert result.status == 1
    assert result.outcomes == {"mgr1": "WOULD_CANCEL", "mgr2": "FAILED", "mgr3": "WOULD_CANCEL"}
    failed = result.report["results"][1]
    assert failed["error"] == {"code": "InternalServerException", "message": "on fire"}
    assert failed["requestId"] == "r2"


def test_a_throttled_read_is_repeated(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(THROTTLED, run(RUN))

    assert cancel(*LOOK_UP_ONE_ARGS).outcomes == {RUN: "WOULD_CANCEL"}


@pytest.mark.parametrize("argv", [(), ("--wait",), ("--output", "jsonl")])
def test_only_reads_are_sent(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...]
) -> None:
    listed = [run_item(identifier) for identifier in TWENTY_RUNS[:10]]
    read = [run(identifier) for identifier in TWENTY_RUNS[10:]]
    endpoint.answer(run_list(*listed), *read)

    cancel(*LOOK_UP_TWENTY_ARGS, *argv)

    assert {request.method for request in endpoint.requests} == {"GET"}
    assert endpoint.canceled_runs == []
    assert len(endpoint.requests) == 11


def test_one_run_is_only_read(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run(RUN))

    cancel(*LOOK_UP_ONE_ARGS)

    path = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}"
    assert [(request.method, request.path) for request in endpoint.requests] == [("GET", path)]


@pytest.mark.parametrize(("denial", "code"), [(DENIED, "AccessDenied"), (EXPIRED, "ExpiredToken")])
def test_a_denied_read_leaves_the_other_runs_unread(
    cancel: InProcessCommand, endpoint: Endpoint, denial: Answer, code: str
) -> None:
    endpoint.answer(run("mgr1"), denial)

    result = cancel(*LOOK_UP_THREE_ARGS)

    assert result.status == 254
    assert result.outcomes == {"mgr1": "WOULD_CANCEL", "mgr2": "VALID", "mgr3": "VALID"}
    assert {each["at"] for each in result.report["results"]} == {START}
    assert result.stderr.startswith(f"\nAn error occurred ({code}Exception) when calling the Get")
    outcomes = "2 valid, not looked up, 1 WOULD_CANCEL"
    assert result.stderr.endswith(messages.summary(3, outcomes, dry_run=True))


def test_a_proxy_that_answers_403_gets_two_requests(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    runs = " ".join(f"mgr{number}" for number in range(40))
    endpoint.answer(html(403), html(403))

    result = cancel(*DOMAIN_ARGS, "--identifier=-", "--dry-run=server", stdin=runs.encode())

    assert len(endpoint.requests) == 2
    assert (result.status, result.report["summary"]) == (254, {"VALID": 40})


def test_ten_runs_are_read_with_one_listing(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    ten = TWENTY_RUNS[:10]
    endpoint.answer(run_list(*(run_item(identifier) for identifier in ten)))

    result = cancel(
        *DOMAIN_ARGS, "--identifier=-", "--dry-run=server", stdin=" ".join(ten).encode()
    )

    assert result.report["summary"] == {"WOULD_CANCEL": 10}
    assert len(endpoint.requests) == 1


def test_nine_runs_are_read_one_by_one(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    nine = TWENTY_RUNS[:9]
    endpoint.answer(*map(run, nine))

    result = cancel(
        *DOMAIN_ARGS, "--identifier=-", "--dry-run=server", stdin=" ".join(nine).encode()
    )

    assert result.report["summary"] == {"WOULD_CANCEL": 9}


def test_all_runs_are_read_one_by_one_if_listing_is_denied(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED, *map(run, TWENTY_RUNS))

    result = cancel(*LOOK_UP_TWENTY_ARGS)

    assert result.report["summary"] == {"WOULD_CANCEL": 20}


def test_the_report_has_each_run_once_in_the_order_of_the_list(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    items = [run_item(identifier) for identifier in reversed(TWENTY_RUNS)]
    endpoint.answer(run_list(*items, run_item("another")))

    assert list(cancel(*LOOK_UP_TWENTY_ARGS).outcomes) == TWENTY_RUNS


@pytest.mark.parametrize(("format_", "printed"), FORMATS.items(), ids=FORMATS)
def test_the_report_is_printed_in_each_format(
    cancel: InProcessCommand, endpoint: Endpoint, format_: str, printed: str
) -> None:
    endpoint.answer(run("mgr1"), NOT_FOUND, run("mgr3", status="SUCCEEDED"))
    argv = ("--quiet", "--output", format_, "--query", "results[].[identifier,outcome]")

    result = cancel(*LOOK_UP_THREE_ARGS, *argv)

    assert (result.stdout.rstrip("\n"), result.stderr) == (printed, "")


def test_json_lines_have_the_runs_as_they_are_read(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr9"), run_item("mgr8")), *map(run, TWENTY_RUNS[:8]))
    argv = ("--identifier=-", "--dry-run=server", "--output=jsonl")

    result = cancel(*DOMAIN_ARGS, *argv, stdin=" ".join(TWENTY_RUNS[:10]).encode())

    printed = [each["identifier"] for each in result.json_lines]
    assert printed == ["mgr9", "mgr8", *TWENTY_RUNS[:8]]


def test_a_terminal_shows_a_table_and_a_bar(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run("mgr1"), NOT_FOUND, run("mgr3", status="SUCCEEDED"))

    result = cancel(*LOOK_UP_THREE_ARGS, "--color=off", terminal=True)

    rows = [line.split()[:2] for line in result.stdout.splitlines() if line.startswith("mgr")]
    assert rows == [
        ["mgr1", "WOULD_CANCEL"],
        ["mgr2", "NOT_FOUND"],
        ["mgr3", "ALREADY_FINISHED"],
    ]
    assert "Looking up ━" in result.stderr
    assert " 3/3\n" in result.stderr


def test_an_interruption_keeps_what_was_read_and_sends_nothing_more() -> None:
    clock = InterruptedClock([(1, signal.SIGINT)])
    service = FaultyService(
        dict.fromkeys(("mgr1", "mgr2", "mgr3"), "accepted"), {}, clock, clock.request
    )

    with service.serving():
        result = call_in_process(*LOOK_UP_THREE_ARGS, clock=clock)

    assert result.status == 130
    assert result.outcomes == {"mgr1": "WOULD_CANCEL", "mgr2": "VALID", "mgr3": "VALID"}
    outcomes = "2 valid, not looked up, 1 WOULD_CANCEL"
    assert result.stderr == messages.summary(3, outcomes, dry_run=True)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_reads_and_prints_the_report(
    endpoint: Endpoint, number: signal.Signals
) -> None:
    endpoint.answer(Answer(silent=True))

    with start_installed(*LOOK_UP_THREE_ARGS) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"VALID": 3}
    summary = messages.summary(3, "3 valid, not looked up", dry_run=True)
    assert stderr.decode() == messages.INTERRUPTED + summary
