"""One invocation: Options → Input → Plan → Report → exit status."""

from collections.abc import Callable, Collection
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING

from . import aws
from .errors import ExitStatus, FailureError, UsageError
from .folders import expand_path
from .input.model import AllRuns, Input, OneRun, RecordedRuns
from .input.skeletons import SKELETONS
from .input.sources import read_input
from .options import Options
from .output.messages import print_accepted
from .output.presenter import Presenter
from .output.printer import Printer
from .runs.fields import FILTERS, SELECTABLE
from .runs.model import SUCCESSES, Location, Outcome, Plan, Reason, Report, Result
from .settings import Settings, custom_endpoint
from .terminal import IO, write_lines

if TYPE_CHECKING:
    from .aws.client import DataZone
    from .runs.record import Record
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
    if isinstance(given.runs, RecordedRuns):
        settings = settings.in_region(given.runs.resumed.location.region)
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
    extended = options.dry_run or options.wait or options.report is not None or options.resume
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
        plan = _plan(given, None, io.clock.timestamp())
        if given.prompted and not _confirm(plan, None, domain, options, io):
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
        print_accepted(io.stderr, result.identifier, domain.location)
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
    """Select, confirm, record and cancel runs, or show what would be canceled; print a report."""
    presenter = Presenter(printer, settings, io, options=options, successes=_successes(options))
    is_selected = isinstance(given.runs, AllRuns)
    if given.problems() and options.dry_run and not is_selected:
        presenter.print(_checked(given, settings.named_region, io.clock.timestamp()))
    given.require_valid()
    printer.check()
    needs_consent = not (options.yes or options.dry_run) and (is_selected or given.prompted)
    if needs_consent and not io.can_prompt:
        raise UsageError(
            "--all needs confirmation, and there is no terminal: pass --yes, or --dry-run to list"
            " the runs."
        )
    presenter.record = _open_record(given, options.report)
    try:
        selection = _select(_domain(given, connect), options, io) if is_selected else None
        plan = _plan(given, selection, io.clock.timestamp())
        if options.dry_run == "server" and not is_selected:
            return _look_up(plan, _domain(given, connect), io, presenter)
        if options.dry_run or not _has_work(plan, options):
            location = (
                _domain(given, connect).location if is_selected else _location(given, settings)
            )
            return _present_plan(plan, location, options, presenter)
        domain = _domain(given, connect)
        _require_endpoint(given, domain)
        if needs_consent and not _confirm(plan, selection, domain, options, io):
            return ExitStatus.NOT_ALL_CANCELED
        _record_plan(plan, given, domain, options, settings, presenter)
        return _execute(plan, domain, options, io, presenter)
    finally:
        if presenter.record:
            presenter.record.close()


def _open_record(given: Input, report: str | None) -> "Record | None":
    """The record that the command line names. Raises UsageError."""
    if isinstance(given.runs, RecordedRuns):
        return given.runs.resumed.record
    if report is None:
        return None
    from .runs.record import create_record

    return create_record(expand_path(report))


def _record_plan(
    plan: Plan,
    given: Input,
    domain: "Domain",
    options: Options,
    settings: Settings,
    presenter: Presenter,
) -> None:
    """Write down what is about to be canceled. Raises FailureError if a named file is full.

    A command that may cancel several runs keeps a record, even if none is named.
    """
    if presenter.record is None and options.report is None and not isinstance(given.runs, OneRun):
        from .runs.record import create_default_record

        if not isinstance(given.runs, RecordedRuns):
            identifier = domain.location.domain_identifier
            presenter.record = create_default_record(settings.environ, identifier)
    record = presenter.record
    if record is None:
        return
    planned = len(plan.earlier or plan.identifiers)
    record.begin(domain.location, domain.credentials, planned=planned)
    if plan.earlier:
        return
    try:
        record.write_plan(map(plan.unattempted, plan.identifiers))
    except FailureError:
        if options.report is not None:
            raise
        record.close()
        presenter.record = None


def _present_plan(
    plan: Plan, location: Location, options: Options, presenter: Presenter
) -> ExitStatus:
    """Present what would be canceled, or that there is nothing to cancel."""
    report = Report(location, plan.dry_results(), dry_run=bool(options.dry_run))
    if presenter.record and not plan.earlier:
        presenter.record.begin(location, None, planned=len(report.results))
        presenter.record.write_plan(report.results)
    return presenter.finish(report)


def _has_work(plan: Plan, options: Options) -> bool:
    """Whether there is a run to cancel or to wait for."""
    accepted = (result.outcome is Outcome.ACCEPTED for result in plan.earlier.values())
    return bool(plan.identifiers) or (options.wait and any(accepted))


def _location(given: Input, settings: Settings) -> Location:
    """Where the runs are. Sends no request, so the Region may be unknown."""
    if isinstance(given.runs, RecordedRuns):
        return given.runs.resumed.location
    region = settings.named_region
    endpoint_url = custom_endpoint(settings.named_endpoint, region)
    return Location(given.domain_identifier or "", region, endpoint_url)


def _require_endpoint(given: Input, domain: "Domain") -> None:
    """A record does not decide where credentials are sent. Raises UsageError if it would."""
    if isinstance(given.runs, RecordedRuns):
        recorded, url = given.runs.resumed.location.endpoint_url, domain.location.endpoint_url
        if recorded != url:
            default = f"the default one of {domain.location.region}"
            raise UsageError(
                f"The runs of the record were sent to the endpoint {recorded or default}, but this"
                f" command would use {url or default}: set the endpoint with --endpoint-url."
            )


def _successes(options: Options) -> Collection[Outcome]:
    """The outcomes that count as success."""
    ignored = set()
    if options.all or options.resume is not None or options.ignore_finished:
        ignored.add(Outcome.ALREADY_FINISHED)
    if options.ignore_not_found:
        ignored.add(Outcome.NOT_FOUND)
    return SUCCESSES | ignored


def _checked(given: Input, region: str | None, now: float) -> Report:
    """The report of a dry run in which identifiers are invalid."""

    def check(identifier: str) -> Result:
        problems = given.problems_with(identifier) if given.runs else given.problems()
        outcome = Outcome.INVALID if problems else Outcome.VALID
        reason = Reason("ParamValidation", " ".join(problems)) if problems else None
        return Result(identifier, outcome, reason=reason, at=now)

    identifiers = given.runs.identifiers if given.runs else [""]
    results = list(map(check, identifiers))
    return Report(Location(given.domain_identifier or "", region), results, dry_run=True)


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
    try:
        with show_listing(None if options.quiet else io.stderr, "runs") as show_count:
            selection = select_runs(
                domain, filters, count_excluded=count_excluded, show_count=show_count
            )
    except KeyboardInterrupt:
        if not options.quiet:
            write_lines(io.stderr, ["Nothing was canceled."])
        raise
    if selection.excluded and not selection.runs and filters.words and not options.quiet:
        print_no_match(io.stderr, selection.excluded, filters.words)
    return selection


def _plan(given: Input, selection: "Selection | None", now: float) -> Plan:
    if selection:
        known_runs = {run.identifier: run for run in selection.runs}
        return Plan(tuple(known_runs), known_runs, now)
    assert given.runs is not None
    earlier = given.runs.resumed.results if isinstance(given.runs, RecordedRuns) else {}
    return Plan(given.runs.identifiers, given.known_runs, now, earlier)


def _confirm(
    plan: Plan,
    selection: "Selection | None",
    domain: "Domain",
    options: Options,
    io: IO,
) -> bool:
    from .prompt.confirm import confirm, describe_excluded

    excluded = ""
    if selection and (_filters(options).words or selection.excluded is None):
        excluded = describe_excluded(selection.excluded)
    return confirm(
        plan.runs(),
        io,
        where=f"domain {domain.location.domain_identifier}, Region {domain.location.region}",
        identity=domain.credentials,
        max_rate=options.max_rate,
        excluded=excluded,
        hint=" (--dry-run lists them)" if options.all else "",
    )


def _look_up(plan: Plan, domain: "Domain", io: IO, presenter: Presenter) -> ExitStatus:
    from .runs.look_up import LookUp
    from .runs.timing import graceful_shutdown

    look_up = LookUp(plan, domain, io.clock)
    with graceful_shutdown(io.clock, presenter.notify_interrupted):
        try:
            report = look_up.carry_out(presenter)
            if presenter.record:
                planned = len(report.results)
                presenter.record.begin(domain.location, domain.credentials, planned=planned)
                presenter.record.write_plan(report.results)
            return presenter.finish(report)
        except Exception:
            presenter.rescue(look_up.report())
            raise


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
        write=presenter.record.write if presenter.record else lambda _result: None,
    )
    with graceful_shutdown(io.clock, presenter.notify_interrupted):
        try:
            return presenter.finish(execution.carry_out(presenter))
        except Exception:
            presenter.rescue(execution.report())
            raise
