"""argv → exit status. Errors are handled here and nowhere else."""

from collections.abc import Sequence

from .cli.aws_argv import COMPLETION_VARIABLE
from .cli.command import command, parse
from .cli.validate import validate
from .errors import CommandError, ExitStatus, FailureError
from .options import Options
from .terminal import IO, write_lines


def main(argv: Sequence[str], io: IO) -> ExitStatus:
    """Run the command with these arguments (without the program's name)."""
    options = None
    try:
        if instruction := io.environ.get(COMPLETION_VARIABLE):
            from .cli.completion import complete

            complete(command, instruction, io)
            return ExitStatus.SUCCESS
        options = parse(argv, io)
        return _run(options, io) if options else ExitStatus.SUCCESS
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.SUCCESS
    except Exception as error:
        return _report_error(error, options or Options(), io)
    finally:
        io.flush_or_discard()


def _run(options: Options, io: IO) -> ExitStatus:
    io.set_color(options.color)
    if options.debug:
        _log_to_stderr(io)
    # Help and usage errors need none of this.
    from .output.printer import Printer

    printer = Printer(options, io)
    validate(options, io)
    from .invocation import run

    return run(options, io, printer)


def _report_error(error: Exception, options: Options, io: IO) -> ExitStatus:
    from .output.messages import print_error

    if options.debug:
        import logging

        logging.getLogger(__name__).debug("The command failed", exc_info=True)
    command_error = _command_error(error)
    print_error(command_error, options, io)
    return command_error.exit_status


def _command_error(error: Exception) -> CommandError:
    if isinstance(error, CommandError):
        return error
    if isinstance(error, OSError):
        return FailureError(f"Could not write to standard output: {error.strerror}")
    return FailureError(
        f"Unexpected {type(error).__name__}: {error}",
        "This is a bug in datazone-cancel. Run the command with --debug to see where it happened.",
    )


def _log_to_stderr(io: IO) -> None:
    """Log as `aws --debug` does, with control characters escaped on terminals."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            write_lines(io.stderr, self.format(record).split("\n"), style="dim")

    handler = Handler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s")
    )
    logging.basicConfig(level=logging.DEBUG, handlers=[handler])
