"""A command, run in forks of one process that has already imported it.

A fork has an environment, streams and a state of its own, as a process has, but starts at once: the
comparison of hundreds of cases takes seconds. This file runs by itself too, wherever the command is
installed, with nothing but the standard library.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

_TIME_LIMIT = 15
"""Seconds for one invocation: a timeout that is not applied must not stay unnoticed."""

_STREAMS = ("stdin", "stdout", "stderr", "pauses")
_PAUSES: list[float] = []
"""Of the current invocation, in seconds."""

Main = Callable[[Sequence[str]], int]
"""From arguments to an exit status."""


def load_datazone_cancel() -> Main:
    """Import the command under test, and what it imports on demand."""
    import boto3  # noqa: F401
    import jmespath  # noqa: F401
    import yaml  # noqa: F401

    import datazone_cancel.aws.client
    import datazone_cancel.invocation  # noqa: F401
    from datazone_cancel.main import main
    from datazone_cancel.terminal import IO

    return lambda argv: main(argv, IO.system())


def load_aws() -> Main:
    """Import the AWS CLI."""
    from awscli.clidriver import main  # type: ignore[import-untyped]
    from botocore import configprovider  # its own copy
    from botocore.retries import standard

    def aws(argv: Sequence[str]) -> int:
        # Read from the environment when it is imported.
        standard.NEW_RETRIES_ENABLED = configprovider._resolve_new_retries()
        sys.argv = ["aws", "datazone", "cancel-metadata-generation-run", *argv]
        return main() or 0  # None after help

    return aws


LOADERS = {"datazone-cancel": load_datazone_cancel, "aws": load_aws}


class Forks:
    """A command of LOADERS, run by a Python in a root directory.

    All forks have the same home directory, since modules look it up when they are imported.
    """

    def __init__(self, name: str, *python: str, root: Path = Path("/")) -> None:
        self.root = root
        self._folder = tempfile.TemporaryDirectory(dir=root / "tmp")
        self.home = Path(self._folder.name, "home")
        self._process = subprocess.Popen(
            [*python, "-c", Path(__file__).read_text(), name],
            env={"HOME": self.inside(self.home), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def inside(self, path: Path) -> str:
        """The path as the command sees it."""
        return f"/{path.relative_to(self.root)}"

    def __call__(
        self, argv: list[str], *, environ: dict[str, str], stdin: str
    ) -> tuple[int, bytes, bytes, list[float]]:
        """Run one invocation: exit status, stdout, stderr, and the pauses between attempts."""
        assert self._process.stdin
        assert self._process.stdout
        streams = [Path(self._folder.name, name) for name in _STREAMS]
        for stream in streams:
            stream.write_text(stdin if stream.name == "stdin" else "")
        order = {"argv": argv, "environ": environ, "streams": list(map(self.inside, streams))}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        pauses = list(map(float, streams[3].read_text().split()))
        return status, streams[1].read_bytes(), streams[2].read_bytes(), pauses

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._folder.cleanup()


def _serve(name: str) -> None:
    import gc
    import random
    import time

    sys.dont_write_bytecode = True  # of plugins
    # Pauses between attempts; before imports, which may take them as default values.
    time.sleep = _PAUSES.append  # type: ignore[assignment]
    random.random = lambda: 0.5
    before = dict(os.environ)
    main = LOADERS[name]()
    # `aws` tells its vendored botocore where its data are.
    added = {name: os.environ[name] for name in os.environ.keys() - before.keys()}
    gc.freeze()  # forks share what is not touched
    for line in sys.stdin:
        child = os.fork()
        if not child:
            order = json.loads(line)
            _run(main, order["argv"], {**added, **order["environ"]}, order["streams"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(main: Main, argv: list[str], environ: dict[str, str], streams: list[str]) -> NoReturn:
    """End as a process with these streams would end; there is no controlling terminal."""
    os.setsid()
    signal.alarm(_TIME_LIMIT)
    os.environ.clear()
    os.environ.update(environ)
    *streams, pauses = streams
    for descriptor, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR), descriptor)
    # As Python opens them; the errors that the user chooses are those of stdout.
    encoding, _, errors = environ.get("PYTHONIOENCODING", "").partition(":")
    encoding = encoding or "utf-8"
    sys.stdin = os.fdopen(0, encoding=encoding, errors=errors or "surrogateescape")
    sys.stdout = os.fdopen(1, "w", encoding=encoding, errors=errors or "strict")
    sys.stderr = os.fdopen(2, "w", encoding=encoding, errors="backslashreplace", buffering=1)
    status = 120
    try:
        status = main(argv)
    except SystemExit as exit_:
        status = exit_.code  # type: ignore[assignment]
    except BaseException:
        import traceback

        traceback.print_exc()
        status = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        Path(pauses).write_text("\n".join(map(str, _PAUSES)))
        os._exit(status)


if __name__ == "__main__":
    _serve(sys.argv[1])
