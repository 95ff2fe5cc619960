"""How --output and --query print reports."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from .support import messages
from .support.answers import NO_RUNS, NOT_FOUND, run_item, run_list
from .support.clock import START, ScriptedClock
from .support.command import (
    InProcessCommand,
    call_with_files,
    start_installed,
    subprocess_command,
)
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, DOMAIN_ARGS, RUN, RUN_ARGS, THREE_RUNS_ARGS


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (("--query", "summary"), '{\n    "ACCEPTED": 3\n}\n'),
        (
            ("--query", "results[].[identifier,outcome]", "--output", "text"),
            "mgr1\tACCEPTED\nmgr2\tACCEPTED\nmgr3\tACCEPTED\n",
        ),
        (("--query", "summary", "--output", "yaml"), "ACCEPTED: 3\n"),
        (("--query", "results[].identifier", "--output", "jsonl"), '"mgr1"\n"mgr2"\n"mgr3"\n'),
        (("--query", "summary", "--output", "jsonl"), '{"ACCEPTED": 3}\n'),
        (("--output", "off"), ""),
    ],
)
def test_a_report_is_printed_in_each_format(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...], printed: str
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS, *argv)

    assert (result.status, result.stdout) == (0, printed)


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (("--output", "text", "--query", "results[].[identifier,outcome]"), f"{RUN}\tVALID"),
        (("--output", "yaml", "--query", "summary"), "VALID: 1"),
        (("--output", "yaml-stream", "--query", "summary"), "- VALID: 1"),
        (("--query", "results[0].outcome"), '"VALID"'),
        (("--output", "off"), ""),
        (
            ("--output", "table", "--query", "results[].{Run:identifier,Outcome:outcome}"),
            """\
-------------------------------
| CancelMetadataGenerationRun |
+----------+------------------+
|  Outcome |       Run        |
+----------+------------------+
|  VALID   |  mgr5g0fy285m1q  |
+----------+------------------+""",
        ),
    ],
)
def test_a_dry_run_is_printed_in_each_format(
    cancel: InProcessCommand, argv: tuple[str, ...], printed: str
) -> None:
    result = cancel(*RUN_ARGS, "--dry-run", "--quiet", *argv)

    assert (result.status, result.stderr) == (0, "")
    assert result.stdout.rstrip("\n") == printed


def test_the_environment_selects_the_format_of_a_report(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "text")

    assert cancel(*RUN_ARGS, "--dry-run", "--query", "dryRun").stdout == "True\n"


def test_the_profile_selects_the_format_of_a_report(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    aws_config.write_text('[profile "ops"]\noutput = text\n')
    argv = (*RUN_ARGS, "--dry-run", "--query", "dryRun", "--profile", "ops")

    assert cancel(*argv).stdout == "True\n"


def test_jsonl_prints_one_line_per_result(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    result = cancel(*THREE_RUNS_ARGS, "--output", "jsonl")

    results = result.json_lines
    assert [each["identifier"] for each in results] == ["mgr1", "mgr2", "mgr3"]
    assert results[0] == {
        "at": START,
        "identifier": "mgr1",
        "outcome": "ACCEPTED",
        "status": None,
        "attempts": 1,
        "requestId": None,
        "error": None,
        "run": None,
    }


@pytest.mark.slow
def test_jsonl_prints_each_result_at_once(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(held=True), Answer())

    with start_installed(*THREE_RUNS_ARGS, "--output", "jsonl", "--quiet") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        endpoint.released.set()
        rest = process.stdout.read()

    assert json.loads(first)["identifier"] == "mgr1"
    assert len(rest.splitlines()) == 2


def test_quiet_prints_no_summary(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    result = cancel(*THREE_RUNS_ARGS, "--quiet")

    assert (result.status, result.stderr) == (1, "")


def test_an_unknown_format_is_refused_before_several_cancellations(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")

    result = cancel(*THREE_RUNS_ARGS)

    assert (result.status, result.stderr) == (255, "\nUnknown output type: xml\n")
    assert endpoint.requests == []


@pytest.mark.parametrize("query", ["abs(results)", "results[::0]"])
def test_a_query_that_suits_no_report_is_refused_before_several_cancellations(
    cancel: InProcessCommand, endpoint: Endpoint, query: str
) -> None:
    result = cancel(*THREE_RUNS_ARGS, "--query", query)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr.startswith("\n--query does not suit the report: ")
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("query", "output"),
    [("results[].[identifier,error]", "text"), ("[region,summary]", "table")],
)
def test_a_report_is_printed_as_json_if_the_query_does_not_suit_it(
    cancel: InProcessCommand, endpoint: Endpoint, query: str, output: str
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    result = cancel(*THREE_RUNS_ARGS, "--query", query, "--output", output)

    assert result.status == 255
    assert result.report["summary"] == {"ACCEPTED": 2, "NOT_FOUND": 1}
    assert result.stderr.startswith("\nCould not format the report: ")
    assert result.stderr.endswith(f"\n{messages.summary(3, '2 ACCEPTED, 1 NOT_FOUND')}")


def test_half_of_a_surrogate_pair_is_escaped_in_yaml(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1", createdBy="a\ud83d")), NO_RUNS)

    result = cancel(*ALL_RUNS_ARGS, "--dry-run", "--output", "yaml")

    assert result.status == 0
    assert 'createdBy: "a\\uD83D"' in result.stdout


def test_yaml_needs_no_libyaml() -> None:
    program = (
        "import sys, yaml; del yaml.CSafeDumper; from datazone_cancel.__main__ import main; "
        "sys.exit(main())"
    )

    result = subprocess_command(sys.executable, "-c", program)(
        *THREE_RUNS_ARGS, "--dry-run", "--output", "yaml"
    )

    assert (result.status, result.stderr.count("bug")) == (0, 0)
    assert "  identifier: mgr1\n  outcome: VALID\n" in result.stdout


def _report_in_a_file(path: Path, *argv: str) -> int:
    with path.open("w") as file, TextIOWrapper(BytesIO()) as stderr:
        return call_with_files(*argv, clock=ScriptedClock(), stdin=b"", stdout=file, stderr=stderr)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "ascii"])
def test_a_report_is_one_document_in_any_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("AWS_CLI_OUTPUT_ENCODING", encoding)
    path = tmp_path / "report.jsonl"

    identifiers = ("é", "漢", "👍", "\ud83d")
    repeated = [word for each in identifiers for word in ("--identifier", each)]
    status = _report_in_a_file(path, *DOMAIN_ARGS, *repeated, "--dry-run", "--output", "jsonl")

    assert status == 252
    lines = path.read_text(encoding).splitlines()
    assert [json.loads(line)["identifier"] for line in lines] == list(identifiers)


@pytest.mark.parametrize("encoding", ["idna", "punycode"])
def test_an_encoding_that_loses_text_is_refused(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("AWS_CLI_OUTPUT_ENCODING", encoding)

    result = cancel(*THREE_RUNS_ARGS)

    assert (result.status, result.stdout) == (255, "")
