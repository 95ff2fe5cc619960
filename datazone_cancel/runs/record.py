"""The record of a bulk cancellation: a JSON Lines file, with its writer, its reader and its lock.

Every line is a result that stands alone, and a run's last line counts. The plan is written before
anything is sent, so a run that a command has confirmed is in the file, whatever happens then.
docs/usage.md describes the members.
"""

import fcntl
import json
import os
import re
import stat
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from datetime import datetime, timezone
from io import BufferedReader
from typing import Any, NamedTuple

from datazone_cancel import PROGRAM
from datazone_cancel.errors import FailureError, UsageError, describe
from datazone_cancel.folders import private_folder

from .model import DOMAIN_PATTERN, IDENTIFIER_PATTERN, Location, Outcome, Result

_VERSION = 1
_KEPT = 100
"""Records in the user's state folder; the oldest ones are deleted."""
_LOCK_TIMEOUT = 2
"""Seconds to wait for a thread that cannot write, for example to a network drive."""
_BATCH = 1000
"""Lines of the plan that are written at once."""


class Record:
    """A record that is being written, and locked.

    `error` says why the file is incomplete, if it is. Threads may write at the same time.
    """

    def __init__(self, path: str, descriptor: int, *, line_end: bytes = b"") -> None:
        """`line_end` has to be written first, if the last line has none."""
        self.path = path
        self.error: str | None = None
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._line_end = line_end
        self._common: dict[str, Any] = {}
        self._lock = threading.Lock()

    def begin(self, location: Location, credentials: str | None, *, planned: int) -> None:
        """Say where the runs of all lines that follow are, whose credentials are used, and how
        many runs the plan has.
        """
        self._common = {
            "version": _VERSION,
            **location.document(),
            "credentials": credentials,
            "planned": planned,
        }

    def write_plan(self, results: Iterable[Result]) -> None:
        """Write the results of all runs, and flush them to disk. Raises FailureError."""
        lines: list[bytes] = []
        for result in results:
            lines.append(self._line(result))
            if len(lines) == _BATCH:
                self._write(b"".join(lines))
                lines.clear()
        self._write(b"".join(lines))
        self._flush()
        if self.error:
            raise FailureError(f"Could not write to {self.path}: {self.error}. Nothing was sent.")

    def write(self, result: Result) -> None:
        """Append a result. See `error` for a failure: a cancellation does not depend on it."""
        self._write(self._line(result))

    def finish(self) -> None:
        """Flush the file to disk, and notice if it was removed, replaced or changed."""
        self._flush()
        if self.error:
            return
        try:
            found = os.stat(self.path)
            same = os.path.samestat(found, os.fstat(self._descriptor))
            if not same or found.st_size < self._size:
                self.error = "it was replaced or truncated by another program"
        except OSError as error:
            self.error = describe_os_error(error)

    def close(self) -> None:
        """Unlock the file. Threads that were left behind write nothing more."""
        if self._lock.acquire(timeout=_LOCK_TIMEOUT):
            os.close(self._descriptor)
            # Not released: the number may belong to another file by now.

    def _line(self, result: Result) -> bytes:
        return f"{json.dumps({**self._common, **result.document()})}\n".encode()

    def _write(self, line: bytes) -> None:
        if not self._lock.acquire(timeout=_LOCK_TIMEOUT):
            self.error = self.error or "the file system does not respond"
            return
        try:
            unwritten = self._line_end + line
            while unwritten and not self.error:
                written = os.write(self._descriptor, unwritten)
                unwritten = unwritten[written:]
                self._size += written
            self._line_end = b""
        except OSError as error:
            self.error = describe_os_error(error)
        finally:
            self._lock.release()

    def _flush(self) -> None:
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            self.error = self.error or describe_os_error(error)


def create_record(path: str) -> Record | None:
    """A record in a new or empty file; None for /dev/null. Raises UsageError."""
    try:
        if os.path.exists(path) and os.path.samefile(path, os.devnull):
            return None
        descriptor = _open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    except OSError as error:
        reason = describe_os_error(error)
        raise UsageError(f"Error opening the file of --report: {reason}: {path}") from error
    if os.fstat(descriptor).st_size:
        if _is_record(path):
            raise UsageError(
                f"{path} is the record of another cancellation: pass a new file, or continue that"
                f" one with --resume {path}"
            )
        raise UsageError(f"{path} is not empty: pass a new file to --report")
    _lock(descriptor, path, fcntl.LOCK_EX)
    return Record(path, descriptor)


def create_default_record(environ: Mapping[str, str], domain_identifier: str) -> Record | None:
    """A record in the user's state folder; None if there is no place for it."""
    folder = private_folder(environ, "XDG_STATE_HOME", "~/.local/state")
    if folder is None:
        return None
    name = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}-{domain_identifier}"
    path = os.path.join(folder, f"{name}.jsonl")
    try:
        descriptor = _open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    except FileExistsError:  # in the same second
        descriptor, path = tempfile.mkstemp(".jsonl", f"{name}-", folder)
    except OSError:
        return None
    _lock(descriptor, path, fcntl.LOCK_EX)
    with suppress(OSError):
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl"))
        for old in names[:-_KEPT]:
            _delete_unused(os.path.join(folder, old))
    return Record(path, descriptor)


def _delete_unused(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(descriptor)


class Resumed(NamedTuple):
    """What a record, or a saved report, says."""

    location: Location
    results: dict[str, Result]
    """The last result of each run, in the order of the plan."""
    record: Record | None
    """The record to append to; None if nothing may be appended."""


def resume(path: str, *, append: bool) -> Resumed:
    """Read a record or a report saved with `--output json`, which is never appended to.

    Raises UsageError if the file is not one of these, is damaged, or is in use.
    """
    try:
        descriptor, writable = _open_to_resume(path, append=append)
    except OSError as error:
        reason = describe_os_error(error)
        raise UsageError(
            f"Error opening the file of --resume: {reason}: {path}",
            hint="Records are kept in ~/.local/state/datazone-cancel, or below XDG_STATE_HOME.",
        ) from error
    _lock(descriptor, path, fcntl.LOCK_EX if writable else fcntl.LOCK_SH)
    with ExitStack() as unless_appended:
        unless_appended.callback(os.close, descriptor)
        with open(descriptor, "rb", closefd=False) as file:
            if _is_report(file):
                return _read_report(file, path)
            reader = _Reader(path)
            location, results = reader.read(file)
        if not append:
            return Resumed(location, results, None)
        if not writable:
            raise UsageError(f"Cannot append to {path}: Permission denied")
        unless_appended.pop_all()
    if reader.incomplete:
        os.ftruncate(descriptor, reader.complete_size)
    return Resumed(location, results, Record(path, descriptor, line_end=reader.line_end))


def _open_to_resume(path: str, *, append: bool) -> tuple[int, bool]:
    """A descriptor, and whether it can be written."""
    if append:
        with suppress(PermissionError):
            return _open(path, os.O_RDWR | os.O_APPEND), True
    return _open(path, os.O_RDONLY), False


def _open(path: str, flags: int, mode: int = 0o600) -> int:
    """Open a regular file. Raises OSError. Opening a FIFO or a device could block, or do things."""
    with suppress(FileNotFoundError):
        _require_regular(os.stat(path))
    descriptor = os.open(path, flags | os.O_NONBLOCK, mode)
    _require_regular(os.fstat(descriptor))
    return descriptor


def _require_regular(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(0, "Is a directory")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "Not a regular file")


def describe_os_error(error: OSError) -> str:
    """What went wrong, without the number and the path."""
    return error.strerror or describe(error)


def _lock(descriptor: int, path: str, operation: int) -> None:
    """Raises UsageError if another process uses the file. Some file systems have no locks."""
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(
            f"{path} is in use by another {PROGRAM}: wait until it has ended"
        ) from None
    except OSError:
        return


def _is_record(path: str) -> bool:
    """Whether a file has a line of a record at its beginning."""
    with suppress(OSError, _LineError), open(path, "rb") as file:
        _parse_line(file.readline(65536))
        return True
    return False


def _is_report(file: BufferedReader) -> bool:
    """Whether the file is one JSON document instead of lines."""
    first = file.readline()
    file.seek(0)
    if first.strip() == b"{":
        return True
    with suppress(ValueError, RecursionError):
        document = json.loads(first)
        return isinstance(document, dict) and "results" in document
    return False


class _LineError(ValueError):
    """A line is not a result."""


class _Reader:
    """Reads a record line by line: memory is proportional to the runs, not to the file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.complete_size = 0
        """Bytes before a last line that is incomplete."""
        self.incomplete = False
        self.line_end = b""
        """What has to be written before the next line."""

    def read(self, file: BufferedReader) -> tuple[Location, dict[str, Result]]:
        """Raises UsageError with the number of the first line that is not a result."""
        locations: dict[Location, int] = {}
        results: dict[str, Result] = {}
        planned = 0
        for number, line in enumerate(file, 1):
            try:
                location, planned, result = _parse_line(line)
            except _LineError as error:
                if not line.endswith(b"\n"):
                    self.incomplete = True
                    break
                is_list = number == 1 and not line.startswith(b"{")
                hint = f"To cancel the runs of a list: --identifier file://{self._path}"
                raise UsageError(
                    f"{self._path}, line {number}: {error}", hint=hint if is_list else ""
                ) from None
            self.complete_size += len(line)
            self.line_end = b"" if line.endswith(b"\n") else b"\n"
            locations.setdefault(location, number)
            results[result.identifier] = result
        if not results:
            raise UsageError(f"{self._path} has no complete line: there is nothing to resume")
        location = self._only(locations)
        if len(results) != planned:
            raise UsageError(
                f"{self._path} has {len(results)} of {planned} planned runs: the command that wrote"
                " it ended before it sent anything. Start again."
            )
        return location, results

    def _only(self, locations: Mapping[Location, int]) -> Location:
        """The domain and Region of all lines; a plan without a Region may be followed by others."""
        known = [location for location in locations if location.region] or list(locations)
        domains = {location.domain_identifier for location in locations}
        if len(known) > 1 or len(domains) > 1:
            number = max(locations.values())
            raise UsageError(
                f"{self._path}, line {number}: another domain, Region or endpoint than in the lines"
                " before"
            )
        return known[0]


def _parse_line(line: bytes) -> tuple[Location, int, Result]:
    """Where a run is, how many runs the plan has, and the result. Raises _LineError."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise _LineError("not a line of a record: it is not JSON") from None
    if not isinstance(document, dict):
        raise _LineError("not a line of a record: it is not a JSON object")
    version = document.get("version")
    if version is None:
        raise _LineError("not a line of a record: it has no version")
    if version != _VERSION:
        raise _LineError(f"version {version!r} is not known: update {PROGRAM}")
    planned = document.get("planned")
    if not isinstance(planned, int):
        raise _LineError("the number of planned runs is missing or invalid")
    return _location(document), planned, _result(document)


def _location(document: Mapping[str, Any]) -> Location:
    try:
        location = Location.parse(document)
    except (LookupError, TypeError):
        raise _LineError("the domain, the Region or the endpoint is missing or invalid") from None
    if not re.fullmatch(DOMAIN_PATTERN, location.domain_identifier):
        raise _LineError(f"invalid domain: {location.domain_identifier[:80]!r}")
    return location


def _result(document: Mapping[str, Any]) -> Result:
    try:
        result = Result.parse(document)
    except (ValueError, LookupError, TypeError, OverflowError):
        raise _LineError("not a result: a member is missing or invalid") from None
    if not re.fullmatch(IDENTIFIER_PATTERN, result.identifier):
        raise _LineError(f"invalid identifier: {result.identifier[:80]!r}")
    if result.outcome is Outcome.INVALID:
        raise _LineError("an invalid run cannot be resumed")
    return result


def _read_report(file: BufferedReader, path: str) -> Resumed:
    try:
        document = json.load(file)
        location = _location(document)
        results = {result.identifier: result for result in map(_result, document["results"])}
    except _LineError as error:
        raise UsageError(f"{path}: {error}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{path} is neither a record nor a report saved with --output json"
        ) from None
    if not results:
        raise UsageError(f"{path} has no results: there is nothing to resume")
    return Resumed(location, results, None)
