"""What ends in a report of what was done: runs are selected, canceled and waited for."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from . import confirmation, profile, progress, render, waiting
from .cancellation import Cancellation, is_fine
from .dry_run import given
from .errors import CommandError, ExitStatus, FailureError, UsageError
from .interruption import interrupting
from .options import Options
from .output import Output
from .report import Outcome, Report, Result
from .runs import FINAL
from .selection import Filters, select
from .timing import Clock, Pace

if TYPE_CHECKING:
    from .service import DataZone

_WAIT_TIMEOUT = 600
"""In seconds, as is the delay."""
_WAIT_DELAY = 5


class Many:
    """Any number of runs of a domain. Methods raise CommandError, and OSError as Output does."""

    def __init__(self, options: Options, parameters: Mapping[str, Any], output: Output) -> None:
        self._options = options
        self._parameters = parameters
        self._output = output
        self._stderr = render.stream(sys.stderr, options)
        self._clock = Clock()
        self._pace = Pace(options.max_rate, self._clock)
        self._unwritten: OSError | None = None

    def cancel(self) -> ExitStatus:
        """Cancel the runs that are named."""
        self._output.check()
        with interrupting(self._clock, self._notice):
            return self._cancel(self._connect(), given(self._parameters))

    def cancel_all(self) -> ExitStatus:
        """Cancel the runs that the filters select, if the user agrees."""
        options = self._options
        if not (options.yes or options.dry_run or confirmation.possible(self._stderr)):
            raise UsageError(
                "--all asks before it cancels, and there is no terminal to ask on:"
                " add --yes, or --dry-run to see which runs they are."
            )
        self._output.check()
        service = self._connect()
        runs = select(service, domain_identifier=self._domain_identifier, filters=self._filters())
        if options.dry_run or not runs:
            report = self._report_on(
                [
                    Result(
                        identifier=run.identifier, outcome=Outcome.WOULD_CANCEL, status=run.status
                    )
                    for run in runs
                ],
                region=service.region,
            )
            self._output.print_report(report)
            self._summarize(report)
            return ExitStatus.DONE
        if not options.yes and not confirmation.agreed(
            self._stderr,
            runs,
            rest="which --dry-run lists",
            domain_identifier=self._domain_identifier,
            region=service.region,
            credentials=profile.credentials(options),
        ):
            return ExitStatus.NOT_ALL_CANCELED
        with interrupting(self._clock, self._notice):
            return self._cancel(service, [run.identifier for run in runs])

    def _filters(self) -> Filters:
        options = self._options
        limits = [options.created_before] if options.created_before else []
        if options.older_than is not None:
            limits.append(datetime.now(timezone.utc) - options.older_than)
        return Filters(
            statuses=options.status,
            type=options.type,
            target_identifier=options.target_identifier,
            owning_project_identifier=options.owning_project_identifier,
            created_by=options.created_by,
            created_after=options.created_after,
            created_before=min(limits, default=None),
            max_items=options.max_items,
        )

    @property
    def _domain_identifier(self) -> str:
        return str(self._parameters.get("domainIdentifier", ""))

    def _connect(self) -> "DataZone":
        from .service import DataZone

        return DataZone(self._options, concurrency=self._options.max_concurrency, pace=self._pace)

    def _cancel(self, service: "DataZone", identifiers: Sequence[str]) -> ExitStatus:
        cancellation = Cancellation(
            service,
            domain_identifier=self._domain_identifier,
            concurrency=self._options.max_concurrency,
            pace=self._pace,
            clock=self._clock,
        )
        results = self._results(cancellation, identifiers)
        waited = None
        if self._options.wait and not cancellation.stopped:
            try:
                self._wait(service, results)
            except CommandError as failed:
                waited = failed
        interrupted = self._clock.interrupted and not self._unwritten
        report = self._report_on(results, region=service.region)
        unfiltered = None
        try:
            self._written(lambda: self._output.print_report(report))
        except FailureError as failed:
            unfiltered = failed
        fine = all(is_fine(result, self._options) for result in results)
        failure = None if fine else cancellation.failure
        self._tell_errors(failure, waited, unfiltered)
        if cancellation.stopped:
            render.tell(self._stderr, ["Stopped: the other cancellations would end like this."])
        self._summarize(report)
        if self._unwritten and not isinstance(self._unwritten, BrokenPipeError):
            raise self._unwritten
        if interrupted:
            return ExitStatus.INTERRUPTED
        if error := waited or unfiltered:
            return error.exit_status
        if fine:
            return ExitStatus.DONE
        if failure and len(results) == 1:
            return failure.exit_status
        return ExitStatus.NOT_ALL_CANCELED

    def _notice(self) -> None:
        """Say what an interruption does. Called by a signal handler, which may not use buffers."""
        if not self._options.quiet and not self._stderr.animated:
            with suppress(OSError):
                os.write(
                    2, b"Interrupted: requests under way may finish; once more ends at once.\n"
                )

    def _tell_errors(self, *errors: CommandError | None) -> None:
        for error in filter(None, errors):
            render.error(self._stderr, error, profile.error_format(self._options))

    def _summarize(self, report: Report) -> None:
        if not self._options.quiet:
            render.summary(self._stderr, report)

    def _report_on(self, results: Sequence[Result], *, region: str | None) -> Report:
        return Report(
            domain_identifier=self._domain_identifier,
            region=region,
            dry_run=self._options.dry_run,
            results=results,
        )

    def _written(self, write: Callable[[], None]) -> None:
        """Write to stdout unless that has failed; where it does, no more is sent."""
        try:
            if not self._unwritten:
                write()
        except OSError as error:
            self._unwritten = error
            self._clock.interrupt()

    def _print(self, result: Result) -> None:
        if self._output.takes_results:
            self._written(lambda: self._output.print_result(result))

    def _progress(self, verb: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        # Where results are printed on a terminal as they come, they show how far the work is.
        shown = not self._options.quiet and not (
            self._output.takes_results and self._output.stdout.terminal
        )
        stderr = self._stderr if shown else None
        return progress.shown(stderr, verb=verb, total=total, clock=self._clock)

    def _results(self, cancellation: Cancellation, identifiers: Sequence[str]) -> list[Result]:
        results: list[Any] = [None] * len(identifiers)
        with self._progress("Canceling", len(identifiers)) as advance:
            for place, result in cancellation.results(identifiers):
                results[place] = result
                if not self._options.wait or result.outcome is not Outcome.ACCEPTED:
                    self._print(result)
                advance()
        return results

    def _wait(self, service: "DataZone", results: list[Result]) -> None:
        """Replace results by what the runs are read to have become."""
        places = {
            result.identifier: place
            for place, result in enumerate(results)
            if result.outcome is Outcome.ACCEPTED
        }
        options = self._options
        with self._progress("Waiting", len(places)) as advance:
            for identifier, status in waiting.statuses(
                service,
                list(places),
                domain_identifier=self._domain_identifier,
                timeout=_WAIT_TIMEOUT if options.wait_timeout is None else options.wait_timeout,
                delay=_WAIT_DELAY if options.wait_delay is None else options.wait_delay,
                clock=self._clock,
            ):
                place = places[identifier]
                results[place] = replace(results[place], status=status)
                if status in FINAL:
                    canceled = status == "CANCELED"
                    outcome = Outcome.CANCELED if canceled else Outcome.ALREADY_FINISHED
                    results[place] = replace(results[place], outcome=outcome)
                    self._print(results[place])
                    advance()
