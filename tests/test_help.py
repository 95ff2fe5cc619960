"""Help and version."""

import py_compile
import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from .support import messages
from .support.command import DATAZONE_CANCEL, Command, InProcessCommand, bash
from .support.internals import __version__, option_names
from .support.names import DOMAIN_ARGS, RUN_ARGS
from .support.terminal import terminal

WITHOUT_EFFECT = ("--cli-binary-format", "--no-paginate")
"""Options that are accepted for compatibility, and not in the help."""


def test_help_is_an_option_a_letter_and_a_word(cancel: InProcessCommand) -> None:
    option, letter, word = cancel("--help"), cancel("-h"), cancel("help")

    assert option == letter == word
    assert (option.status, option.stderr) == (0, "")
    assert option.stdout.startswith(f"Usage:{messages.USAGE.strip()[6:].partition('To see')[0]}")


@pytest.mark.parametrize(
    "argv",
    [
        ("help", "--region", "eu-west-1"),
        ("--no-paginate", "help"),
        ("help", *RUN_ARGS),
        ("help", *DOMAIN_ARGS),
    ],
)
def test_help_may_stand_next_to_global_options_and_identifiers(
    cancel: InProcessCommand, argv: tuple[str, ...]
) -> None:
    assert cancel(*argv) == cancel("help")


def test_words_after_version_are_not_read(cancel: InProcessCommand) -> None:
    assert cancel("--version", "--output", "xml", "--region") == cancel("--version")


def test_help_has_each_option_on_a_line_of_80_columns(cancel: InProcessCommand) -> None:
    lines = cancel("--help").stdout.splitlines()

    assert max(map(len, lines)) <= 80
    described = [line.split()[0] for line in lines if re.match(r"  --\S+( \S+)? {2,}\S", line)]
    assert sorted([*described, *WITHOUT_EFFECT]) == sorted(option_names())


def test_help_starts_with_examples(cancel: InProcessCommand) -> None:
    text = cancel("--help").stdout

    assert text.index("Examples:") < text.index("What to cancel:")


def test_help_groups_the_options(cancel: InProcessCommand) -> None:
    headings = re.findall(r"^(\w.*):$", cancel("--help").stdout, re.MULTILINE)

    assert headings == ["What to cancel", "Many runs", "Safety", "Output", "AWS CLI options"]


@pytest.mark.parametrize("columns", [20, 40])
def test_help_on_a_narrow_terminal_is_complete(cancel: InProcessCommand, columns: int) -> None:
    wide = cancel("--help").stdout

    narrow = cancel("--help", terminal=True, width=columns).stdout

    assert "".join(narrow.split()) == "".join(wide.split())
    options = narrow[narrow.index("What to cancel:") : narrow.index("Exit status:")].splitlines()
    assert max(map(len, options)) <= max(columns, 2 + 32)


def test_help_in_a_pipe_does_not_depend_on_the_environment(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = cancel("--help").stdout
    monkeypatch.setenv("COLUMNS", "40")

    assert cancel("--help").stdout == wide


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argument", "start"),
    [("help", "     1\tUsage: datazone-cancel "), ("--help", "Usage: datazone-cancel ")],
)
def test_the_word_help_but_not_the_option_uses_a_pager_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, argument: str, start: str
) -> None:
    monkeypatch.setenv("PAGER", "nl")  # numbers lines

    with terminal(DATAZONE_CANCEL, argument) as screen:
        assert screen.wait() == 0
        assert screen.written.startswith(start)


@pytest.mark.slow
@pytest.mark.usefixtures("sandbox")
def test_examples_in_the_help_work(cancel: InProcessCommand) -> None:
    examples = cancel("--help").stdout.split("Examples:\n")[1].split("\n\n")[0]
    commands = re.split(r"\n(?=    \S)", f"\n{examples}")[1:]

    assert len(commands) == 4
    for command in commands:
        result = bash(command)
        assert result.status == 0, (command, result.stderr)


@pytest.mark.slow
def test_version_contains_the_version_of_aws(cancel: InProcessCommand) -> None:
    aws = bash("aws --version").stdout.split()

    tool, *others, botocore = cancel("--version").stdout.split()
    assert tool == f"datazone-cancel/{__version__}"
    assert [f"aws-cli/{version('awscli')}", *others] == aws[:-1]
    assert botocore == f"botocore/{version('botocore')}"


@pytest.mark.parametrize("packed", [True, False], ids=["in an archive", "compiled"])
def test_version_without_the_source_of_botocore(
    installed: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    source = tmp_path / "botocore" / "__init__.py"
    source.parent.mkdir()
    source.write_text("")
    if packed:
        shutil.make_archive(str(tmp_path / "packages"), "zip", tmp_path, "botocore")
    else:
        py_compile.compile(str(source), str(source.with_suffix(".pyc")))
    source.unlink()
    path = tmp_path / "packages.zip" if packed else tmp_path
    monkeypatch.setenv("PYTHONPATH", str(path))

    result = installed("--version")

    assert result.stdout.startswith(f"datazone-cancel/{__version__} ")
    assert "botocore" not in result.stdout
    assert (result.status, result.stderr) == (0, "")
