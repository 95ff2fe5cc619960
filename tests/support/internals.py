"""The few internals of the package that tests compare with documents and the service model."""

from pathlib import Path

import datazone_cancel
from datazone_cancel import __version__
from datazone_cancel.arguments import command, option_names, parse
from datazone_cancel.errors import ExitStatus
from datazone_cancel.options import Options
from datazone_cancel.parsing import COMPLETE as COMPLETION_VARIABLE
from datazone_cancel.service import ERRORS, use_trimmed_service_model

__all__ = [
    "COMPLETION_SECONDS",
    "COMPLETION_VARIABLE",
    "ERRORS",
    "SERVICE_MODEL",
    "ExitStatus",
    "Options",
    "__version__",
    "command",
    "option_names",
    "parse",
    "use_trimmed_service_model",
]

COMPLETION_SECONDS = "datazone_cancel.live._SECONDS"
"""What to replace to give completion more or less time."""
SERVICE_MODEL = Path(datazone_cancel.__file__).parent / "service_model"
