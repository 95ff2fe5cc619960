"""Record what the real AWS CLI does: `python -m tests.conformance.record [--check] ROOT`.

ROOT is a Debian unstable root made by tools/debian_unstable.sh. With --check nothing is written:
ends with 1 if the recorded version of the AWS CLI behaves differently now; differences of another
version are only printed.
"""

import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from pathlib import Path
from typing import Any

from . import recording
from .case import Seen, carry_out
from .cases import GROUPS
from .forks import Forks

_WORKERS = 4
"""More than processors: a few cases wait for a timeout."""


def version(root: Path) -> str:
    """The version of the AWS CLI in the root, as in 2.38.1."""
    output = subprocess.check_output([*_chroot(root), "aws", "--version"], text=True)
    return output.partition("/")[2].split()[0]


def _chroot(root: Path) -> list[str]:
    return ["/usr/sbin/chroot", str(root)]


def record(root: Path) -> dict[str, dict[str, Seen]]:
    """Carry out every case with the AWS CLI in the root, by group and name."""
    local = threading.local()
    started = []

    def start() -> None:
        local.aws = Forks("aws", *_chroot(root), "/usr/bin/python3", root=root)
        started.append(local.aws)

    try:
        with ThreadPoolExecutor(_WORKERS, initializer=start) as pool:
            futures = {
                group: {
                    name: pool.submit(lambda case: carry_out(case, local.aws), case)
                    for name, case in cases.items()
                }
                for group, cases in GROUPS.items()
            }
            return {
                group: {name: future.result() for name, future in cases.items()}
                for group, cases in futures.items()
            }
    finally:
        for aws in started:
            aws.close()


def _lines(groups: Mapping[str, Mapping[str, Seen]]) -> list[str]:
    def parts(seen: Seen) -> list[Any]:
        return [seen.status, *seen.stdout.splitlines(), *seen.stderr.splitlines(),
                *seen.requests, *seen.pauses, *seen.files.items()]  # fmt: skip

    return [
        f"{group}: {name}: {part}"
        for group, cases in groups.items()
        for name, seen in cases.items()
        for part in parts(seen)
    ]


def check(now: str, groups: Mapping[str, Mapping[str, Seen]]) -> int:
    """Print how a recording differs from the one that is stored: the exit status."""
    stored = {group: recording.read(group) for group in GROUPS}
    difference = list(unified_diff(_lines(stored), _lines(groups), "recorded", "now", n=0))
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in difference)
    recorded = recording.read_version()
    if now != recorded:
        sys.stdout.write(f"aws is {now} now, {recorded} was recorded: run `make record`.\n")
        return 0
    return bool(difference)


def main(*argv: str) -> int:
    root = Path(argv[-1]).resolve()
    now, groups = version(root), record(root)
    if "--check" in argv:
        return check(now, groups)
    recording.write(now, groups)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
