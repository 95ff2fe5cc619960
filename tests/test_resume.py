"""Continuing with a record: --resume, alone, with --wait and as a dry run."""

import errno
import fcntl
import json
import os
from pathlib import Path

import pytest

from .support import messages, records
from .support.answers import (
    CANCELED,
    CONFLICT,
    DENIED,
    EXPIRED,
    NO_RUNS,
    NOT_FOUND,
    SERVER_ERROR,
    SUCCEEDED,
    THROTTLED,
    run,
    run_item,
    run_list,
)
from .support.command import InProcessCommand, Result, start_installed
from .support.endpoint import Answer, Endpoint
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    THREE_RUNS_ARGS,
)

LEFT = ("FAILED", "NOT_ATTEMPTED", "VALID", "WOULD_CANCEL")
FINISHED = ("ACCEPTED", "CANCELED", "ALREADY_FINISHED", "NOT_FOUND")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.jsonl"


def refused(result: Result, endpoint: Endpoint, sentence: str) -> bool:
    """Whether the command ended with this sentence before it sent anything."""
    return (
        result == Result(status=252, stdout="", stderr=f"\n{sentence}\n") and not endpoint.requests
    )


def test_the_record_names_domain_and_region(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("DATAZONE_DOMAIN_IDENTIFIER", "dzd_another")
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))
    endpoint.answer(Answer())

    result = cancel("--resume", str(record))

    assert (result.status, result.outcomes) == (0, {"mgr1": "ACCEPTED"})
    assert endpoint.requests[0].signed_for == "AKIDEXAMPLE/us-east-1/datazone"
    assert f"/{DOMAIN}/" in endpoint.requests[0].path


@pytest.mark.parametrize(
    ("option", "given", "recorded"),
    [("--domain-identifier", "dzd_another", DOMAIN), ("--region", "eu-west-1", "us-east-1")],
)
def test_the_command_line_must_not_contradict_the_record(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    record: Path,
    option: str,
    given: str,
    recorded: str,
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))

    result = cancel("--resume", str(record), option, given)

    sentence = f"{option} is {given}, but the runs of {record} are in {recorded}"
    assert refused(result, endpoint, sentence)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://attacker.example", "https://attacker.example"),
        (None, "the default one of us-east-1"),
    ],
)
def test_the_record_does_not_say_where_requests_are_sent(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, url: str | None, name: str
) -> None:
    records.write(record, url, ("mgr1", "NOT_ATTEMPTED"))

    result = cancel("--resume", str(record))

    sentence = (
        f"The runs of the record were sent to the endpoint {name}, but this"
        f" command would use {endpoint.url}: set the endpoint with --endpoint-url."
    )
    assert refused(result, endpoint, sentence)


def test_runs_that_are_left_are_canceled(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    results = [(f"mgr_{outcome}", outcome) for outcome in (*LEFT, *FINISHED)]
    records.write(record, endpoint.url, *results)
    endpoint.answer(*[Answer()] * len(LEFT))

    result = cancel("--resume", str(record), *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == [f"mgr_{outcome}" for outcome in LEFT]
    accepted = {f"mgr_{outcome}": "ACCEPTED" for outcome in LEFT}
    assert result.outcomes == dict(results) | accepted


def test_results_are_appended(cancel: InProcessCommand, endpoint: Endpoint, record: Path) -> None:
    records.write(record, endpoint.url, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))
    endpoint.answer(Answer())

    cancel("--resume", str(record))

    assert records.outcomes(record) == [
        ("mgr1", "ACCEPTED"),
        ("mgr2", "FAILED"),
        ("mgr2", "ACCEPTED"),
    ]


def test_the_last_line_of_a_run_counts(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    results = [("mgr1", "FAILED"), ("mgr2", "ACCEPTED"), ("mgr1", "ACCEPTED"), ("mgr2", "FAILED")]
    records.write(record, endpoint.url, *results)
    endpoint.answer(Answer())

    cancel("--resume", str(record))

    assert endpoint.canceled_runs == ["mgr2"]


def test_results_of_an_earlier_command_are_reported_as_they_were(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    members = {
        "at": "2026-01-31T08:00:00.123Z",
        "status": "SUCCEEDED",
        "attempts": 2,
        "requestId": "id1",
        "error": {"code": "ConflictException", "message": "finished"},
        "run": None,
    }
    outcomes = [("mgr1", "ALREADY_FINISHED"), ("mgr2", "NOT_ATTEMPTED"), ("mgr3", "FAILED")]
    records.write(record, endpoint.url, *outcomes, **members)
    endpoint.answer(EXPIRED, EXPIRED)

    results = cancel("--resume", str(record), *ONE_AT_A_TIME).report["results"]

    assert results[0] == {"identifier": "mgr1", "outcome": "ALREADY_FINISHED", **members}
    assert results[2] == {"identifier": "mgr3", "outcome": "FAILED", **members}


def test_what_was_unknown_is_null(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    members = ("targetIdentifier", "owningProjectId", "createdBy", "createdAt")
    known = {**dict.fromkeys(members), "types": ["BUSINESS_NAMES"]}
    records.write(record, endpoint.url, ("mgr1", "CANCELED"), at=None, run=known)

    [result] = cancel("--resume", str(record), "--dry-run").report["results"]

    assert (result["at"], result["run"]) == (None, known)


def test_a_record_that_is_done_needs_no_request(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "CANCELED"), ("mgr2", "ALREADY_FINISHED"))

    result = cancel("--resume", str(record))

    assert (result.status, endpoint.requests) == (0, [])
    assert result.stderr == messages.summary(2, "1 CANCELED, 1 ALREADY_FINISHED")


def test_a_run_that_an_earlier_command_canceled_is_canceled(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))
    endpoint.answer(CANCELED, run("mgr1", status="CANCELED"))

    result = cancel("--resume", str(record))

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED"})


@pytest.mark.parametrize("answer", [CONFLICT, DENIED], ids=["conflict", "denied"])
def test_an_error_does_not_hide_that_an_earlier_command_canceled_the_run(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, answer: Answer
) -> None:
    records.write(record, endpoint.url, ("mgr1", "FAILED"))
    endpoint.answer(answer, run("mgr1", status="CANCELED"))

    assert cancel("--resume", str(record)).outcomes == {"mgr1": "CANCELED"}


def test_a_run_that_an_earlier_command_canceled_need_not_be_readable(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))
    endpoint.answer(CANCELED, DENIED)

    result = cancel("--resume", str(record))

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED"})


def test_a_run_that_has_finished_is_no_failure(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))
    endpoint.answer(SUCCEEDED)

    result = cancel("--resume", str(record))

    assert (result.status, result.outcomes) == (0, {"mgr1": "ALREADY_FINISHED"})


def test_waiting_includes_runs_that_were_accepted_before(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "ACCEPTED"), ("mgr2", "NOT_ATTEMPTED"))
    endpoint.answer(Answer(), run("mgr1", status="CANCELED"), run("mgr2", status="CANCELED"))

    result = cancel("--resume", str(record), "--wait")

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED", "mgr2": "CANCELED"})
    assert records.last_outcomes(record) == result.outcomes


def test_a_wait_that_timed_out_continues_with_the_runs_that_are_not_final(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    busy = run("mgr3", status="IN_PROGRESS")
    ended = [run("mgr1", status="CANCELED"), run("mgr2", status="SUCCEEDED")]
    endpoint.answer(*[Answer()] * 3, *ended, busy, busy)
    first = cancel(*THREE_RUNS_ARGS, "--wait", "--wait-timeout", "4")
    endpoint.answer(run("mgr3", status="CANCELED"))

    second = cancel(*records.continuing_command(first))

    assert first.status == 255
    assert "1 accepted run has no final status yet" in first.stderr.splitlines()[-1]
    assert second.outcomes == {"mgr1": "CANCELED", "mgr2": "ALREADY_FINISHED", "mgr3": "CANCELED"}
    assert second.status == 0


def test_a_dry_run_of_the_service_verifies_the_record(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    results = [(f"mgr{number}", "ACCEPTED") for number in (1, 2, 3)]
    records.write(record, endpoint.url, *results, ("mgr4", "NOT_ATTEMPTED"))
    before = record.read_text()
    statuses = ("CANCELED", "SUCCEEDED", "IN_PROGRESS", "SUBMITTED")
    endpoint.answer(*(run(f"mgr{n}", status=status) for n, status in enumerate(statuses, 1)))

    result = cancel("--resume", str(record), "--dry-run=server")

    assert result.outcomes == {
        "mgr1": "CANCELED",
        "mgr2": "ALREADY_FINISHED",
        "mgr3": "ACCEPTED",
        "mgr4": "WOULD_CANCEL",
    }
    assert [each["status"] for each in result.report["results"]] == list(statuses)
    assert endpoint.canceled_runs == []
    assert record.read_text() == before


def test_runs_that_could_not_be_verified_keep_their_recorded_outcome(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    outcomes = {"mgr1": "ACCEPTED", "mgr2": "ACCEPTED", "mgr3": "FAILED", "mgr4": "NOT_ATTEMPTED"}
    records.write(record, endpoint.url, *outcomes.items())
    endpoint.answer(run("mgr1", status="CANCELED"), DENIED)

    result = cancel("--resume", str(record), "--dry-run=server")

    assert result.status == 254
    assert result.outcomes == {**outcomes, "mgr1": "CANCELED"}


def test_a_dry_run_shows_what_is_left(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))

    result = cancel("--resume", str(record), "--dry-run")

    assert result.outcomes == {"mgr1": "ACCEPTED", "mgr2": "VALID"}
    assert endpoint.requests == []


def test_a_plan_is_applied_to_exactly_its_runs(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS)
    cancel(*ALL_RUNS_ARGS, "--dry-run", f"--report={record}")
    planned = records.outcomes(record)
    endpoint.answer(Answer(), Answer())

    result = cancel("--resume", str(record), *ONE_AT_A_TIME)

    assert planned == [("mgr1", "WOULD_CANCEL"), ("mgr2", "WOULD_CANCEL")]
    assert (result.status, endpoint.canceled_runs) == (0, ["mgr1", "mgr2"])
    assert result.report["results"][0]["run"]["createdBy"] == "usr1"


def test_a_stopped_command_continues_with_exactly_the_confirmed_runs(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), EXPIRED)
    stopped = cancel(*CONFIRMED_ARGS, "--max-items", "2")
    endpoint.answer(Answer(), Answer())

    resumed = cancel(*records.continuing_command(stopped), *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == ["mgr1", "mgr1", "mgr2"]
    assert resumed.outcomes == {"mgr1": "ACCEPTED", "mgr2": "ACCEPTED"}
    assert "2 runs are left. To continue: datazone-cancel --resume " in stopped.stderr


@pytest.mark.parametrize(
    ("answers", "commands"),
    [
        ([SERVER_ERROR, run("mgr1"), Answer(), Answer()], 1),
        ([THROTTLED, Answer(), Answer()], 1),
        ([NOT_FOUND, Answer(), Answer()], 0),
        ([DENIED, Answer(), Answer()], 0),
    ],
    ids=["server error", "throttled", "not found", "denied"],
)
def test_failures_that_are_worth_another_try_have_a_command_to_continue(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    answers: list[Answer],
    commands: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(*answers)

    assert cancel(*THREE_RUNS_ARGS).stderr.count("--resume") == commands


def test_the_command_to_continue_keeps_what_the_record_does_not_name(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(EXPIRED)
    argv = (*THREE_RUNS_ARGS, "--endpoint-url", endpoint.url, "--no-verify-ssl")

    stopped = cancel(*argv, "--report", f"{tmp_path}/my record.jsonl")

    assert records.continuing_command(stopped) == [
        f"--endpoint-url={endpoint.url}",
        "--no-verify-ssl",
        "--resume",
        f"{tmp_path}/my record.jsonl",
    ]


def test_a_saved_json_report_is_continued_but_never_changed(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(Answer(), EXPIRED)
    first = cancel(*THREE_RUNS_ARGS)
    record.write_text(first.stdout)
    endpoint.answer(Answer(), Answer())

    result = cancel("--resume", str(record), *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == ["mgr1", "mgr2", "mgr2", "mgr3"]
    assert result.report["summary"] == {"ACCEPTED": 3}
    assert record.read_text() == first.stdout


def test_a_compact_report_is_a_report(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    record.write_text(json.dumps(cancel(*THREE_RUNS_ARGS, "--dry-run").report))
    endpoint.answer(*[Answer()] * 3)

    assert cancel("--resume", str(record)).report["summary"] == {"ACCEPTED": 3}


@pytest.mark.parametrize("source", ["file", "stdin"])
@pytest.mark.parametrize("kind", ["record", "report"])
def test_a_report_is_not_a_list(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, source: str, kind: str
) -> None:
    records.write(record, endpoint.url, ("mgr1", "FAILED"))
    if kind == "report":
        record.write_text(cancel(*THREE_RUNS_ARGS, "--dry-run").stdout)
    value = f"file://{record}" if source == "file" else "-"
    record.write_text(f"\ufeff\n{record.read_text()}")

    result = cancel(*DOMAIN_ARGS, "--identifier", value, stdin=record.read_bytes())

    name, path = (
        (value, record)
        if source == "file"
        else ("standard input", "FILE, after saving it in a file")
    )
    sentence = f"{name} is a report, not a list: to continue with its runs, pass --resume {path}"
    assert refused(result, endpoint, sentence)


@pytest.mark.parametrize(
    "option",
    [
        ("--identifier", "mgr1"),
        ("--all",),
        ("--report", "new.jsonl"),
        ("--cli-input-json", "{}"),
        ("--cli-input-yaml", "{}"),
    ],
    ids=lambda option: option[0],
)
def test_a_record_is_not_combined_with_another_selection(
    cancel: InProcessCommand, record: Path, option: tuple[str, ...]
) -> None:
    result = cancel("--resume", str(record), *option)

    assert result.status == 252
    assert messages.not_allowed_with(option[0], "--resume") in result.stderr


@pytest.mark.parametrize(
    ("lock", "more"), [(fcntl.LOCK_SH, ()), (fcntl.LOCK_EX, ("--dry-run",))], ids=str
)
def test_a_record_that_is_in_use_is_refused(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, lock: int, more: tuple[str, ...]
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))

    with record.open() as file:
        fcntl.flock(file, lock)
        result = cancel("--resume", str(record), *more)

    sentence = f"{record} is in use by another datazone-cancel: wait until it has ended"
    assert refused(result, endpoint, sentence)


def test_several_dry_runs_may_read_a_record(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))

    with record.open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        result = cancel("--resume", str(record), "--dry-run")

    assert result.outcomes == {"mgr1": "VALID"}


def test_a_record_that_cannot_be_appended_to_is_refused(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"))
    open_file = os.open

    def open_read_only(path: str, flags: int, *mode: int) -> int:
        if path == str(record) and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return open_file(path, flags, *mode)

    monkeypatch.setattr("os.open", open_read_only)  # root may write every file

    result = cancel("--resume", str(record))

    assert refused(result, endpoint, f"Cannot append to {record}: Permission denied")


@pytest.mark.slow
def test_one_record_is_used_by_one_process(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(Answer(held=True))
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", f"--report={record}")

    with start_installed(*argv):
        endpoint.requested.wait(timeout=60)
        endpoint.requests.clear()
        results = [cancel("--resume", str(record), *more) for more in ((), ("--dry-run=server",))]

    sentence = f"{record} is in use by another datazone-cancel: wait until it has ended"
    assert all(refused(result, endpoint, sentence) for result in results)


def test_an_incomplete_last_line_is_removed(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "ACCEPTED"), ("mgr2", "NOT_ATTEMPTED"))
    with record.open("a") as file:
        file.write('{"version": 1, "domainIdent')
    endpoint.answer(Answer())

    cancel("--resume", str(record))

    assert records.outcomes(record)[-1] == ("mgr2", "ACCEPTED")


def test_a_last_line_without_a_line_end_counts(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "FAILED"))
    record.write_text(record.read_text().rstrip())
    endpoint.answer(Answer())

    cancel("--resume", str(record))

    assert records.outcomes(record) == [("mgr1", "FAILED"), ("mgr1", "ACCEPTED")]


NO_RESULT = "not a result: a member is missing or invalid"


@pytest.mark.parametrize(
    ("damaged", "problem"),
    [
        ("mgr2", "not a line of a record: it is not JSON"),
        ("", "not a line of a record: it is not JSON"),
        ("\0" * 20, "not a line of a record: it is not JSON"),
        pytest.param("[" * 100_000, "not a line of a record: it is not JSON", id="deeply nested"),
        ("null", "not a line of a record: it is not a JSON object"),
        (
            '{"identifier": "mgr2", "outcome": "FAILED"}',
            "not a line of a record: it has no version",
        ),
        (
            records.line("mgr2", "FAILED", version=2),
            "version 2 is not known: update datazone-cancel",
        ),
        (records.line("mgr2", "EXPLODED"), NO_RESULT),
        (records.line("mgr2", "FAILED", attempts="many"), NO_RESULT),
        (records.line("mgr2", "FAILED", error="no"), NO_RESULT),
        (records.line("mgr2", "FAILED", run=[]), NO_RESULT),
        (records.line("mgr2", "FAILED", at="yesterday"), NO_RESULT),
        (records.line(None, "FAILED"), NO_RESULT),
        (records.line("a b --all", "FAILED"), "invalid identifier: 'a b --all'"),
        (records.line("/" * 81, "FAILED"), f"invalid identifier: '{'/' * 80}'"),
        (records.line("", "FAILED"), "invalid identifier: ''"),
        (records.line("mgr2", "INVALID"), "an invalid run cannot be resumed"),
        (
            records.line("mgr2", "FAILED", region=1),
            "the domain, the Region or the endpoint is missing or invalid",
        ),
        (
            records.line("mgr2", "FAILED", domainIdentifier="x" * 81),
            f"invalid domain: '{'x' * 80}'",
        ),
        (
            records.line("mgr2", "FAILED", planned="all"),
            "the number of planned runs is missing or invalid",
        ),
    ],
)
def test_a_damaged_line_is_refused_with_its_number(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, damaged: str, problem: str
) -> None:
    good = records.line("mgr1", "NOT_ATTEMPTED")
    record.write_text(f"{good}{damaged.rstrip()}\n{good}")

    assert refused(cancel("--resume", str(record)), endpoint, f"{record}, line 2: {problem}")


@pytest.mark.parametrize(
    ("region", "members"),
    [
        (None, {"domainIdentifier": "dzd_2"}),
        ("us-east-1", {"domainIdentifier": "dzd_2"}),
        ("us-east-1", {"region": "eu-west-1"}),
        ("us-east-1", {"endpointUrl": "http://elsewhere"}),
    ],
    ids=str,
)
def test_a_record_has_one_domain_region_and_endpoint(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    record: Path,
    region: str | None,
    members: dict[str, str],
) -> None:
    first = records.line("mgr1", "NOT_ATTEMPTED", region=region)
    record.write_text(first + records.line("mgr2", "NOT_ATTEMPTED", **members))

    sentence = "another domain, Region or endpoint than in the lines before"
    assert refused(cancel("--resume", str(record)), endpoint, f"{record}, line 2: {sentence}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "{} has no complete line: there is nothing to resume"),
        ('{"version": 1, "domain', "{} has no complete line: there is nothing to resume"),
        ("{\n}", "{}: the domain, the Region or the endpoint is missing or invalid"),
        ("{\n", "{} is neither a record nor a report saved with --output json"),
        pytest.param(
            f"{'[' * 100_000}\n",
            "{}, line 1: not a line of a record: it is not JSON",
            id="deeply nested",
        ),
        ('{"results": [1]}', "{}: the domain, the Region or the endpoint is missing or invalid"),
        (
            f'{{"domainIdentifier": "{DOMAIN}", "region": null, "results": [1]}}',
            f"{{}}: {NO_RESULT}",
        ),
        (
            f'{{"domainIdentifier": "{DOMAIN}", "region": null, "results": []}}',
            "{} has no results: there is nothing to resume",
        ),
    ],
)
def test_a_file_that_is_neither_record_nor_report_is_refused(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, text: str, problem: str
) -> None:
    record.write_text(text)

    assert refused(cancel("--resume", str(record)), endpoint, problem.format(record))


def test_a_plan_that_was_not_written_to_its_end_is_refused(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    records.write(record, endpoint.url, ("mgr1", "NOT_ATTEMPTED"), planned=2)

    sentence = (
        f"{record} has 1 of 2 planned runs: the command that wrote it ended before it sent"
        " anything. Start again."
    )
    assert refused(cancel("--resume", str(record)), endpoint, sentence)


def test_a_missing_record_is_reported(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    sentence = f"Error opening the file of --resume: No such file or directory: {record}"
    assert refused(cancel("--resume", str(record)), endpoint, sentence)


def test_a_plan_without_a_region_uses_that_of_the_configuration(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as environment:
        environment.delenv("AWS_REGION")
        cancel(*DOMAIN_ARGS, "--identifier=mgr1", "--dry-run", f"--report={record}")
    assert records.read(record)[0]["region"] is None
    endpoint.answer(Answer())

    assert cancel("--resume", str(record)).status == 0
    assert records.read(record)[1]["region"] == "us-east-1"


def test_resuming_needs_memory_for_the_runs_only(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    import tracemalloc

    line = records.line("mgr1", "FAILED", endpointUrl=endpoint.url).encode()
    with record.open("wb") as file:
        for _ in range(20_000):
            file.write(line)
    tracemalloc.start()
    cancel("--resume", str(record), "--dry-run")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < os.path.getsize(record)
