"""Completion in the shells themselves."""

import re
from pathlib import Path

import pytest

from .support import shells
from .support.command import subprocess_command
from .support.completion import Complete
from .support.names import DOMAIN, RUN

pytestmark = [pytest.mark.slow, pytest.mark.sandbox_runs(2)]

LINES: dict[str, tuple[str, shells.Candidates]] = {
    "an option": ("--cli-err", {"--cli-error-format": r"\[legacy\], enhanced, json, .*"}),
    "a choice": ("--status ", {"SUBMITTED": "", "IN_PROGRESS": ""}),
    "a profile": ("--profile p", {"playground": "", "production": ""}),
    "a Region": (
        "--region ca-",
        {"ca-central-1": r"Canada \(Central\)", "ca-west-1": r"Canada West \(Calgary\)"},
    ),
    "a value after =": ("--region=ca-w", {"--region=ca-west-1": r"Canada West \(Calgary\)"}),
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
    "a creator": (
        '--domain-identifier "$domain" --all --created-by S',
        {"SYSTEM": "1 run"},
    ),
}

FROM_THE_SERVICE = ("a domain", "a run", "a creator")


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
    monkeypatch.setenv("domain", DOMAIN)
    return tmp_path


@pytest.fixture
def unreachable_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("shell", shells.CANDIDATES)
def test_a_shell_completes(shell: str, kind: str, complete: Complete) -> None:
    line, expected = LINES[kind]
    if kind in FROM_THE_SERVICE:
        complete(line)  # fills the cache: a busy machine may need more than the 1.5 s of completion

    found = shells.CANDIDATES[shell](line)

    if shell == "bash":
        # bash shows only the part of a word after a colon, and no descriptions.
        expected = {value.rpartition(":")[2]: "" for value in expected}
    elif shell == "zsh" and len(expected) == 1:
        expected = dict.fromkeys(expected, "")  # inserted at once
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
@pytest.mark.parametrize("shell", shells.TYPED)
def test_a_value_is_quoted_for_the_shell(shell: str, line: str, completed: str) -> None:
    Path("odd").mkdir()
    for name in ("x;&(y)", "xx;$(id)", "x`id`", "sp ace", "\udcff", "new\nline"):
        Path("odd", name).touch()
    Path("odd/loop").symlink_to("loop")
    Path(".aws/config").write_text('[profile "my team"]\n[profile "my$(id)"]\n')

    _, after = shells.TYPED[shell](line)

    assert after.rstrip() == f"datazone-cancel {completed}"


def test_bash_can_be_configured_not_to_break_words_at_colons() -> None:
    _, after = shells.type_in_bash("--region=ca-w", "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]}")

    assert after.rstrip() == "datazone-cancel --region=ca-west-1"


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("shell", shells.TYPED)
def test_text_after_the_cursor_is_kept(shell: str, complete: Complete) -> None:
    complete("--domain-identifier ")
    line, keys = "--domain-identifier  --debug", "\x02" * len(" --debug") + "\t"

    _, after = shells.TYPED[shell](line, keys=keys)

    assert " ".join(after.split()) == f"datazone-cancel --domain-identifier {DOMAIN} --debug"


@pytest.mark.usefixtures("unreachable_service")
@pytest.mark.parametrize("kind", FROM_THE_SERVICE)
@pytest.mark.parametrize("shell", shells.CANDIDATES)
def test_an_unreachable_service_has_no_candidates_and_no_message(shell: str, kind: str) -> None:
    line, _ = LINES[kind]

    # At most the word that is on the line already.
    assert shells.CANDIDATES[shell](line).keys() <= {line.split()[-1]}


@pytest.mark.parametrize(
    ("shell", "registered"),
    [
        ("bash", "complete -p {}"),
        ("zsh", "echo $_comps[{}]"),
        ("fish", "complete -c {}"),
    ],
)
@pytest.mark.parametrize("command", ["datazone-cancel", "datazone-cancel-sandbox"])
def test_the_documented_line_registers_completion(
    shell: str, registered: str, command: str
) -> None:
    before = "autoload -U compinit; compinit -u -D; " if shell == "zsh" else ""
    line = shells.documented_line(shell)
    if command == "datazone-cancel-sandbox":  # with these replacements, as documented
        line = line.replace("datazone-cancel", command).replace("CANCEL_C", "CANCEL_SANDBOX_C")

    result = subprocess_command(shells.installed_shell(shell), "-c")(
        f"{before}{line}; {registered.format(command)}"
    )

    assert f"_{command.replace('-', '_')}_completion" in result.stdout
    assert result.stderr == ""
