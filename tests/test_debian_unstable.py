"""tools/debian_unstable.sh, which runs programs as root, trusts no directory of somebody else."""

import stat
from pathlib import Path

import pytest

from .support.command import Result, subprocess_command

script = subprocess_command("sh", str(Path(__file__).parent.parent / "tools/debian_unstable.sh"))


@pytest.mark.parametrize("action", [("create",), ("run", "true")], ids=lambda action: action[0])
@pytest.mark.parametrize("writer", [stat.S_IWGRP, stat.S_IWOTH], ids=["group", "others"])
def test_a_root_that_others_can_write_to_is_refused(
    tmp_path: Path, action: tuple[str, ...], writer: int
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    root.joinpath(".complete").touch()
    root.chmod(stat.S_IRWXU | writer)

    name, *command = action
    assert script(name, str(root), *command) == _refusal(root)


def test_a_link_to_a_root_is_refused(tmp_path: Path) -> None:
    tmp_path.joinpath("real").mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to("real")

    assert script("run", str(link), "true") == _refusal(link)


def _refusal(root: Path) -> Result:
    message = f"{root} must be a directory of your own that nobody else can write to.\n"
    return Result(status=1, stdout="", stderr=message)
