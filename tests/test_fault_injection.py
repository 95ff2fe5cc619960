"""An exception at any step after the first request: the report is there all the same."""

import os
import re
import sys

import pytest

from .support.command import subprocess_command


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        ("RuntimeError", "wait"),
        ("OSError", "all"),
        ("RuntimeError", "look up"),
        ("OSError", "resume"),
    ],
)
def test_an_exception_at_any_step_does_not_lose_the_report(
    exception: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        if "COV" in name:
            monkeypatch.delenv(name)

    result = subprocess_command(sys.executable, "-m", "tests.support.fault_injection")(
        exception, kind
    )

    assert re.fullmatch(r"[1-9]\d+ steps\n", result.stdout), result.stdout
