"""`make moto-patch`: write what a pull request to moto needs into a source tree of moto."""

import json
import re
import shutil
import sys
from pathlib import Path

from moto.core.utils import camelcase_to_underscores, get_service_model

from datazone_cancel import sandbox

_BACKEND = Path(sandbox.__file__).parent / "datazone"
_TESTS = Path(__file__).parent / "test_datazone"
_COPIES = {"moto/datazone": _BACKEND, "tests/test_datazone": _TESTS}
_OLDEST = (5, 2, 0)
"""The oldest version that the backend was tested in."""

_URL_BASE = (_BACKEND / "urls.py").read_text().split('r"')[1].split('"')[0]

# File, and pairs of an entry and the one that follows it.
_ENTRIES = {
    "moto/backend_index.py": [
        (
            f'    ("datazone", re.compile({json.dumps(_URL_BASE)})),\n',
            '    ("dax", re.compile(',
        ),
    ],
    "moto/backends.py": [
        (
            "    from moto.datazone.models import DataZoneBackend\n",
            "    from moto.dax.models import",
        ),
        ("    \"Literal['datazone']\",\n", "    \"Literal['dax']\","),
        (
            "@overload\n"
            "def get_backend(name: \"Literal['datazone']\")"
            ' -> "BackendDict[DataZoneBackend]": ...\n',
            "@overload\ndef get_backend(name: \"Literal['dax']\")",
        ),
    ],
    "moto/moto_api/__init__.py": [
        (
            "state_manager.register_default_transition(\n"
            '    model_name="datazone::metadata_generation_run",\n'
            '    transition={"progression": "manual", "times": 2},\n'
            ")\n",
            'state_manager.register_default_transition(\n    model_name="dax::cluster"',
        ),
    ],
    "moto/moto_server/werkzeug_app.py": [
        (
            '        elif service == "datazone":\n'
            '            host = f"{service}.{region}.api.aws"\n',
            '        elif service == "dsql":\n',
        ),
    ],
}

# The same for the documentation, which source distributions do not have.
_DOCS_ENTRIES = {
    "docs/docs/configuration/state_transition/models.rst": [
        (
            "Service: DataZone\n"
            "-------------------\n"
            "\n"
            "**Model**: `datazone::metadata_generation_run`   :raw-html:`<br />`\n"
            "Available States:\n"
            "\n"
            '    "IN_PROGRESS" --> "SUCCEEDED"\n'
            "\n"
            "Transition type: Manual - describe the resource 2 times before the state advances"
            "   :raw-html:`<br />`\n"
            "Advancement:\n"
            "\n"
            '    Call `boto3.client("datazone").get_metadata_generation_run(..)` to advance a'
            " single run, or"
            ' `boto3.client("datazone").list_metadata_generation_runs(..)` to advance all runs'
            " that it returns.\n"
            "\n",
            "Service: DAX\n",
        ),
    ],
}

_DOCS_PAGE = """\
.. _implementedservice_datazone:

.. |start-h3| raw:: html

    <h3>

.. |end-h3| raw:: html

    </h3>

========
datazone
========

.. autoclass:: moto.datazone.models.DataZoneBackend

|start-h3| Implemented features for this service |end-h3|

{operations}
"""


def apply(tree: Path) -> None:
    """Add the backend, its registration, its tests and its documentation to a source tree of moto.

    Applying it again changes nothing. Raises SystemExit, and changes nothing, if the tree is not
    moto's, too old, or not as expected.
    """
    _check_version(tree)
    has_docs = (tree / "docs").is_dir()
    entries = {**_ENTRIES, **(_DOCS_ENTRIES if has_docs else {})}
    texts = {tree / name: _with_entries(tree / name, pairs) for name, pairs in entries.items()}
    if has_docs:
        page = tree / "docs/docs/services/datazone.rst"
        texts[page] = _DOCS_PAGE.format(operations="\n".join(_operations()))
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for target, source in _COPIES.items():
        shutil.rmtree(tree / target, ignore_errors=True)
        shutil.copytree(source, tree / target, ignore=shutil.ignore_patterns("__pycache__"))


def _check_version(tree: Path) -> None:
    init = tree / "moto/__init__.py"
    text = init.read_text() if init.exists() else ""
    version = re.search(r'^__version__ = "(\d+)\.(\d+)\.(\d+)', text, re.MULTILINE)
    if version is None:
        sys.exit(f"{tree}: moto/__init__.py has no version. Is this moto's source tree?")
    if tuple(map(int, version.groups())) < _OLDEST:
        found, oldest = ".".join(version.groups()), ".".join(map(str, _OLDEST))
        sys.exit(f"{tree}: this is moto {found}; the backend needs {oldest} or newer.")


def _with_entries(file: Path, pairs: list[tuple[str, str]]) -> str:
    text = file.read_text() if file.exists() else ""
    for entry, following in pairs:
        if entry in text:
            continue
        if text.count(following) != 1:
            sys.exit(f"{file}: expected {following!r} once. Is this moto's source tree?")
        text = text.replace(following, entry + following)
    return text


def _operations() -> list[str]:
    """The page's list, as moto's scripts write it."""
    implemented = (_BACKEND / "responses.py").read_text()
    names = sorted(map(camelcase_to_underscores, get_service_model("datazone").operation_names))
    return [f"- [{'X' if f'def {name}(' in implemented else ' '}] {name}" for name in names]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Pass the folder of a source tree of moto: make moto-patch MOTO=../moto")
    apply(Path(sys.argv[1]))
