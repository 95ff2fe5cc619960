"""How far the work is: a bar on a terminal, a line now and then elsewhere."""

import re

from .support import messages
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import RUN_ARGS, THREE_RUNS_ARGS


def test_a_bar_shows_the_progress_on_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    stderr = cancel(*RUN_ARGS, "--identifier", "mgr2", "--color=off", terminal=True).stderr

    assert "Canceling ━" in stderr
    assert " 2/2 " in stderr


def test_json_lines_on_a_terminal_are_not_mixed_with_a_bar(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    result = cancel(
        *RUN_ARGS, "--identifier", "mgr2", "--output", "jsonl", "--color=off", terminal=True
    )

    assert result.stderr == messages.summary(2, "2 ACCEPTED")
    assert len(result.json_lines) == 2


def test_a_line_reports_the_progress_every_30_seconds_in_a_pipe(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3)

    result = cancel(*THREE_RUNS_ARGS, "--max-rate", "0.04")

    line = result.stderr.splitlines()[0]
    assert re.fullmatch(r"Canceling: [12] of 3, 0\.0\d+/s, \d+ s left", line)
