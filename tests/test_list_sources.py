"""Where lists of run identifiers come from: arguments, files and standard input."""

from pathlib import Path

import pytest

from .support import messages
from .support.command import DATAZONE_CANCEL, InProcessCommand, Result, bash
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN, DOMAIN_ARGS, ONE_AT_A_TIME, RUN, RUN_ARGS
from .support.terminal import terminal

STDIN_ARGS = (*DOMAIN_ARGS, "--identifier", "-")


@pytest.mark.parametrize(
    "text",
    [
        b"mgr1\nmgr2\nmgr3\n",
        b"mgr1\tmgr2\tmgr3",
        b"mgr1\r\nmgr2\r\n\r\nmgr3\r\n",
        b"\xef\xbb\xbfmgr1\n \nmgr2 mgr3\n\n",
        b"mgr1 mgr2 mgr1 mgr3 mgr2",
    ],
)
def test_a_list_on_stdin_is_separated_by_whitespace(
    cancel: InProcessCommand, endpoint: Endpoint, text: bytes
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = cancel(*STDIN_ARGS, *ONE_AT_A_TIME, stdin=text)

    assert result.status == 0
    assert endpoint.canceled_runs == ["mgr1", "mgr2", "mgr3"]


def test_a_file_is_a_list(cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("mgr1\nmgr2\n")
    endpoint.answer(Answer(), Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/ids", *ONE_AT_A_TIME)

    assert result.outcomes == {"mgr1": "ACCEPTED", "mgr2": "ACCEPTED"}


def test_lists_and_identifiers_are_combined_without_duplicates(
    cancel: InProcessCommand, tmp_path: Path
) -> None:
    (tmp_path / "ids").write_text("mgr3\n")
    (tmp_path / "bytes").write_text("mgr4\n")
    argv = ("-", f"file://{tmp_path}/ids", f"fileb://{tmp_path}/bytes", "mgr5", "mgr1")

    result = cancel(
        *DOMAIN_ARGS,
        *(f"--identifier={word}" for word in argv),
        "--dry-run",
        stdin=b"mgr1 mgr2",
    )

    assert list(result.outcomes) == ["mgr1", "mgr2", "mgr3", "mgr4", "mgr5"]


def test_a_file_of_one_line_is_one_identifier(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / "id").write_text(f"{RUN}\n")
    endpoint.answer(Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/id")

    assert (result.status, result.stdout) == (0, "")
    assert endpoint.canceled_runs == [RUN]


def test_all_invalid_identifiers_are_reported_with_their_source(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    file = tmp_path / "ids"
    file.write_text("mgr1\n\ne/f\n")
    argv = (f"file://{file}", "-", "a/b", "mgr3")

    result = cancel(
        *DOMAIN_ARGS,
        *(f"--identifier={word}" for word in argv),
        stdin=b"mgr1\r\nc/d mgr2\n",
    )

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("identifier", "e/f", source=f"file://{file}, line 3"),
        messages.invalid("identifier", "c/d", source="standard input, line 2"),
        messages.invalid("identifier", "a/b"),
        messages.forbidden("identifier", "/"),
    )
    assert endpoint.requests == []


def test_the_only_identifier_of_a_file_is_reported_with_its_source(
    cancel: InProcessCommand, tmp_path: Path
) -> None:
    (tmp_path / "id").write_text("\na/b\n")

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/id")

    source = f"file://{tmp_path}/id, line 2"
    assert messages.invalid("identifier", "a/b", source=source) in result.stderr


def test_a_short_list_may_repeat_a_run(cancel: InProcessCommand) -> None:
    result = cancel(*STDIN_ARGS, "--dry-run", stdin=b"mgr1 mgr2\nmgr3 mgr2\n")

    assert list(result.outcomes) == ["mgr1", "mgr2", "mgr3"]


@pytest.mark.parametrize(
    ("text", "word", "command"),
    [
        ("id\nmgr1\nmgr2\n", "id on line 1", "awk 'NR > 1 {print $1}' FILE"),
        ("Status  Run\nX  mgr1\n", "Status on line 1", "awk 'NR > 1 {print $2}' FILE"),
        ("\nid,status\nmgr1,X\n", "id on line 2", "awk -F, 'NR > 2 {print $1}' FILE"),
        ("status;id\nX;mgr1\n", "status on line 1", "awk -F';' 'NR > 1 {print $2}' FILE"),
        (
            '"id","name"\n"mgr1","x"\n',
            "id on line 1",
            "awk -F, 'NR > 1 {print $1}' FILE | tr -d '\"'",
        ),
        ("mgr1\tIN_PROGRESS\nmgr2\tX\n", "IN_PROGRESS on line 1", "awk -F'\\t' '{print $1}' FILE"),
        (f"{DOMAIN} mgr1 2026-01-31\n", "2026-01-31 on line 1", "awk '{print $2}' FILE"),
        (
            "mgr1 prj1\nmgr2 prj1\nmgr3 prj1\nmgr4 prj1\n",
            "prj1 on line 1",
            "awk '{print $1}' FILE",
        ),
        ("  1 mgr1\n  2 mgr2\n", "1 on line 1", "awk '{print $2}' FILE"),
        ("- mgr1\n- mgr2\n", "- on line 1", "awk '{print $2}' FILE"),
        ("---\n- mgr1\n", "--- on line 1", "awk 'NR > 1 {print $2}' FILE"),
        ("\ufeffid\nmgr1\n", "id on line 1", "awk 'NR > 1 {print $1}' FILE"),
        ("status,type\n", "status on line 1", "awk -F, '{print $1}' FILE"),
        (
            "mgr1 prj1\nmgr2 prj1\nmgr3 prj2\nmgr4 prj2\n",
            "prj1 on line 1",
            "awk '{print $1}' FILE",
        ),
    ],
)
def test_a_table_is_refused_with_a_command_that_extracts_the_identifiers(
    cancel: InProcessCommand, endpoint: Endpoint, text: str, word: str, command: str
) -> None:
    result = cancel(*STDIN_ARGS, stdin=text.encode())

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == (
        f"\nstandard input looks like a table: {word} is not the identifier of a run. Extract the"
        f" identifiers first: {command}\n"
    )
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("mgr1,\nmgr2,\nmgr3,\nmgr4,\n", messages.SEPARATORS),
        ('[\n"id",\n"mgr1"\n]\n', messages.JSON_LIST),
        ('{\n"id":\n"mgr1"\n}\n', messages.JSON_LIST),
    ],
)
def test_a_list_in_another_form_is_not_called_a_table(
    cancel: InProcessCommand, text: str, advice: str
) -> None:
    result = cancel(*STDIN_ARGS, stdin=text.encode())

    assert result.status == 252
    assert advice in result.stderr
    assert "table" not in result.stderr


def test_a_table_in_a_file_is_refused_with_its_path(
    cancel: InProcessCommand, tmp_path: Path
) -> None:
    (tmp_path / "my runs.csv").write_text("id\nmgr1\n")

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/my runs.csv", "--dry-run")

    assert result.status == 252
    assert result.stderr.endswith(f"awk 'NR > 1 {{print $1}}' '{tmp_path}/my runs.csv'\n")


@pytest.mark.parametrize(
    "text",
    [
        "mgr1 mgr2\nmgr3 mgr4\n",
        "mgr1 mgr2\nmgr1 mgr2\n",
        "mgr1 mgr2\nmgr1 mgr2\nmgr3 mgr4\nmgr3 mgr4\n",
        "id",
        "1 2 2",
        "1\n2\n",
        "mgr-id\nrun7\n",
    ],
)
def test_a_list_of_several_identifiers_per_line_is_no_table(
    cancel: InProcessCommand, text: str
) -> None:
    result = cancel(*STDIN_ARGS, "--dry-run", stdin=text.encode())

    assert list(result.outcomes) == [*dict.fromkeys(text.split())]


def test_the_last_line_of_a_long_start_may_be_cut_off(cancel: InProcessCommand) -> None:
    lines = [f"mgr{number:05} prj1" for number in range(2000)]

    result = cancel(*STDIN_ARGS, "--dry-run", stdin="\n".join(lines).encode())

    assert "prj1 on line 1 is not the identifier of a run" in result.stderr


def test_an_empty_source_is_named_once(cancel: InProcessCommand) -> None:
    result = cancel(*STDIN_ARGS, "--identifier", "-", stdin=b"")

    assert result.stderr == messages.EMPTY_STDIN


def test_several_empty_sources_are_named(cancel: InProcessCommand, tmp_path: Path) -> None:
    (tmp_path / "ids").touch()

    result = cancel(*STDIN_ARGS, "--identifier", f"file://{tmp_path}/ids", stdin=b"")

    sentence = f"There is no identifier in standard input or file://{tmp_path}/ids"
    assert result.stderr == f"\n{sentence}: nothing to cancel.\n"


@pytest.mark.parametrize("text", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_an_error(cancel: InProcessCommand, text: bytes) -> None:
    result = cancel(*STDIN_ARGS, stdin=text)

    assert result == Result(status=252, stdout="", stderr=messages.EMPTY_STDIN)


def test_undecodable_bytes_on_stdin_are_refused(cancel: InProcessCommand) -> None:
    result = cancel(*STDIN_ARGS, stdin=b"mgr\xff")

    assert result.status == 252
    assert (
        messages.invalid("identifier", "mgr\\udcff", source="standard input, line 1")
        in result.stderr
    )


def test_undecodable_bytes_in_files_are_refused(cancel: InProcessCommand, tmp_path: Path) -> None:
    (tmp_path / "ids").write_bytes(b"mgr\xff")

    result = cancel(*RUN_ARGS, "--identifier", f"fileb://{tmp_path}/ids")

    source = f"fileb://{tmp_path}/ids, line 1"
    assert messages.invalid("identifier", "mgr\\udcff", source=source) in result.stderr


@pytest.mark.slow
def test_stdin_is_not_read_unless_requested(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = bash(f"datazone-cancel {' '.join(RUN_ARGS)} --quiet; cat", stdin=b"left\n")

    assert result == Result(status=0, stdout="left\n", stderr="")


def test_a_closed_stdin_is_an_error() -> None:
    result = bash(f"datazone-cancel {' '.join(STDIN_ARGS)} <&-")

    assert result == Result(status=252, stdout="", stderr=messages.CLOSED_STDIN)


@pytest.mark.slow
def test_an_unreadable_stdin_is_an_error() -> None:
    result = bash(f"datazone-cancel {' '.join(STDIN_ARGS)} </")

    assert result.status != 0
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_list_typed_on_a_terminal_follows_a_hint(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer())

    with terminal(DATAZONE_CANCEL, *STDIN_ARGS, "--query", "summary") as screen:
        assert screen.wait({messages.READING_STDIN: "mgr1\nmgr2\n\x04"}) == 0
        assert screen.written.startswith(f"{messages.READING_STDIN}mgr1\nmgr2\n")
        assert '"ACCEPTED": 2' in screen.written
