"""What is asked is done: Options → checked → sent or reported → exit status."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TextIO

from . import arguments, identifiers, parameters, profile, render
from .errors import CommandError, ExitStatus, FailureError, UsageError
from .options import Options
from .report import Outcome, Report, Result

_OPERATION = "CancelMetadataGenerationRun"
_SCHEME = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")


def act(options: Options) -> None:
    """Check, then report or cancel. Raises CommandError, and OSError where stdout fails."""
    if options.debug:
        _log_to(_stream(sys.stderr, options))
    query = _Query(options.query)
    if options.endpoint_url is not None and not _SCHEME.match(options.endpoint_url.lstrip()):
        raise UsageError(
            f'Bad value for --endpoint-url "{options.endpoint_url}": scheme is missing. '
            " Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    arguments.check(options)
    request = parameters.from_options(options)
    stdout = _stream(sys.stdout, options)
    if options.generate_cli_skeleton in parameters.SKELETONS:
        stdout.write(parameters.SKELETONS[options.generate_cli_skeleton])
        return
    problems = identifiers.check(request)
    if options.dry_run:
        # A reader that leaves early, as `head` does, has read what it wanted.
        with suppress(BrokenPipeError):
            report = _dry_run(options, request, problems)
            if stdout.terminal and not options.query and _chosen_output(options) is None:
                render.table(stdout, report)
            else:
                _print(stdout, options, query.search(report.document()))
    if problems:
        raise UsageError("Parameter validation failed:", *problems)
    if not options.dry_run:
        answer = {} if options.generate_cli_skeleton else _cancel(options, request)
        _print(stdout, options, query.search(answer))


class _Query:
    """`--query`, compiled; everything where there is none."""

    def __init__(self, expression: str | None) -> None:
        self._expression = None
        if expression is None:
            return
        import jmespath
        from jmespath.exceptions import JMESPathError

        try:
            self._expression = jmespath.compile(expression)
        except JMESPathError as error:
            sentence = f"Bad value for --query {expression}: {error}"
            # jmespath draws a picture below its sentence; what the user typed draws none.
            lines = [sentence] if "\n" in expression else sentence.split("\n")
            raise UsageError(*lines) from error

    def search(self, content: Any) -> Any:
        return self._expression.search(content) if self._expression else content


def _print(stdout: render.Stream, options: Options, content: Any) -> None:
    """Print a document in the format that was chosen, or as JSON."""
    output = _chosen_output(options)
    render.document(stdout, content, "json" if output is None else output, title=_OPERATION)


def _chosen_output(options: Options) -> str | None:
    return options.output or profile.setting("output", options, variable="AWS_DEFAULT_OUTPUT")


def _dry_run(options: Options, request: Mapping[str, Any], problems: Sequence[str]) -> Report:
    named_regions = (options.region, *map(os.environ.get, ("AWS_REGION", "AWS_DEFAULT_REGION")))
    result = Result(
        identifier=str(request.get("identifier", "")),
        outcome=Outcome.INVALID if problems else Outcome.WOULD_CANCEL,
        error=("ParamValidation", " ".join(problems)) if problems else None,
    )
    return Report(
        domain_identifier=str(request.get("domainIdentifier", "")),
        region=next((region for region in named_regions if region is not None), None),
        dry_run=True,
        results=(result,),
    )


def _cancel(options: Options, request: Mapping[str, Any]) -> dict[str, Any]:
    from .service import DataZone

    service = DataZone(options)
    answer = service.cancel_metadata_generation_run(request)
    if not options.quiet:
        render.accepted(
            _stream(sys.stderr, options),
            domain_identifier=request["domainIdentifier"],
            identifier=request["identifier"],
            region=service.region,
        )
    return answer


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


def _error_format(options: Options) -> str:
    if options.cli_error_format:
        return options.cli_error_format
    configured = profile.setting("cli_error_format", options, variable="AWS_CLI_ERROR_FORMAT")
    return (configured or "legacy").lower()


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
        options = arguments.parse(argv)
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
        render.error(_stream(sys.stderr, options), failure, _error_format(options or Options()))
        return failure.exit_status
    finally:
        render.finish(sys.stdout, sys.stderr)
