"""The command line: argv → Options → what is asked → exit status."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

import click

from . import __version__, identifiers, render
from .errors import CommandError, ExitStatus, FailureError, UsageError
from .options import Options
from .report import Outcome, Report, Result

PROGRAM = "datazone-cancel"
_VERSION = f"{PROGRAM}/{__version__} Python/{'.'.join(map(str, sys.version_info[:3]))}"
_SYNOPSIS = "--domain-identifier <id> --identifier <id> [options]"
_SCHEME = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")
_REQUIRED = ("--domain-identifier", "--identifier")


class _Choice(click.Choice[str]):
    """A choice that is refused in the AWS CLI's words."""

    def fail(
        self,
        message: str,  # noqa: ARG002 (click's signature)
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,  # noqa: ARG002
    ) -> NoReturn:
        choices = [f"{choice:<40}" for choice in self.choices]
        rows = [" | ".join(choices[start : start + 2]) for start in range(0, len(choices), 2)]
        option = param.opts[0] if param else ""
        _refuse_usage(f"argument {option}: Invalid choice, valid choices are:", "", *rows)


class _Command(click.Command):
    """A command that reads argv as the AWS CLI does, where click does otherwise."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            args = ["--help"]
        return super().parse_args(ctx, list(self._joined(ctx, args)))

    def _joined(self, ctx: click.Context, args: Iterable[str]) -> Iterator[str]:
        """Each option with its value as one word, so that no option is taken for a value.

        A value may begin with one dash, as identifiers do; with two it takes `--option=value`.
        """
        options = {
            name: param
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            for name in param.opts
        }
        words = iter(args)
        for word in words:
            if word == "--":
                yield word
                yield from words
                return
            name, explicit, value = word.partition("=")
            option = options.get(name)
            if option is None:
                yield word
            elif option.is_flag and explicit:
                _refuse_usage(f"argument {name}: ignored explicit argument {value!r}")
            elif option.is_flag or explicit:
                yield word
            else:
                following = next(words, "--")
                if following.startswith("--"):
                    _refuse_usage(f"argument {name}: expected one argument")
                yield f"{name}={following}"


def _refuse_usage(message: str, *more: str) -> NoReturn:
    raise _usage_error(f"aws: error: {message}", *more)


def _usage_error(*lines: str) -> UsageError:
    return UsageError(
        f"usage: {PROGRAM} {_SYNOPSIS}",
        "To see help text, you can run:",
        "",
        f"  {PROGRAM} help",
        "",
        *lines,
    )


@click.command(
    PROGRAM,
    cls=_Command,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    options_metavar=_SYNOPSIS,
    epilog="Exit status: 0 accepted, 252 usage, 253 no Region or credentials, 254 refused by the"
    " service, 255 anything else, 130 interrupted.",
)
@click.option("--domain-identifier", metavar="<id>", help="The domain.  [required]")
@click.option("--identifier", metavar="<id>", help="The run.  [required]")
@click.option("--dry-run", is_flag=True, help="Check and report; send nothing.")
@click.option("--quiet", is_flag=True, help="Do not say what was accepted.")
@click.option("--region", metavar="<name>", help="Instead of the environment's or profile's.")
@click.option("--profile", metavar="<name>", help="A profile of your AWS configuration.")
@click.option("--endpoint-url", metavar="<url>", help="Where to send the request.")
@click.option(
    "--cli-read-timeout", metavar="<seconds>", help="For an answer: 60; 0 waits for ever."
)
@click.option(
    "--cli-connect-timeout", metavar="<seconds>", help="To connect: 60; 0 waits for ever."
)
@click.option(
    "--color",
    type=_Choice(["on", "off", "auto"]),
    default="auto",
    metavar="on|off|auto",
    help="auto, the default: on a terminal.",
)
@click.option("--debug", is_flag=True, help="Log every step, and tracebacks.")
@click.version_option(__version__, message=_VERSION, help="Print the version.")
@click.pass_context
def _parse(ctx: click.Context, /, **values: Any) -> Options:
    """Cancel a metadata generation run of Amazon DataZone.

    Mirrors `aws datazone cancel-metadata-generation-run`, checks both identifiers before anything
    is sent, and says on stderr what the service accepted.
    """
    given = {name: value for name, value in values.items() if value is not None}
    missing = [name for name in _REQUIRED if name[2:].replace("-", "_") not in given]
    if missing:
        _refuse_usage(f"the following arguments are required: {', '.join(missing)}")
    if ctx.args:
        raise _usage_error(f"Unknown options: {', '.join(ctx.args)}")
    return Options(**given)


def parse(argv: Sequence[str]) -> Options | None:
    """The options on the command line; None where help or the version was printed instead.

    Raises UsageError.
    """
    try:
        with _parse.make_context(PROGRAM, list(argv)) as ctx:
            options = _parse.invoke(ctx)
    except click.exceptions.Exit:
        return None
    assert isinstance(options, Options)
    return options


def act(options: Options) -> None:
    """Check, then report or cancel. Raises CommandError, and OSError where stdout fails."""
    if options.debug:
        _log_to(_stream(sys.stderr, options))
    if options.endpoint_url is not None and not _SCHEME.match(options.endpoint_url):
        raise UsageError(
            f'Bad value for --endpoint-url "{options.endpoint_url}": scheme is missing. '
            " Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    problems = identifiers.check(
        domain_identifier=options.domain_identifier, identifier=options.identifier
    )
    if options.dry_run:
        # A reader that leaves early, as `head` does, has read what it wanted.
        with suppress(BrokenPipeError):
            render.report(_stream(sys.stdout, options), _dry_run(options, problems))
    if problems:
        raise UsageError("Parameter validation failed:", *problems)
    if not options.dry_run:
        _cancel(options)


def _dry_run(options: Options, problems: Sequence[str]) -> Report:
    result = Result(
        identifier=options.identifier,
        outcome=Outcome.INVALID if problems else Outcome.WOULD_CANCEL,
        error=("ParamValidation", " ".join(problems)) if problems else None,
    )
    named_regions = (options.region, *map(os.environ.get, ("AWS_REGION", "AWS_DEFAULT_REGION")))
    return Report(
        domain_identifier=options.domain_identifier,
        region=next((region for region in named_regions if region is not None), None),
        dry_run=True,
        results=(result,),
    )


def _cancel(options: Options) -> None:
    from .service import DataZone

    service = DataZone(options)
    service.cancel_metadata_generation_run(
        domain_identifier=options.domain_identifier, identifier=options.identifier
    )
    if not options.quiet:
        render.accepted(
            _stream(sys.stderr, options),
            domain_identifier=options.domain_identifier,
            identifier=options.identifier,
            region=service.region,
        )


def _log_to(stderr: render.Stream) -> None:
    """Log as `aws --debug` does; what a line quotes is made harmless like everything else."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            render.debug(stderr, self.format(record))

    handler = Handler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s")
    )
    logging.basicConfig(level=logging.DEBUG, handlers=[handler])


def _stream(file: TextIO | None, options: Options | None) -> render.Stream:
    """Without options nobody could say how colour is wanted: then there is none."""
    return render.Stream.on(file, color=options.color if options else "off", environ=os.environ)


def _failure(error: Exception) -> CommandError:
    if isinstance(error, CommandError):
        return error
    if isinstance(error, OSError):
        return FailureError(f"Could not write to standard output: {error.strerror}")
    return FailureError(str(error))


def main(argv: Sequence[str]) -> ExitStatus:
    """Do what argv, less the program's name, asks for: the one place where errors end."""
    render.prepare(sys.stdout, sys.stderr)
    options = None
    try:
        options = parse(argv)
        if options is None:
            _stream(sys.stdout, options).write("")  # Could help be printed at all?
        else:
            act(options)
        return ExitStatus.DONE
    except KeyboardInterrupt:
        if options is not None:
            # The AWS CLI ends the line that ^C stands on, on stdout.
            with suppress(OSError):
                _stream(sys.stdout, options).write("\n")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.DONE
    except Exception as error:
        if options is not None and options.debug:
            import logging

            logging.getLogger(__name__).debug("The command failed", exc_info=True)
        failure = _failure(error)
        render.error(_stream(sys.stderr, options), failure.lines)
        return failure.exit_status
    finally:
        render.finish(sys.stdout, sys.stderr)
