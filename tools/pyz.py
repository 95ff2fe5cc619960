"""Build the single file, dist/datazone-cancel.pyz: `make pyz`.

pex makes a zip file that unpacks its wheels into a virtual environment; a shell script in front of
it, pyz.sh, finds a Python for that. The wheels are those that constraints.txt pins, and the same
input gives the same bytes.
"""

import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import requires
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
NAME = "datazone-cancel"
PYTHONS = re.findall(r':: (3\.\d+)"', (ROOT / "pyproject.toml").read_text())
"""The supported Pythons."""

_MACHINES = ("x86_64", "aarch64")
"""Linux machines that get PyYAML's C extension. Elsewhere, its Python code has to do."""
_BOTOCORE_DATA = re.compile(r"botocore/data/([^/]+|(signin|sso|sso-oidc|sts)/.*)")
"""What getting credentials needs. The service model of DataZone is in this package."""


def packages() -> dict[str, str]:
    """What the command needs besides itself: name to its lines in constraints.txt.

    Raises PackageNotFoundError if one of them is not installed.
    """
    lines = (ROOT / "constraints.txt").read_text()
    pins = {re.split(r"\[|==", pin)[0]: pin for pin in re.findall(r"\S+==(?:.*\\\n)*.*\n", lines)}
    found: set[str] = set()
    new = {NAME}
    while new:
        new = {needed for name in new for needed in required(name)} - found
        found |= new
    return {name: pins[name] for name in sorted(found)}


def required(name: str) -> list[str]:
    """The names of what an installed package requires, without extras, on any supported Python."""
    found = map(Requirement, requires(name) or [])
    return sorted({canonicalize_name(each.name) for each in found if _applies(each)})


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or any(
        requirement.marker.evaluate(
            {"extra": "", "python_version": python, "python_full_version": f"{python}.0"}
        )
        for python in PYTHONS
    )


def download(pins: dict[str, str], folder: Path) -> None:
    """Download wheels, and check their hashes."""
    yaml = pins["pyyaml"]
    _download("".join(pin for pin in pins.values() if pin is not yaml), folder, "any")
    for python in PYTHONS:
        for machine in _MACHINES:
            _download(yaml, folder, f"manylinux2014_{machine}", python)


def _download(pins: str, folder: Path, platform: str, python: str = PYTHONS[0]) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text(pins)
    _call(
        *("pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--no-deps", "--only-binary", ":all:"),
        *("--requirement", str(requirements), "--dest", str(folder)),
        *("--platform", platform, "--python-version", python),
    )
    requirements.unlink()


def _trim(folder: Path) -> None:
    """Leave out most of botocore's data, and add PyYAML for other machines."""
    [botocore] = folder.glob("botocore-*.whl")
    _repack(
        botocore,
        botocore.name,
        lambda name: (
            not name.startswith("botocore/data/") or _BOTOCORE_DATA.fullmatch(name) is not None
        ),
    )
    yaml = min(folder.glob("pyyaml-*.whl"))
    version = yaml.name.split("-")[1]
    _repack(yaml, f"pyyaml-{version}-py3-none-any.whl", lambda name: not name.endswith(".so"))


def _repack(wheel: Path, name: str, keep: Callable[[str], bool]) -> None:
    """Write a wheel with some of the files of another one next to it, or over it."""
    record = []
    target = wheel.with_name("repacked")
    with ZipFile(wheel) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for info in filter(lambda info: keep(info.filename), old.infolist()):
            content = old.read(info)
            if info.filename.endswith(".dist-info/RECORD"):
                record_name = info.filename
                continue
            if info.filename.endswith(".dist-info/WHEEL"):
                tag = name.removesuffix(".whl").split("-", 2)[2]
                content = re.sub(rb"(?m)^(Tag: .*\n)+", f"Tag: {tag}\n".encode(), content)
            new.writestr(info, content, ZIP_DEFLATED)
            digest = urlsafe_b64encode(sha256(content).digest()).decode().rstrip("=")
            record.append(f"{info.filename},sha256={digest},{len(content)}\n")
        new.writestr(ZipInfo(record_name), "".join([*record, f"{record_name},,\n"]))
    target.rename(wheel.with_name(name))


def _build(wheels: Path, file: Path) -> None:
    platforms = [
        f"--platform=linux_{machine}-cp-{python}.0-cp{python.replace('.', '')}"
        for python in PYTHONS
        for machine in (*_MACHINES, "riscv64")  # stands for all others
    ]
    _call(
        *("pex", "--pre-resolved-dists", str(wheels), NAME, "--script", NAME),
        *("--venv", "--sh-boot", "--no-emit-warnings", *platforms),
        *("--pex-root", str(ROOT / ".venv/pex"), "--output-file", str(file)),
    )
    script, mark, packed = file.read_bytes().partition(b"PK\3\4")
    # Where pex unpacks the file depends on its content.
    found = re.search(rb'INSTALLED_PEX="\$\{PEX_ROOT\}/(.*)"', script)
    assert found, "pex has changed its script"
    own = (ROOT / "tools/pyz.sh").read_text()
    own = own.replace("INSTALLED", found.group(1).decode())
    own = own.replace("PYTHONS", " ".join(f"python{python}" for python in reversed(PYTHONS)))
    # A zip file contains positions, so its start must not move.
    assert len(own) <= len(script)
    file.write_bytes(own.encode().ljust(len(script), b"\n") + mark + packed)


def _call(*command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], check=True)


if __name__ == "__main__":
    [wheel] = (ROOT / "dist").glob("*.whl")
    with TemporaryDirectory() as name:
        folder = Path(name)
        download(packages(), folder)
        _trim(folder)
        folder.joinpath(wheel.name).write_bytes(wheel.read_bytes())
        _build(folder, ROOT / "dist" / f"{NAME}.pyz")
