"""Completion, in the shells themselves."""

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datazone_cancel.parsing import COMPLETE
from datazone_cancel.sandbox.server import serving

from .conftest import BIN, DOMAIN, RUN, in_process
from .loopback import Answer, Endpoint, document, domain
from .terminal import terminal

Candidates = dict[str, str]
"""Values, and what is shown beside each."""

LINES: dict[str, tuple[str, Candidates]] = {
    "an option": ("--cli-err", {"--cli-error-format": r"\[legacy\], enhanced, json, .*"}),
    "a choice": ("--status ", {"SUBMITTED": "", "IN_PROGRESS": ""}),
    "a profile": ("--profile p", {"playground": "", "production": ""}),
    "a Region": (
        "--region ca-",
        {"ca-central-1": r"Canada \(Central\)", "ca-west-1": r"Canada West \(Calgary\)"},
    ),
    "a value behind =": ("--region=ca-w", {"--region=ca-west-1": r"Canada West \(Calgary\)"}),
    "a file": (
        "--cli-input-json file://lists/",
        {"file://lists/more/": "", "file://lists/one.json": "", "file://lists/two,3.json": ""},
    ),
    "a domain": ("--domain-identifier ", {DOMAIN: "sandbox"}),
    "a run": (
        f"--domain-identifier {DOMAIN} --identifier {RUN} --identifier mgr",
        {
            "mgr00000000001": r"IN_PROGRESS BUSINESS_NAMES \d+s",
            "mgr00000000002": r"SUBMITTED BUSINESS_GLOSSARY_ASSOCIATIONS \d+s",
        },
    ),
}
LIVE = ("a domain", "a run")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(
        "[profile production]\n[profile playground]\n[sso-session p]\n"
    )
    (tmp_path / ".aws/credentials").write_text("[development]\n")
    (tmp_path / "lists/more").mkdir(parents=True)
    (tmp_path / "lists/one.json").touch()
    (tmp_path / "lists/two,3.json").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serving(runs=2) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")


def installed_shell(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        assert "CI" not in os.environ, f"CI needs {name}: apt-get install {name}"
        pytest.skip(f"completion not tried in {name}, which is not installed")
    return path


def documented(shell: str) -> str:
    """The line to paste."""
    page = (Path(__file__).parent.parent / "docs/completion.md").read_text()
    [line] = re.findall(rf"```{shell}\n(.*{shell}_source.*)\n```", page)
    return str(line)


def typed(line: str, *shell: str, setup: list[str], keys: str = "\t") -> tuple[str, str]:
    """What a shell lists when Tab is pressed behind the line, and what the line is then."""
    environ = {"TERM": "xterm", "PS1": "> ", "INPUTRC": os.devnull}
    with terminal(*shell, columns=200, rows=50, environ=environ) as shown:
        shown.wait_for("^>$")
        for command in setup:
            shown.type(f"{command}\r")
        shown.type("clear; echo ready\r")
        shown.wait_for("^ready\n>$")
        # What is on the line becomes a comment.
        shown.type(f"datazone-cancel {line}{keys}\x01echo done #\r")
        text = shown.wait_for("^done$")
    found = re.search(
        r"^> datazone-cancel [^\n]*\n(.*)\n> echo done #([^\n]*)\ndone$",
        text,
        re.DOTALL | re.MULTILINE,
    )
    if found:
        return found[1], found[2]
    [after] = re.findall("^> echo done #(.*)$", text, re.MULTILINE)
    return "", str(after)


def in_bash(line: str, *setup: str, keys: str = "\t") -> tuple[str, str]:
    before = [
        documented("bash"),
        "bind 'set show-all-if-ambiguous on'",
        "bind 'set page-completions off'",
        "bind 'set completion-query-items 0'",
        "bind 'set enable-bracketed-paste off'",
    ]
    shell = (installed_shell("bash"), "--norc", "--noprofile")
    return typed(line, *shell, setup=[*before, *setup], keys=keys)


def in_zsh(line: str, *setup: str, keys: str = "\t") -> tuple[str, str]:
    script = in_process("env", f"{COMPLETE}=zsh_source", "datazone-cancel")().stdout
    Path("functions").mkdir()
    Path("functions/_datazone-cancel").write_text(script)
    before = [
        "fpath=($PWD/functions $fpath)",
        "autoload -U compinit; compinit -u -D",
        "setopt interactive_comments no_always_last_prompt no_list_ambiguous no_auto_menu",
        "LISTMAX=0",
    ]
    return typed(line, installed_shell("zsh"), "-f", setup=[*before, *setup], keys=keys)


def bash(line: str) -> Candidates:
    listed, after = in_bash(line)
    return dict.fromkeys(listed.split() or after.split()[-1:], "")


def zsh(line: str) -> Candidates:
    listed, after = in_zsh(line)
    if not listed:
        return dict.fromkeys(after.split()[-1:], "")
    rows = [re.split(" +-- +", row.strip(), maxsplit=1) for row in listed.splitlines()]
    if len(rows) == 1 and len(rows[0]) == 1:
        return dict.fromkeys(rows[0][0].split(), "")
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows}


def fish(line: str) -> Candidates:
    script = f"{documented('fish')}; complete -C 'datazone-cancel {line}'"
    printed = subprocess.run(
        [installed_shell("fish"), "--no-config", "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stderr == ""
    rows = [row.partition("\t") for row in printed.stdout.splitlines()]
    return {value: text for value, _, text in rows}


SHELLS: dict[str, Callable[[str], Candidates]] = {"bash": bash, "zsh": zsh, "fish": fish}


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("what", LINES)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes(shell: str, what: str) -> None:
    line, expected = LINES[what]

    found = SHELLS[shell](line)

    if shell == "bash":
        # It shows no more of a word than what is behind a colon, and nothing beside it.
        expected = {value.rpartition(":")[2]: "" for value in expected}
    elif shell == "zsh" and len(expected) == 1:
        expected = dict.fromkeys(expected, "")  # put on the line at once
    assert sorted(found) == sorted(expected)
    for value, text in found.items():
        assert re.fullmatch(expected[value], text)


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("--cli-input-json file://odd/x", r"--cli-input-json file://odd/x\;\&\(y\)"),
        ('--cli-input-json "file://odd/s', '--cli-input-json "file://odd/sp ace"'),
        ("--cli-input-json=file://odd/s", r"--cli-input-json=file://odd/sp\ ace"),
        ("--ca-bundle odd/s", r"--ca-bundle odd/sp\ ace"),
        ("--profile my", r"--profile my\ team"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_value_is_quoted_for_the_shell(shell: str, line: str, completed: str) -> None:
    Path("odd").mkdir()
    for name in ("x;&(y)", "xx;$(id)", "x`id`", "sp ace", "\udcff", "new\nline"):
        Path("odd", name).touch()
    Path("odd/loop").symlink_to("loop")
    Path(".aws/config").write_text('[profile "my team"]\n[profile "my$(id)"]\n')

    _, after = in_bash(line) if shell == "bash" else in_zsh(line)

    assert after.rstrip() == f"datazone-cancel {completed}"


def test_bash_may_be_told_to_take_words_apart_elsewhere() -> None:
    _, after = in_bash("--region=ca-w", "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]}")

    assert after.rstrip() == "datazone-cancel --region=ca-west-1"


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_what_is_behind_the_cursor_stays(shell: str) -> None:
    line, keys = "--domain-identifier  --debug", "\x02" * len(" --debug") + "\t"

    _, after = in_bash(line, keys=keys) if shell == "bash" else in_zsh(line, keys=keys)

    assert " ".join(after.split()) == f"datazone-cancel --domain-identifier {DOMAIN} --debug"


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("what", LIVE)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_service_that_is_away_has_no_candidates_and_no_message(shell: str, what: str) -> None:
    line, _ = LINES[what]

    # At most the word that is on the line already.
    assert SHELLS[shell](line).keys() <= {line.split()[-1]}


@pytest.mark.parametrize(
    ("shell", "registered"),
    [
        ("bash", "complete -p datazone-cancel"),
        ("zsh", "echo $_comps[datazone-cancel]"),
        ("fish", "complete -c datazone-cancel"),
    ],
)
def test_the_documented_line_registers_it(shell: str, registered: str) -> None:
    before = "autoload -U compinit; compinit -u -D; " if shell == "zsh" else ""

    printed = subprocess.run(
        [installed_shell(shell), "-c", f"{before}{documented(shell)}; {registered}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "_datazone_cancel_completion" in printed.stdout
    assert printed.stderr == ""


def complete(line: str) -> list[tuple[str, str]]:
    """What the command gives zsh for the end of a line."""
    words = f"datazone-cancel {line}"
    number = len(words.split()) - (not words.endswith(" "))
    environ = (f"COMP_WORDS={words}", f"COMP_CWORD={number}", f"{COMPLETE}=zsh_complete")

    result = in_process("env", *environ, str(BIN / "datazone-cancel"))()

    assert (result.status, result.stderr) == (0, "")
    rows = result.stdout.splitlines()
    return list(zip(rows[1::3], rows[2::3], strict=True))


def domains(*found: tuple[str, str], **more: str) -> Answer:
    items = [domain(identifier, name) for identifier, name in found]
    return document(items=items, **more)


def test_available_domains_are_asked_for_page_by_page(endpoint: Endpoint) -> None:
    endpoint.answer(domains(("dzd_1", "one"), nextToken="t"), domains(("dzd_2", "two")))

    assert complete("--domain-identifier ") == [("dzd_1", "one"), ("dzd_2", "two")]
    assert [request.path for request in endpoint.requests] == [
        "/v2/domains?status=AVAILABLE&maxResults=25",
        "/v2/domains?status=AVAILABLE&maxResults=25&nextToken=t",
    ]


def test_profile_and_region_on_the_line_count(home: Path, endpoint: Endpoint) -> None:
    (home / ".aws/credentials").write_text(
        "[other]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
    )
    endpoint.answer(domains(("dzd_1", "one")))

    complete("--profile other --region eu-west-1 --domain-identifier ")

    assert endpoint.requests[0].signed_for == "AKIDOTHER/eu-west-1/datazone"


def test_an_answer_is_asked_for_once(home: Path, endpoint: Endpoint) -> None:
    endpoint.answer(domains(("dzd_1", "one")))

    assert complete("--domain-identifier ") == complete("--domain-identifier dzd")
    assert stat.S_IMODE((home / ".cache/datazone-cancel").stat().st_mode) == 0o700


def test_an_answer_is_kept_for_those_who_got_it(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.answer(domains(("dzd_1", "one")), domains(("dzd_2", "two")))

    complete("--domain-identifier ")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOTHER")

    assert complete("--domain-identifier ") == [("dzd_2", "two")]


def test_an_answer_is_kept_for_a_moment(home: Path, endpoint: Endpoint) -> None:
    endpoint.answer(domains(("dzd_1", "one")), domains(("dzd_2", "two")))

    complete("--domain-identifier ")
    kept = home / ".cache/datazone-cancel/completion.json"
    kept.write_text(re.sub(r'"at": (\d+)', lambda at: f'"at": {int(at[1]) - 31}', kept.read_text()))

    assert complete("--domain-identifier ") == [("dzd_2", "two")]


@pytest.mark.parametrize("kept", ["", "[]", '{"a": 1}', '{"a": {}}', "\x00"])
def test_what_is_not_an_answer_in_the_cache_is_overlooked(
    home: Path, endpoint: Endpoint, kept: str
) -> None:
    (home / ".cache/datazone-cancel").mkdir(parents=True)
    (home / ".cache/datazone-cancel/completion.json").write_text(kept)
    endpoint.answer(domains(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]


def test_a_folder_that_is_somebody_elses_way_in_is_no_cache(
    home: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (home / "caches").mkdir()
    (home / "caches/datazone-cancel").symlink_to(elsewhere)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "caches"))
    endpoint.answer(domains(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert (stat.S_IMODE(elsewhere.stat().st_mode), [*elsewhere.iterdir()]) == (0o755, [])


def test_what_somebody_put_into_the_cache_cannot_act_on_a_terminal(
    home: Path, endpoint: Endpoint
) -> None:
    endpoint.answer(domains(("dzd_1", "one")))
    complete("--domain-identifier ")
    kept = home / ".cache/datazone-cancel/completion.json"
    kept.write_text(
        kept.read_text().replace('"dzd_1", "one"', '"dzd_$(id)", ""], ["dzd_1", "\\u001b"')
    )

    assert complete("--domain-identifier ") == [("dzd_1", r"\\x1b")]


def test_a_profile_that_cannot_be_read_hides_no_other(home: Path) -> None:
    (home / ".aws/config").write_text('[profile one]\n[profile b"c]\n[profile two]\n')

    assert complete("--profile ") == [("development", "_"), ("one", "_"), ("two", "_")]


def test_a_home_that_cannot_be_written_to_does_without_a_cache(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    endpoint.answer(domains(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]


@pytest.mark.parametrize("answer", [Answer(silent=True), Answer(hang_up=True), Answer(status=503)])
def test_a_service_that_fails_is_asked_once_and_has_no_candidates(
    endpoint: Endpoint, answer: Answer
) -> None:
    endpoint.answer(answer)

    assert complete("--domain-identifier ") == []


def test_what_came_in_time_is_offered_and_not_kept(home: Path, endpoint: Endpoint) -> None:
    endpoint.answer(domains(("dzd_1", "one"), nextToken="t"), Answer(silent=True))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert not (home / ".cache/datazone-cancel/completion.json").exists()


def test_text_from_the_service_cannot_act_on_a_terminal(endpoint: Endpoint) -> None:
    endpoint.answer(domains(("dzd_1", "a\nb\x1b]0;c\x07"), ("dzd_$(touch x)", "")))

    # zsh takes one of two backslashes away.
    assert complete("--domain-identifier ") == [("dzd_1", r"a\\nb\\x1b]0;c\\x07")]


@pytest.mark.parametrize(
    "asks", ["credential_process = touch asked", "role_arn = r\nsource_profile = x\nmfa_serial = m"]
)
@pytest.mark.usefixtures("endpoint")
def test_nothing_that_might_ask_is_started(
    home: Path, monkeypatch: pytest.MonkeyPatch, asks: str
) -> None:
    """The endpoint refuses a request of a role's."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    (home / ".aws/config").write_text(
        f"[profile asks]\n{asks}\n[profile role]\nrole_arn = r\nsource_profile = asks\n"
    )
    (home / ".aws/credentials").write_text(
        "[x]\naws_access_key_id = a\naws_secret_access_key = b\n"
    )

    for profile in ("asks", "role"):
        assert complete(f"--profile {profile} --domain-identifier ") == []
    assert not (home / "asked").exists()


def test_keys_in_the_environment_come_before_a_helper(home: Path, endpoint: Endpoint) -> None:
    (home / ".aws/config").write_text("[default]\ncredential_process = touch asked\n")
    endpoint.answer(domains(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert not (home / "asked").exists()


@pytest.mark.usefixtures("endpoint")
def test_runs_of_no_valid_domain_are_not_asked_for() -> None:
    assert complete("--domain-identifier nonsense --identifier ") == []
    assert complete("--identifier ") == []


@pytest.mark.usefixtures("sandbox")
def test_a_line_that_would_be_refused_is_completed_all_the_same() -> None:
    assert complete("--color red --max-rate x --domain-identifier dzd") == [(DOMAIN, "sandbox")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("-- --re", []),
        ("-- --region us-", []),
        ("--reg ca-w", ["ca-west-1"]),
        ("--reg=ca-w", ["--reg=ca-west-1"]),
        ("--no-cli ca-w", []),
    ],
)
def test_options_are_read_as_the_command_reads_them(line: str, found: list[str]) -> None:
    assert [value for value, _ in complete(line)] == found


@pytest.mark.usefixtures("endpoint")
def test_a_path_is_completed_without_the_service() -> None:
    found = complete(f"--domain-identifier {DOMAIN} --identifier file://lists/o")

    assert found == [("file://lists/one.json", "_")]


def test_a_shell_that_is_not_known_gets_no_script() -> None:
    result = in_process("env", f"{COMPLETE}=tcsh_source", str(BIN / "datazone-cancel"))()

    assert (result.stdout, result.stderr) == ("", "")
