"""`make test-pyz`: the single file, on each supported Python that is available.

Not called test_…, so that pytest finds it only when it is named, once the file is built.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .support.answers import assumed
from .support.command import Command, Result, subprocess_command
from .support.endpoint import Answer, Endpoint, success
from .support.internals import __version__
from .support.messages import ACCEPTED
from .support.names import RUN_ARGS

_WITHOUT_TIMES = "{region: region, results: results[].{id: identifier, outcome: outcome}}"

ROOT = Path(__file__).parent.parent
FILE = ROOT / "dist/datazone-cancel.pyz"
PYTHONS = os.environ.get("PYTHONS", "").split() or re.findall(
    r':: (3\.\d+)"', (ROOT / "pyproject.toml").read_text()
)
"""The Pythons to test with: all that are supported, unless the environment names some."""


def make_host(folder: Path, python: str) -> None:
    """Make a folder for PATH, which has one Python and what a small host has."""
    folder.mkdir()
    folder.joinpath(Path(python).name).symlink_to(python)
    folder.joinpath("datazone-cancel").symlink_to(FILE)
    for tool in ("id", "ldd", "mkdir", "sh"):
        path = shutil.which(tool)
        assert path
        folder.joinpath(tool).symlink_to(path)


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in PATH, with the Python of the tests."""
    make_host(tmp_path / "host", os.path.realpath(sys.executable))
    monkeypatch.setenv("PATH", str(tmp_path / "host"))
    return tmp_path / "host"


@pytest.fixture
def new(host: Path) -> Command:  # noqa: ARG001
    """The file, for the first time in this home directory."""
    return subprocess_command("datazone-cancel")


@pytest.fixture(scope="module", params=PYTHONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def unpacked(version: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder for PATH and PEX_ROOT of all tests with one Python, which unpack the file once."""
    try:
        python = subprocess.check_output(
            [f"python{version}", "-c", "import os, sys; print(os.path.realpath(sys.executable))"],
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        if "CI" in os.environ:
            pytest.fail(f"CI needs Python {version}")
        pytest.skip(f"Python {version} is not installed")
    folder = tmp_path_factory.mktemp(version)
    make_host(folder / "host", python.rstrip())
    return folder / "host", folder / "pex"


@pytest.fixture
def file(unpacked: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The file, on each Python."""
    host, pex_root = unpacked
    monkeypatch.setenv("PATH", str(host))
    monkeypatch.setenv("PEX_ROOT", str(pex_root))
    return subprocess_command("datazone-cancel")


def test_its_version_names_its_python(file: Command, version: str) -> None:
    result = file("--version")

    assert result.stdout.startswith(f"datazone-cancel/{__version__} Python/{version}.")
    assert " botocore/1." in result.stdout
    assert (result.status, result.stderr) == (0, "")


@pytest.mark.usefixtures("sandbox")
def test_it_cancels_a_run(file: Command) -> None:
    assert file(*RUN_ARGS) == Result(status=0, stdout="", stderr=ACCEPTED)


@pytest.mark.parametrize(
    "argv",
    [
        [*RUN_ARGS, "--dry-run", "--output", "yaml", "--query", _WITHOUT_TIMES],
        [*RUN_ARGS, "--dry-run", "--output", "table", "--query", _WITHOUT_TIMES],
        ["--help"],
        ["help"],
        ["--domain-identifier"],
    ],
    ids=["yaml", "table", "help option", "help command", "usage error"],
)
def test_it_does_what_the_installed_command_does(
    file: Command, installed: Command, argv: list[str]
) -> None:
    assert file(*argv) == installed(*argv)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(
    file: Command, installed: Command, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DATAZONE_CANCEL_COMPLETE", f"{shell}_source")
    assert file() == installed()

    monkeypatch.setenv("_DATAZONE_CANCEL_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "datazone-cancel --dry")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "--dry-run" in file().stdout


def test_credentials_of_a_role(
    file: Command, endpoint: Endpoint, aws_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    aws_config.write_text(
        "[default]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = keys\n"
        "[profile keys]\naws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n"
    )
    endpoint.answer(assumed("AssumeRole"), Answer())

    assert file(*RUN_ARGS) == Result(status=0, stdout="", stderr=ACCEPTED)
    assert endpoint.requests[-1].signed_for.startswith("AKIDASSUMED/")


def test_credentials_of_single_sign_on(
    file: Command, endpoint: Endpoint, aws_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    aws_config.write_text(
        "[default]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n"
        "sso_account_id = 123456789012\nsso_role_name = ops\n"
    )
    # The name is the SHA-1 hash of the address.
    token = aws_config.parent / "sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json"
    token.parent.mkdir(parents=True)
    token.write_text('{"accessToken": "token", "expiresAt": "2099-01-01T00:00:00Z"}')
    keys = {"accessKeyId": "AKIDSSO", "secretAccessKey": "s", "sessionToken": "t"}
    endpoint.answer(success(roleCredentials={**keys, "expiration": 4070908800000}), Answer())

    assert file(*RUN_ARGS) == Result(status=0, stdout="", stderr=ACCEPTED)
    assert endpoint.requests[-1].signed_for.startswith("AKIDSSO/")


@pytest.mark.parametrize("home", [None, "", "relative", "/dev/null/home"])
def test_without_a_home_it_unpacks_into_a_directory_of_the_user(
    new: Command, home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("TMPDIR", str(temporary))
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)

    for _ in range(2):
        result = new("--version")
        assert (result.status, result.stderr) == (0, "")

    [unpacked] = temporary.iterdir()
    assert unpacked.name == f"datazone-cancel-{os.geteuid()}"
    assert unpacked.stat().st_mode & 0o777 == 0o700
    assert not list(work.iterdir())


def test_users_without_a_home_do_not_share(
    new: Command, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("HOME")
    new("--version")
    host.joinpath("id").unlink()
    host.joinpath("id").write_text("#!/bin/sh\necho 4711\n")
    host.joinpath("id").chmod(0o755)

    result = new("--version")

    assert (result.status, result.stderr) == (0, "")
    assert len(list(tmp_path.glob("datazone-cancel-*"))) == 2


def test_a_directory_that_somebody_else_prepared_is_refused(
    new: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("HOME")
    tmp_path.joinpath("trap").mkdir()
    tmp_path.joinpath(f"datazone-cancel-{os.geteuid()}").symlink_to("trap")

    assert new("--version") == Result(
        status=255,
        stdout="",
        stderr="datazone-cancel cannot be unpacked: set PEX_ROOT to a directory of your own.\n",
    )


def test_an_image_can_be_built_from_it(host: Path, tmp_path: Path) -> None:
    """The steps of Containerfile, whose Python is that of its base image."""
    recipe = (ROOT / "Containerfile").read_text()
    [step] = re.findall(r"^RUN (.*)$", recipe, re.MULTILINE)
    [python] = host.glob("python*")
    for written, here in {
        "/datazone-cancel.pyz": str(FILE),
        "/opt/datazone-cancel": str(tmp_path / "opt"),
        re.findall(r"python3\.\d+", step)[0]: python.name,
    }.items():
        assert written in step
        step = step.replace(written, here)
    subprocess.run(["sh", "-c", step], check=True)
    [entry] = json.loads(re.findall(r"^ENTRYPOINT (.*)$", recipe, re.MULTILINE)[0])

    result = subprocess_command(str(tmp_path / "opt/bin" / entry))("--version")

    assert result.stdout.startswith(f"datazone-cancel/{__version__} ")
    assert (result.status, result.stderr) == (0, "")


def test_six_first_starts_at_once(new: Command) -> None:
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: new("--version"), range(6)))

    assert [(result.status, result.stderr) for result in results] == [(0, "")] * 6
    assert len({result.stdout for result in results}) == 1


def test_a_python_that_is_too_old_is_skipped(new: Command, host: Path) -> None:
    """Also a shim of pyenv for a version that is not active."""
    for python in PYTHONS:
        if not host.joinpath(f"python{python}").exists():
            host.joinpath(f"python{python}").symlink_to("/bin/false")

    assert f" Python/{platform.python_version()} " in new("--version").stdout


def test_without_a_python_it_says_so(new: Command, host: Path) -> None:
    [python] = host.glob("python*")
    python.unlink()

    assert new("--version") == Result(
        status=255,
        stdout="",
        stderr="datazone-cancel needs Python 3.10 or newer, and there is none on your PATH.\n",
    )
