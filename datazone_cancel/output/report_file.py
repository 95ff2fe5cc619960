"""The file of `--report`: a JSON line for each result, written as soon as it is known."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress

from datazone_cancel.errors import UsageError
from datazone_cancel.runs.model import Outcome, Result


class ReportFile:
    """Appends results to a file without a buffer: not even SIGKILL loses one that was written.

    The file stays open until the process ends. A run may be written again, when its outcome
    changes; its last line counts. `error` is why the file could not be written, if it could not:
    the report on stdout does not depend on it.
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
        self._unwritten = b"\n" if _breaks_off(path) else b""

    def write(self, results: Iterable[Result]) -> None:
        """Write those results that are new or have changed."""
        for result in results:
            if self.error or self._written.get(result.identifier) is result.outcome:
                continue
            self._written[result.identifier] = result.outcome
            self._unwritten += f"{json.dumps(result.document())}\n".encode()
            try:
                while self._unwritten:
                    written = os.write(self._descriptor, self._unwritten)
                    self._unwritten = self._unwritten[written:]
            except OSError as error:
                self.error = error


def _breaks_off(path: str) -> bool:
    """Whether an earlier command could not finish the last line, because it was killed."""
    if not os.path.isfile(path) or not os.path.getsize(path):
        return False
    with suppress(OSError), open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
    return False
