"""Rule two: whatever ends a bulk cancellation, its record continues with exactly its runs."""

import os
import resource
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datazone_cancel.main import main
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import IO

from .support import records
from .support.clock import InterruptedClock
from .support.faulty_service import FaultyService
from .support.names import DOMAIN_ARGS

pytestmark = [
    pytest.mark.slow,
    # hypothesis and xdist have threads, which take no part in the command.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

FAULTS = (
    "accepted",
    "accepted at the second attempt",
    "accepted, but the connection drops",
    "accepted with HTML",
    "finished",
    "missing",
    "server error",
    "throttled once",
)
RUNS = tuple(f"mgr{number:02}" for number in range(12))
NEWCOMERS = ("new1", "new2")


class Calamity(NamedTuple):
    """What happens to a command: a signal, SIGKILL, a full disk, credentials that expire, or
    nothing at all.
    """

    kind: str
    moment: int
    """Counted from the first request; for a full disk, the size of the record in bytes."""
    waits: bool


class Life(NamedTuple):
    """Everything that a test chooses."""

    faults: dict[str, str]
    selection: str
    calamities: list[Calamity]
    concurrency: int

    @property
    def confirmed(self) -> set[str]:
        """The runs that the first command selects."""
        if self.selection == "list":
            return set(self.faults)
        selectable = [run for run, fault in self.faults.items() if fault != "finished"]
        return set(selectable[:4] if self.selection == "max-items" else selectable)

    @property
    def first_command(self) -> list[str]:
        selection = {
            "list": [f"--identifier={run}" for run in self.faults],
            "all": ["--all", "--yes"],
            "max-items": ["--all", "--yes", "--max-items=4"],
        }
        return [*DOMAIN_ARGS, *selection[self.selection]]


LIVES = st.builds(
    Life,
    faults=st.dictionaries(
        st.sampled_from(RUNS), st.sampled_from(FAULTS), min_size=2, max_size=len(RUNS)
    ),
    selection=st.sampled_from(["list", "all", "max-items"]),
    calamities=st.lists(
        st.one_of(
            st.builds(
                Calamity,
                kind=st.sampled_from(["SIGINT", "SIGKILL", "expiry", "nothing"]),
                moment=st.integers(min_value=1, max_value=60),
                waits=st.booleans(),
            ),
            st.builds(
                Calamity,
                kind=st.just("full disk"),
                moment=st.integers(min_value=0, max_value=9000),
                waits=st.booleans(),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
    concurrency=st.integers(min_value=1, max_value=4),
)


class LoggedRuns(set[str]):
    """Runs that are canceled. Each one is also written to a pipe, for the time after SIGKILL."""

    pipe = -1

    def add(self, run: str) -> None:
        super().add(run)
        os.write(self.pipe, f"{run}\n".encode())


class KillingClock(InterruptedClock):
    """Kills the process at a moment."""

    def interrupt(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class World:
    """The service, which outlives the commands."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = dict(faults)
        self.accepted: Counter[str] = Counter()

    def run(self, argv: Sequence[str], calamity: Calamity) -> tuple[int, str]:
        """Run a command in a process of its own: the status, negative after SIGKILL, and stderr."""
        log, stderr = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            os._exit(self._run_in_child(argv, calamity, log[1], stderr[1]))
        os.close(log[1])
        os.close(stderr[1])
        with open(stderr[0], encoding="utf-8") as stderr_file, open(log[0]) as log_file:
            text = stderr_file.read()
            self.accepted.update(log_file.read().split())
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), text

    def _run_in_child(self, argv: Sequence[str], calamity: Calamity, log: int, stderr: int) -> int:
        is_signal = calamity.kind in ("SIGINT", "SIGKILL")
        signals = [(calamity.moment, signal.SIGINT)] if is_signal else []
        kind = KillingClock if calamity.kind == "SIGKILL" else InterruptedClock
        clock = kind(signals)
        signal.signal(signal.SIGINT, lambda *_: clock.interrupt())
        faults = dict(self.faults)
        active = [run for run, fault in faults.items() if fault != "finished"]
        if calamity.kind == "expiry" and active:
            faults[active[calamity.moment % len(active)]] = "expired credentials"
        service = FaultyService(faults, {}, clock, clock.request)
        service.canceled = LoggedRuns(self.accepted)
        service.canceled.pipe = log
        if calamity.kind == "full disk":
            resource.setrlimit(resource.RLIMIT_FSIZE, (calamity.moment, calamity.moment))
        with (
            open(os.devnull, "w", encoding="utf-8") as null,
            open(stderr, "w", encoding="utf-8") as stderr_file,
            service.serving(),
        ):
            streams = [
                Stream(file, is_terminal=False, environ=os.environ, clock=clock)
                for file in (null, stderr_file)
            ]
            io = IO(
                stdin=None, stdout=streams[0], stderr=streams[1], environ=os.environ, clock=clock
            )
            return int(main(argv, io))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=LIVES)
def test_each_confirmed_run_is_canceled_once_and_no_other(
    life: Life, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    record = tmp_path_factory.mktemp("life") / "record.jsonl"
    world = World(life.faults)
    argv = [*life.first_command, f"--report={record}"]
    limits = [f"--max-concurrency={life.concurrency}", "--max-rate=0"]

    for calamity in (*life.calamities, Calamity("nothing", 0, waits=True)):
        waiting = ["--wait", "--wait-timeout=20"] if calamity.waits else []
        status, stderr = world.run([*argv, *limits, *waiting], calamity)
        if "Nothing to cancel" in stderr:
            assert not life.confirmed
            return
        world.faults |= dict.fromkeys(NEWCOMERS, "accepted")
        if not is_planned(record):
            # Nothing was sent, so the first command is repeated.
            assert not world.accepted
            assert status != 0
            record.unlink(missing_ok=True)
            for newcomer in NEWCOMERS:
                del world.faults[newcomer]
            continue
        argv = ["--resume", str(record)]

    if record.exists():
        assert records.last_outcomes(record).keys() == life.confirmed
        for run, outcome in records.last_outcomes(record).items():
            assert_true(run, outcome, life.faults[run], world)
    assert set(world.accepted) <= life.confirmed
    assert set(world.accepted.values()) <= {1}


def is_planned(record: Path) -> bool:
    """Whether a plan was written to its end."""
    if not record.exists():
        return False
    lines = [line for line in record.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return len(lines) > 0 and f'"planned": {len(set(map(identifier_of, lines)))},' in lines[0]


def identifier_of(line: str) -> str:
    return line.split('"identifier": "')[1].partition('"')[0]


def assert_true(run: str, outcome: str, fault: str, world: World) -> None:
    """Compare the last outcome in the record with the record of the service."""
    if world.accepted[run]:
        assert outcome == "CANCELED"
    elif fault == "finished":
        assert outcome in ("ALREADY_FINISHED", "NOT_ATTEMPTED")
    elif fault == "missing":
        assert outcome in ("NOT_FOUND", "NOT_ATTEMPTED")
    else:
        assert outcome in ("FAILED", "NOT_ATTEMPTED")
