"""Puts what the program prints into the documents, by way of cog: `make transcripts`.

Commands are carried out on one fresh sandbox a block, as a reader would type them.
"""

import os
import subprocess
import sys
from pathlib import Path


def show(*commands: str, sandbox: tuple[str, ...] = ()) -> None:
    """Print a console block: each command behind a prompt, what it printed, its status unless 0."""
    script = "".join(
        f"printf '%s\\n' {_quoted('$ ' + command)}\n{command}\n"
        'status=$?; [ $status = 0 ] || echo "(exit status $status)"\n'
        for command in commands
    )
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    printed = subprocess.run(
        ["datazone-cancel-sandbox", *sandbox, "--", "bash", "-c", script],
        env={**os.environ, "PATH": path, "COLUMNS": "80", "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    print(f"```console\n{printed.stdout.rstrip()}\n```")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
