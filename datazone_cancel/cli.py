"""What is asked is done: Options → checked → sent or reported → exit status."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from . import arguments, parsing, profile, render
from .errors import CommandError, ExitStatus, FailureError, UsageError
from .options import Options


def act(options: Options) -> ExitStatus:
    """Check, then report or cancel. Raises CommandError, and OSError where stdout fails."""
    if options.debug:
        _log_to(render.stream(sys.stderr, options))
    # What help and a refused command line do not need, they do not load.
    from .output import Output

    output = Output(options)
    arguments.check(options)
    _hint_at_standard_input(options)
    from . import identifiers, parameters

    request = parameters.from_options(options)
    if options.generate_cli_skeleton in parameters.SKELETONS:
        output.stdout.write(parameters.SKELETONS[options.generate_cli_skeleton])
        return ExitStatus.DONE
    if identifiers.missing(request) and profile.asks(options):
        from . import picker

        answer = picker.ask(options, request)
        if isinstance(answer, ExitStatus):
            return answer
        request = answer
    problems = identifiers.check(request)
    if options.dry_run and not options.all:
        from . import dry_run

        # A reader that leaves early, as `head` does, has read what it wanted.
        with suppress(BrokenPipeError):
            dry_run.report(options, request, problems, output)
    if problems:
        raise UsageError("Parameter validation failed:", *problems)
    if options.generate_cli_skeleton:
        output.print({})
        return ExitStatus.DONE
    if options.dry_run and not options.all:
        return ExitStatus.DONE
    if options.mirrors and not isinstance(request["identifier"], identifiers.Listed):
        _cancel(options, request)
        output.print({})
        return ExitStatus.DONE
    from .many import Many

    many = Many(options, request, output)
    return many.cancel_all() if options.all else many.cancel()


def _cancel(options: Options, request: Mapping[str, Any]) -> None:
    """One cancellation as the AWS CLI has it."""
    from .cancellation import attempt, is_fine
    from .service import DataZone

    service = DataZone(options)
    named = {
        "domain_identifier": request["domainIdentifier"],
        "identifier": request["identifier"],
    }
    result, failure = attempt(service, **named)
    if failure and not is_fine(result, options):
        raise failure
    stderr = render.stream(sys.stderr, options)
    if options.quiet:
        return
    if failure:
        render.tell(stderr, [f"Ignored: {named['identifier']}: {failure.message}"])
    else:
        render.accepted(stderr, region=service.region, **named)


def _hint_at_standard_input(options: Options) -> None:
    if "-" in options.identifier and sys.stdin is not None and sys.stdin.isatty():
        hint = "Reading identifiers of runs from the terminal; Ctrl-D ends them."
        render.tell(render.stream(sys.stderr, options), [hint])


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
        if instruction := os.environ.get(parsing.COMPLETE):
            from . import completion

            completion.answer(arguments.command, instruction)
            return ExitStatus.DONE
        options = arguments.parse(argv)
        if options is None:
            render.stream(sys.stdout, options).write("")  # Could help be printed at all?
        else:
            return act(options)
        return ExitStatus.DONE
    except KeyboardInterrupt:
        if options is not None and options.mirrors:
            # The AWS CLI ends the line that ^C stands on, on stdout.
            with suppress(OSError):
                render.stream(sys.stdout, options).write("\n")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.DONE
    except Exception as error:
        if options is not None and options.debug:
            import logging

            logging.getLogger(__name__).debug("The command failed", exc_info=True)
        failure = _failure(error)
        render.error(
            render.stream(sys.stderr, options), failure, profile.error_format(options or Options())
        )
        return failure.exit_status
    finally:
        render.finish(sys.stdout, sys.stderr)
