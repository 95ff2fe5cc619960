"""`make test-dist`: the wheel, alone in an environment of each Python that is supported.

Not called test_…, so that pytest comes here only when it is sent, once the environments are there.
"""

import os
import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

import click
import pytest

from .support.command import BIN, Command, Result, subprocess_command
from .support.internals import __version__
from .support.man_page import COMMANDS, assert_contains_help, show
from .support.messages import ACCEPTED
from .support.names import RUN_ARGS

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
PYTHONS = os.environ.get("PYTHONS", "").split() or re.findall(r':: (3\.\d+)"', PROJECT.read_text())
"""The Pythons to try: all that are supported, unless the environment names some."""


@pytest.fixture(params=PYTHONS)
def environment(request: pytest.FixtureRequest) -> Path:
    folder: Path = BIN.parent / "dist" / request.param
    if not folder.exists():
        if "CI" in os.environ:
            pytest.fail(f"CI needs Python {folder.name}")
        pytest.skip(f"not tried on Python {folder.name}, which is not installed")
    return folder


@pytest.fixture
def wheel(environment: Path) -> Command:
    """The command that the wheel brought."""
    return subprocess_command(str(environment / "bin" / "datazone-cancel"))


@pytest.mark.usefixtures("sandbox")
def test_it_cancels_a_run(wheel: Command) -> None:
    assert wheel(*RUN_ARGS) == Result(status=0, stdout="", stderr=ACCEPTED)


def test_its_version_names_its_python(wheel: Command, environment: Path) -> None:
    version = wheel("--version").stdout

    assert version.startswith(f"datazone-cancel/{__version__} Python/{environment.name}.")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_man_finds_its_pages(
    environment: Path, command: click.Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{environment / 'bin'}:{os.environ['PATH']}")

    found = subprocess.check_output(["man", "-w", str(command.name)], text=True).rstrip()

    assert found == f"{environment}/share/man/man1/{command.name}.1"
    # Building has taken docutils of its own.
    assert_contains_help(show(Path(found).read_text(), tmp_path), command)


def test_it_brings_what_it_depends_on_and_nothing_else(environment: Path) -> None:
    [packages] = environment.glob("lib/python*/site-packages")
    installed = {
        _normal(each.name): each.requires or [] for each in distributions(path=[str(packages)])
    }
    needed: set[str] = set()
    found = {"datazone-cancel"}
    while found:
        needed |= found
        found = {other for name in found for other in _needs(installed.get(name, []))} - needed

    assert set(installed) - needed <= {"pip", "setuptools"}, "venv brings these two"


def _needs(requirements: list[str]) -> set[str]:
    """The names of what is required without an extra."""
    return {
        _normal(re.split(r"[^\w.-]", requirement)[0])
        for requirement in requirements
        if "extra" not in requirement.partition(";")[2]
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
