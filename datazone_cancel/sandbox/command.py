"""The command line of the sandbox: what to serve, and the command to serve it to."""

import math
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from types import FrameType
from typing import Any

import click

from datazone_cancel import __version__, render

PROGRAM = "datazone-cancel-sandbox"
_OWN_FAILURE = 125
"""As `env` and `timeout` have it: the status of a failure that is not the command's."""


_DAY = 86_400_000
"""A day in milliseconds, and as seconds more than anybody waits for."""


class _Number(click.FloatRange):
    """A number in a range, which neither infinity nor what is not a number is."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


@click.command(
    PROGRAM,
    context_settings={"allow_interspersed_args": False},
    options_metavar="[options]",
    epilog="""\b
Examples:
  datazone-cancel-sandbox -- datazone-cancel --domain-identifier \\
      dzd_53ielnpxktdilj --identifier mgr5g0fy285m1q
  datazone-cancel-sandbox --runs 1000 --throttle 20 -- bash""",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Listen here; 0 takes a free port."
)
@click.option(
    "--runs", type=click.IntRange(0, 1_000_000), default=0, help="Add that many cancelable runs."
)
@click.option(
    "--throttle",
    type=_Number(0, min_open=True),
    metavar="TPS",
    help="Let TPS cancellations a second through; more of them are throttled.",
)
@click.option(
    "--latency",
    type=_Number(0, _DAY),
    default=0,
    metavar="MS",
    help="Wait MS milliseconds before each answer.",
)
@click.option(
    "--fail-rate",
    type=_Number(0, 1),
    default=0,
    metavar="P",
    help="Let a share P of the requests, 0 to 1, end in an InternalServerException.",
)
@click.option(
    "--run-seconds",
    type=_Number(0, _DAY, min_open=True),
    metavar="S",
    help="Let a run go on by itself, and succeed after S seconds.",
)
@click.version_option(__version__, message=f"{PROGRAM}/%(version)s")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[-- COMMAND [ARGUMENT]...]")
def sandbox(
    *, command: tuple[str, ...], latency: float, run_seconds: float | None, **settings: Any
) -> int:
    """Serve an Amazon DataZone for trials and tests on this machine's loopback address.

    With a COMMAND, start it in an environment that points every AWS client at the sandbox, and end
    with its exit status. Without one, print that environment for another shell and serve until
    Ctrl-C.
    """
    try:
        from .server import ISOLATION, serving
    except ImportError as error:
        raise click.ClickException(
            "The sandbox needs more packages: pip install 'datazone-cancel[sandbox]' brings them."
        ) from error
    # For moto too, which stumbles over a profile that does not exist.
    for name, value in ISOLATION.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    with ExitStack() as stack:
        try:
            url = stack.enter_context(
                serving(
                    latency=latency / 1000,
                    seconds_per_status=run_seconds and run_seconds / 2,
                    **settings,
                )
            )
        except OSError as error:
            raise click.ClickException(
                f"Port {settings['port']} cannot be had: {os.strerror(error.errno or 0)}."
                " Choose another with --port, or leave it out for a free one."
            ) from error
        os.environ["AWS_ENDPOINT_URL"] = url
        return _attend(command) if command else _wait(url, ISOLATION)


def _attend(command: Sequence[str]) -> int:
    """Start the command, pass on what ends it, and give its exit status as a shell would."""
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        # A terminal sends Ctrl-C to the command too, which decides what comes of it.
        if number == signal.SIGINT:
            return
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    _handle_endings(pass_on)
    try:
        child = subprocess.Popen(command)
    except OSError as error:
        _tell(f"{PROGRAM}: {command[0]}: {error.strerror}")
        return 127 if isinstance(error, FileNotFoundError) else 126
    for number in early:
        child.send_signal(number)
    status = child.wait()
    return 128 - status if status < 0 else status


def _wait(url: str, isolation: Mapping[str, str | None]) -> int:
    """Print the environment for another shell and serve until a signal comes."""
    try:
        for name, value in {"AWS_ENDPOINT_URL": url, **isolation}.items():
            click.echo(f"unset {name}" if value is None else f"export {name}={shlex.quote(value)}")
        _tell(f"Serving Amazon DataZone on {url} until Ctrl-C.")
        signal.pause()
    except KeyboardInterrupt:
        _tell("Stopped.")
    return 0


def _handle_endings(handler: Callable[[int, FrameType | None], None]) -> None:
    """A signal that is ignored already, as SIGHUP is under nohup, stays so."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(line: str) -> None:
    render.tell(render.Stream.on(sys.stderr, color="off", environ=os.environ), [line])


def main() -> int:
    """Returns the exit status: the command's, 0, or 125 for a failure of the sandbox itself."""
    _handle_endings(_interrupt)
    try:
        status = sandbox.main(prog_name=PROGRAM, standalone_mode=False)
        return int(status or 0)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        hint = " See --help." if isinstance(error, click.UsageError) else ""
        _tell(f"{PROGRAM}: error: {error.format_message()}{hint}")
        return _OWN_FAILURE
    except OSError as error:
        _tell(f"{PROGRAM}: error: Could not write to standard output: {error.strerror}")
        return _OWN_FAILURE
    finally:
        render.finish(sys.stdout, sys.stderr)
