"""Rule one: each run is reported exactly once, with a true outcome, whatever happens."""

import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .support.clock import InterruptedClock
from .support.command import call_with_files
from .support.faulty_service import FAULTS, READ_FAULTS, SECRETS, FaultyService
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
RUNS = tuple(f"mgr{number:02}" for number in range(30))
REPORTED = re.compile(r"\b(mgr\d\d)\W+(?:outcome\W+)?([A-Z_]+)")
"""A run and its outcome, in any of the formats."""
SUCCESSES = ("ACCEPTED", "CANCELED")


class Scenario(NamedTuple):
    """Everything that a test chooses."""

    faults: dict[str, str]
    read_faults: dict[str, str]
    repeated: list[str]
    signals: list[int]
    concurrency: int
    output: str
    query: str | None
    selection: str
    wait: bool
    reader: str
    stderr: str

    @property
    def identifiers(self) -> list[str]:
        """The runs to cancel, in the order of the report."""
        if self.selection == "list":
            return list(self.faults)
        return [run for run, fault in self.faults.items() if fault != "finished"]

    @property
    def argv(self) -> list[str]:
        selection = {"list": ["--identifier", "-"], "all": ["--all", "--yes"]}
        return [
            *DOMAIN_ARGS,
            *selection[self.selection],
            *("--output", self.output, "--max-concurrency", str(self.concurrency)),
            *(() if self.query is None else ("--query", self.query)),
            *(("--wait", "--wait-timeout", "20") if self.wait else ()),
        ]


SCENARIOS = st.builds(
    Scenario,
    faults=st.dictionaries(st.sampled_from(RUNS), st.sampled_from(FAULTS), min_size=1),
    read_faults=st.dictionaries(st.sampled_from(RUNS), st.sampled_from(READ_FAULTS), max_size=3),
    repeated=st.lists(st.sampled_from(RUNS), max_size=3),
    signals=st.lists(st.integers(min_value=1, max_value=80), max_size=2),
    concurrency=st.integers(min_value=1, max_value=5),
    output=st.sampled_from(FORMATS),
    query=st.sampled_from(QUERIES),
    selection=st.sampled_from(["list", "all"]),
    wait=st.booleans(),
    reader=st.sampled_from(READERS),
    stderr=st.sampled_from(STDERR_KINDS),
)


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Ignore signals that requests left behind send after the command has ended."""
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=SCENARIOS)
def test_each_run_is_reported_once_and_truthfully(scenario: Scenario) -> None:
    clock = InterruptedClock(scenario.signals)
    service = FaultyService(scenario.faults, scenario.read_faults, clock, clock.request)
    words = [*scenario.faults, *(run for run in scenario.repeated if run in scenario.faults)]
    reader = Reader()

    with (
        mock.patch.dict(os.environ, SECRETS),
        signals_ignored(),
        service.serving(),
        broken_output(scenario.stderr) as stderr,
        reading(scenario.reader, reader) as stdout,
    ):
        status = call_with_files(
            *scenario.argv,
            clock=clock,
            stdin="\n".join(words).encode(),
            stdout=stdout,
            stderr=stderr,
            stderr_is_terminal=scenario.stderr == "lost terminal",
        )

    complete_lines = reader.text[: reader.text.rfind("\n") + 1]
    assert "planted" not in reader.text
    reported = REPORTED.findall(complete_lines)
    # A request that passed the last check when the signal came is still sent.
    assert service.requests_after_interruption <= scenario.concurrency
    if status == 252:
        assert scenario.query == "results[::0]"
        assert not service.cancellations
        assert reader.text == ""
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
        assert_true(run, outcome, service, interrupted=clock.interrupted)


def assert_true(run: str, outcome: str, service: FaultyService, *, interrupted: bool) -> None:
    """Compare an outcome with the record of the service."""
    sent = service.cancellations[run] > 0
    assert (outcome == "NOT_ATTEMPTED") != sent, (run, outcome)
    if outcome in SUCCESSES:
        assert service.status(run) == "CANCELED"
    elif outcome == "ALREADY_FINISHED":
        # After a lost response, the next one says that the run is canceled; the read failed.
        known = interrupted or run in service.read_faults
        assert service.faults[run] == "finished" or (known and service.status(run) == "CANCELED")
    elif outcome == "NOT_FOUND":
        assert service.faults[run] == "missing"
    elif outcome == "FAILED" and service.status(run) == "CANCELED":
        assert interrupted or run in service.read_faults
