"""Messages on stderr: errors, confirmations and summaries."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from datazone_cancel.aws import config
from datazone_cancel.errors import CommandError
from datazone_cancel.options import Options
from datazone_cancel.terminal import IO, Stream, write_lines

from .printer import print_document

if TYPE_CHECKING:
    from datazone_cancel.runs.report import Report


def print_error(error: CommandError, options: Options, io: IO) -> None:
    """Print an error on stderr as the AWS CLI does, and on a terminal also the next step."""
    _print_as_aws(io.stderr, error, config.error_format(options, io.environ))
    if io.stderr.is_terminal:
        from .hints import next_step

        if line := next_step(error, options, io.environ):
            write_lines(io.stderr, [line])


def _print_as_aws(stderr: Stream, error: CommandError, error_format: str) -> None:
    """Print an error in a `--cli-error-format`; legacy is AWS CLI v2's classic layout.

    As in the AWS CLI, errors without a structure have the classic layout in every format.
    """
    if error.details is None or error_format == "legacy":
        write_lines(stderr, ["", *error.lines], style="red")
    elif error_format in ("json", "yaml", "text", "table"):
        with suppress(OSError):
            print_document(stderr, dict(error.details), error_format, title="error")
    else:
        write_lines(stderr, ["", *_enhanced_lines(error, error.details)], style="red")


def _enhanced_lines(error: CommandError, details: Mapping[str, Any]) -> Iterator[str]:
    first, *more = error.lines
    prefix = f"An error occurred ({error.code}): " if error.code else ""
    yield f"aws: [ERROR]: {prefix}{first}"
    yield from more
    additional = [name for name in details if name not in ("Code", "Message")]
    if additional:
        yield from ("", "Additional error details:")
        yield from (f"{name}: {details[name]}" for name in additional)


def print_accepted(stderr: Stream, report: "Report") -> None:
    """Confirm that the service accepted the only cancellation; the run may still go on."""
    [result] = report.results
    line = (
        f"Accepted: cancellation of metadata generation run {result.identifier}"
        f" in domain {report.domain_identifier}, Region {report.region}"
    )
    write_lines(stderr, [line], mark="✔ ")


def print_summary(stderr: Stream, report: "Report") -> None:
    """Print one line with the number of runs by outcome."""
    counts = ", ".join(f"{count} {outcome.value}" for outcome, count in report.counts().items())
    runs = "1 run" if len(report.results) == 1 else f"{len(report.results)} runs"
    region = f", Region {report.region}" if report.region else ""
    prefix = "Dry run, nothing was canceled: " if report.dry_run else ""
    summary = counts or "nothing to cancel"
    write_lines(stderr, [f"{prefix}{runs} in domain {report.domain_identifier}{region}: {summary}"])
