"""stdout, as `--output` and `--query` have it."""

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import profile, render
from .errors import FailureError, UsageError
from .options import Options

if TYPE_CHECKING:
    from .report import Report, Result

_TITLE = "CancelMetadataGenerationRun"


class Output:
    """Where data goes. Methods that print raise OSError where they cannot."""

    def __init__(self, options: Options) -> None:
        """Raises UsageError where `--query` is none."""
        self.stdout = render.stream(sys.stdout, options)
        self._options = options
        self._query: Any = None if options.query is None else _compiled(options.query)
        self._printed: set[str] = set()

    @cached_property
    def _chosen(self) -> str | None:
        options = self._options
        return options.output or profile.setting("output", options, variable="AWS_DEFAULT_OUTPUT")

    def check(self) -> None:
        """Raises ValueError or OSError where a report could not be printed whatever is in it."""
        from .formats import formatted

        if self._chosen != "off":
            formatted({}, self._chosen or "json", title=_TITLE)
            self.stdout.write()

    @property
    def takes_results(self) -> bool:
        """Whether results are printed one by one, as they come."""
        return self._query is None and self._chosen == "jsonl"

    def print(self, content: Any) -> None:
        """Print what `--query` finds in a document, as JSON unless another format was chosen."""
        if self._query is not None:
            content = self._found(content)
        chosen = self._chosen
        render.document(self.stdout, content, "json" if chosen is None else chosen, title=_TITLE)

    def _found(self, content: Any) -> Any:
        from jmespath.exceptions import JMESPathError

        try:
            return self._query.search(content)
        except JMESPathError as error:
            # A function that does not take what it is given: the content shows what there is.
            self._query = None
            self.print(content)
            raise FailureError(str(error)) from error

    def print_result(self, result: "Result") -> None:
        """Print a line for a result."""
        self._printed.add(result.identifier)
        render.document(self.stdout, [result.document()], "jsonl", title=_TITLE)

    def print_report(self, report: "Report") -> None:
        """Print a report, or what is left of it; for people where nothing else was asked for."""
        if self.takes_results:
            for result in report.results:
                if result.identifier not in self._printed:
                    self.print_result(result)
        elif self.stdout.terminal and self._query is None and self._chosen is None:
            if report.results:
                render.table(self.stdout, report)
        else:
            self.print(report.document())


def _compiled(expression: str) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        sentence = f"Bad value for --query {expression}: {error}"
        # jmespath draws a picture below its sentence; what the user typed draws none.
        lines = [sentence] if "\n" in expression else sentence.split("\n")
        raise UsageError(*lines) from error
