"""--cli-auto-prompt, with a person at the terminal."""

import json
import os
import re
import signal
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from .support import messages
from .support.answers import NO_RUNS, domain_list, run_item, run_list
from .support.command import DATAZONE_CANCEL
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN, DOMAIN_ARGS, RUN
from .support.terminal import Terminal, terminal

pytestmark = [pytest.mark.slow, pytest.mark.sandbox_runs(30)]

ESCAPE, CTRL_A, CTRL_C, CTRL_D = "\x1b", "\x01", "\x03", "\x04"
DOWN, UP, PAGE_DOWN = "\x1b[B", "\x1b[A", "\x1b[6~"
BACKSPACE = "\x08"
ONE_RUN_QUESTION = f"^{re.escape(messages.ONE_RUN_QUESTION)}$"
QUESTION = r"\[y/N\]$"
ONE_DOMAIN = domain_list((DOMAIN, "one"))


def picker(*argv: str, columns: int = 80) -> AbstractContextManager[Terminal]:
    return terminal(DATAZONE_CANCEL, "--cli-auto-prompt", *argv, columns=columns)


@pytest.mark.usefixtures("sandbox")
def test_filtered_and_marked_runs_are_previewed_and_canceled() -> None:
    with picker() as screen:
        assert screen.wait_for(messages.shown(1, 1)).splitlines()[:3] == [
            messages.CHOOSE_DOMAIN,
            "Filter:",
            f"> {DOMAIN}  sandbox",
        ]
        screen.type("\r")
        lines = screen.wait_for(messages.shown(31, 31, marked=0)).splitlines()
        assert lines[:2] == [messages.CHOOSE_RUNS, "Filter:"]
        assert len(lines) == 24
        screen.type("descr")
        screen.wait_for(messages.shown(11, 31))
        screen.type(f" {DOWN} ")
        lines = screen.wait_for(messages.shown(11, 31, marked=2)).splitlines()
        ages = r"\d+s"
        for number, row in ((6, f"  * mgr{6:011d}"), (12, f"> * mgr{12:011d}")):
            [found] = [line for line in lines if line.startswith(row)]
            wanted = f"{row}  SUBMITTED +{ages} +DESCRIPTIONS +ast{number:011d} +usr7nx82mkl"
            assert re.fullmatch(wanted.replace("*", r"\*"), found)
        screen.type("\r")
        lines = screen.wait_for(QUESTION).splitlines()
        assert lines[0] == messages.preview(2)
        assert " ".join(lines[1].split()) == "Identifier Status, age Type Target Project, creator"
        assert lines[-1] == messages.runs_question(2)
        screen.type("y\r")
        assert screen.wait() == 0
        assert screen.text.endswith(messages.summary(2, "2 ACCEPTED").rstrip())
        assert re.findall(r"│ (\w+) │ ACCEPTED │", screen.text) == [f"mgr{6:011d}", f"mgr{12:011d}"]


@pytest.mark.usefixtures("sandbox")
def test_one_selected_run_is_canceled_like_one_on_the_command_line(tmp_path: Path) -> None:
    command = f"{DATAZONE_CANCEL} --cli-auto-prompt >{tmp_path / 'stdout'}"
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
    [("", "Accepted: "), (CTRL_A, messages.summary(31, "31 ACCEPTED"))],
    ids=["one run", "all runs"],
)
def test_the_credentials_of_the_profile_are_fetched_once(
    aws_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marks: str, outcome: str
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    helper = tmp_path / "helper"
    credentials = {"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "secret"}
    helper.write_text(f"echo called >>{tmp_path}/calls\necho '{json.dumps(credentials)}'\n")
    aws_config.write_text(f"[default]\ncredential_process = sh {helper}\n")
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
        assert f"\n{RUN}\n" in screen.wait_for(ONE_RUN_QUESTION)
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
        assert "│ r2         │ WOULD_CANCEL │" in screen.text


@pytest.mark.parametrize("key", [ESCAPE, CTRL_C, CTRL_D])
@pytest.mark.parametrize("list_", ["domain", "runs"])
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
        assert "\nFilter: r2\n>   r2 " in screen.wait_for(messages.shown(1, 2))


@pytest.mark.usefixtures("sandbox")
def test_a_long_list_is_scrolled() -> None:
    with picker(*DOMAIN_ARGS, columns=40) as screen:
        screen.wait_for(messages.shown(31, 31))
        screen.type(PAGE_DOWN * 3)
        text = screen.wait_for("^>   mgr00000000029")
        assert "mgr00000000002" not in text
        screen.type(UP)
        screen.wait_for("^>   mgr00000000027")


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
        assert f"> {DOMAIN}  a\\x1b[31m\\nb" in screen.wait_for(messages.shown(1, 1))


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
    picker = f"(echo $BASHPID >{pid}; exec {DATAZONE_CANCEL} --cli-auto-prompt)"

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
