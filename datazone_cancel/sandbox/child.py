"""The command that the sandbox serves, as a process that does not notice the sandbox."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

_SHELLS = ("bash", "dash", "fish", "ksh", "sh", "zsh")
_SHELL_OPTIONS = {"-i", "-il", "-l", "-li", "--interactive", "--login"}
"""Those of a shell that still reads its commands from the terminal."""

_PROMPT = "(sandbox) "
_FISH_PROMPT = (
    "functions --copy fish_prompt sandbox_original_prompt;"
    f" function fish_prompt; echo -n '{_PROMPT}'; sandbox_original_prompt; end"
)

_LEFT_TO_THE_CHILD = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN)
"""Signals that a terminal sends to the command, too, which decides what happens."""
_PASSED_ON = (signal.SIGTERM, signal.SIGHUP)


def supervise(command: Sequence[str], banner: Sequence[str], write: Callable[..., None]) -> int:
    """Start the command, and stop, continue and end as it does: its exit status, as in a shell.

    An interactive shell gets the banner and a prompt that starts with "(sandbox)". Raises OSError
    if the command cannot be started.
    """
    children: list[int] = []
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        early.append(number)
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    for number in _LEFT_TO_THE_CHILD:
        handle_signal(number, lambda _number, _frame: None)
    for number in _PASSED_ON:
        handle_signal(number, pass_on)
    shell = _interactive_shell(command)
    if shell:
        write(*banner)
        # The startup files of bash usually set PS1 again.
        os.environ["PS1"] = f"{_PROMPT}$ "
        os.environ["PROMPT_COMMAND"] = f'PS1="{_PROMPT}${{PS1#"{_PROMPT}"}}"'
        if shell == "fish":
            command = [*command, "--init-command", _FISH_PROMPT]
    # The commands of this environment are found even if it is not activated.
    os.environ["PATH"] = os.pathsep.join(
        [os.environ.get("PATH", os.defpath), sysconfig.get_path("scripts")]
    )
    # Descriptors that this process inherited are the command's; its own are not inheritable.
    process = subprocess.Popen(command, close_fds=False)
    children.append(process.pid)
    for signal_number in early:
        os.kill(process.pid, signal_number)
    while True:
        _pid, status = os.waitpid(process.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            process.returncode = os.waitstatus_to_exitcode(status)
            return 128 - process.returncode if process.returncode < 0 else process.returncode
        signal.raise_signal(signal.SIGSTOP)  # returns when this process is continued
        os.kill(process.pid, signal.SIGCONT)


def handle_signal(number: int, handler: Callable[[int, FrameType | None], None]) -> None:
    """Handle a signal; an ignored one, such as SIGHUP under nohup, stays ignored."""
    if signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, handler)


def _interactive_shell(command: Sequence[str]) -> str | None:
    """The name of the shell that the command starts on a terminal, perhaps after `env A=B`."""
    words = list(command)
    if Path(words[0]).name == "env":
        words.pop(0)
        while words and re.match("[A-Za-z_][A-Za-z0-9_]*=", words[0]):
            words.pop(0)
    name, *options = [Path(words[0]).name, *words[1:]] if words else [""]
    if name not in _SHELLS or not set(options) <= _SHELL_OPTIONS:
        return None
    return name if sys.stdin is not None and sys.stdin.isatty() else None
