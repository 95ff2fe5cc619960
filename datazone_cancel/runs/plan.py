"""Plan: the runs that this invocation is about to cancel."""

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Run
from .report import Outcome, Report, Result


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The runs to cancel; of those from a list, only the identifier may be known."""

    domain_identifier: str
    runs: Sequence[Run]

    def report_without_sending(self, region: str | None, *, dry_run: bool) -> Report:
        """The report of a dry run, or of a plan without runs."""
        results = [
            Result(
                identifier=run.identifier, outcome=Outcome.WOULD_CANCEL, status=run.status, run=run
            )
            for run in self.runs
        ]
        return Report(
            domain_identifier=self.domain_identifier,
            region=region,
            dry_run=dry_run,
            results=results,
        )
