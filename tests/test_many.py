"""Several runs: which ones, what becomes of each, and the report."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from datazone_cancel.sandbox.server import serving

from .conftest import BIN, BOTH, DOMAIN, RUN, Command, Result, ScriptedClock
from .loopback import Answer, Endpoint, document, error

D = ("--domain-identifier", DOMAIN)
ONE_BY_ONE = ("--max-concurrency", "1")
THREE = (*D, "--identifier", "mgr1", "--identifier", "mgr2", "--identifier", "mgr3", *ONE_BY_ONE)
SUCCEEDED = error(
    400,
    "ValidationException",
    "The MetadataGenerationRun in SUCCEEDED status cannot be canceled.",
)
CANCELED = error(
    400,
    "ValidationException",
    "The MetadataGenerationRun in CANCELED status cannot be canceled.",
)
NOT_FOUND = error(
    404, "ResourceNotFoundException", "Requested prediction cannot be found in domain"
)
DENIED = error(403, "AccessDeniedException", "User is not permitted to perform operation")
EXPIRED = error(403, "ExpiredTokenException", "The security token included is expired")

pytestmark = pytest.mark.usefixtures("clock")

Stdin = Callable[[bytes], None]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    def give(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))

    return give


def canceled_runs(endpoint: Endpoint) -> list[str]:
    """Whose cancellation the endpoint was asked for, in that order."""
    paths = [request.path.split("/") for request in endpoint.requests]
    return [path[-2] for path in paths if path[-1] == "cancel"]


def outcomes(result: Result) -> dict[str, str]:
    return {each["identifier"]: each["outcome"] for each in json.loads(result.stdout)["results"]}


class TestWhichRuns:
    def test_each_identifier_is_canceled(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), Answer(), Answer())

        result = cancel(*THREE)

        assert result.status == 0
        assert canceled_runs(endpoint) == ["mgr1", "mgr2", "mgr3"]
        assert outcomes(result) == dict.fromkeys(["mgr1", "mgr2", "mgr3"], "ACCEPTED")

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
    def test_a_list_is_separated_by_white_space(
        self, cancel: Command, endpoint: Endpoint, stdin: Stdin, text: bytes
    ) -> None:
        stdin(text)
        endpoint.answer(Answer(), Answer(), Answer())

        result = cancel(*D, "--identifier", "-", *ONE_BY_ONE)

        assert result.status == 0
        assert canceled_runs(endpoint) == ["mgr1", "mgr2", "mgr3"]

    def test_a_file_is_a_list_too(
        self, cancel: Command, endpoint: Endpoint, tmp_path: Path
    ) -> None:
        (tmp_path / "ids").write_text("mgr1\nmgr2\n")
        endpoint.answer(Answer(), Answer())

        result = cancel(*D, "--identifier", f"file://{tmp_path}/ids", *ONE_BY_ONE)

        assert outcomes(result) == {"mgr1": "ACCEPTED", "mgr2": "ACCEPTED"}

    def test_lists_and_identifiers_add_up(
        self, cancel: Command, stdin: Stdin, tmp_path: Path
    ) -> None:
        stdin(b"mgr1 mgr2")
        (tmp_path / "ids").write_text("mgr3\n")
        (tmp_path / "bytes").write_text("mgr4\n")
        argv = ("-", f"file://{tmp_path}/ids", f"fileb://{tmp_path}/bytes", "mgr5", "mgr1")

        result = cancel(*D, *(f"--identifier={word}" for word in argv), "--dry-run")

        assert list(outcomes(result)) == ["mgr1", "mgr2", "mgr3", "mgr4", "mgr5"]

    def test_a_file_with_one_identifier_and_a_line_end_is_one_identifier(
        self, cancel: Command, endpoint: Endpoint, tmp_path: Path
    ) -> None:
        (tmp_path / "id").write_text(f"{RUN}\n")
        endpoint.answer(Answer())

        result = cancel(*D, "--identifier", f"file://{tmp_path}/id")

        assert (result.status, result.stdout) == (0, "")
        assert canceled_runs(endpoint) == [RUN]

    def test_one_that_cannot_be_valid_stops_all_and_all_such_are_listed(
        self, cancel: Command, endpoint: Endpoint, stdin: Stdin, tmp_path: Path
    ) -> None:
        stdin(b"mgr1\r\nc/d mgr2\n")
        file = tmp_path / "ids"
        file.write_text("mgr1\n\ne/f\n")
        argv = (f"file://{file}", "-", "a/b", "mgr3")

        result = cancel(*D, *(f"--identifier={word}" for word in argv))

        invalid = "Invalid value for parameter identifier, value"
        pattern = "valid pattern: [a-zA-Z0-9_-]{1,36}"
        assert (result.status, result.stdout) == (252, "")
        assert result.stderr.splitlines() == [
            "",
            "Parameter validation failed:",
            f"{invalid}: e/f, {pattern} (file://{file}, line 3)",
            f"{invalid}: c/d, {pattern} (standard input, line 2)",
            f"{invalid}: a/b, {pattern}",
            "identifier holds letters, digits, - and _ only, but not '/'",
        ]
        assert endpoint.requests == []

    @pytest.mark.parametrize("text", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
    def test_an_empty_list_is_an_error(self, cancel: Command, stdin: Stdin, text: bytes) -> None:
        stdin(text)

        result = cancel(*D, "--identifier", "-")

        assert (result.status, result.stdout) == (252, "")
        assert result.stderr == "\nThere is no identifier in standard input: nothing to cancel.\n"

    def test_a_closed_standard_input_is_an_error(
        self, cancel: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", None)

        result = cancel(*D, "--identifier", "-")

        assert result.status == 252
        assert result.stderr == ("\nStandard input is closed: there are no identifiers to read.\n")

    def test_a_standard_input_that_cannot_be_read_is_an_error(self) -> None:
        folder = os.open("/", os.O_RDONLY)
        process = subprocess.run(
            [BIN / "datazone-cancel", *D, "--identifier", "-"],
            stdin=folder,
            capture_output=True,
            check=False,
        )
        os.close(folder)

        assert process.returncode != 0
        assert b"Traceback" not in process.stderr

    def test_standard_input_is_left_alone_unless_it_is_asked_for(self, endpoint: Endpoint) -> None:
        endpoint.answer(Answer())
        script = f"{{ datazone-cancel {' '.join(BOTH)} --quiet; cat; }}"

        process = subprocess.run(
            ["bash", "-c", script], input=b"left\n", capture_output=True, check=False
        )

        assert process.stdout == b"left\n"

    def test_undecodable_bytes_are_refused(self) -> None:
        process = subprocess.run(
            [BIN / "datazone-cancel", *D, "--identifier", "-"],
            input=b"mgr\xff",
            capture_output=True,
            check=False,
        )

        assert process.returncode == 252
        assert b"value: mgr\xff, valid pattern" in process.stderr


class TestOutcomes:
    def test_one_failure_does_not_stop_the_others(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(error(409, "ConflictException", "busy"), Answer(), NOT_FOUND)

        result = cancel(*THREE)

        report = json.loads(result.stdout)
        assert result.status == 1
        assert [each["error"] for each in report["results"]] == [
            {"code": "ConflictException", "message": "busy"},
            None,
            {
                "code": "ResourceNotFoundException",
                "message": "Requested prediction cannot be found in domain",
            },
        ]
        assert report["summary"] == {"ACCEPTED": 1, "NOT_FOUND": 1, "FAILED": 1}
        assert result.stderr == (
            f"3 runs in domain {DOMAIN}, Region us-east-1: 1 ACCEPTED, 1 NOT_FOUND, 1 FAILED\n"
        )

    def test_a_result_has_its_request_id_and_attempts(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(
            error(500, "InternalServerException", "oops"),
            Answer(headers={"x-amzn-RequestId": "r1"}),
            Answer(headers={"x-amzn-RequestId": "r2"}),
            Answer(
                status=404,
                headers={"x-amzn-RequestId": "r3", "x-amzn-ErrorType": "ResourceNotFoundException"},
                body=b"{}",
            ),
        )

        result = cancel(*THREE)

        results = json.loads(result.stdout)["results"]
        found = [(each["attempts"], each["requestId"]) for each in results]
        assert found == [(2, "r1"), (1, "r2"), (1, "r3")]

    @pytest.mark.parametrize(
        ("answer", "outcome", "status", "option"),
        [
            (SUCCEEDED, "ALREADY_FINISHED", "SUCCEEDED", "--ignore-finished"),
            (NOT_FOUND, "NOT_FOUND", None, "--ignore-not-found"),
        ],
    )
    def test_finished_and_missing_runs_are_failures_unless_ignored(
        self,
        cancel: Command,
        endpoint: Endpoint,
        answer: Answer,
        outcome: str,
        status: str | None,
        option: str,
    ) -> None:
        endpoint.answer(*[Answer(), answer, Answer()] * 2)

        counted, ignored = cancel(*THREE), cancel(*THREE, option)

        second = json.loads(counted.stdout)["results"][1]
        assert (counted.status, ignored.status) == (1, 0)
        assert (second["outcome"], second["status"]) == (outcome, status)
        assert outcomes(ignored) == outcomes(counted)

    @pytest.mark.parametrize(
        ("answer", "option"),
        [(SUCCEEDED, "--ignore-finished"), (NOT_FOUND, "--ignore-not-found")],
    )
    def test_they_are_ignored_for_one_run_as_well(
        self, cancel: Command, endpoint: Endpoint, answer: Answer, option: str
    ) -> None:
        endpoint.answer(answer)

        result = cancel(*BOTH, option)

        assert (result.status, result.stdout) == (0, "")
        assert result.stderr == f"Ignored: {RUN}: {json.loads(answer.body)['message']}\n"

    def test_an_ignored_refusal_is_no_other_refusal(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(NOT_FOUND)

        assert cancel(*BOTH, "--ignore-finished").status == 254

    def test_one_run_that_is_refused_has_a_report_and_the_error_of_aws(
        self, cancel: Command, stdin: Stdin, endpoint: Endpoint
    ) -> None:
        stdin(b"mgr1\n")
        endpoint.answer(SUCCEEDED)

        result = cancel(*D, "--identifier", "-")

        assert result.status == 254
        assert outcomes(result) == {"mgr1": "ALREADY_FINISHED"}
        assert result.stderr == (
            "\nAn error occurred (ValidationException) when calling the"
            " CancelMetadataGenerationRun operation: The MetadataGenerationRun in SUCCEEDED status"
            " cannot be canceled.\n"
            f"1 run in domain {DOMAIN}, Region us-east-1: 1 ALREADY_FINISHED\n"
        )

    def test_a_lost_answer_is_made_good_by_a_look_at_the_run(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        run = document(id="mgr1", domainId=DOMAIN, owningProjectId="prj1", status="CANCELED")
        endpoint.answer(Answer(hang_up=True), CANCELED, run, Answer(), Answer())

        result = cancel(*THREE)

        first = json.loads(result.stdout)["results"][0]
        assert result.status == 0
        assert (first["outcome"], first["status"]) == ("CANCELED", "CANCELED")
        assert (first["attempts"], first["error"]) == (2, None)

    @pytest.mark.parametrize(
        "look",
        [
            document(id="mgr1", domainId=DOMAIN, owningProjectId="prj1", status="SUCCEEDED"),
            DENIED,
        ],
    )
    def test_a_lost_answer_that_no_look_makes_good_is_a_refusal(
        self, cancel: Command, endpoint: Endpoint, look: Answer
    ) -> None:
        endpoint.answer(Answer(hang_up=True), CANCELED, look, Answer(), Answer())

        result = cancel(*THREE)

        assert result.status == 1
        assert outcomes(result)["mgr1"] == "ALREADY_FINISHED"

    def test_a_run_that_somebody_else_canceled_had_finished(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(CANCELED, Answer(), Answer())

        result = cancel(*THREE)

        assert result.status == 1
        assert outcomes(result)["mgr1"] == "ALREADY_FINISHED"

    def test_a_connection_that_fails_has_a_code_and_a_message(
        self, cancel: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

        result = cancel(*THREE, "--endpoint-url", "http://127.0.0.1:9")

        first = json.loads(result.stdout)["results"][0]
        assert result.status == 1
        assert (first["outcome"], first["attempts"]) == ("FAILED", 1)
        assert first["error"]["code"] == "EndpointConnectionError"
        assert first["error"]["message"].startswith("Could not connect to the endpoint URL")


class TestStopping:
    def test_expired_credentials_stop_the_rest(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), EXPIRED)

        result = cancel(*THREE)

        assert result.status == 1
        assert outcomes(result) == {"mgr1": "ACCEPTED", "mgr2": "FAILED", "mgr3": "NOT_ATTEMPTED"}
        assert result.stderr == (
            "\nAn error occurred (ExpiredTokenException) when calling the"
            " CancelMetadataGenerationRun operation: The security token included is expired\n"
            "Stopped: the other cancellations would end like this.\n"
            f"3 runs in domain {DOMAIN}, Region us-east-1:"
            " 1 ACCEPTED, 1 FAILED, 1 NOT_ATTEMPTED\n"
        )

    def test_ten_denials_and_nothing_else_stop_the_rest(
        self, cancel: Command, endpoint: Endpoint, stdin: Stdin
    ) -> None:
        stdin("\n".join(f"mgr{number}" for number in range(30)).encode())
        endpoint.answer(*[DENIED] * 10)

        result = cancel(*D, "--identifier", "-", *ONE_BY_ONE)

        assert result.status == 1
        assert json.loads(result.stdout)["summary"] == {"FAILED": 10, "NOT_ATTEMPTED": 20}
        assert "Stopped: the other cancellations would end like this.\n" in result.stderr

    def test_denials_after_another_answer_stop_nothing(
        self, cancel: Command, endpoint: Endpoint, stdin: Stdin
    ) -> None:
        stdin("\n".join(f"mgr{number}" for number in range(30)).encode())
        endpoint.answer(DENIED, NOT_FOUND, *[DENIED] * 28)

        result = cancel(*D, "--identifier", "-", *ONE_BY_ONE)

        assert json.loads(result.stdout)["summary"] == {"NOT_FOUND": 1, "FAILED": 29}

    @pytest.mark.parametrize(
        ("missing", "sentence"),
        [
            (["AWS_REGION"], "\nYou must specify a region."),
            (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], "\nUnable to locate credentials."),
        ],
    )
    def test_a_missing_configuration_is_told_before_anything_is_sent(
        self,
        cancel: Command,
        endpoint: Endpoint,
        monkeypatch: pytest.MonkeyPatch,
        missing: list[str],
        sentence: str,
    ) -> None:
        for name in missing:
            monkeypatch.delenv(name)

        result = cancel(*THREE)

        assert (result.status, result.stdout) == (253, "")
        assert result.stderr.startswith(sentence)
        assert endpoint.requests == []


class TestPace:
    @pytest.mark.parametrize(
        ("argv", "seconds"),
        [((), 0.1), (("--max-rate", "0.5"), 4), (("--max-rate", "0"), 0)],
    )
    def test_cancellations_are_spaced(
        self,
        cancel: Command,
        endpoint: Endpoint,
        clock: ScriptedClock,
        argv: tuple[str, ...],
        seconds: float,
    ) -> None:
        endpoint.answer(Answer(), Answer(), Answer())

        cancel(*THREE, *argv)

        assert clock.time == pytest.approx(seconds)

    def test_what_is_sent_again_is_spaced_too(
        self,
        cancel: Command,
        endpoint: Endpoint,
        clock: ScriptedClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("random.random", lambda: 0.5)
        failing = error(500, "InternalServerException", "oops")
        endpoint.answer(failing, failing, Answer(), Answer(), Answer())

        cancel(*THREE, "--max-rate", "0.1")

        assert clock.time == pytest.approx(40)

    def test_pauses_before_sending_again_grow(
        self,
        cancel: Command,
        endpoint: Endpoint,
        clock: ScriptedClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("random.random", lambda: 0.5)
        failing = error(500, "InternalServerException", "oops")
        endpoint.answer(*[failing] * 5, Answer(), Answer())

        cancel(*THREE, "--max-rate", "0")

        assert clock.time == pytest.approx(0.5 + 1 + 2 + 4)

    def test_throttled_cancellations_are_sent_five_times(
        self, cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("botocore.retries.bucket.TokenBucket.acquire", lambda _self: None)
        throttled = error(429, "ThrottlingException", "Rate exceeded")
        endpoint.answer(throttled, throttled, throttled, throttled, Answer(), Answer(), Answer())

        result = cancel(*THREE)

        assert result.status == 0
        assert json.loads(result.stdout)["results"][0]["attempts"] == 5

    def test_a_service_that_often_fails_is_not_given_up(
        self, cancel: Command, endpoint: Endpoint, stdin: Stdin
    ) -> None:
        runs = [f"mgr{number}" for number in range(50)]
        stdin("\n".join(runs).encode())
        for identifier in runs:
            look = document(id=identifier, owningProjectId="prj1", status="CANCELED")
            endpoint.answer(error(500, "InternalServerException", "oops"), CANCELED, look)

        result = cancel(*D, "--identifier", "-", *ONE_BY_ONE)

        assert result.status == 0
        assert json.loads(result.stdout)["summary"] == {"CANCELED": 50}

    def test_as_often_as_the_user_says(
        self, cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
        failing = error(500, "InternalServerException", "oops")
        endpoint.answer(failing, failing, Answer(), Answer())

        result = cancel(*THREE)

        first = json.loads(result.stdout)["results"][0]
        assert (first["outcome"], first["attempts"]) == ("FAILED", 2)


class TestReport:
    def test_it_is_in_the_order_of_the_identifiers(self, cancel: Command) -> None:
        identifiers = [f"mgr{number:011d}" for number in (9, 1, 5, 3, 7, 10, 2)]

        with serving(runs=10) as url:
            result = cancel(
                *D, "--endpoint-url", url, *(f"--identifier={word}" for word in identifiers)
            )

        assert outcomes(result) == dict.fromkeys(identifiers, "ACCEPTED")
        assert list(outcomes(result)) == identifiers

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
    def test_it_is_printed_in_all_formats(
        self, cancel: Command, endpoint: Endpoint, argv: tuple[str, ...], printed: str
    ) -> None:
        endpoint.answer(Answer(), Answer(), Answer())

        result = cancel(*THREE, *argv)

        assert (result.status, result.stdout) == (0, printed)

    def test_json_lines_come_one_a_result(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), NOT_FOUND, Answer())

        result = cancel(*THREE, "--output", "jsonl")

        results = [json.loads(line) for line in result.stdout.splitlines()]
        assert [each["identifier"] for each in results] == ["mgr1", "mgr2", "mgr3"]
        assert results[0] == {
            "identifier": "mgr1",
            "outcome": "ACCEPTED",
            "status": None,
            "attempts": 1,
            "requestId": None,
            "error": None,
        }

    def test_json_lines_come_as_it_happens(self, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), Answer(held=True), Answer())

        with subprocess.Popen(
            [BIN / "datazone-cancel", *THREE, "--output", "jsonl", "--quiet"],
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            endpoint.released.set()
            rest = process.stdout.read()

        assert json.loads(first)["identifier"] == "mgr1"
        assert len(rest.splitlines()) == 2

    def test_quiet_says_nothing_on_stderr(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), NOT_FOUND, Answer())

        result = cancel(*THREE, "--quiet")

        assert (result.status, result.stderr) == (1, "")

    def test_elsewhere_than_on_a_terminal_a_line_tells_how_far_it_is_every_30_seconds(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(*[Answer()] * 3)

        result = cancel(*THREE, "--max-rate", "0.04")

        line = result.stderr.splitlines()[0]
        assert re.fullmatch(r"Canceling: [12] of 3, 0\.0\d+ a second, \d+ s left", line)

    def test_a_reader_that_leaves_early_ends_it_quietly(self, endpoint: Endpoint) -> None:
        endpoint.answer(Answer())
        script = f"datazone-cancel {' '.join(THREE)} --output jsonl --max-rate 0.5 --quiet"
        read, write = os.pipe()
        os.close(read)

        process = subprocess.run(
            ["bash", "-c", script], stdout=write, stderr=subprocess.PIPE, check=False
        )
        os.close(write)

        assert (process.returncode, process.stderr) == (1, b"")
        assert canceled_runs(endpoint) == ["mgr1"]

    def test_a_full_disk_ends_it_with_an_error(self, endpoint: Endpoint) -> None:
        endpoint.answer(Answer())
        script = f"datazone-cancel {' '.join(THREE)} --output jsonl --max-rate 0.5 >/dev/full"

        process = subprocess.run(["bash", "-c", script], stderr=subprocess.PIPE, check=False)

        assert process.returncode == 255
        assert process.stderr.decode() == (
            f"3 runs in domain {DOMAIN}, Region us-east-1: 1 ACCEPTED, 2 NOT_ATTEMPTED\n"
            "\nCould not write to standard output: No space left on device\n"
        )

    def test_a_report_that_cannot_be_written_is_an_error(self, endpoint: Endpoint) -> None:
        endpoint.answer(Answer(), Answer(), Answer())
        script = f"datazone-cancel {' '.join(THREE)} >/dev/full"

        process = subprocess.run(["bash", "-c", script], stderr=subprocess.PIPE, check=False)

        assert process.returncode == 255
        assert b": 3 ACCEPTED\n\nCould not write to standard output" in process.stderr


class TestWhatCannotBePrinted:
    """It is told before anything is sent, or nothing of the report is lost."""

    def test_a_format_that_is_none(
        self, cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")

        result = cancel(*THREE)

        assert (result.status, result.stderr) == (255, "\nUnknown output type: xml\n")
        assert endpoint.requests == []

    def test_a_closed_stdout(self, endpoint: Endpoint) -> None:
        script = f"datazone-cancel {' '.join(THREE)} >&-"

        process = subprocess.run(["bash", "-c", script], stderr=subprocess.PIPE, check=False)

        assert process.returncode == 255
        assert process.stderr == b"\nCould not write to standard output: Bad file descriptor\n"
        assert endpoint.requests == []

    def test_a_query_that_does_not_suit_the_report(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(Answer(), Answer(), Answer())

        result = cancel(*THREE, "--query", "abs(results)")

        assert result.status == 255
        assert json.loads(result.stdout)["summary"] == {"ACCEPTED": 3}
        assert result.stderr.startswith("\nIn function abs(), invalid type for value: ")
        assert result.stderr.endswith(": 3 ACCEPTED\n")


class TestDryRun:
    def test_nothing_is_sent(self, cancel: Command, endpoint: Endpoint) -> None:
        result = cancel(*THREE, "--dry-run", "--wait")

        assert json.loads(result.stdout)["summary"] == {"WOULD_CANCEL": 3}
        assert endpoint.requests == []

    def test_those_that_cannot_be_valid_are_in_the_report(
        self, cancel: Command, stdin: Stdin
    ) -> None:
        stdin(b"mgr1\na/b\nmgr2\n")

        result = cancel(*D, "--identifier", "-", "--dry-run", "--output", "jsonl")

        results = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.status == 252
        assert [each["outcome"] for each in results] == ["WOULD_CANCEL", "INVALID", "WOULD_CANCEL"]
        assert results[1]["error"]["message"].startswith("Invalid value for parameter identifier")
        assert "(standard input, line 2)" in result.stderr

    def test_a_domain_that_cannot_be_valid_spoils_all(self, cancel: Command) -> None:
        result = cancel(*THREE, "--domain-identifier", "x", "--dry-run")

        assert result.status == 252
        assert json.loads(result.stdout)["summary"] == {"INVALID": 3}
