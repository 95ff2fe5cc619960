"""The sandbox's backend as a part of moto: the installed one, with the patch applied to a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import moto
import pytest

from tools.moto_patch.__main__ import apply


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    installed = Path(moto.__file__).parent
    shutil.copytree(installed, tree / "moto", ignore=shutil.ignore_patterns("__pycache__"))
    apply(tree)
    return tree


def contents(tree: Path) -> dict[Path, bytes]:
    changed = [tree / "moto/backends.py", tree / "moto/backend_index.py", *tree.rglob("datazone*")]
    return {path: path.read_bytes() for path in changed if path.is_file()}


def test_motos_way_to_test_it_passes(tree: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_datazone"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 0, process.stdout


def test_its_page_lists_what_is_implemented(tree: Path) -> None:
    page = (tree / "docs/docs/services/datazone.rst").read_text()

    assert [line for line in page.splitlines() if line.startswith("- [X]")] == [
        "- [X] cancel_metadata_generation_run",
        "- [X] create_domain",
        "- [X] delete_domain",
        "- [X] get_domain",
        "- [X] get_metadata_generation_run",
        "- [X] list_domains",
        "- [X] list_metadata_generation_runs",
        "- [X] start_metadata_generation_run",
    ]


def test_it_is_applied_once(tree: Path) -> None:
    before = contents(tree)
    apply(tree)

    assert contents(tree) == before


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Is this moto's source tree"):
        apply(tmp_path)
