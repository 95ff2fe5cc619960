"""Run commands on a sandbox, and print transcripts for cog to put into the documents.

`make transcripts` runs cog.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_NOW = "2026-01-31T08:00:00.000Z"
"""Shown instead of the times at which the documents were printed, so that they do not change."""


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
    with TemporaryDirectory() as home:
        process = subprocess.run(
            ["datazone-cancel-sandbox", *sandbox, "--", "bash", "-c", script],
            env={**os.environ, "HOME": home, "PATH": path, "COLUMNS": "80", "TERM": "xterm"},
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
    output = re.sub(r'"20\d\d-[-\d]+T[:.\d]+Z"', f'"{_NOW}"', process.stdout)
    output = re.sub(r" in \d+s: domain", " in 5s: domain", output)
    output = re.sub(r'(endpointUrl": "http://127.0.0.1):\d+', r"\1:8000", output)
    print(f"```console\n{output.rstrip()}\n```")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
