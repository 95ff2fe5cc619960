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
from .redaction import hide_secrets
from .settings import Settings
from .streams import OutputError
from .terminal import IO, show_warnings, write_lines


def main(argv: Sequence[str], io: IO) -> ExitStatus:
    """Run the command with these arguments (without the program's name)."""
    show_warnings(io.stderr)
    options = Options()
    settings = Settings(options, io.environ)
    try:
        if instruction := io.environ.get(COMPLETION_VARIABLE):
            from .cli.completion import complete

            complete(command, instruction, io)
            return ExitStatus.SUCCESS
        parsed = parse(argv, io)
        if parsed is None:
            return ExitStatus.SUCCESS
        options, settings = parsed, Settings(parsed, io.environ)
        return _run(options, settings, io)
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except OutputError as error:
        if error.is_broken_pipe:
            return ExitStatus.SUCCESS
        failure = FailureError(f"Could not write to standard output: {error.strerror}")
        return _report_error(failure, options, settings, io)
    except Exception as error:
        return _report_error(error, options, settings, io)


def _run(options: Options, settings: Settings, io: IO) -> ExitStatus:
    io.set_color(options.color)
    io.stderr.set_progress(options.progress)
    if options.debug:
        _log_to_stderr(io)
    # Help and usage errors need none of this.
    from .output.printer import Printer

    printer = Printer(
        io.stdout,
        format_=settings.output_format,
        query=options.query,
        pager=lambda: settings.pager,
    )
    validate_global_options(options)
    _set_encoding(settings.environ.get("AWS_CLI_OUTPUT_ENCODING"), io)
    validate_configuration(options, settings)
    if options.mistake:
        raise options.mistake
    if asks_for_help(options, settings):
        show_help(io)
        return ExitStatus.SUCCESS
    validate_operation(options, settings)
    from .invocation import run

    return run(options, settings, io, printer)


def _set_encoding(encoding: str | None, io: IO) -> None:
    """Raises FailureError if there is no such encoding."""
    try:
        if encoding is not None:
            io.stdout.set_encoding(encoding)
    except LookupError:
        raise FailureError(
            f"Unknown codec `{encoding}` specified for AWS_CLI_OUTPUT_ENCODING."
        ) from None


def _report_error(error: Exception, options: Options, settings: Settings, io: IO) -> ExitStatus:
    from .output.messages import print_error

    if options.debug:
        import logging

        logging.getLogger(__name__).debug("The command failed", exc_info=True)
    command_error = error if isinstance(error, CommandError) else unexpected_error(error)
    print_error(io.stderr, command_error, settings)
    return command_error.exit_status


def _log_to_stderr(io: IO) -> None:
    """Log as `aws --debug` does, with control characters escaped on terminals."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            write_lines(io.stderr, hide_secrets(self.format(record)).split("\n"))

    handler = Handler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s")
    )
    logging.basicConfig(level=logging.DEBUG, handlers=[handler])
