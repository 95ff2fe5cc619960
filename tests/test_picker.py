"""--cli-auto-prompt, with a person at the terminal."""

import json
import os
import re
import signal
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from shlex import quote

import pytest

from .support import messages
from .support.answers import DENIED, NO_RUNS, NOW, domain_list, run_item, run_list
from .support.command import DATAZONE_CANCEL
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN, DOMAIN_ARGS, RUN
from .support.terminal import Terminal, terminal

pytestmark = [pytest.mark.slow, pytest.mark.sandbox_runs(30)]

ESCAPE, CTRL_A, CTRL_C, CTRL_D = "\x1b", "\x01", "\x03", "\x04"
DOWN, UP, CTRL_N, CTRL_P = "\x1b[B", "\x1b[A", "\x0e", "\x10"
CTRL_G, CTRL_J, CTRL_K, CTRL_Q = "\x07", "\n", "\x0b", "\x11"
PAGE_DOWN, PAGE_UP, HOME, END = "\x1b[6~", "\x1b[5~", "\x1b[H", "\x1b[F"
TAB, SHIFT_TAB, BACKSPACE = "\t", "\x1b[Z", "\x08"
WHEEL_UP, WHEEL_DOWN = "\x1b[<64;9;9M", "\x1b[<65;9;9M"
HEADINGS = ["Identifier", "Age", "Target", "Creator", "Project", "Status", "Type"]
ONE_RUN_QUESTION = f"^{re.escape(messages.ONE_RUN_QUESTION)}$"
QUESTION = r"\[y/N\]$"
ONE_DOMAIN = domain_list((DOMAIN, "one"))


def picker(*argv: str, columns: int = 80) -> AbstractContextManager[Terminal]:
    return terminal(DATAZONE_CANCEL, "--cli-auto-prompt", *argv, columns=columns)


def test_denied_domains_name_the_region_and_the_identity(endpoint: Endpoint) -> None:
    endpoint.answer(DENIED)

    with picker() as screen:
        assert screen.wait() == 254
        last = screen.written.splitlines()[-1]

    assert last == "Sent to Region us-east-1, with access key AKIDEXAMPLE."


@pytest.mark.usefixtures("sandbox")
def test_filtered_and_marked_runs_are_previewed_and_canceled() -> None:
    with picker(columns=100) as screen:
        assert screen.wait_for(messages.shown(1, 1)).splitlines()[:4] == [
            messages.CHOOSE_DOMAIN,
            "Filter:",
            "  Identifier         Name",
            f"> {DOMAIN} sandbox",
        ]
        screen.type("\r")
        lines = screen.wait_for(messages.shown(31, 31, marked=0)).splitlines()
        assert lines[:2] == [messages.CHOOSE_RUNS, "Filter:"]
        assert lines[2].split() == HEADINGS
        assert len(lines) == 24
        screen.type("descr")
        screen.wait_for(messages.shown(11, 31))
        screen.type(TAB * 2)
        lines = screen.wait_for(messages.shown(11, 31, marked=2)).splitlines()
        for row, number in ((3, 6), (4, 12)):
            wanted = f"* mgr{number:011d} {{age}} ast{number:011d} usr7nx82mkl prj7nx82mkl"
            words = lines[row].split()
            age = words[2]
            assert re.fullmatch(r"\d+s", age)
            assert " ".join(words) == f"{wanted} SUBMITTED DESCRIPTIONS".format(age=age)
        screen.type("\r")
        lines = screen.wait_for(QUESTION).splitlines()
        assert lines[0] == messages.preview(2)
        assert ["Identifier", "Age", "Target"] in map(str.split, lines)
        assert lines[-1] == messages.runs_question(2)
        screen.type("y\r")
        assert screen.wait() == 0
        assert messages.summary(2, "2 ACCEPTED").rstrip() in screen.text
        assert re.findall(r"(\w+)  ACCEPTED", screen.text) == [f"mgr{6:011d}", f"mgr{12:011d}"]


@pytest.mark.usefixtures("sandbox")
def test_one_selected_run_is_canceled_like_one_on_the_command_line(tmp_path: Path) -> None:
    command = f"datazone-cancel --cli-auto-prompt >{quote(str(tmp_path / 'stdout'))}"
    with terminal("bash", "-c", command) as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")
        screen.wait_for(messages.shown(31, 31))
        screen.type(f"{RUN}\r")
        screen.wait_for(ONE_RUN_QUESTION)
        screen.type("y\r")

        assert screen.wait() == 0
        assert "".join(messages.ACCEPTED.split()) in "".join(screen.text.split())
    assert (tmp_path / "stdout").read_text() == ""


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(
    ("marks", "outcome"),
    [("", "Accepted: "), (CTRL_A, "\n31 ACCEPTED in ")],
    ids=["one run", "all runs"],
)
def test_the_credentials_of_the_profile_are_fetched_once(
    aws_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marks: str, outcome: str
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    helper = tmp_path / "helper"
    credentials = {"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "secret"}
    calls = tmp_path / "calls"
    helper.write_text(f"echo called >>{quote(str(calls))}\necho '{json.dumps(credentials)}'\n")
    aws_config.write_text(f"[default]\ncredential_process = sh {quote(str(helper))}\n")
    with picker() as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")
        screen.wait_for(messages.shown(31, 31))
        screen.type(f"{marks}\r")
        screen.wait_for(QUESTION)
        screen.type("y\r")

        assert screen.wait() == 0
        assert outcome.rstrip() in screen.text

    assert (tmp_path / "calls").read_text() == "called\n"


def test_only_the_missing_domain_is_asked_for(endpoint: Endpoint) -> None:
    endpoint.answer(ONE_DOMAIN, Answer())

    with picker("--identifier", RUN) as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")
        assert f"\nRun       {RUN}\n" in screen.wait_for(ONE_RUN_QUESTION)
        screen.type("y\r")

        assert screen.wait() == 0
    assert endpoint.requests[-1].path.endswith(f"/{RUN}/cancel")


def test_runs_of_a_domain_in_a_file_are_listed(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "domain").write_text(DOMAIN)
    endpoint.answer(run_list(run_item("r1")), NO_RUNS)

    with picker("--domain-identifier", f"file://{tmp_path / 'domain'}") as screen:
        screen.wait_for(messages.shown(1, 1))

    assert endpoint.requests[0].path.startswith(f"/v2/domains/{DOMAIN}/metadata-generation-runs?")


def test_a_run_missing_from_a_document_is_asked_for(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1")), NO_RUNS)

    with picker("--cli-input-json", f'{{"domainIdentifier": "{DOMAIN}"}}') as screen:
        screen.wait_for(messages.shown(1, 1))


def test_all_asks_for_the_domain_and_then_for_confirmation(endpoint: Endpoint) -> None:
    endpoint.answer(ONE_DOMAIN, run_list(run_item("r1")), NO_RUNS)

    with picker("--all") as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")
        screen.wait_for(ONE_RUN_QUESTION)
        screen.type("n\r")

        assert screen.wait() == 1


def test_a_dry_run_of_a_selected_run_needs_no_confirmation(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1"), run_item("r2")), NO_RUNS)

    with picker(*DOMAIN_ARGS, "--dry-run") as screen:
        screen.wait_for(messages.shown(2, 2))
        screen.type(f"{DOWN}\r")

        assert screen.wait() == 0
        assert "r2          WOULD_CANCEL" in screen.text


@pytest.mark.parametrize(
    ("list_", "key"),
    [("domain", ESCAPE), *(("runs", key) for key in (ESCAPE, CTRL_C, CTRL_D, CTRL_G, CTRL_Q))],
)
def test_leaving_a_list_cancels_nothing(endpoint: Endpoint, list_: str, key: str) -> None:
    endpoint.answer(ONE_DOMAIN)

    with picker() as screen:
        screen.wait_for(messages.shown(1, 1))
        if list_ == "runs":
            endpoint.answer(run_list(run_item("r1"), run_item("r2")), NO_RUNS)
            screen.type("\r")
            screen.wait_for(messages.shown(2, 2))
        screen.type(key)

        assert screen.wait() == 130
        assert screen.text == messages.NOTHING_CANCELED


@pytest.mark.parametrize(
    ("answer", "status"), [(CTRL_C, 130), (f"{ESCAPE}\r", 130), ("\r", 1), ("n\r", 1), (CTRL_D, 1)]
)
def test_any_answer_but_yes_after_the_picker_cancels_nothing(
    endpoint: Endpoint, answer: str, status: int
) -> None:
    endpoint.answer(run_list(run_item("r1")), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")
        screen.wait_for(QUESTION)
        screen.type(answer)

        assert screen.wait() == status
        assert screen.text.endswith(f"\n{messages.NOTHING_CANCELED}")


def test_ctrl_a_marks_and_unmarks_the_filtered_runs(endpoint: Endpoint) -> None:
    items = [
        run_item("r1", createdBy="ann"),
        run_item("r2", createdBy="bob"),
        run_item("r3", createdBy="ann"),
    ]
    endpoint.answer(run_list(*items), NO_RUNS)

    with picker(*DOMAIN_ARGS, "--dry-run", "--output", "text") as screen:
        screen.wait_for(messages.shown(3, 3))
        screen.type(f"ann{CTRL_A}")
        screen.wait_for(messages.shown(2, 3, marked=2))
        screen.type(BACKSPACE * 3)
        screen.wait_for(messages.shown(3, 3, marked=2))
        screen.type(CTRL_A)
        screen.wait_for(messages.shown(3, 3, marked=3))
        screen.type(CTRL_A)
        screen.wait_for(messages.shown(3, 3, marked=0))


def test_enter_selects_nothing_if_the_filter_matches_nothing(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1")), NO_RUNS)

    with picker(*DOMAIN_ARGS, "--dry-run") as screen:
        screen.wait_for(messages.shown(1, 1))
        screen.type("x")
        screen.wait_for(messages.shown(0, 1))
        screen.type(f"\r{BACKSPACE}")
        screen.wait_for(messages.shown(1, 1))
        screen.type("\r")

        assert screen.wait() == 0


def test_a_pasted_line_is_a_filter(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1"), run_item("r2")), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for(messages.shown(2, 2))
        screen.type("\x1b[200~r2\r\n\x1b[201~")
        lines = screen.wait_for(messages.shown(1, 2)).splitlines()
        assert (lines[1], lines[3][:6]) == ("Filter: r2", ">  r2 ")


def test_words_of_the_filter_match_in_any_order_and_column(endpoint: Endpoint) -> None:
    endpoint.answer(
        run_list(
            run_item("r1", createdBy="ann", owningProjectId="prj1"),
            run_item("r2", createdBy="ann", owningProjectId="prj2"),
            run_item("r3", createdBy="bob", owningProjectId="prj2"),
        ),
        NO_RUNS,
    )

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for(messages.shown(3, 3))
        screen.type("PRJ2 an")
        assert "\n>  r2 " in screen.wait_for(messages.shown(1, 3))


def test_marked_runs_that_the_filter_hides_are_counted_and_accepted(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1"), run_item("r2"), run_item("r3")), NO_RUNS)

    with picker(*DOMAIN_ARGS, "--dry-run") as screen:
        screen.wait_for(messages.shown(3, 3))
        screen.type(f"r1{TAB}{BACKSPACE}2")
        screen.wait_for("^1 of 3 match, 1 marked, hidden$")
        screen.type(TAB)
        screen.wait_for("^1 of 3 match, 2 marked, 1 of them hidden$")
        screen.type("\r")

        assert screen.wait() == 0
        assert re.findall(r"^(r\d)", screen.text, re.MULTILINE) == ["r1", "r2"]


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        (DOWN, 2),
        (CTRL_N, 2),
        (CTRL_J, 2),
        (END, 9),
        (DOWN * 3 + UP, 3),
        (DOWN * 3 + CTRL_P, 3),
        (DOWN * 3 + CTRL_K, 3),
        (DOWN * 3 + HOME, 1),
        (WHEEL_DOWN * 3 + WHEEL_UP, 3),
        (TAB * 2, 3),
        (END + SHIFT_TAB, 8),
    ],
)
def test_keys_move_in_the_list(endpoint: Endpoint, keys: str, current: int) -> None:
    endpoint.answer(run_list(*(run_item(f"r{number}") for number in range(1, 10))), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for(messages.shown(9, 9))
        screen.type(keys)
        screen.wait_for(rf"^>[ *] r{current} ")


def test_a_page_is_as_long_as_the_visible_part_of_the_list(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(*(run_item(f"r{number:02d}") for number in range(1, 50))), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        lines = screen.wait_for(messages.shown(49, 49)).splitlines()
        page = sum(" r" in line for line in lines if "SUBMITTED" in line)
        screen.type(PAGE_DOWN)
        screen.wait_for(f"^>  r{1 + page} ")
        screen.type(PAGE_DOWN)
        screen.wait_for(f"^>  r{1 + 2 * page} ")
        screen.type(PAGE_UP)
        screen.wait_for(f"^>  r{1 + page} ")


@pytest.mark.parametrize(
    ("columns", "headings", "row"),
    [
        (
            81,
            HEADINGS,
            f">  {RUN} 1d  ast6br2md6v9h usr7nx82mkl prj7nx82mkl IN_PROGRESS DESC…IONS",
        ),
        (40, HEADINGS[:3], f">  {RUN} 1d  ast6br2md6v9h"),
    ],
)
def test_the_last_columns_are_left_out_or_cut_on_a_narrow_terminal(
    endpoint: Endpoint, columns: int, headings: list[str], row: str
) -> None:
    item = run_item(
        RUN,
        status="IN_PROGRESS",
        types=["BUSINESS_DESCRIPTIONS"],
        target={"type": "ASSET", "identifier": "ast6br2md6v9h"},
        owningProjectId="prj7nx82mkl",
        createdBy="usr7nx82mkl",
        createdAt=NOW - 100_000,
    )
    endpoint.answer(NO_RUNS, run_list(item))

    with picker(*DOMAIN_ARGS, columns=columns) as screen:
        lines = screen.wait_for(messages.shown(1, 1)).splitlines()

    [heading] = [line for line in lines if line.startswith("   Identifier ")]
    assert heading.split() == headings
    assert lines[lines.index(heading) + 1] == row


def test_filters_of_all_narrow_the_list(endpoint: Endpoint) -> None:
    in_progress = run_item("r3", createdBy="bob", status="IN_PROGRESS")
    endpoint.answer(run_list(run_item("r1", createdBy="ann"), run_item("r2", createdBy="bob")))
    endpoint.answer(run_list(in_progress))

    with picker(*DOMAIN_ARGS, "--created-by", "bob", "--status", "SUBMITTED") as screen:
        assert "\n>  r2 " in screen.wait_for(messages.shown(1, 1))


def test_filters_that_match_no_run_are_mentioned(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1", createdBy="ann")), NO_RUNS)

    with picker(*DOMAIN_ARGS, "--created-by", "bob") as screen:
        assert screen.wait() == 0
        first, *_ = screen.text.splitlines()
        assert first == messages.no_match(1, "--created-by bob")


def test_a_message_is_shown_while_the_list_is_loading(endpoint: Endpoint) -> None:
    endpoint.answer(replace(run_list(run_item("r1")), held=True), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for("^  Listing: 0 runs…$")
        endpoint.released.set()
        assert "Listing" not in screen.wait_for(messages.shown(1, 1))


def test_the_terminal_is_not_asked_for_the_position_of_the_cursor(endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("r1")), NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        screen.wait_for(messages.shown(1, 1))

        assert "\x1b[6n" not in screen.written


def test_a_domain_without_runs_has_nothing_to_cancel(endpoint: Endpoint) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    with picker(*DOMAIN_ARGS) as screen:
        assert screen.wait() == 0
        assert screen.text == messages.NO_RUN_IN_DOMAIN


def test_a_region_without_domains_is_an_error(endpoint: Endpoint) -> None:
    endpoint.answer(domain_list())

    with picker("--region", "eu-west-1", columns=200) as screen:
        assert screen.wait() == 255
        assert screen.text == messages.no_domain("eu-west-1")


def test_control_characters_in_a_list_are_escaped(endpoint: Endpoint) -> None:
    endpoint.answer(domain_list((DOMAIN, "a\x1b[31m\nb")))

    with picker() as screen:
        assert f"> {DOMAIN} a\\x1b[31m\\nb" in screen.wait_for(messages.shown(1, 1))


def test_no_color_draws_lists_without_color(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    endpoint.answer(ONE_DOMAIN)

    with picker() as screen:
        screen.wait_for(messages.shown(1, 1))

        assert screen.colors == {"default"}


def test_sigterm_restores_the_terminal(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer(ONE_DOMAIN)
    pid = tmp_path / "pid"
    picker = f"(echo $BASHPID >{quote(str(pid))}; exec datazone-cancel --cli-auto-prompt)"

    with terminal("bash", "-c", f"{picker}; echo status $?; stty -a") as screen:
        screen.wait_for(messages.shown(1, 1))
        os.kill(int(pid.read_text()), signal.SIGTERM)

        assert re.search(r"^status 130$(.|\n)* icanon ", screen.wait_for(" echo "), re.MULTILINE)


def test_the_environment_turns_the_picker_on(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on-partial")
    endpoint.answer(ONE_DOMAIN)

    with terminal(DATAZONE_CANCEL) as screen:
        screen.wait_for(messages.shown(1, 1))


def test_the_profile_turns_the_picker_on(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, aws_config: Path
) -> None:
    keys = "aws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
    aws_config.write_text(f"[profile asking]\ncli_auto_prompt = on\n{keys}")
    monkeypatch.setenv("AWS_PROFILE", "asking")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    endpoint.answer(ONE_DOMAIN)

    with terminal(DATAZONE_CANCEL) as screen:
        assert "profile asking" in screen.wait_for(messages.shown(1, 1))


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("argv", "advice"),
    [
        (("--domain-identifier", ""), messages.empty("domainIdentifier")),
        (("--identifier", "a/b"), messages.forbidden("identifier", "/")),
    ],
)
def test_given_options_are_validated_before_the_picker(argv: tuple[str, ...], advice: str) -> None:
    with picker(*argv, columns=200) as screen:
        assert screen.wait() == 252
        assert screen.text.endswith(advice)


@pytest.mark.usefixtures("endpoint")
def test_a_dumb_terminal_has_no_picker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    with picker() as screen:
        assert screen.wait() == 252
