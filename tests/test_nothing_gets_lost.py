"""The property behind reports: each identifier is reported once, whatever happens."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .support.clock import ScriptedClock
from .support.command import call_in_process
from .support.faulty_service import FAULTS, NOT_SENT, FaultyService
from .support.names import DOMAIN_ARGS


@pytest.mark.slow
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
def test_every_identifier_is_reported_exactly_once(
    faults: dict[str, str],
    repeated: list[int],
    interrupted_at: int,
    concurrency: int,
    output: str,
) -> None:
    identifiers = list(faults)
    words = [*identifiers, *(identifiers[index % len(identifiers)] for index in repeated)]
    clock = ScriptedClock()
    service = FaultyService(faults, clock, interrupted_at)

    result = call_in_process(
        *(*DOMAIN_ARGS, "--identifier", "-", "--output", output),
        *("--max-concurrency", str(concurrency)),
        stdin="\n".join(words).encode(),
        clock=clock,
        connect=service.connect,
    )

    results: list[dict[str, Any]]
    if output == "json":
        results = result.report["results"]
        assert [each["identifier"] for each in results] == identifiers
    else:
        results = result.json_lines
    assert Counter(each["identifier"] for each in results) == Counter(identifiers)
    for each in results:
        sent = service.canceled[each["identifier"]]
        attempted = sent == 1 and faults[each["identifier"]] != NOT_SENT
        assert sent <= 1
        assert attempted == (each["outcome"] != "NOT_ATTEMPTED")
    success = all(each["outcome"] in ("ACCEPTED", "CANCELED") for each in results)
    if clock.interrupted:
        assert result.status == 130
    else:
        assert (result.status == 0) == success
