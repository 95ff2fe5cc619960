"""Ctrl-C and SIGTERM while many runs are canceled, with real signals; the property behind it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from io import BytesIO, TextIOWrapper
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datazone_cancel.cli import main
from datazone_cancel.errors import (
    CommandError,
    Exchange,
    FailureError,
    NotSentError,
    ServiceError,
)
from datazone_cancel.runs import Run

from .conftest import BIN, DOMAIN, ScriptedClock
from .loopback import Answer, Endpoint, document
from .test_all import item
from .test_many import canceled_runs

THREE = [f"--identifier=mgr{number}" for number in (1, 2, 3)]
SLOWLY = ("--domain-identifier", DOMAIN, *THREE, "--max-rate", "1e-300")
"""After the first cancellation, only an interruption ends it in time."""


def started(*argv: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [BIN / "datazone-cancel", *argv], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_lets_requests_under_way_finish_and_reports(
    endpoint: Endpoint, number: signal.Signals
) -> None:
    endpoint.answer(Answer(held=True))

    with started(*SLOWLY) as process:
        endpoint.asked.wait(timeout=60)
        process.send_signal(number)
        endpoint.released.set()
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 1, "NOT_ATTEMPTED": 2}
    assert stderr.decode() == (
        "Interrupted: requests under way may finish; once more ends at once.\n"
        f"3 runs in domain {DOMAIN}, Region us-east-1: 1 ACCEPTED, 2 NOT_ATTEMPTED\n"
    )
    assert len(canceled_runs(endpoint)) == 1


def test_a_second_signal_ends_at_once(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(silent=True))

    with started(*SLOWLY) as process:
        assert process.stderr is not None
        endpoint.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        stdout, rest = process.communicate(timeout=60)

    assert first.startswith(b"Interrupted: ")
    assert (process.returncode, stdout, rest) == (130, b"", b"")


def test_a_signal_ends_the_wait(endpoint: Endpoint) -> None:
    running = document(**item("mgr1", status="IN_PROGRESS"))
    endpoint.answer(Answer(), running)
    argv = ("--domain-identifier", DOMAIN, "--identifier", "mgr1", "--wait", "--wait-delay", "600")

    with started(*argv) as process:
        endpoint.asked.wait(timeout=60)
        endpoint.asked.clear()
        endpoint.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 1}


def test_what_would_be_sent_again_is_not(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1000")
    endpoint.answer(Answer(status=500, held=True))

    with started(
        "--domain-identifier", DOMAIN, "--identifier=mgr1", "--identifier=mgr1"
    ) as process:
        assert process.stderr is not None
        endpoint.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["results"][0]["attempts"] == 1


def test_an_ignored_signal_stays_ignored(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(held=True), Answer())
    argv = ("--domain-identifier", DOMAIN, *THREE[:2], "--max-concurrency", "1", "--quiet")
    program = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "os.execvp(sys.argv[1], sys.argv[1:])"
    )

    with subprocess.Popen(
        [sys.executable, "-c", program, str(BIN / "datazone-cancel"), *argv],
        stdout=subprocess.PIPE,
    ) as process:
        endpoint.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 2}


def test_what_was_not_attempted_can_be_fed_back_in(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(), Answer())
    command = f"datazone-cancel --domain-identifier {DOMAIN}"
    rest = "results[?outcome==`NOT_ATTEMPTED`].[identifier]"
    script = (
        f"{{ {command} {' '.join(THREE)} --max-rate 0.001 --query '{rest}' --output text &"
        " echo $! >&2; wait $!; wait $!; }"
        f" | {command} --identifier - --max-rate 0 --query summary"
    )

    with subprocess.Popen(
        ["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        first = int(process.stderr.readline())
        endpoint.asked.wait(timeout=60)
        os.kill(first, signal.SIGTERM)
        stdout, _ = process.communicate(timeout=60)

    assert json.loads(stdout) == {"ACCEPTED": 2}
    assert sorted(canceled_runs(endpoint)) == ["mgr1", "mgr2", "mgr3"]


FAULTS = {
    "broken": None,
    "accepted": None,
    "accepted at the second attempt": None,
    "finished": ServiceError("The MetadataGenerationRun in FAILED status cannot be canceled."),
    "lost": ServiceError("The MetadataGenerationRun in CANCELED status cannot be canceled."),
    "missing": ServiceError("Requested prediction cannot be found in domain"),
    "denied": ServiceError("User is not permitted"),
    "unreachable": FailureError("Could not connect"),
    "failing": ServiceError("Something went wrong"),
    "held back": NotSentError("Interrupted"),
    "expired": ServiceError("The security token included is expired"),
}
CODES = {"missing": "ResourceNotFoundException", "denied": "AccessDeniedException"}


class FaultyService:
    """A service whose answers, and the moment of an interruption, are given."""

    region = "us-east-1"

    def __init__(self, faults: dict[str, str], clock: ScriptedClock, interrupted_at: int) -> None:
        self.faults = faults
        self.clock = clock
        self.interrupted_at = interrupted_at
        self.canceled: Counter[str] = Counter()

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> Exchange:
        assert domain_identifier == DOMAIN
        self.canceled[identifier] += 1
        if self.canceled.total() >= self.interrupted_at:
            self.clock.interrupt()
        fault = self.faults[identifier]
        if fault == "broken":
            raise RuntimeError(fault)
        error = FAULTS[fault]
        if error is None:
            return Exchange(attempts=1 + fault.endswith("attempt"), request_id="r")
        failure: CommandError = type(error)(*error.lines)
        failure.members = {"Code": CODES.get(fault, "Error"), "Message": error.lines[0]}
        failure.exchange = Exchange(attempts=2 if fault == "lost" else 1)
        failure.concerns_all = fault == "expired"
        raise failure

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run:
        assert domain_identifier == DOMAIN
        return Run(identifier=identifier, status="CANCELED")


@settings(max_examples=200, deadline=None)
@given(
    faults=st.dictionaries(
        st.from_regex("[a-zA-Z0-9_-]{1,36}", fullmatch=True), st.sampled_from(sorted(FAULTS))
    ).filter(bool),
    repeated=st.lists(st.integers(min_value=0), max_size=5),
    interrupted_at=st.integers(min_value=0, max_value=30),
    concurrency=st.integers(min_value=1, max_value=9),
    output=st.sampled_from(["json", "jsonl"]),
)
def test_every_identifier_comes_out_exactly_once(
    faults: dict[str, str],
    repeated: list[int],
    interrupted_at: int,
    concurrency: int,
    output: str,
) -> None:
    identifiers = list(faults)
    words = [*identifiers, *(identifiers[place % len(identifiers)] for place in repeated)]
    clock = ScriptedClock()
    service = FaultyService(faults, clock, interrupted_at)
    stdout, stderr = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")

    def connect(*_: object, **__: object) -> FaultyService:
        if interrupted_at == 0:
            clock.interrupt()
        return service

    with (
        mock.patch("datazone_cancel.service.DataZone", connect),
        mock.patch("datazone_cancel.many.Clock", return_value=clock),
        mock.patch("sys.stdin", TextIOWrapper(BytesIO("\n".join(words).encode()))),
        mock.patch("sys.stdout", stdout),
        mock.patch("sys.stderr", stderr),
    ):
        status = main(
            [
                *("--domain-identifier", DOMAIN, "--identifier", "-"),
                *("--max-concurrency", str(concurrency), "--output", output),
            ]
        )

    printed = stdout.buffer.getvalue().decode()
    results: list[dict[str, Any]]
    if output == "json":
        results = json.loads(printed)["results"]
        assert [result["identifier"] for result in results] == identifiers
    else:
        results = [json.loads(line) for line in printed.splitlines()]
    assert Counter(result["identifier"] for result in results) == Counter(identifiers)
    for result in results:
        sent = service.canceled[result["identifier"]]
        attempted = sent == 1 and faults[result["identifier"]] != "held back"
        assert sent <= 1
        assert attempted == (result["outcome"] != "NOT_ATTEMPTED")
    fine = all(result["outcome"] in ("ACCEPTED", "CANCELED") for result in results)
    if clock.interrupted:
        assert status == 130
    else:
        assert (status == 0) == fine
