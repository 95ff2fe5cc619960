"""`make moto-patch`: the patch in the source of moto's newest release, or in the tree in MOTO.

moto's linters and core tests run on it, in an environment with what they need.
"""

import os
import re
import socket
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3
from urllib3.util import Retry

from tools.moto_patch.__main__ import apply

pytestmark = pytest.mark.timeout(3600)  # moto's tests take some minutes

# As it is before tests/conftest.py points AWS clients and proxies to nowhere.
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
OURS = ("moto/datazone", "tests/test_datazone")
WITHOUT_NETWORK = (
    "--deselect=tests/test_core/test_docker.py",
    "--deselect=tests/test_core/test_request_passthrough.py",
    "-m not network",
)


def _newest_release(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "download", "--no-deps", "--no-binary=moto", "moto"], check=True, cwd=folder
    )
    [archive] = folder.glob("moto-*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


class Source:
    """A source tree of moto, and an environment to test it in."""

    def __init__(self, folder: Path) -> None:
        self.tree = (
            Path(os.environ["MOTO"]).absolute()
            if os.environ.get("MOTO")
            else _newest_release(folder)
        )
        apply(self.tree)
        self.bin = folder / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        wanted = (self.tree / "requirements-dev.txt").read_text()
        tools = re.findall(r"^(?:ruff|mypy|botocore-stubs|types-\S+).*", wanted, re.MULTILINE)
        self.execute(
            *("python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"),
            *(
                "--editable",
                f"{self.tree}[all,server,proxy]",
                "freezegun",
                "pytest",
                "pytest-xdist",
            ),
            *tools,
        )

    def execute(self, program: str, *argv: str, **environ: str) -> str:
        """Output of a program of the environment, which has to succeed."""
        process = subprocess.run(
            [self.bin / program, *argv],
            cwd=self.tree,
            env={**ENVIRON, **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

    def test(self, *argv: str, **environ: str) -> str:
        return self.execute("python", "-m", "pytest", "-q", "--color=no", *argv, **environ)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source(tmp_path_factory.mktemp("moto"))


@contextmanager
def serving(source: Source, program: str) -> Iterator[str]:
    """Run `moto_server` or `moto_proxy` on a free port: the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        [source.bin / program, "--port", port],
        cwd=source.tree,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            # Connect again, with pauses, until it listens.
            retry = Retry(connect=10, backoff_factor=0.1)
            urllib3.request("GET", f"http://127.0.0.1:{port}", retries=retry)
            yield port
        finally:
            process.terminate()


@pytest.mark.parametrize(
    "argv",
    [("ruff", "format", "--check", *OURS), ("ruff", "check", "moto", *OURS), ("mypy", OURS[0])],
)
def test_motos_own_checks_accept_it(source: Source, argv: tuple[str, ...]) -> None:
    source.execute(*argv)


def test_motos_core_tests_pass(source: Source) -> None:
    print(source.test("--numprocesses=2", *WITHOUT_NETWORK, "tests/test_core"))  # noqa: T201


def test_ours_pass_in_the_process(source: Source) -> None:
    print(source.test(OURS[1]))  # noqa: T201


def test_ours_pass_with_a_server(source: Source) -> None:
    with serving(source, "moto_server") as port:
        server = {
            "TEST_SERVER_MODE": "true",
            "TEST_SERVER_MODE_ENDPOINT": f"http://127.0.0.1:{port}",
        }
        print(source.test(OURS[1], **server))  # noqa: T201


def test_ours_pass_with_a_proxy(source: Source) -> None:
    with serving(source, "moto_proxy") as port:
        proxy = {"TEST_PROXY_MODE": "true", "MOTO_PROXY_PORT": port}
        print(source.test(OURS[1], **proxy))  # noqa: T201
