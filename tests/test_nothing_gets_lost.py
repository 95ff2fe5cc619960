"""Rule one: each run is reported exactly once, with a true outcome, whatever happens."""

import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .support.clock import InterruptedClock
from .support.command import call_with_files
from .support.faulty_service import FAULTS, LISTINGS, READ_FAULTS, SECRETS, FaultyService
from .support.internals import end_on_signals_as_process_1
from .support.names import DOMAIN_ARGS
from .support.readers import READERS, STDERR_KINDS, Reader, broken_output, reading

pytestmark = pytest.mark.slow

QUERIES = (
    None,
    "results[].[identifier, outcome]",
    "sort_by(results, &error.code)",  # suits only reports in which all runs have an error
    "results[::0]",  # suits no report
)
FORMATS = ("json", "jsonl", "yaml", "yaml-stream", "text", "table")
RUNS = tuple(f"mgr{number:02}" for number in range(15))
REPORTED = re.compile(r"\b(mgr\d\d)\W+(?:outcome\W+)?([A-Z_]+)")
"""A run and its outcome, in any of the formats."""
SUCCESSES = ("ACCEPTED", "CANCELED")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Scenario(NamedTuple):
    """Everything that a test chooses."""

    faults: dict[str, str]
    read_faults: dict[str, str]
    repeated: list[str]
    signals: list[tuple[int, signal.Signals]]
    concurrency: int
    output: str
    query: str | None
    selection: str
    listing: str
    report: bool
    wait: bool
    reader: str
    stderr: str
    credentials_end: int | None
    """After this many requests about runs."""

    @property
    def identifiers(self) -> list[str]:
        """The runs to cancel, in the order of the report."""
        if self.selection == "list":
            return list(self.faults)
        return [run for run, fault in self.faults.items() if fault != "finished"]

    @property
    def ends_before_canceling(self) -> bool:
        return self.selection == "all" and self.listing in ("cycle", "wrong types", "SIGTERM")

    @property
    def argv(self) -> list[str]:
        selection = {"list": ["--identifier", "-"], "all": ["--all", "--yes"]}
        return [
            *DOMAIN_ARGS,
            *selection[self.selection],
            *("--output", self.output, "--max-concurrency", str(self.concurrency)),
            *(() if self.query is None else ("--query", self.query)),
            *(("--report", str(Path.home() / "report.jsonl")) if self.report else ()),
            *(("--wait", "--wait-timeout", "20") if self.wait else ()),
        ]


SCENARIOS = st.builds(
    Scenario,
    faults=st.dictionaries(st.sampled_from(RUNS), st.sampled_from(FAULTS), min_size=1),
    read_faults=st.dictionaries(st.sampled_from(RUNS), st.sampled_from(READ_FAULTS), max_size=3),
    repeated=st.lists(st.sampled_from(RUNS), max_size=3),
    signals=st.lists(
        st.tuples(st.integers(min_value=1, max_value=80), st.sampled_from(SIGNALS)), max_size=2
    ),
    concurrency=st.integers(min_value=1, max_value=5),
    output=st.sampled_from(FORMATS),
    query=st.sampled_from(QUERIES),
    selection=st.sampled_from(["list", "all"]),
    listing=st.sampled_from([*["one page"] * 3, *LISTINGS]),
    report=st.booleans(),
    wait=st.booleans(),
    reader=st.sampled_from(READERS),
    stderr=st.sampled_from(STDERR_KINDS),
    credentials_end=st.none() | st.integers(min_value=1, max_value=30),
)


@contextmanager
def signals_handled(scenario: Scenario) -> Iterator[None]:
    """Signals that requests left behind send after the command has ended are ignored.

    One that arrives during the listing finds the command as process 1.
    """
    ignore = signal.default_int_handler if scenario.ends_before_canceling else lambda *_: None
    previous = {number: signal.signal(number, ignore) for number in SIGNALS}
    if scenario.ends_before_canceling:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with mock.patch("os.getpid", return_value=1):
            end_on_signals_as_process_1()
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


class Expiry:
    """Credentials that are requested for each request, and end after some."""

    def __init__(self, requests: int | None) -> None:
        self._left = requests
        self.ended = False
        if requests is not None:
            soon = datetime.now(timezone.utc) + timedelta(minutes=5)
            os.environ["AWS_CREDENTIAL_EXPIRATION"] = soon.isoformat()

    def request(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                os.environ["AWS_CREDENTIAL_EXPIRATION"] = "2000-01-01T00:00:00Z"
                self.ended = True


def files_with_secrets(folder: Path) -> list[Path]:
    """The files with planted secrets. All files are deleted, for the next example."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = [path for path in files if b"planted" in path.read_bytes()]
    for path in files:
        path.unlink()
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=SCENARIOS)
def test_each_run_is_reported_once_and_truthfully(scenario: Scenario) -> None:
    words = [*scenario.faults, *(run for run in scenario.repeated if run in scenario.faults)]
    reader, stderr_reader = Reader(), Reader()

    with (
        mock.patch.dict(os.environ, SECRETS),
        signals_handled(scenario),
        broken_output(scenario.stderr, stderr_reader) as stderr,
        reading(scenario.reader, reader) as stdout,
    ):
        expiry = Expiry(scenario.credentials_end)
        clock = InterruptedClock(scenario.signals)

        def note_request() -> None:
            expiry.request()
            clock.request()

        service = FaultyService(
            scenario.faults, scenario.read_faults, clock, note_request, scenario.listing
        )
        with service.serving():
            status = call_with_files(
                *scenario.argv,
                clock=clock,
                stdin="\n".join(words).encode(),
                stdout=stdout,
                stderr=stderr,
                stderr_is_terminal=scenario.stderr.endswith("terminal"),
            )

    complete_lines = reader.text[: reader.text.rfind("\n") + 1]
    assert "planted" not in reader.text + stderr_reader.text
    assert files_with_secrets(Path.home()) == []
    reported = REPORTED.findall(complete_lines)
    # A request that passed the last check when the signal came is still sent.
    assert service.requests_after_interruption <= scenario.concurrency
    assert service.connected_after_interruption == 0
    if status == 252:
        assert scenario.query == "results[::0]"
        assert not service.cancellations
        assert reader.text == ""
    elif scenario.ends_before_canceling:
        assert status == (130 if scenario.listing == "SIGTERM" else 255)
        assert not service.cancellations
        assert reader.text == ""
        assert "bug" not in stderr_reader.text
    elif scenario.reader == "full" and scenario.identifiers:
        assert status == 255
    elif scenario.reader == "leaves early":
        assert max(Counter(run for run, _ in reported).values(), default=1) == 1
    else:
        runs = [run for run, _ in reported]
        assert sorted(runs) == sorted(scenario.identifiers)
        if scenario.output not in ("jsonl", "table") and scenario.query != QUERIES[2]:
            assert runs == scenario.identifiers
        ignored = ("ALREADY_FINISHED",) if scenario.selection == "all" else ()
        succeeded = all(outcome in (*SUCCESSES, *ignored) for _, outcome in reported)
        assert status in (1, 130, 254, 255) or succeeded
        if succeeded and not (scenario.wait or clock.interrupted or scenario.query == QUERIES[2]):
            assert status == 0
    for run, outcome in reported:
        unreadable = clock.interrupted or expiry.ended or run in service.read_faults
        assert_true(run, outcome, service, unreadable=unreadable)


def assert_true(run: str, outcome: str, service: FaultyService, *, unreadable: bool) -> None:
    """Compare an outcome with the record of the service."""
    sent = service.cancellations[run] > 0
    assert (outcome == "NOT_ATTEMPTED") != sent, (run, outcome)
    if outcome in SUCCESSES:
        assert service.status(run) == "CANCELED"
    elif outcome == "ALREADY_FINISHED":
        # After a lost response, the next one says that the run is canceled; the read failed.
        canceled = unreadable and service.status(run) == "CANCELED"
        assert service.faults[run] == "finished" or canceled
    elif outcome == "NOT_FOUND":
        assert service.faults[run] == "missing"
    elif outcome == "FAILED" and service.status(run) == "CANCELED":
        assert unreadable
