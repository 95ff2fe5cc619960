"""The presenter: one owner of a report's stdout, messages, and exit status."""

import shlex
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from datazone_cancel.errors import CommandError, ExitStatus, FailureError, describe
from datazone_cancel.options import Options
from datazone_cancel.runs.model import Outcome, Report, Result
from datazone_cancel.settings import Settings
from datazone_cancel.streams import OutputError
from datazone_cancel.terminal import IO, write_lines

from . import messages
from .ending import ending_line
from .printer import Printer
from .text import count_runs

if TYPE_CHECKING:
    from datazone_cancel.runs.record import Record
    from datazone_cancel.runs.waiting import Wait

_INTERRUPTED = "Interrupted: finishing requests in flight. Press Ctrl-C again to quit now.\n"


class Presenter:
    """Prints a report on stdout; errors and a summary on stderr."""

    def __init__(
        self,
        printer: Printer,
        settings: Settings,
        io: IO,
        *,
        options: Options,
        successes: Collection[Outcome],
    ) -> None:
        """`successes` are the outcomes that count as success."""
        self._printer = printer
        self._settings = settings
        self._io = io
        self._options = options
        self._successes = successes
        self._outcomes: Counter[Outcome] = Counter()
        self._output_error: OutputError | None = None
        self._is_printed = False
        self._started_at = io.clock.timestamp()
        self._was_signaled = False
        self.record: Record | None = None
        """Where the results are also written."""
        # Where imports are lazy, this loads the modules while files can still be opened.
        self._loaded = (messages.print_summary, ending_line, count_runs, shlex.join)

    def notify_interrupted(self) -> None:
        """Say what the first signal does. A signal handler calls this, so it must not wait.

        A progress bar says it by itself.
        """
        self._was_signaled = True
        if not self._options.quiet and not self._io.stderr.is_animated:
            self._io.stderr.write_if_ready(_INTERRUPTED)

    @contextmanager
    def progress(
        self, verb: str, total: int, wait: "Wait | None" = None
    ) -> Iterator[Callable[[Result], None]]:
        """Show progress, unless the results themselves appear on the terminal."""
        from .progress import Work, show

        results_are_shown = self._printer.streams_results and self._io.stdout.is_terminal
        shown = not self._options.quiet and not results_are_shown
        work = Work(verb, total, self._outcomes, wait)
        with show(self._io.stderr if shown else None, work, self._io.clock) as update:

            def advance(result: Result) -> None:
                if wait:  # its cancellation was counted before
                    self._outcomes[Outcome.ACCEPTED] -= 1
                self._outcomes[result.outcome] += 1
                work.done += 1
                update()

            yield advance

    def show_result(self, result: Result, *, is_final: bool = True) -> None:
        """Print a result if results are printed one by one."""
        if is_final and self._printer.streams_results:
            self._print_or_stop(lambda: self._printer.print_result(result))

    def _print_or_stop(self, print_: Callable[[], None]) -> None:
        """Print on stdout; once that has failed, print and send nothing more."""
        try:
            if not self._output_error:
                print_()
        except OutputError as error:
            self._output_error = error
            self._io.clock.interrupt()

    def finish(self, report: Report) -> ExitStatus:
        """Print the report, the errors and the summary. Raises OutputError."""
        report = self._timed(report)
        if self.record:
            self.record.finish()
        format_error = None
        try:
            self.print(report)
            self._is_printed = True
        except Exception as error:
            # The query or the format does not suit this report. Its results must not be lost.
            self.rescue(report)
            format_error = FailureError(f"Could not format the report: {describe(error)}")
        record_error = self._record_error()
        all_succeeded = all(result.outcome in self._successes for result in report.results)
        failure = None if all_succeeded else report.cancellation_error
        with suppress(Exception):  # by now, nothing may keep the exit status from being right
            self._print_messages(report, failure, format_error, record_error)
        if self._output_error and not self._output_error.is_broken_pipe:
            raise self._output_error
        if record_error:
            return record_error.exit_status
        if report.interrupted and (self._was_signaled or not self._output_error):
            return ExitStatus.INTERRUPTED
        if other_error := report.abort_error or format_error:
            return other_error.exit_status
        if all_succeeded:
            return ExitStatus.SUCCESS
        if failure and len(report.results) == 1:
            return failure.exit_status
        return ExitStatus.NOT_ALL_CANCELED

    def print(self, report: Report) -> None:
        """Print the report alone. A reader that stops early, like `head`, has what it wanted."""
        self._print_or_stop(
            lambda: self._printer.print_report(
                self._timed(report), successes=self._successes, file=self._complete_record
            )
        )

    def _timed(self, report: Report) -> Report:
        ended_at = report.ended_at or self._io.clock.timestamp()
        return report._replace(started_at=self._started_at, ended_at=ended_at)

    @property
    def _complete_record(self) -> str | None:
        """The path of the record, if it has all results."""
        return None if self.record is None or self.record.error else self.record.path

    def _record_error(self) -> CommandError | None:
        if self.record is None or self.record.error is None:
            return None
        return FailureError(f"The record {self.record.path} is incomplete: {self.record.error}")

    def rescue(self, report: Report) -> None:
        """Print the report as JSON, unless it is already printed."""
        if not self._is_printed:
            self._print_or_stop(lambda: self._printer.print_plain(self._timed(report)))
            self._is_printed = True

    def _print_messages(self, report: Report, *errors: CommandError | None) -> None:
        stderr = self._io.stderr
        for error in filter(None, (*errors, report.abort_error)):
            messages.print_error(stderr, error, self._settings)
        if self._output_error and self._output_error.is_broken_pipe and self._was_signaled:
            where = f" All results are in {path}" if (path := self._complete_record) else ""
            write_lines(stderr, [f"The report could not be written: Broken pipe.{where}"])
        if report.stopped_early:
            write_lines(stderr, ["Stopped early: the remaining runs would fail the same way."])
        if self._options.quiet:
            return
        messages.print_summary(stderr, report)
        options = self._options
        line = ending_line(report, self.record, options.words, waits=options.wait)
        if line and not report.dry_run:
            write_lines(stderr, [line])
        messages.print_step(stderr, report, self._settings, self._successes)
