"""The sandbox's backend as a part of moto: the installed one, with the patch applied to a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import moto
import pytest

from tools.moto_patch.__main__ import apply

MODELS = "docs/docs/configuration/state_transition/models.rst"
REGISTERED = (
    "moto/backend_index.py",
    "moto/backends.py",
    "moto/moto_api/__init__.py",
    "moto/moto_server/werkzeug_app.py",
    MODELS,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed moto, with the part of its documentation that the patch changes."""
    tree = tmp_path_factory.mktemp("original")
    installed = Path(moto.__file__).parent
    shutil.copytree(installed, tree / "moto", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / MODELS).parent.mkdir(parents=True)
    (tree / MODELS).write_text("Service: DAX\n---------------\n")
    return tree


@pytest.fixture(scope="module")
def patched(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("patched") / "moto"
    shutil.copytree(original, tree)
    apply(tree)
    return tree


@pytest.fixture
def tree(original: Path, tmp_path: Path) -> Path:
    """The files that the patch changes, and moto's version."""
    for name in (*REGISTERED, "moto/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(original / name, tmp_path / name)
    return tmp_path


def contents(tree: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def set_version(tree: Path, version: str) -> None:
    (tree / "moto/__init__.py").write_text(f'__title__ = "moto"\n__version__ = "{version}"\n')


def test_motos_way_to_test_it_passes(patched: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_datazone"],
        cwd=patched,
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 0, process.stdout


def test_its_page_lists_what_is_implemented(patched: Path) -> None:
    page = (patched / "docs/docs/services/datazone.rst").read_text()

    assert [line for line in page.splitlines() if line.startswith("- [X]")] == [
        "- [X] cancel_metadata_generation_run",
        "- [X] create_domain",
        "- [X] delete_domain",
        "- [X] get_domain",
        "- [X] get_metadata_generation_run",
        "- [X] list_domains",
        "- [X] list_metadata_generation_runs",
        "- [X] list_tags_for_resource",
        "- [X] start_metadata_generation_run",
        "- [X] tag_resource",
        "- [X] untag_resource",
        "- [X] update_domain",
    ]


def test_its_states_are_documented(patched: Path) -> None:
    models = (patched / MODELS).read_text()

    assert models.index("`datazone::metadata_generation_run`") < models.index("Service: DAX")


def test_applying_it_again_changes_nothing(tree: Path) -> None:
    apply(tree)
    before = contents(tree)
    apply(tree)

    assert contents(tree) == before


@pytest.mark.parametrize("version", ["5.2.0", "5.2.6.dev12", "5.10.0", "6.0.0"])
def test_the_oldest_moto_and_newer_ones_are_accepted(tree: Path, version: str) -> None:
    set_version(tree, version)
    apply(tree)

    assert (tree / "moto/datazone/responses.py").exists()


@pytest.mark.parametrize("version", ["5.1.22", "5.1.23.dev86", "4.9.9"])
def test_an_older_moto_is_refused(tree: Path, version: str) -> None:
    set_version(tree, version)
    before = contents(tree)

    with pytest.raises(SystemExit, match=r"the backend needs 5\.2\.0 or newer"):
        apply(tree)
    assert contents(tree) == before


@pytest.mark.parametrize("name", REGISTERED)
def test_a_tree_is_patched_completely_or_not_at_all(tree: Path, name: str) -> None:
    (tree / name).unlink()
    before = contents(tree)

    with pytest.raises(SystemExit, match="Is this moto's source tree"):
        apply(tree)
    assert contents(tree) == before


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Is this moto's source tree"):
        apply(tmp_path)
    assert not contents(tmp_path)
