"""Presenters: one owner of stdout, of the messages at the end, and of the exit status.

An invocation that mirrors the AWS CLI has a MirrorPresenter, every other one a ReportPresenter.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from datazone_cancel.aws import config
from datazone_cancel.errors import CommandError, ExitStatus, FailureError, UsageError, describe
from datazone_cancel.options import Options
from datazone_cancel.runs.report import Outcome, Report, Result
from datazone_cancel.streams import OutputError
from datazone_cancel.input.model import AllRuns, Input
from datazone_cancel.terminal import IO, write_lines

from . import messages
from .printer import Printer

if TYPE_CHECKING:
    from datazone_cancel.runs.waiting import Wait

    from .report_file import ReportFile

_INTERRUPTED = "Interrupted: finishing requests in flight. Press Ctrl-C again to quit now.\n"


class MirrorPresenter:
    """Prints what the AWS CLI prints, and a confirmation."""

    def __init__(self, options: Options, io: IO, printer: Printer) -> None:
        self._options = options
        self._io = io
        self._printer = printer

    def validate(self, given: Input) -> None:
        """Raises UsageError if the input is not valid."""
        _raise_problems(given)

    def finish(self, report: Report) -> ExitStatus:
        """Print the service's response, which is empty. Raises CommandError and OutputError."""
        [result] = report.results
        if report.failure and not result.is_success(self._options):
            raise report.failure
        if not self._options.quiet:
            if report.failure:
                line = f"Ignored: {result.identifier}: {report.failure.message}"
                write_lines(self._io.stderr, [line])
            else:
                messages.print_accepted(self._io.stderr, report)
        self._printer.print({})
        return ExitStatus.SUCCESS

    def interrupted(self) -> None:
        """Ctrl-C: like the AWS CLI, print a line end on stdout, after the terminal's ^C."""
        with suppress(OutputError):
            self._io.stdout.write("\n")


class ReportPresenter:
    """Prints a report on stdout; errors and a summary on stderr."""

    def __init__(self, options: Options, io: IO, printer: Printer) -> None:
        self._options = options
        self._io = io
        self._printer = printer
        self._outcomes: Counter[Outcome] = Counter()
        self._output_error: OutputError | None = None
        self._is_printed = False
        self._file: ReportFile | None = None
        # Where imports are lazy, this loads the module while files can still be opened.
        self._print_summary = messages.print_summary

    def validate(self, given: Input) -> None:
        """Raises UsageError if the input is not valid, CommandError or OutputError if no report
        could be printed. A dry run reports the invalid identifiers.
        """
        if given.problems() and self._options.dry_run and not isinstance(given.runs, AllRuns):
            # A reader that stops early, like `head`, has what it wanted.
            self._print_or_stop(lambda: self._printer.print_report(self._checked(given)))
        _raise_problems(given)
        self._printer.check()
        if self._options.report is not None:
            from .report_file import ReportFile

            self._file = ReportFile(self._options.report)

    def _checked(self, given: Input) -> Report:
        def check(identifier: str) -> Result:
            problems = given.problems_with(identifier)
            return Result(
                identifier=identifier,
                outcome=Outcome.INVALID if problems else Outcome.VALID,
                error=("ParamValidation", " ".join(problems)) if problems else None,
            )

        return Report(
            domain_identifier=given.domain_identifier or "",
            region=config.named_region(self._options, self._io.environ),
            dry_run=True,
            results=list(map(check, given.runs.identifiers if given.runs else [""])),
        )

    def notify_interrupted(self) -> None:
        """Say what the first signal does. A signal handler calls this, so it must not wait.

        A progress bar says it by itself.
        """
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
        """Write a result to the file of `--report`; print it if results are printed one by one."""
        if self._file:
            self._file.write([result])
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
        if self._file:
            self._file.write(report.results)
        format_error = None
        try:
            self._print_or_stop(lambda: self._printer.print_report(report))
            self._is_printed = True
        except Exception as error:
            # The query or the format does not suit this report. Its results must not be lost.
            self.rescue(report)
            format_error = FailureError(f"Could not format the report: {describe(error)}")
        file_error = self._file_error()
        all_succeeded = all(result.is_success(self._options) for result in report.results)
        failure = None if all_succeeded else report.failure
        with suppress(Exception):  # by now, nothing may keep the exit status from being right
            self._print_messages(report, failure, format_error, file_error)
        if self._output_error and not self._output_error.is_broken_pipe:
            raise self._output_error
        if report.interrupted and not self._output_error:
            return ExitStatus.INTERRUPTED
        if other_error := report.error or format_error or file_error:
            return other_error.exit_status
        if all_succeeded:
            return ExitStatus.SUCCESS
        if failure and len(report.results) == 1:
            return failure.exit_status
        return ExitStatus.NOT_ALL_CANCELED

    def _file_error(self) -> CommandError | None:
        if self._file is None or self._file.error is None:
            return None
        reason = describe(self._file.error)
        return FailureError(f"Could not write to the file of --report: {reason}")

    def rescue(self, report: Report) -> None:
        """Write the complete report to the file; print it as JSON, unless it is already printed."""
        if self._file:
            self._file.write(report.results)
        if not self._is_printed:
            self._print_or_stop(lambda: self._printer.print_plain(report))
            self._is_printed = True

    def interrupted(self) -> None:
        """Ctrl-C: print nothing, because stdout is for the report."""

    def _print_messages(self, report: Report, *errors: CommandError | None) -> None:
        for error in filter(None, (*errors, report.error)):
            messages.print_error(error, self._options, self._io)
        if report.stopped_early:
            line = "Stopped early: the remaining runs would fail the same way."
            write_lines(self._io.stderr, [line])
        if self._options.quiet:
            return
        self._print_summary(self._io.stderr, report)
        if (report.interrupted or report.stopped_early) and not report.dry_run:
            from .resume import resume_line

            if to_resume := resume_line(report, self._options):
                write_lines(self._io.stderr, [to_resume])


def _raise_problems(given: Input) -> None:
    if problems := given.problems():
        raise UsageError("Parameter validation failed:", *problems)
