"""Reports that are longer than the screen."""

import re
from pathlib import Path

import pytest

from .support.answers import DENIED, EXPIRED, NO_RUNS, NOT_FOUND, run_item, run_list
from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint, error
from .support.names import ALL_RUNS_ARGS, CONFIRMED_ARGS, DOMAIN, ONE_AT_A_TIME
from .support.records import default_records
from .support.terminal import terminal

FORTY = [f"mgr{number:02}" for number in range(40)]


@pytest.fixture
def forty_runs(endpoint: Endpoint) -> Endpoint:
    endpoint.answer(run_list(*map(run_item, FORTY)), NO_RUNS)
    return endpoint


def draw(cancel: InProcessCommand, *argv: str, width: int = 80) -> list[str]:
    """The lines on stdout of a terminal with 24 lines."""
    argv = (*CONFIRMED_ARGS, *ONE_AT_A_TIME, "--color=off", "--max-rate=0", *argv)
    return cancel(*argv, terminal=True, width=width, height=24).stdout.splitlines()


def draw_dry_run(cancel: InProcessCommand, identifiers: list[str], width: int = 80) -> list[str]:
    """The lines on stdout of a terminal with 24 lines: a dry run that reads nothing."""
    runs = [word for identifier in identifiers for word in ("--identifier", identifier)]
    argv = ("--domain-identifier", DOMAIN, *runs, "--color=off", "--dry-run")
    return cancel(*argv, terminal=True, width=width, height=24).stdout.splitlines()


def test_only_results_that_need_attention_are_shown_by_reason(
    cancel: InProcessCommand, forty_runs: Endpoint, tmp_path: Path
) -> None:
    forty_runs.answer(*[Answer()] * 30, *[DENIED] * 8, *[NOT_FOUND] * 2)

    lines = draw(cancel)

    [record] = default_records(tmp_path)
    assert lines == [
        "2 NOT_FOUND: Requested prediction cannot be found in domain",
        "  mgr38 mgr39",
        "8 FAILED: User is not permitted to perform operation",
        "  mgr30 mgr31 mgr32 mgr33 mgr34 mgr35 mgr36 mgr37",
        f"All results are in {record}",
    ]


def test_the_second_line_of_a_reason_is_indented(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    forty_runs.answer(*[Answer()] * 38, *[NOT_FOUND] * 2)

    lines = draw(cancel, width=40)

    assert lines[:2] == ["2 NOT_FOUND: Requested prediction cannot", "    be found in domain"]


def test_a_word_of_a_reason_that_is_wider_than_the_screen_is_broken(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    failure = error(400, "ValidationException", f"too long: {'x' * 50}{'y' * 20}")
    forty_runs.answer(*[Answer()] * 38, *[failure] * 2)

    lines = draw(cancel, width=40)

    assert lines[:3] == ["2 FAILED: too long:", f"    {'x' * 36}", f"    {'x' * 14}{'y' * 20}"]


def test_reasons_that_name_their_run_are_one(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    forty_runs.answer(*[Answer()] * 38)
    forty_runs.answer(*(error(404, "NotFound", f"no {identifier}") for identifier in FORTY[38:]))

    assert draw(cancel)[:2] == ["2 FAILED: no <run>", "  mgr38 mgr39"]


def test_the_heading_of_failures_is_red(cancel: InProcessCommand, forty_runs: Endpoint) -> None:
    forty_runs.answer(*[Answer()] * 38, *[DENIED] * 2)

    heading = draw(cancel, "--color=on")[0]

    assert heading.startswith("\x1b[31m2 FAILED: ")


@pytest.mark.parametrize(("width", "count"), [(80, 10), (81, 11)])
def test_a_line_has_as_many_identifiers_as_fit_beside_the_count(
    cancel: InProcessCommand, forty_runs: Endpoint, width: int, count: int
) -> None:
    forty_runs.answer(Answer(), *[NOT_FOUND] * 39)

    lines = draw(cancel, width=width)

    assert len(lines[1].split()) == count


def test_identifiers_that_do_not_fit_are_counted(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    forty_runs.answer(Answer(), *[NOT_FOUND] * 39)

    lines = draw(cancel, width=20)

    assert len(lines) <= 24
    shown = [word for line in lines for word in line.split() if word.startswith("mgr")]
    [more] = [line for line in lines if line.endswith(" more")]
    assert len(shown) + int(more.split()[-2]) == 39


def test_a_long_report_without_problems_says_where_it_is(
    cancel: InProcessCommand, forty_runs: Endpoint, tmp_path: str
) -> None:
    forty_runs.answer(*[Answer()] * 40)

    lines = draw(cancel, "--report", f"{tmp_path}/report.jsonl")

    assert lines == [f"All results are in {tmp_path}/report.jsonl"]


def test_a_dry_run_of_all_runs_lists_them_all(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    lines = draw(cancel, "--dry-run")

    assert [line.split()[0] for line in lines if line.startswith("mgr")] == FORTY
    assert forty_runs.canceled_runs == []


def test_a_long_dry_run_without_reads_shows_the_identifiers_that_fit(
    cancel: InProcessCommand,
) -> None:
    lines = draw_dry_run(cancel, FORTY)

    assert len(lines) <= 24
    shown = sum(line.startswith("mgr") for line in lines)
    assert f"and {40 - shown} more" in lines


def test_a_report_that_names_all_runs_does_not_say_where_it_is(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    forty_runs.answer(*[NOT_FOUND] * 40)

    lines = draw(cancel)

    assert " ".join(lines[1:]).split() == FORTY


def test_a_pipe_has_the_complete_report(cancel: InProcessCommand, forty_runs: Endpoint) -> None:
    forty_runs.answer(*[Answer()] * 40)

    result = cancel(*CONFIRMED_ARGS, "--max-rate=0")

    assert [*result.outcomes] == FORTY


def test_runs_that_were_not_attempted_take_one_line(
    cancel: InProcessCommand, forty_runs: Endpoint
) -> None:
    forty_runs.answer(NOT_FOUND, EXPIRED)

    lines = draw(cancel)

    assert lines[0] == "38 NOT_ATTEMPTED"
    assert lines[1].endswith(" more")
    assert lines[2].startswith("1 NOT_FOUND: ")
    assert lines[4].startswith("1 FAILED: ")


@pytest.mark.parametrize(("width", "height"), [(40, 20), (80, 24)])
def test_a_long_report_and_its_messages_fit_on_the_screen(
    cancel: InProcessCommand,
    forty_runs: Endpoint,
    width: int,
    height: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = f"{'as-long-as-a-path-in-a-home-directory':-<74}.jsonl"
    forty_runs.answer(*[NOT_FOUND] * 39, EXPIRED)
    argv = (*CONFIRMED_ARGS, *ONE_AT_A_TIME, "--color=off", "--max-rate=0", "--report", path)

    result = cancel(*argv, terminal=True, width=width, height=height)

    summary_and_resume = result.stderr[result.stderr.index("Stopped early") :]
    lines = [*result.stdout.splitlines(), *summary_and_resume.splitlines()]
    assert sum(-(-len(line) // width) for line in lines) < height


def test_a_table_of_several_lines_per_run_that_does_not_fit_is_shortened(
    cancel: InProcessCommand,
) -> None:
    identifiers = [f"mgr{'x' * 30}{number}" for number in range(20)]

    lines = draw_dry_run(cancel, identifiers, width=36)

    shown = [line for line in lines if line in identifiers]
    assert 0 < len(shown) < 20
    assert f"and {20 - len(shown)} more" in lines
    assert len(lines) <= 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environ", "argv", "is_paged"),
    [
        ({"PAGER": "nl"}, (), True),
        ({"PAGER": "nl", "AWS_PAGER": ""}, (), False),
        ({"PAGER": "false"}, (), False),
        ({"PAGER": "nl"}, ("--no-cli-pager",), False),
        ({"PAGER": "nl"}, ("--progress", "plain"), False),
    ],
)
def test_the_list_of_a_dry_run_is_shown_in_the_pager_of_the_aws_cli(
    forty_runs: Endpoint, environ: dict[str, str], argv: tuple[str, ...], *, is_paged: bool
) -> None:
    del forty_runs
    command = (DATAZONE_CANCEL, *ALL_RUNS_ARGS, "--dry-run", *argv)

    with terminal(*command, rows=24, environ=environ) as screen:
        assert screen.wait() == 0

    number = r" +\d+\t" if is_paged else ""  # of nl
    assert re.search(f"\n{number}mgr39 ", screen.written)
    assert screen.written.count("mgr39 ") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("environ", "options"), [({}, "FRX"), ({"LESS": "i"}, "i")])
def test_less_has_the_options_of_the_aws_cli_unless_there_are_others(
    forty_runs: Endpoint, environ: dict[str, str], options: str
) -> None:
    del forty_runs
    environ = {"PAGER": "printenv LESS", **environ}

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS, "--dry-run", rows=24, environ=environ) as screen:
        assert screen.wait() == 0

    assert f"\r{options}\n" in screen.written
