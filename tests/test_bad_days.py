"""Many runs on a bad day: the service, the network or the machine does not do what it should."""

import socket
import threading
from typing import Any
from unittest import mock

import pytest

from .support.answers import (
    CONFLICT,
    DENIED,
    EXPIRED,
    NO_RUNS,
    NOT_FOUND,
    SERVER_ERROR,
    SUCCEEDED,
    THROTTLED,
    run,
    run_item,
    run_list,
)
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint, error, html, success
from .support.internals import MAX_PAGES_WITHOUT
from .support.names import CONFIRMED_ARGS, DOMAIN_ARGS, THREE_RUNS_ARGS

ONE_IN_A_LIST_ARGS = (*DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr1")

ENDLESS = "\nThe listing does not end: 3 pages in a row had no new run.\n"

NO_RUN_BODIES = {
    "HTML": html(200),
    "null": Answer(body=b"null"),
    "a list": Answer(body=b"[]"),
    "an item without an identifier": run_list({"status": "SUBMITTED"}),
    "an item that is null": success(items=[None]),
    "an item with an invalid identifier": run_list(run_item("../mgr1")),
}


@pytest.mark.parametrize("answer", NO_RUN_BODIES.values(), ids=NO_RUN_BODIES)
def test_a_listing_that_cannot_be_read_is_an_error(
    cancel: InProcessCommand, endpoint: Endpoint, answer: Answer
) -> None:
    endpoint.answer(answer)

    result = cancel(*CONFIRMED_ARGS)

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr.startswith("\nThe ")


def test_a_token_that_is_received_twice_ends_the_listing(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    page = run_list(run_item("mgr1"), next_token="again")
    endpoint.answer(page, page)

    result = cancel(*CONFIRMED_ARGS)

    sentence = "Error during pagination: The same next token was received twice"
    assert result.status == 255
    assert result.stderr == f"\n{sentence}: {{'nextToken': 'again'}}\n"


@pytest.mark.parametrize("tokens", ["aba", "abcb", "abcdea"])
def test_tokens_that_repeat_in_a_cycle_end_the_listing(
    cancel: InProcessCommand, endpoint: Endpoint, tokens: str
) -> None:
    endpoint.answer(*(run_list(run_item("mgr1"), next_token=token) for token in tokens))

    result = cancel(*CONFIRMED_ARGS)

    assert (result.status, result.stdout) == (255, "")
    assert (
        f"The same next token was received twice: {{'nextToken': '{tokens[-1]}'}}" in result.stderr
    )


@pytest.mark.parametrize(
    ("ids", "status", "stderr"),
    [("--1--2", 0, ""), ("-1---", 255, ENDLESS), ("1-11", 255, ENDLESS)],
)
def test_a_listing_ends_after_three_pages_without_a_new_run(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    ids: str,
    status: int,
    stderr: str,
) -> None:
    monkeypatch.setattr(MAX_PAGES_WITHOUT, 3)
    pages = [() if each == "-" else (run_item(f"mgr{each}"),) for each in ids]
    endpoint.answer(
        *(run_list(*page, next_token=f"token{number}") for number, page in enumerate(pages))
    )
    if not status:
        endpoint.answer(NO_RUNS, NO_RUNS, Answer(), Answer())

    result = cancel(*CONFIRMED_ARGS, "--quiet")

    assert (result.status, result.stderr) == (status, stderr)


WRONG_TYPES: dict[str, list[object]] = {
    "id": [5, True, ["mgr1"]],
    "status": [5, True, ["SUBMITTED"], {}],
    "types": [5, True, [5], [["BUSINESS_NAMES"]], "BUSINESS_NAMES", {"BUSINESS_NAMES": 1}],
    "type": [5, ["BUSINESS_NAMES"]],
    "target": ["ast1", 5, [5], {"identifier": 5}],
    "owningProjectId": [5, ["prj1"]],
    "createdBy": [5, False, ["usr1"], {"id": "usr1"}],
    "createdAt": ["yesterday", "now", "20260131", "5", "Monday", True, [5], {}, 1e300],
}


@pytest.mark.parametrize(
    "argv", [CONFIRMED_ARGS, (*ONE_IN_A_LIST_ARGS, "--dry-run=server")], ids=len
)
@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name in WRONG_TYPES for value in WRONG_TYPES[name]]
)
def test_a_member_of_a_wrong_type_is_not_a_bug(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...], name: str, value: object
) -> None:
    item = {**run_item("mgr1"), name: value}
    endpoint.answer(run_list(item) if "--all" in argv else success(**item))

    result = cancel(*argv)

    assert result.status in (1, 255)
    assert endpoint.canceled_runs == []
    assert "The service's response" in result.stdout + result.stderr or (
        "The response to a request cannot be read" in result.stdout + result.stderr
    )
    assert "bug" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "members", [{"items": 5}, {"items": [5]}, {"nextToken": ["a"]}, {"nextToken": 5}]
)
def test_a_listing_of_a_wrong_type_is_not_a_bug(
    cancel: InProcessCommand, endpoint: Endpoint, members: dict[str, object]
) -> None:
    endpoint.answer(success(**members))

    result = cancel(*CONFIRMED_ARGS)

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr.startswith("\nThe ")
    assert "bug" not in result.stderr


def test_a_read_of_another_run_is_an_error(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("mgr1", createdAt=None)), run("mgr2"))

    result = cancel(*CONFIRMED_ARGS)

    assert (result.status, result.stdout) == (255, "")
    assert "is about another run than mgr1: mgr2\n" in result.stderr


def test_a_listed_run_of_another_type_is_left_alone(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1", types=["BUSINESS_NAMES"])), NO_RUNS)

    result = cancel(*CONFIRMED_ARGS, "--type", "BUSINESS_DESCRIPTIONS")

    assert (result.status, result.report["results"]) == (0, [])


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[]"])
def test_a_success_accepts_a_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint, body: bytes
) -> None:
    endpoint.answer(Answer(body=body))

    assert cancel(*ONE_IN_A_LIST_ARGS).report["summary"] == {"ACCEPTED": 1}


@pytest.mark.parametrize("body", [b"<html>Log in", b"Log in", b"\xff", b"{"])
@pytest.mark.parametrize(
    ("read", "outcome"),
    [
        (run("mgr1", status="CANCELED"), "CANCELED"),
        (run("mgr1", status="IN_PROGRESS"), "FAILED"),
        (html(200), "FAILED"),
    ],
    ids=["canceled", "in progress", "unreadable"],
)
def test_the_page_of_a_proxy_accepts_no_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint, body: bytes, read: Answer, outcome: str
) -> None:
    endpoint.answer(Answer(body=body), read)

    [result] = cancel(*ONE_IN_A_LIST_ARGS).report["results"]

    assert (result["outcome"], result["attempts"]) == (outcome, 1)


@pytest.mark.parametrize(
    "answer",
    [
        error(400, "ThrottlingException", "Rate exceeded"),
        error(400, "RequestTimeout", "too slow"),
        Answer(status=500, body=b"<html>"),
        Answer(status=503, body=b"\xff"),
        Answer(hang_up=True),
    ],
)
def test_transient_errors_of_many_runs_are_retried(
    cancel: InProcessCommand, endpoint: Endpoint, answer: Answer
) -> None:
    endpoint.answer(answer, Answer())

    [result] = cancel(*ONE_IN_A_LIST_ARGS).report["results"]

    assert (result["outcome"], result["attempts"]) == ("ACCEPTED", 2)


def test_a_listing_is_retried_too(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(SERVER_ERROR, NO_RUNS, NO_RUNS)

    assert cancel(*CONFIRMED_ARGS).status == 0


def test_a_read_resolves_an_unclear_last_attempt(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(SERVER_ERROR, run("mgr1", status="CANCELED"))

    [result] = cancel(*ONE_IN_A_LIST_ARGS).report["results"]

    assert (result["outcome"], result["status"]) == ("CANCELED", "CANCELED")


@pytest.mark.parametrize("unclear", [SERVER_ERROR, Answer(hang_up=True)], ids=["500", "reset"])
@pytest.mark.parametrize(
    "clear",
    [CONFLICT, DENIED, EXPIRED, NOT_FOUND, SUCCEEDED, error(400, "ValidationException", "no")],
    ids=lambda answer: str(answer.status),
)
def test_a_clear_error_does_not_hide_that_an_earlier_attempt_worked(
    cancel: InProcessCommand, endpoint: Endpoint, unclear: Answer, clear: Answer
) -> None:
    endpoint.answer(unclear, clear, run("mgr1", status="CANCELED"))

    result = cancel(*ONE_IN_A_LIST_ARGS)

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED"})


def test_a_throttled_attempt_does_not_hide_that_an_earlier_attempt_worked(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    endpoint.answer(SERVER_ERROR, THROTTLED, run("mgr1", status="CANCELED"))

    assert cancel(*ONE_IN_A_LIST_ARGS).outcomes == {"mgr1": "CANCELED"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "UnauthorizedException"),
        (403, "RequestExpired"),
        (403, "SignatureDoesNotMatch"),
        (403, "OptInRequired"),
        (400, "ExpiredToken"),
    ],
)
def test_an_error_about_the_caller_stops_the_other_runs(
    cancel: InProcessCommand, endpoint: Endpoint, status: int, code: str
) -> None:
    endpoint.answer(error(status, code, "not you"))

    result = cancel(*THREE_RUNS_ARGS)

    assert result.report["summary"] == {"FAILED": 1, "NOT_ATTEMPTED": 2}
    assert f"An error occurred ({code})" in result.stderr
    assert "Stopped early: the remaining runs would fail the same way." in result.stderr


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            b"<html><style>p {}</style><title>\r\n Blocked &amp; logged\r\n</title>",
            "Blocked & logged",
        ),
        (b"Access denied by proxy\nmore", "Access denied by proxy"),
        (b"<html></html>", ""),
    ],
)
@pytest.mark.parametrize("argv", [ONE_IN_A_LIST_ARGS, CONFIRMED_ARGS], ids=["list", "all"])
def test_a_403_of_a_proxy_has_the_first_line_of_its_text(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...], body: bytes, text: str
) -> None:
    endpoint.answer(Answer(status=403, headers={"Content-Type": "text/html"}, body=body))

    result = cancel(*argv)

    assert result.status == 254
    assert f"operation: {text}\n" in result.stderr or (not text and "operation:\n" in result.stderr)


def test_a_name_is_looked_up_while_the_main_thread_notices_signals(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_up = socket.getaddrinfo
    threads: list[threading.Thread] = []

    def note_thread(*args: Any) -> Any:
        threads.append(threading.current_thread())
        return look_up(*args)

    monkeypatch.setattr("socket.getaddrinfo", note_thread)
    endpoint.answer(run_list(run_item("mgr1", createdAt=None)), run("mgr1"), NO_RUNS, Answer())

    assert cancel(*CONFIRMED_ARGS).outcomes == {"mgr1": "ACCEPTED"}
    assert len(threads) == 4
    assert threading.main_thread() not in threads


@pytest.mark.parametrize("possible", [0, 1])
def test_too_few_threads_do_not_lose_a_run(
    cancel: InProcessCommand, endpoint: Endpoint, possible: int
) -> None:
    start = threading.Thread.start
    started: list[threading.Thread] = []

    def start_some(thread: threading.Thread) -> None:
        if thread.name != "server" and threading.current_thread() is threading.main_thread():
            if len(started) == possible:
                raise RuntimeError("can't start new thread")
            started.append(thread)
        start(thread)

    endpoint.answer(Answer(), Answer(), Answer())
    argv = (*THREE_RUNS_ARGS, "--max-concurrency", "3")

    with mock.patch("threading.Thread.start", start_some):
        result: Result = cancel(*argv)

    assert (result.status, result.report["summary"]) == (0, {"ACCEPTED": 3})


def test_only_ten_invalid_identifiers_are_shown_and_each_is_cut(cancel: InProcessCommand) -> None:
    words = [f"secret{number}={'x' * 100}" for number in range(50)]

    result = cancel(*DOMAIN_ARGS, "--identifier", "-", stdin="\n".join(words).encode())

    assert result.status == 252
    assert result.stderr.count("Invalid value for parameter identifier") == 10
    assert "... and 40 more invalid identifiers\n" in result.stderr
    assert "x" * 80 not in result.stderr


@pytest.mark.parametrize(
    "word",
    [
        "2026-01-31",
        "20260131",
        "2026-01-31T08",
        "20260131T080000Z",
        "2026-01-31T08:00:00.123456789+01:00",
        "1752644436.666",
    ],
)
def test_times_have_the_same_forms_on_every_python(cancel: InProcessCommand, word: str) -> None:
    result = cancel(*DOMAIN_ARGS, "--created-after", word)

    assert "invalid value" not in result.stderr
    assert "argument --created-after: only allowed with --all" in result.stderr


@pytest.mark.parametrize("word", ["1000", "2026-02-30", "2026-W05-1", "²026-01-31", ""])
def test_other_times_are_refused(cancel: InProcessCommand, word: str) -> None:
    result = cancel(*DOMAIN_ARGS, "--created-after", word)

    assert f"argument --created-after: invalid value: '{word}'" in result.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--created-by", ""),
        ("--target-identifier", ""),
        ("--target-identifier", "a/b"),
        ("--owning-project-identifier", "a b"),
        ("--max-items", "1_000"),
        ("--max-items", " 5 "),
        ("--max-items", "٥"),
        ("--max-rate", "1e-320"),
    ],
)
def test_values_that_could_match_by_accident_are_refused(
    cancel: InProcessCommand, endpoint: Endpoint, option: str, value: str
) -> None:
    result = cancel(*CONFIRMED_ARGS, option, value)

    assert (result.status, result.stdout) == (252, "")
    assert f"argument {option}: invalid value" in result.stderr
    assert endpoint.requests == []
