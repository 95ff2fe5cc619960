"""Data on stdout, in the format of `--output`, filtered by `--query`."""

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from datazone_cancel.aws import config
from datazone_cancel.errors import FailureError, UsageError
from datazone_cancel.options import Options
from datazone_cancel.terminal import IO, Stream, escape_control_characters

if TYPE_CHECKING:
    from datazone_cancel.runs.report import Report, Result

_TITLE = "CancelMetadataGenerationRun"
_BATCH_SIZE = 10_000
"""Parts of a document that are written at once, so that a long one is not held in memory."""


class Printer:
    """Prints documents. Methods that print raise OSError if stdout cannot be written."""

    def __init__(self, options: Options, io: IO) -> None:
        """Raises UsageError if `--query` is not valid."""
        self._options = options
        self._io = io
        self._query: Any = None if options.query is None else _compile(options.query)
        self._printed: set[str] = set()

    @cached_property
    def _format(self) -> str | None:
        return config.output_format(self._options, self._io.environ)

    def check(self) -> None:
        """Raises FailureError or OSError if no report could be printed, whatever it contains."""
        from .aws_formats import format_document

        if self._format != "off":
            format_document({}, self._format or "json", title=_TITLE)
            self._io.stdout.write()

    @property
    def streams_results(self) -> bool:
        """Whether results are printed one by one, as they arrive."""
        return self._query is None and self._format == "jsonl"

    def print(self, document: Any) -> None:
        """Print the part of a document that `--query` selects; as JSON if no format is chosen."""
        if self._query is not None:
            document = self._apply_query(document)
        format_ = "json" if self._format is None else self._format
        print_document(self._io.stdout, document, format_, title=_TITLE)

    def _apply_query(self, document: Any) -> Any:
        from jmespath.exceptions import JMESPathError

        try:
            return self._query.search(document)
        except JMESPathError as error:
            # For example a function that does not accept this type: print the whole document.
            self._query = None
            self.print(document)
            raise FailureError(str(error)) from error

    def print_result(self, result: "Result") -> None:
        """Print a result as a JSON line."""
        self._printed.add(result.identifier)
        print_document(self._io.stdout, [result.document()], "jsonl", title=_TITLE)

    def print_report(self, report: "Report") -> None:
        """Print a report, except for the results that are already printed."""
        if self.streams_results:
            for result in report.results:
                if result.identifier not in self._printed:
                    self.print_result(result)
        elif self._io.stdout.is_terminal and self._query is None and self._format is None:
            from .tables import draw_report

            if report.results:
                draw_report(self._io.stdout, report)
        else:
            self.print(report.document())


def print_document(stream: Stream, document: Any, format_: str, *, title: str) -> None:
    """Print a document in one of the AWS CLI's formats, or as JSON lines.

    Raises OSError if the stream cannot be written, and FailureError if the format is unknown.
    """
    from .aws_formats import format_document

    if stream.is_terminal and format_ != "json":
        document = _escape_values(document)
    ascii_only = stream.is_terminal or not stream.is_utf8
    parts = filter(
        None,
        format_document(document, format_, title=title, ascii_only=ascii_only, width=stream.width),
    )
    for batch in iter(lambda: tuple(islice(parts, _BATCH_SIZE)), ()):
        stream.write(*batch)


def _escape_values(document: Any) -> Any:
    if isinstance(document, dict):
        return {
            escape_control_characters(str(key)): _escape_values(value)
            for key, value in document.items()
        }
    if isinstance(document, list):
        return list(map(_escape_values, document))
    return escape_control_characters(document) if isinstance(document, str) else document


def _compile(expression: str) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        sentence = f"Bad value for --query {expression}: {error}"
        # jmespath points at the error in a second line, which works for one-line expressions only.
        lines = [sentence] if "\n" in expression else sentence.split("\n")
        raise UsageError(*lines) from error
