"""Plan: the runs that this invocation is about to cancel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datazone_cancel.options import Options
from datazone_cancel.target.model import AllRuns, Target

from .model import Outcome, Report, Result, Run, Service
from .selection import Filters, select_runs


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The runs to cancel; of those from a list, only the identifier may be known."""

    domain_identifier: str
    runs: Sequence[Run]

    def report_without_sending(self, region: str | None, *, dry_run: bool) -> Report:
        """The report of a dry run, or of a plan without runs."""
        results = [
            Result(identifier=run.identifier, outcome=Outcome.WOULD_CANCEL, status=run.status)
            for run in self.runs
        ]
        return Report(
            domain_identifier=self.domain_identifier,
            region=region,
            dry_run=dry_run,
            results=results,
        )


def make_plan(target: Target, options: Options, connect: Callable[[], Service]) -> Plan:
    """Select the runs; sends requests only if they have to be listed. Raises CommandError."""
    domain, runs = target.domain_identifier, target.runs
    assert domain is not None
    assert runs is not None
    if isinstance(runs, AllRuns):
        filters = Filters.from_options(options)
        return Plan(
            domain_identifier=domain,
            runs=select_runs(connect(), domain_identifier=domain, filters=filters),
        )
    return Plan(
        domain_identifier=domain,
        runs=[
            target.known_runs.get(identifier) or Run(identifier=identifier)
            for identifier in runs.identifiers
        ],
    )
