"""One invocation: Options → Input → Plan → Report → exit status."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from . import aws
from .aws import config
from .errors import ExitStatus, UsageError
from .options import Options
from .output.presenter import MirrorPresenter, ReportPresenter
from .output.printer import Printer
from .input.model import AllRuns, OneRun, Input
from .input.skeletons import SKELETONS
from .input.sources import read_input
from .terminal import IO

if TYPE_CHECKING:
    from .aws.client import DataZone
    from .runs.plan import Plan
    from .runs.selection import Selection

Connect = Callable[[], "DataZone"]


def run(options: Options, io: IO, printer: Printer) -> ExitStatus:
    """Run one invocation. Raises CommandError, and OSError if stdout cannot be written."""
    given = read_input(options, io)
    if options.generate_cli_skeleton in SKELETONS:
        io.stdout.write(SKELETONS[options.generate_cli_skeleton])
        return ExitStatus.SUCCESS
    if given.domain_identifier is None:
        given = given._replace(
            domain_identifier=config.default_domain(options, io.environ),
            domain_location=" (the default domain)",
        )
    # Input that is still incomplete may become a list.
    batch = not _mirrors_aws(given, options)
    connect: Connect = cache(lambda: aws.connect(options, io, batch=batch))
    if given.missing and config.prompts_enabled(options, io.environ):
        from .prompt.picker import complete

        completed = complete(given, options, io, connect)
        if completed is None:
            return ExitStatus.SUCCESS
        given = completed
    present: MirrorPresenter | ReportPresenter
    if _mirrors_aws(given, options):
        present = MirrorPresenter(options, io, printer)
    else:
        present = ReportPresenter(options, io, printer)
    try:
        return _carry_out(given, options, io, printer, present, connect)
    except KeyboardInterrupt:
        present.interrupted()
        return ExitStatus.INTERRUPTED


def _mirrors_aws(given: Input, options: Options) -> bool:
    """Whether the AWS CLI has an invocation like this one; if so, do exactly what it does."""
    extended = options.dry_run or options.wait or options.report is not None
    return bool(options.generate_cli_skeleton) or (isinstance(given.runs, OneRun) and not extended)


def _carry_out(
    given: Input,
    options: Options,
    io: IO,
    printer: Printer,
    present: MirrorPresenter | ReportPresenter,
    connect: Connect,
) -> ExitStatus:
    present.validate(given)
    if options.generate_cli_skeleton:  # the response, which has no members
        printer.print({})
        return ExitStatus.SUCCESS
    needs_consent = _needs_consent(given, options)
    if needs_consent and not options.dry_run and not io.can_prompt:
        raise UsageError(
            "--all needs confirmation, and there is no terminal: pass --yes, or --dry-run to list"
            " the runs."
        )
    listed = isinstance(given.runs, AllRuns)
    selection = None
    if listed:
        count_excluded = needs_consent and io.stderr.is_terminal
        selection = _select(given, options, io, connect(), count_excluded=count_excluded)
    plan = _make_plan(given, selection)
    if options.dry_run == "server" and not listed:
        return _look_up(plan, connect(), io, present)
    if options.dry_run or not plan.identifiers:
        region = connect().region if listed else config.named_region(options, io.environ)
        return present.finish(plan.report_without_sending(region, dry_run=bool(options.dry_run)))
    if needs_consent:
        from .prompt.confirm import confirm

        excluded = selection.excluded if selection else None
        if not confirm(plan, options, io, region=connect().region, excluded=excluded):
            return ExitStatus.NOT_ALL_CANCELED
    from .runs.execution import Execution, execute_one
    from .runs.timing import graceful_shutdown

    service = connect()
    if isinstance(present, MirrorPresenter):
        return present.finish(execute_one(plan, service))
    execution = Execution(plan, service, options, io.clock)
    with graceful_shutdown(io.clock, present.notify_interrupted):
        try:
            return present.finish(execution.carry_out(present))
        except Exception:
            present.rescue(execution.known_report())
            raise


def _look_up(
    plan: "Plan", service: "DataZone", io: IO, present: MirrorPresenter | ReportPresenter
) -> ExitStatus:
    from .runs.look_up import look_up
    from .runs.timing import graceful_shutdown

    assert isinstance(present, ReportPresenter)
    with graceful_shutdown(io.clock, present.notify_interrupted):
        return present.finish(look_up(plan, service, io.clock, present))


def _needs_consent(given: Input, options: Options) -> bool:
    """The user wrote a list down, but has yet to confirm runs that were selected or chosen."""
    return not options.yes and (isinstance(given.runs, AllRuns) or given.prompted)


def _select(
    given: Input, options: Options, io: IO, service: "DataZone", *, count_excluded: bool
) -> "Selection":
    """List the runs, and say so if none of them matches the filters."""
    from .output.preview import has_filters, print_no_match
    from .output.progress import show_listing
    from .runs.selection import Filters, select_runs

    assert given.domain_identifier is not None
    with show_listing(None if options.quiet else io.stderr, "runs") as show_count:
        selection = select_runs(
            service,
            domain_identifier=given.domain_identifier,
            filters=Filters.from_options(options),
            count_excluded=count_excluded,
            show_count=show_count,
        )
    if selection.excluded and not selection.runs and has_filters(options) and not options.quiet:
        print_no_match(io.stderr, selection.excluded, options)
    return selection


def _make_plan(given: Input, selection: "Selection | None") -> "Plan":
    from .runs.plan import Plan

    assert given.domain_identifier is not None
    if selection:
        known_runs = {run.identifier: run for run in selection.runs}
        return Plan(given.domain_identifier, tuple(known_runs), known_runs)
    assert given.runs is not None
    return Plan(given.domain_identifier, given.runs.identifiers, given.known_runs)
