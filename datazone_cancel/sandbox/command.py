"""The sandbox's command line: options, and the command that the sandbox serves."""

import io
import math
import os
import shlex
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from errno import EBADF
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

import click

from datazone_cancel import __version__
from datazone_cancel.terminal import IO, write_lines

from .child import handle_signal, supervise

PROGRAM = "datazone-cancel-sandbox"
_OWN_FAILURE = 125
"""Exit status of a failure of the sandbox itself, as in `env` and `timeout`."""

_MOTO_SETTINGS = ("INITIAL_NO_AUTH_ACTION_COUNT", "S3_UPLOAD_PART_MIN_SIZE")
"""Variables without moto's prefix that it converts to numbers."""

_DAY = 86_400_000
"""Milliseconds in a day; as seconds, longer than anybody waits."""


class _Number(click.FloatRange):
    """A finite number in a range."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


_HELP = """Serve an Amazon DataZone on this machine's loopback address, to practice and test with.

With a COMMAND, run it in an environment that points every AWS client at the sandbox, and exit with
its status. Without one, print that environment for another shell, and serve until Ctrl-C.
"""


@click.command(
    PROGRAM,
    context_settings={"allow_interspersed_args": False},
    options_metavar="[options]",
    help=_HELP,  # a docstring would be missing where Python leaves them out
    epilog="""\b
Examples:
  datazone-cancel-sandbox -- datazone-cancel --domain-identifier \\
      dzd_53ielnpxktdilj --identifier mgr5g0fy285m1q
  datazone-cancel-sandbox --runs 1000 --throttle 20 -- bash""",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Listen on this port; 0: a free one.",
)
@click.option(
    "--runs",
    type=click.IntRange(0, 1_000_000),
    default=0,
    metavar="N",
    help="Add this many cancelable runs.",
)
@click.option(
    "--world",
    type=click.Path(),  # shells complete it
    metavar="FILE",
    help="Add the domains and runs of a listing that aws printed.",
)
@click.option(
    "--throttle",
    type=_Number(0, min_open=True),
    metavar="TPS",
    help="Throttle cancellations above TPS per second.",
)
@click.option(
    "--throttle-starts",
    type=_Number(0, min_open=True),
    metavar="TPS",
    help="Throttle starts above TPS per second.",
)
@click.option(
    "--throttle-reads",
    type=_Number(0, min_open=True),
    metavar="TPS",
    help="Throttle reads above TPS per second.",
)
@click.option(
    "--latency",
    type=_Number(0, _DAY),
    default=0,
    metavar="MS",
    help="Wait MS milliseconds before each response.",
)
@click.option(
    "--fail-rate",
    type=_Number(0, 1),
    default=0,
    metavar="P",
    help="Fail a share P of the requests with an InternalServerException.",
)
@click.option(
    "--seed", type=int, metavar="N", help="Let --fail-rate choose the same requests each time."
)
@click.option(
    "--run-seconds",
    type=_Number(0, _DAY, min_open=True),
    metavar="S",
    help="Let runs progress, and end after S seconds.",
)
@click.option(
    "--log",
    type=click.Path(),
    metavar="FILE",
    help="Write one line of JSON per request to FILE.",
)
@click.version_option(__version__, message=f"{PROGRAM}/%(version)s")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[-- COMMAND [ARGUMENT]...]")
def sandbox(
    *,
    command: tuple[str, ...],
    latency: float,
    run_seconds: float | None,
    world: str | None,
    log: str | None,
    **settings: Any,
) -> int:
    # moto reads its settings when it is imported; none of them is for the sandbox.
    for name in [*os.environ]:
        if name.startswith("MOTO_") or name in _MOTO_SETTINGS:
            del os.environ[name]
    try:
        from .server import ISOLATION, serving
        from .world import BANNER
        from .world_file import InvalidWorldError, read_world
    except ImportError as error:
        raise click.ClickException(
            "The sandbox needs more packages."
            f" In a clone of datazone-cancel: {_installer()} '.[sandbox]'"
        ) from error
    for name, value in ISOLATION.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    try:
        world_runs = read_world(world) if world else []
    except InvalidWorldError as error:
        raise click.BadParameter(str(error), param_hint="--world") from error
    with ExitStack() as stack:
        try:
            log_file = stack.enter_context(open(log, "wb", buffering=0)) if log else None
        except OSError as error:
            message = f"{log}: {os.strerror(error.errno or 0)}"
            raise click.BadParameter(message, param_hint="--log") from error
        try:
            url = stack.enter_context(
                serving(
                    world=world_runs,
                    log=log_file,
                    latency=latency / 1000,
                    seconds_per_status=run_seconds and run_seconds / 2,
                    **settings,
                )
            )
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on port {settings['port']}: {os.strerror(error.errno or 0)}."
                " Pass another --port, or none for a free one."
            ) from error
        os.environ["AWS_ENDPOINT_URL"] = url
        domains = dict.fromkeys(run["domain_id"] for run in world_runs)
        banner = [*BANNER, *(f"  every Region  {domain}  from {world}" for domain in domains)]
        return _serve_command(command, banner) if command else _wait(url, ISOLATION)


def _installer() -> str:
    """The command that installed this package, to install it again: of pipx, of uv, or pip."""
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return "pipx install --force"
    if Path(sys.prefix, "uv-receipt.toml").exists():
        return "uv tool install --force"
    return f"{shlex.quote(sys.executable)} -m pip install"


def _serve_command(command: Sequence[str], banner: Sequence[str]) -> int:
    try:
        return supervise(command, banner, _write_wrapped)
    except OSError as error:
        _write(f"{PROGRAM}: {command[0]}: {error.strerror}")
        return 127 if isinstance(error, FileNotFoundError) else 126


def _wait(url: str, isolation: Mapping[str, str | None]) -> int:
    """Print the environment for another shell and serve until a signal comes."""
    signals: list[int] = []
    # A handler that raises could do so in a destructor, which would swallow the exception.
    _handle_signals(lambda number, _frame: signals.append(number))
    for name, value in {"AWS_ENDPOINT_URL": url, **isolation}.items():
        click.echo(f"unset {name}" if value is None else f"export {name}={shlex.quote(value)}")
    _write(f"Serving Amazon DataZone on {url} until Ctrl-C.")
    while not signals:
        time.sleep(0.1)  # signal.pause() would miss a signal that arrives just before it
    _write("Stopped.")
    return 0


def _handle_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        handle_signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _write(*lines: str) -> None:
    """Write lines to stderr."""
    write_lines(IO.system().stderr, lines)


def _write_wrapped(*lines: str) -> None:
    """Write lines to the terminal, broken between words only."""
    wrapper = textwrap.TextWrapper(
        IO.system().stderr.width, break_long_words=False, break_on_hyphens=False
    )
    _write(*chain.from_iterable(map(wrapper.wrap, lines)))


class _ClosedStream(io.StringIO):
    """Standard output that is closed; click would write nothing, and report no failure."""

    def write(self, _text: str) -> int:
        raise OSError(EBADF, os.strerror(EBADF))


def main() -> int:
    """Return the exit status: the command's, 0, or 125 for a failure of the sandbox itself."""
    _handle_signals(_interrupt)
    if sys.stdout is None:
        sys.stdout = _ClosedStream()
    try:
        status = sandbox.main(prog_name=PROGRAM, standalone_mode=False)
        return int(status or 0)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        hint = " See --help." if isinstance(error, click.UsageError) else ""
        _write(f"{PROGRAM}: error: {error.format_message()}{hint}")
        return _OWN_FAILURE
    except OSError as error:
        _write(f"{PROGRAM}: error: Could not write to standard output: {error.strerror}")
        return _OWN_FAILURE
