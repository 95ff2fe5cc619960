"""`--cli-auto-prompt`: choose the missing domain or runs from lists on a terminal."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from datazone_cancel.errors import FailureError, UsageError
from datazone_cancel.input.model import IdentifierList, Input, OneRun, Source
from datazone_cancel.output.preview import print_no_match
from datazone_cancel.output.progress import show_listing
from datazone_cancel.runs.background import call_in_background
from datazone_cancel.runs.fields import FIELDS
from datazone_cancel.runs.selection import Filters, select_runs
from datazone_cancel.terminal import IO, write_lines

if TYPE_CHECKING:
    from datazone_cancel.aws.client import DataZone

_OPTIONS = {"domainIdentifier": "--domain-identifier", "identifier": "--identifier"}


def complete(
    given: Input, filters: Filters, io: IO, connect: Callable[[], "DataZone"]
) -> Input | None:
    """The input, completed by the user; None if there is no run to choose.

    Raises KeyboardInterrupt if the user leaves, and CommandError.
    """
    # A list of the runs of another domain than intended would be worse than an error message.
    given.require_valid(complete=False)
    if not (io.can_prompt and io.stderr.can_redraw):
        missing = " and ".join(_OPTIONS[name] for name in given.missing)
        raise UsageError(
            f"Cannot prompt for {missing}: there is no terminal that can show a list. Pass"
            " what is missing on the command line. (--cli-auto-prompt or your configuration enables"
            " prompts.)"
        )
    try:
        return _complete(given, filters, io, connect())
    except KeyboardInterrupt:
        write_lines(io.stderr, ["Nothing was canceled."])
        raise


def _complete(given: Input, filters: Filters, io: IO, client: "DataZone") -> Input | None:
    from .menu import Menu

    location = f"Region {client.region}, {client.credentials}"
    domain = given.domain_identifier
    if domain is None:
        domains: list[tuple[str, str]] = []
        with show_listing(io.stderr, "domains") as show_count:
            pages = client.list_domains()
            while (page := call_in_background(partial(next, pages, None))) is not None:
                domains += page
                show_count(len(domains))
        if not domains:
            raise FailureError(
                f"There is no domain to choose from in {location}: try another --region or"
                " --profile."
            )
        [domain] = Menu(f"Domain in {location}", ("Identifier", "Name"), domains).choose(io.stderr)
    given = given._replace(domain_identifier=domain, prompted=True)
    if given.runs is not None:
        return given
    with show_listing(io.stderr, "runs") as show_count:
        runs, excluded = select_runs(
            client.domain(domain), filters, count_excluded=True, show_count=show_count
        )
    if not runs:
        if excluded and filters.words:
            print_no_match(io.stderr, excluded, filters.words)
        else:
            write_lines(io.stderr, [f"There is no run to cancel in domain {domain}."])
        return None
    menu = Menu(
        f"Runs of domain {domain}, {location}",
        tuple(field.heading for field in FIELDS),
        [tuple(field.text(run) for field in FIELDS) for run in runs],
        multiple=True,
    )
    chosen = menu.choose(io.stderr)
    return given._replace(
        runs=OneRun(chosen[0])
        if len(chosen) == 1
        else IdentifierList([Source(None, identifier) for identifier in chosen]),
        known_runs={run.identifier: run for run in runs},
    )
