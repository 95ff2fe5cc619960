"""Data on stdout, in the format of `--output`, filtered by `--query`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from datazone_cancel.errors import CommandError, FailureError, UsageError, describe
from datazone_cancel.runs.model import Location, Outcome, Reason, Report, Result, Run
from datazone_cancel.streams import OutputError, Stream
from datazone_cancel.terminal import escape_control_characters

_MAX_REASON = 200
"""Characters; jmespath quotes the whole document."""
_TITLE = "CancelMetadataGenerationRun"
_SAMPLES = (
    Result("accepted", Outcome.ACCEPTED, attempts=1, request_id="sample"),
    Result("failed", Outcome.FAILED, reason=Reason("Sample", "A sample")),
    Result(
        "selected",
        Outcome.WOULD_CANCEL,
        run=Run("selected", "SUBMITTED", ("SAMPLE",), "sample", "sample", "sample"),
    ),
)
"""Every kind of value in a report, to try a query or a format before anything is sent."""


class Printer:
    """Prints documents. Methods that print raise OutputError if stdout cannot be written."""

    def __init__(
        self,
        stdout: Stream,
        *,
        format_: str | None,
        query: str | None,
        pager: Callable[[], Sequence[str]],
    ) -> None:
        """Without a format, it is JSON, or a table for people. `pager` returns the command to show
        long tables with, or nothing. Raises UsageError if the query is not valid.
        """
        self._stdout = stdout
        self._format = format_
        self._query: Any = None if query is None else _compile(query)
        self._pager = pager
        self._printed: set[str] = set()

    def check(self) -> None:
        """Raises FailureError if the format is unknown or the encoding loses text, UsageError if
        the query or the format does not suit any report, and OutputError if stdout is closed.
        """
        from .aws_formats import check_format

        if not self._stdout.is_faithful:
            raise FailureError("The encoding of standard output cannot represent a report.")
        if self._format != "off":
            check_format(self._format or "json")
            self._check_with_samples()
        self._stdout.write()

    def _check_with_samples(self) -> None:
        """This also loads what the format needs while files can still be opened."""
        errors = []
        for sample in _SAMPLES:
            report = Report(Location("dzd_sample", "us-east-1"), [sample])
            try:
                list(self._format_document(report.document()))
            except Exception as error:
                errors.append(error)
        if len(errors) == len(_SAMPLES):
            words = "--query" if self._query is not None else f"--output {self._format}"
            reason = describe(errors[0])[:_MAX_REASON]
            raise UsageError(f"{words} does not suit the report: {reason}")

    @property
    def streams_results(self) -> bool:
        """Whether results are printed one by one, as they arrive."""
        return self._query is None and self._format == "jsonl"

    @property
    def draws_tables(self) -> bool:
        """Whether reports are drawn for people."""
        return self._stdout.is_terminal and self._query is None and self._format is None

    def print(self, document: Any) -> None:
        """Print the part of a document that `--query` selects; as JSON if no format is chosen.

        As in the AWS CLI, lines of text before one that fails are printed. Raises FailureError if
        the query or the format does not suit the document.
        """
        try:
            for part in self._format_document(document):
                self._stdout.write(part)
        except (CommandError, OutputError):
            raise
        except Exception as error:
            raise FailureError(describe(error)) from error

    def print_plain(self, report: Report) -> None:
        """Print the complete report as JSON, whatever `--query` and `--output` are.

        This is the last resort; it can only fail if stdout does.
        """
        from .aws_formats import json_parts

        self._stdout.write_all(json_parts(report.outline()))

    def _format_document(self, document: Any) -> Iterable[str]:
        if self._format == "off":
            return ()
        if self._query is not None:
            document = self._apply_query(document)
        format_ = "json" if self._format is None else self._format
        return format_for(self._stdout, document, format_, title=_TITLE)

    def _apply_query(self, document: Any) -> Any:
        try:
            return self._query.search(document)
        except Exception as error:  # jmespath lets more than its own exceptions through
            raise FailureError(describe(error)) from error

    def print_result(self, result: Result) -> None:
        """Print a result as a JSON line."""
        self._printed.add(result.identifier)
        line = format_for(self._stdout, [result.document()], "jsonl", title=_TITLE)
        self._stdout.write_all(line)

    def print_report(
        self, report: Report, *, successes: Collection[Outcome], file: str | None
    ) -> None:
        """Print a report, except for the results that are already printed.

        For people, a report that is longer than the screen shows what is not among the successes,
        and the file that has all results.
        """
        if self.streams_results:
            for result in report.results:
                if result.identifier not in self._printed:
                    self.print_result(result)
        elif self.draws_tables:
            self._draw_report(report, successes, file)
        else:
            is_json = self._query is None and self._format in (None, "json")
            parts = self._format_document(report.outline() if is_json else report.document())
            # A report is printed completely, or not at all.
            self._stdout.write_all(list(parts) if self._format == "text" else parts)

    def _draw_report(
        self, report: Report, successes: Collection[Outcome], file: str | None
    ) -> None:
        """Draw all results, or what needs attention if they do not fit on the screen."""
        from .long_report import draw_long_report, room_for_report
        from .tables import render_results

        room = room_for_report(self._stdout, report, file)
        if len(report.results) < room:
            table = render_results(self._stdout, report.results) if report.results else ""
            if table.count("\n") <= room:
                self._stdout.write(table)
                return
        draw_long_report(self._stdout, report, successes, file, self._pager)


def format_for(stream: Stream, document: Any, format_: str, *, title: str) -> Iterable[str]:
    """The parts of a document in one of the AWS CLI's formats, or as JSON lines.

    Raises FailureError if the format is unknown, and other exceptions if it does not suit the
    document.
    """
    from .aws_formats import format_document

    is_json = format_ in ("json", "jsonl")
    if is_json:  # on stderr, Python's own escapes are no JSON
        stream.escape_unencodable()
    if stream.is_terminal and not is_json:
        document = _escape_values(document)
    parts = format_document(document, format_, title=title, width=stream.width)
    return map(_escape_json, parts) if stream.is_terminal and is_json else parts


def _escape_json(part: str) -> str:
    """A part of a JSON document, with JSON's escapes for everything that is not printable."""
    if part.isprintable():
        return part
    import json

    return "".join(
        character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
        for character in part
    )


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
