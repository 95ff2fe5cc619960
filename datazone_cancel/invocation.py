"""One invocation: Options → Input → Plan → Report → exit status."""

from collections.abc import Callable, Collection
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING

from . import aws
from .errors import ExitStatus, UsageError
from .input.model import AllRuns, Input, OneRun
from .input.skeletons import SKELETONS
from .input.sources import read_input
from .options import Options
from .output.messages import print_accepted
from .output.presenter import Presenter
from .output.printer import Printer
from .runs.fields import FILTERS, SELECTABLE
from .runs.model import SUCCESSES, Outcome, Plan, Reason, Report, Result
from .settings import Settings
from .terminal import IO, write_lines

if TYPE_CHECKING:
    from .aws.client import DataZone
    from .runs.selection import Filters, Selection
    from .runs.service import Domain

Connect = Callable[[], "DataZone"]


def run(options: Options, settings: Settings, io: IO, printer: Printer) -> ExitStatus:
    """Run one invocation. Raises CommandError, and OSError if stdout cannot be written."""
    given = read_input(options, settings, io)
    if options.generate_cli_skeleton in SKELETONS:
        io.stdout.write(SKELETONS[options.generate_cli_skeleton])
        return ExitStatus.SUCCESS
    if given.domain_identifier is None:
        given = given._replace(
            domain_identifier=settings.default_domain, domain_location=" (the default domain)"
        )
    # Input that is still incomplete may become a list.
    batch = not _mirrors_aws(given, options)
    connect: Connect = cache(lambda: aws.connect(settings, io.clock, batch=batch))
    if given.missing and settings.prompts_enabled:
        from .prompt.picker import complete

        completed = complete(given, _filters(options), io, connect)
        if completed is None:
            return ExitStatus.SUCCESS
        given = completed
    if _mirrors_aws(given, options):
        return _mirror(given, options, io, printer, connect)
    return _report(given, options, settings, io, printer, connect)


def _mirrors_aws(given: Input, options: Options) -> bool:
    """Whether the AWS CLI has an invocation like this one; if so, do exactly what it does."""
    extended = options.dry_run or options.wait or options.report is not None
    return bool(options.generate_cli_skeleton) or (isinstance(given.runs, OneRun) and not extended)


def _mirror(
    given: Input,
    options: Options,
    io: IO,
    printer: Printer,
    connect: Connect,
) -> ExitStatus:
    """Do what the AWS CLI does, and confirm what was accepted."""
    given.require_valid()
    if options.generate_cli_skeleton:  # the response, which has no members
        printer.print({})
        return ExitStatus.SUCCESS
    try:
        domain = _domain(given, connect)
        plan = _plan(given, None)
        if given.prompted and not _confirm(plan, None, domain, options, connect().identity, io):
            return ExitStatus.NOT_ALL_CANCELED
        from .runs.cancellation import cancel_one
        from .runs.service import Attempts

        result, error = cancel_one(domain, plan.identifiers[0], Attempts())
    except KeyboardInterrupt:
        io.stdout.write("\n")  # as the AWS CLI does, after the terminal's ^C
        raise
    if error and result.outcome not in _successes(options):
        raise error
    if error and not options.quiet:
        write_lines(io.stderr, [f"Ignored: {result.identifier}: {error.message}"])
    elif not options.quiet:
        print_accepted(
            io.stderr,
            result.identifier,
            domain_identifier=domain.identifier,
            region=domain.region,
        )
    printer.print({})
    return ExitStatus.SUCCESS


def _report(
    given: Input,
    options: Options,
    settings: Settings,
    io: IO,
    printer: Printer,
    connect: Connect,
) -> ExitStatus:
    """Select, confirm and cancel runs, or show what would be canceled, and print a report."""
    presenter = Presenter(printer, settings, io, options=options, successes=_successes(options))
    if given.problems() and options.dry_run and not isinstance(given.runs, AllRuns):
        presenter.print(_checked(given, settings.named_region))
    given.require_valid()
    printer.check()
    presenter.open_file()
    is_selected = isinstance(given.runs, AllRuns)
    needs_consent = not (options.yes or options.dry_run) and (is_selected or given.prompted)
    if needs_consent and not io.can_prompt:
        raise UsageError(
            "--all needs confirmation, and there is no terminal: pass --yes, or --dry-run to list"
            " the runs."
        )
    selection = _select(_domain(given, connect), options, io) if is_selected else None
    plan = _plan(given, selection)
    if options.dry_run == "server" and not is_selected:
        return _look_up(plan, _domain(given, connect), io, presenter)
    if options.dry_run or not plan.identifiers:
        assert given.domain_identifier is not None
        region = connect().region if is_selected else settings.named_region
        dry_run = bool(options.dry_run)
        return presenter.finish(
            Report(given.domain_identifier, region, plan.dry_results(), dry_run=dry_run)
        )
    domain = _domain(given, connect)
    if needs_consent and not _confirm(plan, selection, domain, options, connect().identity, io):
        return ExitStatus.NOT_ALL_CANCELED
    return _execute(plan, domain, options, io, presenter)


def _successes(options: Options) -> Collection[Outcome]:
    """The outcomes that count as success."""
    ignored = set()
    if options.all or options.ignore_finished:
        ignored.add(Outcome.ALREADY_FINISHED)
    if options.ignore_not_found:
        ignored.add(Outcome.NOT_FOUND)
    return SUCCESSES | ignored


def _checked(given: Input, region: str | None) -> Report:
    """The report of a dry run in which identifiers are invalid."""

    def check(identifier: str) -> Result:
        problems = given.problems_with(identifier)
        outcome = Outcome.INVALID if problems else Outcome.VALID
        reason = Reason("ParamValidation", " ".join(problems)) if problems else None
        return Result(identifier, outcome, reason=reason)

    identifiers = given.runs.identifiers if given.runs else [""]
    results = list(map(check, identifiers))
    return Report(given.domain_identifier or "", region, results, dry_run=True)


def _domain(given: Input, connect: Connect) -> "Domain":
    assert given.domain_identifier is not None
    return connect().domain(given.domain_identifier)


def _filters(options: Options) -> "Filters":
    from .runs.selection import Filters

    limits = [options.created_before] if options.created_before else []
    if options.older_than is not None:
        limits.append(datetime.now(timezone.utc) - options.older_than)
    wanted = {name: getattr(options, name) for name in SELECTABLE if options.has(name)}
    return Filters(
        wanted={
            name: value if isinstance(value, tuple) else (value,) for name, value in wanted.items()
        },
        created_after=options.created_after,
        created_before=min(limits, default=None),
        max_items=options.max_items,
        words={
            name: options.words_of(name)
            for name in FILTERS
            if name != "max_items" and options.has(name)
        },
    )


def _select(domain: "Domain", options: Options, io: IO) -> "Selection":
    """List the runs, and say so if none of them matches the filters."""
    from .output.preview import print_no_match
    from .output.progress import show_listing
    from .runs.selection import select_runs

    filters = _filters(options)
    count_excluded = not options.yes and io.stderr.is_terminal
    with show_listing(None if options.quiet else io.stderr, "runs") as show_count:
        selection = select_runs(
            domain, filters, count_excluded=count_excluded, show_count=show_count
        )
    if selection.excluded and not selection.runs and filters.words and not options.quiet:
        print_no_match(io.stderr, selection.excluded, filters.words)
    return selection


def _plan(given: Input, selection: "Selection | None") -> Plan:
    if selection:
        known_runs = {run.identifier: run for run in selection.runs}
        return Plan(tuple(known_runs), known_runs)
    assert given.runs is not None
    return Plan(given.runs.identifiers, given.known_runs)


def _confirm(
    plan: Plan,
    selection: "Selection | None",
    domain: "Domain",
    options: Options,
    identity: str,
    io: IO,
) -> bool:
    from .prompt.confirm import confirm, describe_excluded

    filtered = selection and _filters(options).words
    return confirm(
        plan.runs(),
        io,
        where=f"domain {domain.identifier}, Region {domain.region}",
        identity=identity,
        max_rate=options.max_rate,
        excluded=describe_excluded(selection.excluded) if selection and filtered else "",
        hint=" (--dry-run lists them)" if options.all else "",
    )


def _look_up(plan: Plan, domain: "Domain", io: IO, presenter: Presenter) -> ExitStatus:
    from .runs.look_up import look_up
    from .runs.timing import graceful_shutdown

    with graceful_shutdown(io.clock, presenter.notify_interrupted):
        return presenter.finish(look_up(plan, domain, io.clock, presenter))


def _execute(
    plan: Plan, domain: "Domain", options: Options, io: IO, presenter: Presenter
) -> ExitStatus:
    from .runs.execution import Execution
    from .runs.timing import graceful_shutdown
    from .runs.waiting import Wait

    def start_wait() -> Wait:
        return Wait(timeout=options.wait_timeout, delay=options.wait_delay, clock=io.clock)

    execution = Execution(
        plan,
        domain,
        concurrency=options.max_concurrency,
        wait=start_wait if options.wait else None,
        clock=io.clock,
    )
    with graceful_shutdown(io.clock, presenter.notify_interrupted):
        try:
            return presenter.finish(execution.carry_out(presenter))
        except Exception:
            presenter.rescue(execution.report())
            raise
