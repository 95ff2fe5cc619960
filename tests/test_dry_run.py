"""--dry-run: a report, and nothing sent."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import BOTH, DOMAIN, RUN, Command
from .loopback import Endpoint


def test_valid_identifiers_give_a_report_of_what_would_be_canceled(cancel: Command) -> None:
    result = cancel(*BOTH, "--dry-run")

    assert result.status == 0
    assert result.stderr == (
        f"Dry run, nothing was canceled: 1 run in domain {DOMAIN}, Region us-east-1:"
        " 1 WOULD_CANCEL\n"
    )
    assert json.loads(result.stdout) == {
        "domainIdentifier": DOMAIN,
        "region": "us-east-1",
        "dryRun": True,
        "results": [
            {
                "identifier": RUN,
                "outcome": "WOULD_CANCEL",
                "status": None,
                "attempts": 0,
                "requestId": None,
                "error": None,
            }
        ],
        "summary": {"WOULD_CANCEL": 1},
    }


def test_an_invalid_identifier_is_in_the_report_and_on_stderr(cancel: Command) -> None:
    result = cancel("--domain-identifier", DOMAIN, "--identifier", "a/b", "--dry-run")

    problem = (
        "Invalid value for parameter identifier, value: a/b, valid pattern: [a-zA-Z0-9_-]{1,36}"
    )
    advice = "identifier holds letters, digits, - and _ only, but not '/'"
    report = json.loads(result.stdout)
    assert result.status == 252
    assert result.stderr == f"\nParameter validation failed:\n{problem}\n{advice}\n"
    assert report["summary"] == {"INVALID": 1}
    assert report["results"][0]["outcome"] == "INVALID"
    assert report["results"][0]["error"] == {
        "code": "ParamValidation",
        "message": f"{problem} {advice}",
    }


@pytest.mark.parametrize(
    ("argv", "variables", "region"),
    [
        (("--region", "eu-west-1"), {"AWS_REGION": "us-east-2"}, "eu-west-1"),
        ((), {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "us-east-2"),
        ((), {"AWS_DEFAULT_REGION": "us-west-1"}, "us-west-1"),
        ((), {}, None),
    ],
)
def test_the_report_names_the_region_of_the_option_or_the_environment(
    cancel: Command,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    variables: dict[str, str],
    region: str | None,
) -> None:
    monkeypatch.delenv("AWS_REGION")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert json.loads(cancel(*BOTH, "--dry-run", *argv).stdout)["region"] == region


def test_nothing_reaches_the_service(cancel: Command, endpoint: Endpoint) -> None:
    cancel(*BOTH, "--dry-run")

    assert endpoint.requests == []


def test_it_needs_no_socket_no_credentials_no_region_and_no_boto3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name)
    program = """
import sys
from pathlib import Path

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
from datazone_cancel.cli import main
status = main(sys.argv[1:])
loaded = {name.partition(".")[0] for name in sys.modules}
print(int(status), sorted(loaded & {"boto3", "botocore", "urllib3", "rich", "moto", "jmespath"}))
"""
    process = subprocess.run(
        [sys.executable, "-c", program, *BOTH, "--dry-run", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.stderr == ""
    assert process.stdout.endswith("}\n0 []\n")
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (("--output", "text", "--query", "results[].[identifier,outcome]"), f"{RUN}\tWOULD_CANCEL"),
        (("--output", "yaml", "--query", "summary"), "WOULD_CANCEL: 1"),
        (("--output", "yaml-stream", "--query", "summary"), "- WOULD_CANCEL: 1"),
        (("--query", "results[0].outcome"), '"WOULD_CANCEL"'),
        (("--output", "off"), ""),
        (
            ("--output", "table", "--query", "results[].{Run:identifier,Outcome:outcome}"),
            """\
------------------------------------
|    CancelMetadataGenerationRun   |
+---------------+------------------+
|    Outcome    |       Run        |
+---------------+------------------+
|  WOULD_CANCEL |  mgr5g0fy285m1q  |
+---------------+------------------+""",
        ),
    ],
)
def test_the_report_is_printed_in_the_formats_of_aws(
    cancel: Command, argv: tuple[str, ...], printed: str
) -> None:
    result = cancel(*BOTH, "--dry-run", "--quiet", *argv)

    assert (result.status, result.stderr) == (0, "")
    assert result.stdout.rstrip("\n") == printed


def test_the_environment_chooses_the_format_of_the_report(
    cancel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "text")

    assert cancel(*BOTH, "--dry-run", "--query", "dryRun").stdout == "True\n"


def test_the_profile_chooses_the_format_of_the_report(cancel: Command, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text('[profile "ops"]\noutput = text\n')
    argv = (*BOTH, "--dry-run", "--query", "dryRun", "--profile", "ops")

    assert cancel(*argv).stdout == "True\n"


def test_a_configuration_that_cannot_be_read_changes_nothing(
    cancel: Command, tmp_path: Path
) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("no section\n")

    assert cancel(*BOTH, "--dry-run").status == 0


def test_a_document_is_checked_like_options(cancel: Command) -> None:
    document = json.dumps({"identifier": 5, "run": RUN})

    result = cancel("--dry-run", "--cli-input-json", document)

    assert result.status == 252
    assert result.stderr == (
        "\nParameter validation failed:\n"
        'Missing required parameter in input: "domainIdentifier"\n'
        'Unknown parameter in input: "run", must be one of: domainIdentifier, identifier\n'
        "Invalid type for parameter identifier, value: 5, type: <class 'int'>,"
        " valid types: <class 'str'>\n"
    )
    assert json.loads(result.stdout)["results"][0]["identifier"] == "5"
