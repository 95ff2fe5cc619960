"""The file of `--report`: a JSON line for each result, written as soon as it is known."""

import json
import os
from collections.abc import Iterable

from datazone_cancel.errors import UsageError
from datazone_cancel.runs.report import Outcome, Result


class ReportFile:
    """Appends results to a file, without a buffer: not even SIGKILL loses one that was written.

    A run may be written again, when its outcome changes; its last line counts. `error` is why the
    file could not be written, if it could not: the report on stdout does not depend on it.
    """

    def __init__(self, path: str) -> None:
        """Raises UsageError if the file cannot be opened."""
        self._written: dict[str, Outcome] = {}
        self.error: OSError | None = None
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        except OSError as error:
            reason = f"{error.strerror}: {path}"
            raise UsageError(f"Error opening the file of --report: {reason}") from error

    def write(self, results: Iterable[Result]) -> None:
        """Write those results that are new or have changed."""
        for result in results:
            if self.error or self._written.get(result.identifier) is result.outcome:
                continue
            self._written[result.identifier] = result.outcome
            line = f"{json.dumps(result.document())}\n".encode()
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError as error:
                self.error = error
