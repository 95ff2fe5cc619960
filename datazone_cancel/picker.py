"""`--cli-auto-prompt`: what is missing is chosen from lists, on a terminal."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from . import confirmation, identifiers, profile, render
from .errors import ExitStatus, FailureError, UsageError
from .identifiers import Listed, Source
from .options import Options
from .runs import Run
from .selection import Filters, select

_OPTIONS = {"domainIdentifier": "--domain-identifier", "identifier": "--identifier"}


def ask(options: Options, parameters: Mapping[str, Any]) -> dict[str, Any] | ExitStatus:
    """The request's parameters, completed; or the exit status where there is nothing to do.

    Raises KeyboardInterrupt where the user leaves, and CommandError.
    """
    stderr = render.stream(sys.stderr, options)
    if problems := identifiers.check(parameters, complete=False):
        raise UsageError("Parameter validation failed:", *problems)
    if not (confirmation.possible(stderr) and stderr.animated):
        missing = " and ".join(_OPTIONS[name] for name in identifiers.missing(parameters))
        raise UsageError(
            f"{missing} would be asked for, as --cli-auto-prompt or your configuration has it, and"
            " there is no terminal to draw on: give what is missing on the command line."
        )
    try:
        return _completed(options, parameters, stderr)
    except KeyboardInterrupt:
        render.tell(stderr, ["Nothing was canceled."])
        raise


def _completed(
    options: Options, parameters: Mapping[str, Any], stderr: render.Stream
) -> dict[str, Any] | ExitStatus:
    from .menu import Menu
    from .service import DataZone

    service = DataZone(options)
    credentials = profile.credentials(options)
    where = f"Region {service.region}, {credentials}"
    domain = parameters.get("domainIdentifier")
    if domain is None:
        domains = [domain for page in service.list_domains() for domain in page]
        if not domains:
            raise FailureError(
                f"There is no domain to choose from in {where}: is it another --region or"
                " --profile?"
            )
        [domain] = Menu(f"Domain in {where}", domains).choose(stderr)
    given = parameters.get("identifier")
    if given is None:
        runs = select(service, domain_identifier=domain, filters=Filters())
        if not runs:
            render.tell(stderr, [f"There is no run to cancel in domain {domain}."])
            return ExitStatus.DONE
        rows = [(run.identifier, text) for run, text in zip(runs, _texts(runs), strict=True)]
        title = f"Runs of domain {domain}, {where}"
        chosen = set(Menu(title, rows, several=True).choose(stderr))
        runs = [run for run in runs if run.identifier in chosen]
        [one, *others] = (run.identifier for run in runs)
        given = Listed([Source(None, value) for value in (one, *others)]) if others else one
    else:
        values = given.values if isinstance(given, Listed) else (given,)
        runs = [Run(identifier=value) for value in values]
    # --all asks for itself.
    if not (options.all or options.dry_run) and not confirmation.agreed(
        stderr,
        runs,
        rest="as chosen",
        domain_identifier=domain,
        region=service.region,
        credentials=credentials,
    ):
        return ExitStatus.NOT_ALL_CANCELED
    return {"domainIdentifier": domain, "identifier": given}


def _texts(runs: Sequence[Run]) -> list[str]:
    """What is shown of each, in columns; a row of the shortest fits 80."""
    rows = [
        (
            run.status or "",
            run.age,
            run.short_types,
            run.target_identifier or "",
            run.created_by or "",
        )
        for run in runs
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)) for row in rows]
