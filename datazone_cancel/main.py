"""argv → exit status. Errors are handled here and nowhere else."""

from collections.abc import Sequence

from .cli.aws_argv import COMPLETION_VARIABLE
from .cli.command import command, parse, show_help
from .cli.validate import (
    asks_for_help,
    validate_configuration,
    validate_global_options,
    validate_operation,
)
from .errors import CommandError, ExitStatus, FailureError, unexpected_error
from .options import Options
from .streams import OutputError
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
    except OutputError as error:
        if error.is_broken_pipe:
            return ExitStatus.SUCCESS
        failure = FailureError(f"Could not write to standard output: {error.strerror}")
        return _report_error(failure, options or Options(), io)
    except Exception as error:
        return _report_error(error, options or Options(), io)


def _run(options: Options, io: IO) -> ExitStatus:
    io.set_color(options.color)
    if options.debug:
        _log_to_stderr(io)
    # Help and usage errors need none of this.
    from .output.printer import Printer

    printer = Printer(options, io)
    validate_global_options(options)
    validate_configuration(options, io)
    if asks_for_help(options, io):
        show_help(io)
        return ExitStatus.SUCCESS
    validate_operation(options, io)
    from .invocation import run

    return run(options, io, printer)


def _report_error(error: Exception, options: Options, io: IO) -> ExitStatus:
    from .output.messages import print_error

    if options.debug:
        import logging

        logging.getLogger(__name__).debug("The command failed", exc_info=True)
    command_error = error if isinstance(error, CommandError) else unexpected_error(error)
    print_error(command_error, options, io)
    return command_error.exit_status


def _log_to_stderr(io: IO) -> None:
    """Log as `aws --debug` does, with control characters escaped on terminals."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            write_lines(io.stderr, self.format(record).split("\n"))

    handler = Handler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s")
    )
    logging.basicConfig(level=logging.DEBUG, handlers=[handler])
