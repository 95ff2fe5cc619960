"""`--cli-auto-prompt`: what the command line lacks is chosen from lists, on a terminal."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from . import arguments, confirmation, profile, render
from .errors import ExitStatus, UsageError
from .options import Options
from .runs import Run
from .selection import Filters, select


def ask(options: Options) -> Options | ExitStatus:
    """The options, completed; or the exit status where there is nothing to do with them.

    Raises KeyboardInterrupt where the user leaves, and CommandError.
    """
    stderr = render.stream(sys.stderr, options)
    if not (confirmation.possible(stderr) and stderr.animated):
        missing = " and ".join(arguments.missing(options))
        raise UsageError(
            f"--cli-auto-prompt asks for {missing}, and there is no terminal to ask on: give"
            " what is missing on the command line."
        )
    from .menu import Menu
    from .service import DataZone

    service = DataZone(options)
    where = {"region": service.region, "profile": profile.chosen(options)}
    domain = options.domain_identifier
    if domain is None:
        domains = [domain for page in service.list_domains() for domain in page]
        if not domains:
            raise UsageError(
                "There is no domain to choose from in Region {region}, profile {profile}: is"
                " it another --region or --profile?".format(**where)
            )
        title = "Domain in Region {region}, profile {profile}".format(**where)
        [domain] = Menu(title, domains).choose(stderr)
        options = replace(options, domain_identifier=domain)
    if not arguments.missing(options):
        return options
    runs = select(service, domain_identifier=domain, filters=Filters())
    if not runs:
        render.tell(stderr, [f"There is no run to cancel in domain {domain}."])
        return ExitStatus.DONE
    rows = [(run.identifier, text) for run, text in zip(runs, _texts(runs), strict=True)]
    identifiers = Menu(f"Runs of domain {domain}", rows, several=True).choose(stderr)
    chosen = [run for run in runs if run.identifier in identifiers]
    if not options.dry_run and not confirmation.agreed(
        stderr, chosen, domain_identifier=domain, **where
    ):
        return ExitStatus.NOT_ALL_CANCELED
    return replace(options, identifier=tuple(identifiers))


def _texts(runs: Sequence[Run]) -> list[str]:
    """What is shown of each, in columns."""
    rows = [
        (
            run.status or "",
            run.age,
            # A row of the shortest names that tell types apart fits 80 columns.
            "+".join(
                type_.removeprefix("BUSINESS_").removesuffix("_ASSOCIATIONS") for type_ in run.types
            ),
            run.target_identifier or "",
            run.created_by or "",
        )
        for run in runs
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)) for row in rows]
