"""The question before --all cancels, and the preview above it."""

import os
import re
from dataclasses import replace

import pytest

from .support import messages
from .support.answers import NO_RUNS, NOW, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import DATAZONE_CANCEL, InProcessCommand, Result, call_with_files
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, ONE_AT_A_TIME
from .support.readers import Reader, stopped_terminal
from .support.terminal import terminal

BAR_HEIGHT = 3
"""Lines of the screen."""


def test_all_needs_confirmation_without_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    result = cancel(*ALL_RUNS_ARGS)

    assert result == Result(status=252, stdout="", stderr=messages.NEEDS_CONFIRMATION)
    assert endpoint.requests == []


def shown(stderr: str) -> list[str]:
    """The lines that are left once the listing is complete."""
    return stderr.rpartition("\x1b[J\r")[2].splitlines()


def facts(stderr: str) -> dict[str, str]:
    """The summary above the table: values by label, for labels without a line of their own."""
    lines = (line.split(maxsplit=1) for line in shown(stderr)[1:] if line[8:10] == "  ")
    return {words[0]: words[1] for words in lines if len(words) == 2}


@pytest.fixture
def two_runs(endpoint: Endpoint) -> Endpoint:
    first = run_item(
        "mgr1",
        createdAt=NOW - 18_300,
        types=["BUSINESS_NAMES"],
        target={"type": "ASSET", "identifier": "ast1"},
    )
    second = run_item("mgr2", createdBy="\x1b[2J[red]", createdAt=NOW - 7200, type="BUSINESS_X")
    endpoint.answer(run_list(first, second), NO_RUNS)
    return endpoint


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"", b"no\n", b"yo\n"])
def test_any_answer_but_yes_cancels_nothing(
    cancel: InProcessCommand, two_runs: Endpoint, answer: bytes
) -> None:
    result = cancel(*ALL_RUNS_ARGS, terminal=True, stdin=answer)

    assert result.status == 1
    assert result.stderr.endswith(f"{messages.NOTHING_CANCELED}\n")
    assert two_runs.canceled_runs == []


@pytest.mark.parametrize("answer", [b"y\n", b"YES\n"])
def test_yes_cancels_the_runs_in_the_preview(
    cancel: InProcessCommand, two_runs: Endpoint, answer: bytes
) -> None:
    two_runs.answer(Answer(), Answer())

    result = cancel(*ALL_RUNS_ARGS, *ONE_AT_A_TIME, terminal=True, stdin=answer)

    assert result.status == 0
    assert two_runs.canceled_runs == ["mgr1", "mgr2"]


@pytest.mark.usefixtures("two_runs")
def test_the_preview_names_the_domain_the_region_and_the_identity(
    cancel: InProcessCommand,
) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert shown(stderr)[0] == messages.preview(2)
    assert messages.runs_question(2) in stderr


@pytest.mark.usefixtures("two_runs")
def test_the_preview_shows_each_run_in_one_line(cancel: InProcessCommand) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert [line.split() for line in shown(stderr)[-5:-2]] == [
        ["Identifier", "Age", "Target", "Creator", "Type"],
        ["mgr1", "5h", "ast1", "usr1", "NAMES"],
        ["mgr2", "2h", "\\x1b[2J[red]", "X"],
    ]


@pytest.mark.usefixtures("two_runs")
def test_a_value_that_all_runs_have_is_above_the_table(cancel: InProcessCommand) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert facts(stderr)["Status"] == "SUBMITTED"
    assert facts(stderr)["Project"] == "prj1"


def test_runs_are_counted_by_their_most_common_values(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    creators = ["ann", "bob", "bob", "cat", "cat", "cat", "dan", "eve"]
    endpoint.answer(
        run_list(
            *(
                run_item(
                    f"mgr{number}",
                    createdBy=creator,
                    owningProjectId=f"prj{number // 6}",
                    types=["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"][number % 2 :],
                )
                for number, creator in enumerate(creators)
            )
        ),
        run_list(run_item("mgr9", status="IN_PROGRESS", createdBy="ann")),
    )

    found = facts(cancel(*ALL_RUNS_ARGS, terminal=True).stderr)

    assert found["Status"] == "8 SUBMITTED, 1 IN_PROGRESS"
    assert found["Type"] == "4 NAMES+DESCRIPTIONS, 4 DESCRIPTIONS, 1 unknown"
    assert found["Project"] == "6 prj0, 3 prj1"
    assert found["Creator"] == "3 cat, 2 ann, 2 bob, and 2 more"


def test_the_preview_says_when_the_oldest_and_the_newest_run_were_created(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{day}", createdAt=day * 86400) for day in (3, 1, 2))))
    endpoint.answer(NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, terminal=True).stderr

    assert re.fullmatch(
        r"1970-01-02T00:00:00Z \(\d+d ago\) to 1970-01-04T00:00:00Z \(\d+d ago\)",
        facts(stderr)["Created"],
    )


@pytest.mark.parametrize(
    ("rate", "duration"),
    [
        ("20", "about 1s at --max-rate 20"),
        ("0.5", "about 2m at --max-rate 0.5"),
        ("0.4", "about 2m30s at --max-rate 0.4"),
        ("0.01", "about 1h40m at --max-rate 0.01"),
        ("0", "as fast as possible"),
    ],
)
def test_the_preview_says_how_long_canceling_takes(
    cancel: InProcessCommand, endpoint: Endpoint, rate: str, duration: str
) -> None:
    count = 60 if rate != "20" else 20
    endpoint.answer(run_list(*(run_item(f"mgr{number}") for number in range(count))), NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, "--max-rate", rate, terminal=True).stderr

    assert facts(stderr)["Duration"] == duration


@pytest.mark.parametrize(
    ("argv", "excluded"),
    [
        (("--created-by", "ann"), "2 cancelable runs that do not match the filters"),
        (("--status", "SUBMITTED"), "1 cancelable run that does not match the filters"),
        (("--type", "NAMES"), "2 cancelable runs that do not match the filters"),
        (("--older-than", "0s"), "0 cancelable runs that do not match the filters"),
    ],
)
def test_the_preview_counts_the_runs_that_the_filters_exclude(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...], excluded: str
) -> None:
    endpoint.answer(
        run_list(
            run_item("mgr1", createdBy="ann", types=["BUSINESS_NAMES"]),
            run_item("mgr2", createdBy="bob", types=["BUSINESS_DESCRIPTIONS"]),
        )
    )
    in_progress = run_item("mgr3", status="IN_PROGRESS", types=["BUSINESS_DESCRIPTIONS"])
    endpoint.answer(run_list(in_progress))

    stderr = cancel(*ALL_RUNS_ARGS, *argv, terminal=True).stderr

    assert facts(stderr)["Excluded"] == excluded


@pytest.mark.parametrize(("max_items", "is_cut"), [("1", True), ("2", False)])
def test_the_preview_says_whether_max_items_leaves_runs_out(
    cancel: InProcessCommand, endpoint: Endpoint, max_items: str, *, is_cut: bool
) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")))
    if not is_cut:
        endpoint.answer(NO_RUNS)

    found = facts(cancel(*ALL_RUNS_ARGS, "--max-items", max_items, terminal=True).stderr)

    text = "at least 1 more run, because --max-items ended the listing"
    assert found.get("Excluded") == (text if is_cut else None)


def test_without_filters_nothing_is_excluded(cancel: InProcessCommand, two_runs: Endpoint) -> None:
    assert "Excluded" not in cancel(*ALL_RUNS_ARGS, terminal=True).stderr
    assert two_runs.canceled_runs == []


@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox_runs(100)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 20), (200, 50)])
def test_the_preview_fills_the_screen_but_for_the_bar(
    cancel: InProcessCommand, width: int, height: int
) -> None:
    argv = (*ALL_RUNS_ARGS, "--color=off")

    lines = shown(cancel(*argv, terminal=True, width=width, height=height).stderr)

    assert len(lines) == height - BAR_HEIGHT + len([messages.NOTHING_CANCELED])
    assert max(map(len, lines)) <= width
    rows = sum(line.startswith("mgr") for line in lines)
    assert messages.more_runs(101 - rows) in lines


@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox_runs(10)
def test_all_runs_are_shown_if_they_fit(cancel: InProcessCommand) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert sum(line.startswith("mgr") for line in shown(stderr)) == 11
    assert " more" not in stderr


def test_a_small_screen_still_shows_one_run(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{number}") for number in range(9))), NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True, height=5).stderr

    assert "mgr0" in stderr
    assert "mgr1" not in stderr
    assert messages.more_runs(8) in stderr


def test_the_most_important_columns_are_shown_on_a_narrow_screen(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(
        run_list(
            *(
                run_item(
                    f"mgr{number}",
                    createdAt=NOW - 3600 * number,
                    createdBy=f"the-creator-{number}",
                    target={"identifier": f"the-asset-{number}"},
                )
                for number in (1, 2)
            )
        ),
        NO_RUNS,
    )

    lines = shown(cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True, width=40).stderr)

    assert ["Identifier", "Age", "Target"] in map(str.split, lines)
    assert ["mgr1", "1h", "the-asset-1"] in map(str.split, lines)


def test_the_longest_identifiers_are_not_broken_at_40_columns(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    domain = "dzd_" + "d" * 36
    members = {"createdBy": "-".join("c" * 18), "owningProjectId": "p" * 36}
    runs = [run_item(str(number) * 36, **members) for number in (1, 2)]
    endpoint.answer(run_list(*runs, run_item("3" * 36)), NO_RUNS)
    argv = ("--all", "--domain-identifier", domain, "--color=off")

    lines = shown(cancel(*argv, terminal=True, width=40, height=50).stderr)

    assert max(map(len, lines)) <= 40
    for identifier in (domain, "1" * 36, members["createdBy"], members["owningProjectId"]):
        assert any(identifier in line for line in lines)
    assert lines[2:5] == ["Creator", f"  2 {members['createdBy']},", "  1 usr1"]


def test_one_run_is_described_without_a_table(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    target = {"type": "ASSET", "identifier": "ast1"}
    endpoint.answer(run_list(run_item("mgr1", target=target, type="BUSINESS_NAMES")), NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    found = facts(stderr)
    assert "Created" in found
    del found["Created"]
    assert found == {
        "Run": "mgr1",
        "Target": "ast1",
        "Status": "SUBMITTED",
        "Type": "NAMES",
        "Project": "prj1",
        "Creator": "usr1",
        "Duration": "about 1s at --max-rate 20",
    }
    assert "Identifier" not in stderr


def test_the_question_about_one_run_is_singular(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert messages.ONE_RUN_QUESTION in cancel(*ALL_RUNS_ARGS, terminal=True).stderr


def test_the_question_waits_for_a_terminal_that_is_stopped(two_runs: Endpoint) -> None:
    reader = Reader()
    two_runs.answer(Answer(), Answer())

    with stopped_terminal(reader, waits=100) as stderr, open(os.devnull, "w") as stdout:
        status = call_with_files(
            *(*ALL_RUNS_ARGS, *ONE_AT_A_TIME),
            clock=ScriptedClock(),
            stdin=b"y\n",
            stdout=stdout,
            stderr=stderr,
            stdin_is_terminal=True,
            stderr_is_terminal=True,
        )

    assert status == 0
    assert messages.runs_question(2) in reader.text
    assert two_runs.canceled_runs == ["mgr1", "mgr2"]


@pytest.mark.slow
def test_what_was_typed_before_the_question_is_no_answer(endpoint: Endpoint) -> None:
    listing = replace(run_list(run_item("mgr1")), held=True)
    endpoint.answer(listing, NO_RUNS)

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS) as screen:
        endpoint.requested.wait(timeout=60)
        screen.type("y\n")
        screen.wait_for("^y Listing")
        endpoint.released.set()
        assert screen.wait({messages.ONE_RUN_QUESTION: "n\n"}) == 1
    assert endpoint.canceled_runs == []


@pytest.mark.slow
def test_input_that_ended_before_the_question_cancels_nothing(endpoint: Endpoint) -> None:
    endpoint.answer(replace(run_list(run_item("mgr1")), held=True), NO_RUNS)

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS) as screen:
        endpoint.requested.wait(timeout=60)
        screen.type("y\n")
        screen.wait_for("^y Listing")
        screen.type("\x04")
        endpoint.released.set()
        assert screen.wait() == 1
        assert messages.NOTHING_CANCELED in screen.text
    assert endpoint.canceled_runs == []


@pytest.mark.slow
@pytest.mark.parametrize(("key", "status"), [("\x03", 130), ("\x04", 1)])
def test_ctrl_c_and_ctrl_d_at_the_question_cancel_nothing(
    two_runs: Endpoint, key: str, status: int
) -> None:
    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS) as screen:
        assert screen.wait({messages.runs_question(2): key}) == status
        assert "Traceback" not in screen.written
    assert two_runs.canceled_runs == []


@pytest.mark.slow
def test_yes_on_a_real_terminal_cancels_the_runs(two_runs: Endpoint) -> None:
    two_runs.answer(Answer(), Answer())

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS, *ONE_AT_A_TIME) as screen:
        assert screen.wait({messages.runs_question(2): "y\r"}) == 0
    assert two_runs.canceled_runs == ["mgr1", "mgr2"]
