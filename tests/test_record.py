"""The record of a bulk cancellation: what is in it, where it is, and when it is refused."""

import errno
import fcntl
import os
import resource
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from .support import messages, records
from .support.answers import EXPIRED, NO_RUNS, NOT_FOUND, run, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import (
    InProcessCommand,
    Result,
    call_in_process,
    start_installed,
)
from .support.endpoint import Answer, Endpoint
from .support.internals import LOCK_TIMEOUT_SECONDS
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)
from .support.readers import broken_output


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.jsonl"


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """In this context, a file cannot grow beyond this many bytes, as on a disk that is full."""
    limit, maximum = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, maximum))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, maximum))


def test_every_line_stands_alone(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(Answer(headers={"x-amzn-RequestId": "id-1"}), NOT_FOUND)

    cancel(
        *DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr2", *ONE_AT_A_TIME, f"--report={record}"
    )

    lines = records.read(record)
    for line in lines:
        assert line.pop("at").endswith("Z")
        assert line.pop("version") == 1
        assert line.pop("domainIdentifier") == DOMAIN
        assert line.pop("region") == "us-east-1"
        assert line.pop("endpointUrl") == endpoint.url
        assert line.pop("credentials") == "access key AKIDEXAMPLE"
        assert line.pop("planned") == 2
    message = "Requested prediction cannot be found in domain"
    error = {"code": "ResourceNotFoundException", "message": message}
    nothing = {"status": None, "attempts": 0, "requestId": None, "error": None, "run": None}
    assert lines == [
        {**nothing, "identifier": "mgr1", "outcome": "NOT_ATTEMPTED"},
        {**nothing, "identifier": "mgr2", "outcome": "NOT_ATTEMPTED"},
        {
            **nothing,
            "identifier": "mgr1",
            "outcome": "ACCEPTED",
            "attempts": 1,
            "requestId": "id-1",
        },
        {**nothing, "identifier": "mgr2", "outcome": "NOT_FOUND", "attempts": 1, "error": error},
    ]


def test_the_default_endpoint_is_not_named(cancel: InProcessCommand, record: Path) -> None:
    cancel(*RUN_ARGS, "--dry-run", f"--report={record}")

    assert "endpointUrl" not in records.read(record)[0]


def test_the_password_of_an_endpoint_is_not_written(
    cancel: InProcessCommand, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://user:hush@proxy.example/path")

    cancel(*RUN_ARGS, "--dry-run", f"--report={record}")

    assert records.read(record)[0]["endpointUrl"] == "https://proxy.example/path"


@pytest.mark.slow
def test_after_sigkill_every_run_is_in_the_record(endpoint: Endpoint, record: Path) -> None:
    endpoint.answer(Answer())
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(record))

    with start_installed(*argv) as process:
        while not (record.exists() and b"ACCEPTED" in record.read_bytes()):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)

    assert records.last_outcomes(record) == {
        "mgr1": "ACCEPTED",
        "mgr2": "NOT_ATTEMPTED",
        "mgr3": "NOT_ATTEMPTED",
    }


@pytest.mark.slow
def test_the_plan_is_written_before_the_first_request(endpoint: Endpoint, record: Path) -> None:
    endpoint.answer(Answer(held=True))
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(record))

    with start_installed(*argv):
        endpoint.requested.wait(timeout=60)
        planned = records.outcomes(record)

    assert planned == [(run, "NOT_ATTEMPTED") for run in ("mgr1", "mgr2", "mgr3")]


@pytest.mark.slow
def test_results_are_written_although_nobody_reads_stdout(endpoint: Endpoint, record: Path) -> None:
    endpoint.answer(Answer(), Answer(), Answer())
    argv = (*THREE_RUNS_ARGS, "--output", "jsonl", "--report", str(record))

    with (
        broken_output("stuck reader") as stdout,
        start_installed(*argv, stdout=stdout) as process,
    ):
        while not record.exists() or record.read_bytes().count(b"ACCEPTED") < 3:
            assert process.poll() is None

    assert set(records.last_outcomes(record).values()) == {"ACCEPTED"}


def test_a_run_that_is_waited_for_has_a_line_for_its_final_status(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    statuses = ("IN_PROGRESS", "CANCELED")
    endpoint.answer(Answer(), *(run("mgr1", status=status) for status in statuses))

    cancel(*DOMAIN_ARGS, "--identifier=mgr1", "--wait", "--report", str(record))

    assert records.outcomes(record)[1:] == [("mgr1", "ACCEPTED"), ("mgr1", "CANCELED")]
    _, accepted, canceled = records.read(record)
    assert accepted["at"] < canceled["at"]


def test_one_run_with_a_record_prints_a_report(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS, "--report", str(record))

    assert (result.status, result.outcomes) == (0, {RUN: "ACCEPTED"})
    assert records.last_outcomes(record) == {RUN: "ACCEPTED"}


def test_a_dry_run_is_a_plan(cancel: InProcessCommand, record: Path) -> None:
    cancel(*RUN_ARGS, "--dry-run", "--report", str(record))

    assert records.outcomes(record) == [(RUN, "VALID")]


def test_a_dry_run_of_the_service_is_a_plan(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(run("mgr1"), run("mgr2"), run("mgr3"))

    cancel(*THREE_RUNS_ARGS, "--dry-run=server", "--report", str(record))

    first, *_ = records.read(record)
    assert (first["planned"], first["credentials"]) == (3, "access key AKIDEXAMPLE")


def test_several_runs_have_a_record_in_the_state_folder(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS)

    [path] = records.default_records(tmp_path)
    assert path.name.endswith(f"Z-{DOMAIN}.jsonl")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(records.last_outcomes(path)) == 3


def test_xdg_state_home_says_where_records_are(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS, Answer())

    cancel(*CONFIRMED_ARGS)

    assert len([*(tmp_path / "state/datazone-cancel").iterdir()]) == 1


@pytest.mark.parametrize(
    "argv",
    [(*RUN_ARGS,), (*THREE_RUNS_ARGS, "--dry-run"), (*THREE_RUNS_ARGS, "--report=/dev/null")],
)
def test_other_invocations_keep_no_record(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    sent = (
        [] if "--dry-run" in argv else [Answer()] * sum("identifier" in word for word in argv[2:])
    )
    endpoint.answer(*sent[: 1 if argv == RUN_ARGS else 3])

    result = cancel(*argv)

    assert result.status == 0
    assert not (tmp_path / ".local").exists()


@pytest.fixture
def old_records(tmp_path: Path) -> list[Path]:
    """More records than are kept, the oldest first."""
    folder = tmp_path / ".local/state/datazone-cancel"
    folder.mkdir(parents=True)
    for number in range(105):
        (folder / f"20250101T{number:06}.000000Z-{DOMAIN}.jsonl").touch()
    return records.default_records(tmp_path)


def test_the_newest_hundred_records_are_kept(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, old_records: list[Path]
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS)

    kept = records.default_records(tmp_path)
    assert len(kept) == 100
    assert kept[:-1] == old_records[6:]


def test_an_old_record_that_is_in_use_is_kept(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, old_records: list[Path]
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    with old_records[0].open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 0
    kept = records.default_records(tmp_path)
    assert (len(kept), kept[0]) == (101, old_records[0])


def test_a_record_of_the_same_second_gets_a_name_of_its_own(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    folder = tmp_path / ".local/state/datazone-cancel"
    folder.mkdir(parents=True)
    now = datetime.now(timezone.utc)
    seconds = [now + timedelta(seconds=number) for number in range(60)]
    taken = {folder / f"{time:%Y%m%dT%H%M%SZ}-{DOMAIN}.jsonl" for time in seconds}
    for path in taken:
        path.touch()
    endpoint.answer(Answer(), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS)

    [path] = {*records.default_records(tmp_path)} - taken
    assert any(path.name.startswith(f"{each.stem}-") for each in taken)
    assert set(records.last_outcomes(path).values()) == {"ACCEPTED"}


@pytest.mark.parametrize("space", [None, 1], ids=["no folder", "full disk"])
def test_without_a_place_for_a_record_runs_are_canceled_all_the_same(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    space: int | None,
) -> None:
    if space is None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("HOME", str(tmp_path / "file"))
    endpoint.answer(Answer(), EXPIRED)

    with largest_file(space) if space else nullcontext():
        result = cancel(*THREE_RUNS_ARGS)

    assert result.report["summary"] == {"ACCEPTED": 1, "FAILED": 1, "NOT_ATTEMPTED": 1}
    assert records.continuing_command(result) == [
        f"--domain-identifier={DOMAIN}",
        "--region=us-east-1",
        "--identifier=mgr2",
        "--identifier=mgr3",
    ]


def test_without_a_record_many_runs_have_no_command(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    listed = b" ".join(b"mgr%d" % number for number in range(9))
    endpoint.answer(EXPIRED)

    stderr = cancel(*DOMAIN_ARGS, "--identifier", "-", *ONE_AT_A_TIME, stdin=listed).stderr

    assert stderr.endswith("9 runs are left.\n")


def refused(result: Result, endpoint: Endpoint, sentence: str) -> bool:
    """Whether the command ended with this sentence before it sent anything."""
    return (
        result == Result(status=252, stdout="", stderr=f"\n{sentence}\n") and not endpoint.requests
    )


@pytest.mark.parametrize("content", [b"mgr1 mgr2\n", b"\xff"])
def test_a_record_is_not_written_over_another_file(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "ids.txt"
    path.write_bytes(content)

    result = cancel(*RUN_ARGS, f"--report={path}")

    assert refused(result, endpoint, f"{path} is not empty: pass a new file to --report")
    assert path.read_bytes() == content


def test_others_may_read_a_record_that_is_named_if_the_umask_lets_them(
    cancel: InProcessCommand, record: Path
) -> None:
    umask = os.umask(0o022)
    try:
        cancel(*RUN_ARGS, "--dry-run", f"--report={record}")
    finally:
        os.umask(umask)

    assert stat.S_IMODE(record.stat().st_mode) == 0o644


def test_a_record_belongs_to_one_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    record.write_text(records.line("mgr1", "ACCEPTED"))

    result = cancel(*THREE_RUNS_ARGS, f"--report={record}")

    sentence = (
        f"{record} is the record of another cancellation: pass a new file, or continue that one"
        f" with --resume {record}"
    )
    assert refused(result, endpoint, sentence)


def test_an_empty_file_becomes_the_record(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    record.touch()
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, f"--report={record}")

    assert records.last_outcomes(record) == {RUN: "ACCEPTED"}


@pytest.mark.parametrize("option", ["--report", "--resume"])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("directory", "Is a directory"),
        ("FIFO", "Not a regular file"),
        ("/dev/full", "Not a regular file"),
        ("/dev/zero", "Not a regular file"),
    ],
)
def test_only_a_regular_file_can_be_a_record(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    option: str,
    kind: str,
    reason: str,
) -> None:
    paths = {"directory": tmp_path / "directory", "FIFO": tmp_path / "fifo"}
    path = paths.get(kind, Path(kind))
    if kind == "directory":
        path.mkdir()
    elif kind == "FIFO":
        os.mkfifo(path)
    argv = (*THREE_RUNS_ARGS, "--report") if option == "--report" else ("--resume",)

    result = cancel(*argv, str(path))

    problem = f"Error opening the file of {option}: {reason}: {path}"
    assert refused(result, endpoint, problem)


def test_a_home_directory_in_the_path_is_expanded(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, "--report=~/record.jsonl")

    assert records.last_outcomes(tmp_path / "record.jsonl") == {RUN: "ACCEPTED"}


def test_a_disk_without_room_for_the_plan_stops_the_command(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    with largest_file(1):
        result = cancel(*THREE_RUNS_ARGS, f"--report={record}")

    sentence = f"Could not write to {record}: File too large. Nothing was sent."
    assert result == Result(status=255, stdout="", stderr=f"\n{sentence}\n")
    assert endpoint.requests == []


def test_a_plan_that_cannot_be_flushed_to_disk_stops_the_command(
    cancel: InProcessCommand, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("os.fsync", fail)

    result = cancel(*THREE_RUNS_ARGS, f"--report={record}")

    sentence = f"Could not write to {record}: Input/output error. Nothing was sent."
    assert result == Result(status=255, stdout="", stderr=f"\n{sentence}\n")


def test_a_disk_without_room_for_the_results_is_never_called_a_complete_record(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(*[Answer()] * 3)

    with largest_file(1500):
        result = cancel(*THREE_RUNS_ARGS, f"--report={record}")

    assert (result.status, result.report["summary"]) == (255, {"ACCEPTED": 3})
    assert f"The record {record} is incomplete: File too large" in result.stderr
    assert "--resume" not in result.stderr


def test_a_file_system_that_hangs_does_not_keep_the_command_from_ending(
    endpoint: Endpoint, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, responds, write = ScriptedClock(), threading.Event(), os.write

    def hang(descriptor: int, data: bytes) -> int:
        if threading.current_thread() is not threading.main_thread():
            clock.interrupt()
            clock.interrupt()
            responds.wait(timeout=60)
        return write(descriptor, data)

    monkeypatch.setattr("os.write", hang)
    monkeypatch.setattr(LOCK_TIMEOUT_SECONDS, 0)
    endpoint.answer(Answer())

    result = call_in_process(*THREE_RUNS_ARGS, f"--report={record}", clock=clock)
    responds.set()

    assert result.report["summary"] == {"FAILED": 1, "NOT_ATTEMPTED": 2}
    assert f"The record {record} is incomplete: the file system does not respond" in result.stderr


def test_a_long_plan_is_written_completely(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path
) -> None:
    runs = [f"mgr{number}" for number in range(2001)]
    endpoint.answer(EXPIRED)

    cancel(
        *DOMAIN_ARGS,
        "--identifier=-",
        f"--report={record}",
        *ONE_AT_A_TIME,
        stdin="\n".join(runs).encode(),
    )

    planned = [(identifier, "NOT_ATTEMPTED") for identifier in runs]
    assert records.outcomes(record) == [*planned, ("mgr0", "FAILED")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("removed", "No such file or directory"),
        ("replaced", "it was replaced or truncated by another program"),
        ("truncated", "it was replaced or truncated by another program"),
    ],
)
def test_a_record_that_changed_meanwhile_is_incomplete(
    cancel: InProcessCommand, endpoint: Endpoint, record: Path, change: str, reason: str
) -> None:
    def tamper() -> None:
        if change == "truncated":
            os.truncate(record, 10)
        else:
            record.rename(f"{record}.old")
        if change == "replaced":
            record.write_text("something else")

    endpoint.on_request = lambda _request: None if endpoint.requests[1:] else tamper()
    endpoint.answer(Answer(), EXPIRED)

    result = cancel(*THREE_RUNS_ARGS, f"--report={record}")

    assert result.status == 255
    assert f"The record {record} is incomplete: {reason}\n" in result.stderr
    assert "--identifier=mgr2 --identifier=mgr3" in result.stderr
    assert "--resume" not in result.stderr


def test_the_report_has_times_and_credentials(
    cancel: InProcessCommand, endpoint: Endpoint, aws_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    aws_config.write_text("[default]\naws_access_key_id = AKID\naws_secret_access_key = hush\n")
    endpoint.answer(Answer(), Answer(), Answer())

    report = cancel(*THREE_RUNS_ARGS).report

    assert report["credentials"] == "profile default"
    assert report["startedAt"] <= report["results"][0]["at"] <= report["endedAt"]
    assert all(result["at"].endswith("Z") for result in report["results"])


def test_a_dry_run_uses_no_credentials(cancel: InProcessCommand) -> None:
    report = cancel(*THREE_RUNS_ARGS, "--dry-run").report

    assert report["credentials"] is None


@pytest.mark.slow
def test_ctrl_c_that_also_ends_the_reader_says_where_the_record_is(
    endpoint: Endpoint, record: Path
) -> None:
    endpoint.answer(Answer(held=True))
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(record))

    with start_installed(*argv) as process:
        assert process.stdout is not None
        endpoint.requested.wait(timeout=60)
        process.stdout.close()
        process.send_signal(signal.SIGINT)
        endpoint.released.set()
        assert process.stderr is not None
        stderr = process.stderr.read().decode()
        status = process.wait(timeout=60)

    assert status == 130
    assert f"The report could not be written: Broken pipe. All results are in {record}\n" in stderr
    assert "To continue: datazone-cancel --resume " in stderr


def test_a_plan_that_was_not_confirmed_sends_nothing(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    result = cancel(*ALL_RUNS_ARGS, terminal=True, stdin=b"n\n")

    assert messages.NOTHING_CANCELED in result.stderr
    assert not records.default_records(tmp_path)
