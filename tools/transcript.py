"""Run commands on a sandbox, and print transcripts for cog to put into the documents.

`make transcripts` runs cog.
"""

import os
import subprocess
import sys
from pathlib import Path


def show(*commands: str, sandbox: tuple[str, ...] = ()) -> None:
    """Print a console block: each command with its output, and its exit status unless it is 0.

    All commands of a block run on one new sandbox, which gets the options in `sandbox`.
    """
    script = "".join(
        f"printf '%s\\n' {_quoted('$ ' + command)}\n{command}\n"
        'status=$?; [ $status = 0 ] || echo "(exit status $status)"\n'
        for command in commands
    )
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    process = subprocess.run(
        ["datazone-cancel-sandbox", *sandbox, "--", "bash", "-c", script],
        env={**os.environ, "PATH": path, "COLUMNS": "80", "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    print(f"```console\n{process.stdout.rstrip()}\n```")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
