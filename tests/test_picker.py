"""`--cli-auto-prompt`, with a person at the terminal."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from datazone_cancel.sandbox.server import serving

from .conftest import BIN, BOTH, DOMAIN, RUN, Command
from .loopback import Answer, Endpoint, document, domain
from .terminal import Terminal, terminal

OURS = str(BIN / "datazone-cancel")
ESCAPE, CTRL_A, CTRL_C, CTRL_D = "\x1b", "\x01", "\x03", "\x04"
DOWN, UP, PAGE_DOWN = "\x1b[B", "\x1b[A", "\x1b[6~"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serving(runs=30) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield


def picking(*argv: str, columns: int = 80) -> AbstractContextManager[Terminal]:
    return terminal(OURS, "--cli-auto-prompt", *argv, columns=columns)


def run(identifier: str, **members: object) -> dict[str, object]:
    return {
        "domainId": DOMAIN,
        "id": identifier,
        "owningProjectId": "p",
        "status": "SUBMITTED",
        "createdAt": 0,
        **members,
    }


@pytest.mark.usefixtures("sandbox")
def test_a_person_finds_previews_and_cancels_runs() -> None:
    with picking() as screen:
        assert screen.wait_for("^1 of 1 shown").splitlines()[:3] == [
            "Domain in Region us-east-1, access key AKIDEXAMPLE",
            "Filter:",
            f"> {DOMAIN}  sandbox",
        ]
        screen.type("\r")
        lines = screen.wait_for("^31 of 31 shown, 0 marked").splitlines()
        assert lines[:2] == [
            f"Runs of domain {DOMAIN}, Region us-east-1, access key AKIDEXAMPLE",
            "Filter:",
        ]
        assert len(lines) == 24
        screen.type("descr")
        screen.wait_for("^11 of 31 shown")
        screen.type(f" {DOWN} ")
        lines = screen.wait_for("^11 of 31 shown, 2 marked").splitlines()
        ages = r"\d+s"
        for number, row in ((6, f"  * mgr{6:011d}"), (12, f"> * mgr{12:011d}")):
            [found] = [line for line in lines if line.startswith(row)]
            wanted = f"{row}  SUBMITTED +{ages} +DESCRIPTIONS +ast{number:011d} +usr7nx82mkl"
            assert re.fullmatch(wanted.replace("*", r"\*"), found)
        screen.type("\r")
        lines = screen.wait_for(r"\[y/N\]$").splitlines()
        assert lines[0].startswith(f"2 runs in domain {DOMAIN}, Region us-east-1, access key A")
        assert " ".join(lines[1].split()) == "Identifier Status, age Type Target Project, creator"
        assert lines[-1] == "Cancel these 2 runs? [y/N]"
        screen.type("y\r")
        assert screen.wait() == 0
        assert screen.text.endswith(f"2 runs in domain {DOMAIN}, Region us-east-1: 2 ACCEPTED")
        assert re.findall(r"│ (\w+) │ ACCEPTED │", screen.text) == [f"mgr{6:011d}", f"mgr{12:011d}"]


@pytest.mark.usefixtures("sandbox")
def test_one_run_that_is_chosen_is_canceled_as_if_it_had_been_typed(tmp_path: Path) -> None:
    command = f"{OURS} --cli-auto-prompt >{tmp_path / 'stdout'}"
    with terminal("bash", "-c", command) as screen:
        screen.wait_for("^1 of 1 shown")
        screen.type("\r")
        screen.wait_for("^31 of 31 shown")
        screen.type(f"{RUN}\r")
        screen.wait_for("^Cancel it")
        screen.type("y\r")

        assert screen.wait() == 0
        assert f"Accepted: cancellation of metadata generation run {RUN} in domain" in screen.text
    assert (tmp_path / "stdout").read_text() == ""


def test_the_variable_of_aws_asks_too(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on-partial")
    endpoint.answer(document(items=[domain(DOMAIN, "one")]))

    with terminal(OURS) as screen:
        screen.wait_for("^1 of 1 shown")


def test_the_setting_of_aws_asks_too(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = "aws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
    (tmp_path / "config").write_text(f"[profile asking]\ncli_auto_prompt = on\n{keys}")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "asking")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    endpoint.answer(document(items=[domain(DOMAIN, "one")]))

    with terminal(OURS) as screen:
        assert "profile asking" in screen.wait_for("^1 of 1 shown")


def test_no_cli_auto_prompt_wins_over_the_variable(
    cancel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on")

    result = cancel("--no-cli-auto-prompt")

    assert result.status == 252
    assert "the following arguments are required: --domain-identifier, --ident" in result.stderr


def test_nothing_is_asked_where_nothing_is_missing(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert cancel(*BOTH, "--cli-auto-prompt").status == 0


@pytest.mark.parametrize(
    ("argv", "missing"),
    [
        ((), "--domain-identifier and --identifier"),
        (("--domain-identifier", DOMAIN), "--identifier"),
    ],
)
@pytest.mark.usefixtures("endpoint")
def test_without_a_terminal_there_is_one_sentence(
    installed: Command, argv: tuple[str, ...], missing: str
) -> None:
    result = installed("--cli-auto-prompt", *argv)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == (
        f"\n{missing} would be asked for, as --cli-auto-prompt or your configuration has it, and"
        " there is no terminal to draw on: give what is missing on the command line.\n"
    )


@pytest.mark.usefixtures("endpoint")
def test_a_terminal_that_cannot_be_drawn_on_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    with picking() as screen:
        assert screen.wait() == 252


@pytest.mark.parametrize("key", [ESCAPE, CTRL_C, CTRL_D])
@pytest.mark.parametrize("place", ["domain", "runs"])
def test_leaving_a_list_cancels_nothing(endpoint: Endpoint, place: str, key: str) -> None:
    endpoint.answer(document(items=[domain(DOMAIN, "one")]))

    with picking() as screen:
        screen.wait_for("^1 of 1 shown")
        if place == "runs":
            endpoint.answer(document(items=[run("r1"), run("r2")]), document())
            screen.type("\r")
            screen.wait_for("^2 of 2 shown")
        screen.type(key)

        assert screen.wait() == 130
        assert screen.text == "Nothing was canceled."


@pytest.mark.parametrize(
    ("answer", "status"), [(CTRL_C, 130), (f"{ESCAPE}\r", 130), ("\r", 1), ("n\r", 1), (CTRL_D, 1)]
)
def test_what_is_not_a_yes_cancels_nothing(endpoint: Endpoint, answer: str, status: int) -> None:
    endpoint.answer(document(items=[run("r1")]), document())

    with picking("--domain-identifier", DOMAIN) as screen:
        screen.wait_for("^1 of 1 shown")
        screen.type("\r")
        screen.wait_for(r"\[y/N\]$")
        screen.type(answer)

        assert screen.wait() == status
        assert screen.text.endswith("\nNothing was canceled.")


def test_a_domain_alone_is_asked_for_where_the_run_is_given(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[domain(DOMAIN, "one")]), Answer())

    with picking("--identifier", RUN) as screen:
        screen.wait_for("^1 of 1 shown")
        screen.type("\r")
        assert f"\n{RUN}\n" in screen.wait_for(r"^Cancel it\? \[y/N\]$")
        screen.type("y\r")

        assert screen.wait() == 0
    assert endpoint.requests[-1].path.endswith(f"/{RUN}/cancel")


def test_a_domain_in_a_file_is_read_before_its_runs_are_listed(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / "domain").write_text(DOMAIN)
    endpoint.answer(document(items=[run("r1")]), document())

    with picking("--domain-identifier", f"file://{tmp_path / 'domain'}") as screen:
        screen.wait_for("^1 of 1 shown")

    assert endpoint.requests[0].path.startswith(f"/v2/domains/{DOMAIN}/metadata-generation-runs?")


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("argv", "advice"),
    [
        (("--domain-identifier", ""), "domainIdentifier is empty: is a shell variable unset?"),
        (("--identifier", "a/b"), "identifier holds letters, digits, - and _ only, but not '/'"),
    ],
)
def test_what_is_given_is_checked_before_anything_is_asked(
    argv: tuple[str, ...], advice: str
) -> None:
    with picking(*argv, columns=200) as screen:
        assert screen.wait() == 252
        assert screen.text.endswith(advice)


def test_what_a_document_lacks_is_asked_for(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[run("r1")]), document())

    with picking("--cli-input-json", f'{{"domainIdentifier": "{DOMAIN}"}}') as screen:
        screen.wait_for("^1 of 1 shown")


@pytest.mark.usefixtures("endpoint")
def test_a_skeleton_asks_for_nothing(cancel: Command) -> None:
    result = cancel("--cli-auto-prompt", "--generate-cli-skeleton", "output")

    assert (result.status, result.stdout) == (252, "")
    assert "the following arguments are required" in result.stderr


def test_sigterm_leaves_the_terminal_as_it_was(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer(document(items=[domain(DOMAIN, "one")]))
    pid = tmp_path / "pid"
    picker = f"(echo $BASHPID >{pid}; exec {OURS} --cli-auto-prompt)"

    with terminal("bash", "-c", f"{picker}; echo status $?; stty -a") as screen:
        screen.wait_for("^1 of 1 shown")
        os.kill(int(pid.read_text()), signal.SIGTERM)

        assert re.search(r"^status 130$(.|\n)* icanon ", screen.wait_for(" echo "), re.MULTILINE)


def test_what_is_pasted_is_a_filter_without_its_line_end(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[run("r1"), run("r2")]), document())

    with picking("--domain-identifier", DOMAIN) as screen:
        screen.wait_for("^2 of 2 shown")
        screen.type("\x1b[200~r2\r\n\x1b[201~")
        assert "\nFilter: r2\n>   r2 " in screen.wait_for("^1 of 2 shown")


def test_all_asks_for_the_domain_and_then_as_ever(endpoint: Endpoint) -> None:
    endpoint.answer(
        document(items=[domain(DOMAIN, "one")]), document(items=[run("r1")]), document()
    )

    with picking("--all") as screen:
        screen.wait_for("^1 of 1 shown")
        screen.type("\r")
        screen.wait_for(r"^Cancel it\? \[y/N\]$")
        screen.type("n\r")

        assert screen.wait() == 1


def test_a_dry_run_asks_no_question(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[run("r1"), run("r2")]), document())

    with picking("--domain-identifier", DOMAIN, "--dry-run") as screen:
        screen.wait_for("^2 of 2 shown")
        screen.type(f"{DOWN}\r")

        assert screen.wait() == 0
        assert "│ r2         │ WOULD_CANCEL │" in screen.text


def test_ctrl_a_marks_what_is_shown_and_takes_it_back(endpoint: Endpoint) -> None:
    items = [run("r1", createdBy="ann"), run("r2", createdBy="bob"), run("r3", createdBy="ann")]
    endpoint.answer(document(items=items), document())

    with picking("--domain-identifier", DOMAIN, "--dry-run", "--output", "text") as screen:
        screen.wait_for("^3 of 3 shown")
        screen.type(f"ann{CTRL_A}")
        screen.wait_for("^2 of 3 shown, 2 marked")
        screen.type("\x08\x08\x08")
        screen.wait_for("^3 of 3 shown, 2 marked")
        screen.type(CTRL_A)
        screen.wait_for("^3 of 3 shown, 3 marked")
        screen.type(CTRL_A)
        screen.wait_for("^3 of 3 shown, 0 marked")


def test_enter_takes_nothing_where_the_filter_shows_nothing(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[run("r1")]), document())

    with picking("--domain-identifier", DOMAIN, "--dry-run") as screen:
        screen.wait_for("^1 of 1 shown")
        screen.type("x")
        screen.wait_for("^0 of 1 shown")
        screen.type("\r\x08")
        screen.wait_for("^1 of 1 shown")
        screen.type("\r")

        assert screen.wait() == 0


@pytest.mark.usefixtures("sandbox")
def test_a_long_list_is_scrolled_and_a_narrow_one_wrapped() -> None:
    with picking("--domain-identifier", DOMAIN, columns=40) as screen:
        screen.wait_for("^31 of 31 shown")
        screen.type(PAGE_DOWN * 3)
        text = screen.wait_for("^>   mgr00000000029")
        assert "mgr00000000002" not in text
        screen.type(UP)
        screen.wait_for("^>   mgr00000000027")


def test_a_domain_without_runs_has_nothing_to_cancel(endpoint: Endpoint) -> None:
    endpoint.answer(document(), document())

    with picking("--domain-identifier", DOMAIN) as screen:
        assert screen.wait() == 0
        assert screen.text == f"There is no run to cancel in domain {DOMAIN}."


def test_a_region_without_domains_says_what_to_look_at(endpoint: Endpoint) -> None:
    endpoint.answer(document())

    with picking("--region", "eu-west-1", columns=200) as screen:
        assert screen.wait() == 255
        assert screen.text == (
            "\nThere is no domain to choose from in Region eu-west-1, access key AKIDEXAMPLE:"
            " is it another --region or --profile?"
        )


def test_text_from_the_service_is_text_in_a_list(endpoint: Endpoint) -> None:
    endpoint.answer(document(items=[domain(DOMAIN, "a\x1b[31m\nb")]))

    with picking() as screen:
        assert f"> {DOMAIN}  a\\x1b[31m\\nb" in screen.wait_for("^1 of 1 shown")


def test_no_color_draws_without_colour(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    endpoint.answer(document(items=[domain(DOMAIN, "one")]))

    with picking() as screen:
        screen.wait_for("^1 of 1 shown")

        assert screen.colours == {"default"}
