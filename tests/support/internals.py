"""The few internals of the package that tests compare with documents and the service model."""

from collections.abc import Sequence
from pathlib import Path

import datazone_cancel
from datazone_cancel import __version__
from datazone_cancel.__main__ import _end_on_signals_as_process_1 as end_on_signals_as_process_1
from datazone_cancel.aws.client import Domain
from datazone_cancel.aws.errors import ERRORS
from datazone_cancel.aws.session import create_session, use_trimmed_service_model
from datazone_cancel.cli.aws_argv import COMPLETION_VARIABLE
from datazone_cancel.cli.command import command, option_names
from datazone_cancel.cli.command import parse as _parse
from datazone_cancel.errors import ExitStatus
from datazone_cancel.options import Options
from datazone_cancel.runs.model import Outcome
from datazone_cancel.settings import Settings
from datazone_cancel.terminal import IO

__all__ = [
    "COMPLETION_SECONDS",
    "COMPLETION_VARIABLE",
    "ERRORS",
    "LAST_CHANCE_SECONDS",
    "LOCK_TIMEOUT_SECONDS",
    "MAX_PAGES_WITHOUT",
    "PACKAGE",
    "SERVICE_MODEL",
    "Domain",
    "ExitStatus",
    "Options",
    "Outcome",
    "Settings",
    "__version__",
    "command",
    "create_session",
    "end_on_signals_as_process_1",
    "option_names",
    "parse",
    "use_trimmed_service_model",
]

COMPLETION_SECONDS = "datazone_cancel.cli.candidates._TIMEOUT"
"""What to replace to give completion more or less time."""
LAST_CHANCE_SECONDS = "datazone_cancel.runs.waiting._LAST_CHANCE"
"""Likewise for a read that is in flight at the end of a wait."""
LOCK_TIMEOUT_SECONDS = "datazone_cancel.runs.record._LOCK_TIMEOUT"
"""Likewise for a thread that is writing to the record."""
MAX_PAGES_WITHOUT = "datazone_cancel.runs.selection._MAX_PAGES_WITHOUT"
"""What to replace to end a listing after fewer pages that have no new run."""


def parse(argv: Sequence[str]) -> Options | None:
    """The options on a command line that asks for neither help nor version."""
    return _parse(argv, IO.system())


PACKAGE = Path(datazone_cancel.__file__).parent

SERVICE_MODEL = PACKAGE / "aws" / "model"
