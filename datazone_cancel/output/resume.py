"""The command that continues after an interruption."""

import shlex

from datazone_cancel import PROGRAM
from datazone_cancel.options import Options
from datazone_cancel.runs.fields import FILTERS
from datazone_cancel.runs.model import FINISHED, Report

_MAX_IDENTIFIERS = 5
"""More do not fit on a command line that somebody reads."""
_NAMES_RUNS = (
    *("--domain-identifier", "--identifier", "--all", "--yes", "--cli-auto-prompt"),
    *(f"--{name.replace('_', '-')}" for name in FILTERS),
    *("--cli-input-json", "--cli-input-yaml"),
)
"""Options that say which runs to cancel."""


def resume_line(report: Report, options: Options) -> str | None:
    """How many runs are left, and the command that cancels them; None if there are none."""
    left = [result.identifier for result in report.results if result.outcome not in FINISHED]
    if not left:
        return None
    domain = f"--domain-identifier={report.domain_identifier}"
    others = [word for word in options.words if word.partition("=")[0] not in _NAMES_RUNS]
    if options.report is not None:
        words = [domain, f"--identifier=file://{options.report}", *others]
    elif options.all:
        words = list(options.words)
    elif len(left) <= _MAX_IDENTIFIERS:
        words = [domain, *(f"--identifier={identifier}" for identifier in left), *others]
    else:
        words = [*options.words, "--ignore-finished"]
    runs = "1 run is" if len(left) == 1 else f"{len(left):,} runs are"
    same_input = ", with the same standard input" if "--identifier=-" in words else ""
    return f"{runs} left. To resume{same_input}: {shlex.join([PROGRAM, *words])}"
