"""Check that a commit can be released, and describe what was built from it: `make release`."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import metadata, version
from pathlib import Path
from typing import Any

from datazone_cancel import __version__

from .pyz import NAME, ROOT, packages, required


def problems(root: Path) -> Iterator[str]:
    """What keeps the commit that is checked out in `root` from being released."""
    source = (root / "datazone_cancel/__init__.py").read_text()
    [number] = re.findall(r'^__version__ = "(.*)"', source, re.MULTILINE)
    sections = re.split(r"^## ", (root / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1:]
    unreleased = [section for section in sections if section.startswith("[Unreleased]")]
    dated = [section for section in sections if section not in unreleased]
    if "- " in "".join(unreleased):
        yield "CHANGELOG.md has changes that are not released: move them into a dated section."
    if not dated or not re.match(rf"\[{re.escape(number)}\] - \d{{4}}-\d\d-\d\d\n", dated[0]):
        yield f"The newest section of CHANGELOG.md must be ## [{number}] - YYYY-MM-DD."
    if _git(root, "status", "--porcelain"):
        yield "There are changes that are not committed."
    if f"v{number}" not in _git(root, "tag", "--points-at", "HEAD").split():
        yield f"This commit does not have the tag v{number}, which __version__ asks for."


def _git(root: Path, *argv: str) -> str:
    return subprocess.check_output(["git", "-C", root, *argv], text=True)  # noqa: S607


def bill_of_materials() -> dict[str, Any]:
    """What the single file contains, in CycloneDX's format.

    Without a time or a random number, so that the same input gives the same bytes.
    """
    names = list(packages())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(NAME, "application")},
        "components": [_component(name, "library") for name in names],
        "dependencies": [
            {"ref": _purl(name), "dependsOn": [_purl(needed) for needed in required(name)]}
            for name in [NAME, *names]
        ],
    }


def _component(name: str, kind: str) -> dict[str, Any]:
    about = metadata(name).json
    if expression := about.get("license_expression"):
        licenses: list[dict[str, Any]] = [{"expression": expression}]
    else:
        classified = [each for each in about["classifier"] if each.startswith("License ::")]
        text = about.get("license") or classified[0].split(" :: ")[-1]
        licenses = [{"license": {"name": text}}]
    return {
        "type": kind,
        "bom-ref": _purl(name),
        "name": name,
        "version": _version(name),
        "purl": _purl(name),
        "licenses": licenses,
    }


def _purl(name: str) -> str:
    """The package's identifier."""
    return f"pkg:pypi/{name}@{_version(name)}"


def _version(name: str) -> str:
    # The metadata of an editable installation are as old as the environment.
    return __version__ if name == NAME else version(name)


def _describe(dist: Path) -> None:
    materials = json.dumps(bill_of_materials(), indent=2)
    dist.joinpath(f"{NAME}.cdx.json").write_text(f"{materials}\n")
    sums = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(dist.iterdir())
    ]
    dist.joinpath("SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit("\n".join(problems(ROOT)) or 0)
    _describe(ROOT / "dist")
