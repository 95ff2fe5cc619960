"""argv → exit status. Errors are handled here and nowhere else."""

from collections.abc import Mapping, Sequence

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
from .streams import OutputError, is_encoding
from .terminal import IO, show_warnings, write_lines

_ENCODING = "AWS_CLI_OUTPUT_ENCODING"


def main(argv: Sequence[str], io: IO) -> ExitStatus:
    """Run the command with these arguments (without the program's name)."""
    show_warnings(io.stderr)
    _set_encoding(io)
    options = Options()
    settings = Settings(options, io.environ)
    try:
        if instruction := io.environ.get(COMPLETION_VARIABLE):
            from .cli.completion import complete

            complete(command, instruction, io)
            return ExitStatus.SUCCESS
        try:
            parsed = parse(argv, io)
        except CommandError:
            settings.require_files()
            raise
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
    settings.require_files()
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
    _require_encoding(settings.environ)
    validate_configuration(options, settings)
    if options.mistake:
        raise options.mistake
    if asks_for_help(options, settings):
        show_help(io)
        return ExitStatus.SUCCESS
    validate_operation(options, settings)
    from .invocation import run

    return run(options, settings, io, printer)


def _set_encoding(io: IO) -> None:
    """Encode output as the AWS CLI does; an unknown encoding is reported later."""
    utf8 = "utf-8" if io.environ.get("PYTHONUTF8") == "1" else None
    encoding = io.environ.get(_ENCODING, utf8)
    if encoding is not None and is_encoding(encoding):
        for stream in (io.stdout, io.stderr):
            stream.set_encoding(encoding)


def _require_encoding(environ: Mapping[str, str]) -> None:
    """Raises FailureError if there is no such encoding."""
    encoding = environ.get(_ENCODING)
    if encoding is not None and not is_encoding(encoding):
        raise FailureError(f"Unknown codec `{encoding}` specified for {_ENCODING}.")


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
