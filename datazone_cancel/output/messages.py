"""Messages on stderr: errors, confirmations and summaries."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from datazone_cancel.errors import CommandError, CommandLineError, UnknownOptionsError
from datazone_cancel.settings import Settings
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters, write_lines

from .text import count_runs, format_duration, wrap_text

if TYPE_CHECKING:
    from datazone_cancel.runs.model import Location, Outcome, Report

_SUMMARY_NAMES = {"VALID": "valid, not looked up"}
"""Outcomes that need more words."""


def print_error(stderr: Stream, error: CommandError, settings: Settings) -> None:
    """Print an error as the AWS CLI does, and on a terminal also the next step."""
    _print_as_aws(stderr, error, settings.error_format)
    if stderr.is_terminal:
        from .hints import next_step

        if line := next_step(error, settings):
            write_lines(stderr, [line])


def print_step(
    stderr: Stream, report: "Report", settings: Settings, successes: Collection["Outcome"]
) -> None:
    """On a terminal, print the next step after a report, if there is one."""
    if stderr.is_terminal:
        from .hints import step_after_report

        if line := step_after_report(report, settings, successes):
            write_lines(stderr, [line])


def _print_as_aws(stderr: Stream, error: CommandError, error_format: str) -> None:
    """Print an error in a `--cli-error-format`, as the AWS CLI does.

    `legacy` is the layout of the API reference. All formats but that one print errors without a
    structure, or with one that cannot be formatted, as `enhanced` does.
    """
    if error_format == "legacy":
        _print_lines(stderr, _legacy_lines(error))
        return
    if error.details and error_format in ("json", "yaml", "text", "table"):
        from .printer import format_for

        with suppress(Exception):  # for example, rows of a table have different lengths
            for part in format_for(stderr, dict(error.details), error_format, title="error"):
                stderr.write(part)
            return
    _print_lines(stderr, _enhanced_lines(error))


def _print_lines(stderr: Stream, lines: Iterable[str]) -> None:
    """Print an error after an empty line, without the whitespace at its end."""
    printed = ["", *lines]
    while len(printed) > 2 and not printed[-1].strip():
        printed.pop()
    printed[-1] = printed[-1].rstrip()
    write_lines(stderr, printed, style="red")


def _legacy_lines(error: CommandError) -> Iterator[str]:
    if not isinstance(error, CommandLineError):
        yield from error.lines
        return
    first, *more = error.lines
    prefix = "" if isinstance(error, UnknownOptionsError) else "aws: error: "
    yield from (*error.usage, "", f"{prefix}{first}", *more, *error.suggestion)


def _enhanced_lines(error: CommandError) -> Iterator[str]:
    first, *more = error.lines
    code = f"An error occurred ({error.code}): " if error.code else ""
    lines = (f"aws: [ERROR]: {code}{first}", *more)
    if isinstance(error, UnknownOptionsError):
        yield from (*error.usage, "", "", *lines, *error.suggestion)
    elif isinstance(error, CommandLineError):
        yield from (*lines, "", *error.usage)
    else:
        yield from lines


def print_accepted(stderr: Stream, identifier: str, location: "Location") -> None:
    """Confirm that the service accepted the only cancellation; the run may still go on."""
    line = (
        f"Accepted: cancellation of metadata generation run {identifier}"
        f" in domain {location.domain_identifier}, Region {location.region}"
    )
    write_lines(stderr, [line], mark="✔ ")


def print_summary(stderr: Stream, report: "Report", *, seconds: float) -> None:
    """Print the number of runs by outcome, how long it took, and where the runs are.

    This is one line, or two on a terminal that is too narrow for it.
    """
    counts = {
        outcome.value: f"{count:,} {_SUMMARY_NAMES.get(outcome.value, outcome.value)}"
        for outcome, count in report.counts().items()
    }
    total = f" of\xa0{count_runs(len(report.results))}" if len(counts) > 1 else ""
    duration = f" in\xa0{format_duration(seconds)}" if seconds >= 1 else ""
    prefix = "Dry run, nothing was canceled: " if report.dry_run and counts else ""
    # Lines do not end between a number and its noun.
    outcomes = ", ".join(count.replace(" ", "\xa0") for count in counts.values())
    answer = f"{prefix}{outcomes or 'Nothing to cancel'}{total}{duration}"
    domain_identifier, named_region, _ = report.location
    region = f", Region {named_region}" if named_region else ""
    where = f"domain {domain_identifier}{region}"
    line = f"{answer}: {where}".replace("\xa0", " ")
    if not stderr.is_terminal:
        write_lines(stderr, [line])
        return
    from rich.text import Text

    from .tables import outcome_style

    width = stderr.width
    lines = [*wrap_text(answer, width), *wrap_text(where, width)] if len(line) > width else [line]
    text = Text("\n".join(map(escape_control_characters, lines)))
    for outcome, count in counts.items():
        text.highlight_words([count], outcome_style(outcome))
    with suppress(OSError):  # as in write_lines
        stderr.draw(text, wrap=False)
