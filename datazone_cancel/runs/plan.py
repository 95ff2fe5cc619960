"""Plan: the runs that this invocation is about to cancel."""

from collections.abc import Mapping, Sequence

from .model import Run
from .report import Outcome, Report, Result


class Plan:
    """The runs to cancel, by identifier, and what has been read about them.

    A list may have 100,000 runs of which only the identifier is known; they get no Run each.
    """

    def __init__(
        self, domain_identifier: str, identifiers: Sequence[str], known_runs: Mapping[str, Run]
    ) -> None:
        self.domain_identifier = domain_identifier
        self.identifiers = identifiers
        self.known_runs = known_runs

    def run(self, identifier: str) -> Run:
        """What is known about a run of this plan."""
        return self.known_runs.get(identifier) or Run(identifier=identifier)

    def report_without_sending(self, region: str | None, *, dry_run: bool) -> Report:
        """The report of a dry run, or of a plan without runs."""
        results = [
            Result(identifier, Outcome.WOULD_CANCEL, status=run.status, run=run)
            if (run := self.known_runs.get(identifier))
            else Result(identifier, Outcome.VALID)
            for identifier in self.identifiers
        ]
        return Report(
            domain_identifier=self.domain_identifier,
            region=region,
            dry_run=dry_run,
            results=results,
        )
