"""The garbage collector is off unless there is garbage: it takes a part of the start-up time."""

import pytest

from .support import programs
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, RUN_ARGS, THREE_RUNS_ARGS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "argv", [("--help",), (*RUN_ARGS, "--dry-run"), ("--domain-identifier", "x")]
)
def test_commands_that_send_no_request_collect_no_garbage(argv: tuple[str, ...]) -> None:
    assert programs.collections(*argv).stderr.splitlines()[-1] == "0"


def test_one_cancellation_collects_no_garbage(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert programs.collections(*RUN_ARGS).stderr.splitlines()[-1] == "0"


@pytest.mark.parametrize(
    "argv", [THREE_RUNS_ARGS, (*DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr1")]
)
def test_many_requests_collect_garbage_but_no_modules(
    endpoint: Endpoint, argv: tuple[str, ...]
) -> None:
    endpoint.answer(*[Answer()] * len({word for word in argv if word.startswith("--identifier=")}))

    result = programs.collector_at_first_request(*argv)

    assert result.status == 0
    assert result.stderr.splitlines()[-1] == "True True"
