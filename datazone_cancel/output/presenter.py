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
from .ending import check_line, ending_line
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
        self._work_started: float | None = None
        """When the first cancellation or read could be sent, after a confirmation."""
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
        self,
        verb: str,
        total: int,
        *,
        wait: "Wait | None" = None,
        throttled_rate: Callable[[], float | None] = lambda: None,
    ) -> Iterator[Callable[[Result], None]]:
        """Show progress, unless the results themselves appear on the terminal."""
        from .progress import Work, show

        if self._work_started is None:
            self._work_started = self._io.clock.timestamp()
        results_are_shown = self._printer.streams_results and self._io.stdout.is_terminal
        shown = not self._options.quiet and not results_are_shown
        work = Work(
            verb,
            total,
            self._outcomes,
            self._io.clock,
            wait=wait,
            throttled_rate=throttled_rate,
        )
        with show(self._io.stderr if shown else None, work) as update:

            def advance(result: Result) -> None:
                if wait:  # its cancellation was counted before
                    self._outcomes[Outcome.ACCEPTED] -= 1
                self._outcomes[result.outcome] += 1
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
        all_succeeded = all(result.outcome in self._successes for result in report.results)
        failure = None if all_succeeded else report.cancellation_error
        only_failure = failure if len(report.results) == 1 else None
        format_error = None
        if not (only_failure and self._says_all_in_message(report)):
            format_error = self._print_or_rescue(report)
        record_error = self._record_error()
        with suppress(Exception):  # by now, nothing may keep the exit status from being right
            self._print_errors(report, failure, format_error, record_error)
            if not self._options.quiet:
                self._print_ending(report, summarize=only_failure is None)
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
        return only_failure.exit_status if only_failure else ExitStatus.NOT_ALL_CANCELED

    def _says_all_in_message(self, report: Report) -> bool:
        """Whether somebody who typed the only identifier sees the report and the messages."""
        typed = [each.identifier for each in report.results] == [*self._options.identifier]
        return typed and self._printer.draws_tables and self._io.stderr.is_terminal

    def _print_or_rescue(self, report: Report) -> CommandError | None:
        """Print the report: the error, if the query or the format does not suit it."""
        error = None
        try:
            self.print(report)
            self._is_printed = True
        except Exception as exception:
            self.rescue(report)  # its results must not be lost
            error = FailureError(f"Could not format the report: {describe(exception)}")
        return error

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

    def _print_errors(self, report: Report, *errors: CommandError | None) -> None:
        stderr = self._io.stderr
        for error in filter(None, (*errors, report.abort_error)):
            messages.print_error(stderr, error, self._settings)
        if self._output_error and self._output_error.is_broken_pipe and self._was_signaled:
            where = f" All results are in {path}" if (path := self._complete_record) else ""
            write_lines(stderr, [f"The report could not be written: Broken pipe.{where}"])
        if report.stopped_early:
            write_lines(stderr, ["Stopped early: the remaining runs would fail the same way."])

    def _print_ending(self, report: Report, *, summarize: bool) -> None:
        """The summary, and the command that continues; for people, also the one that checks."""
        stderr, options = self._io.stderr, self._options
        if summarize:
            seconds = report.ended_at - (self._work_started or report.ended_at)
            messages.print_summary(stderr, report, seconds=seconds)
        if report.dry_run:
            return
        line = ending_line(report, self.record, options.words, waits=options.wait)
        if stderr.is_terminal:
            line = line or check_line(report, self.record, options.words)
        if line:
            write_lines(stderr, [line])
        messages.print_step(stderr, report, self._settings, self._successes)
