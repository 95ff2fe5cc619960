"""`make moto-patch`: write what a pull request to moto needs into a source tree of moto."""

import json
import shutil
import sys
from pathlib import Path

from moto.core.utils import camelcase_to_underscores, get_service_model

from datazone_cancel import sandbox

_BACKEND = Path(sandbox.__file__).parent / "datazone"
_TESTS = Path(__file__).parent / "test_datazone"

_REGISTRATION = {
    # File, the entry that follows in its order, and ours.
    "moto/backend_index.py": [
        (
            '    ("dax", re.compile(',
            '    (\n        "datazone",\n'
            "        re.compile(\n            {pattern}\n        ),\n    ),\n",
        )
    ],
    "moto/backends.py": [
        (
            "    from moto.dax.models import",
            "    from moto.datazone.models import DataZoneBackend\n",
        ),
        ("    \"Literal['dax']\",", "    \"Literal['datazone']\",\n"),
        (
            "@overload\ndef get_backend(name: \"Literal['dax']\")",
            "@overload\ndef get_backend(\n    name: \"Literal['datazone']\",\n"
            ') -> "BackendDict[DataZoneBackend]": ...\n',
        ),
    ],
    "moto/moto_api/__init__.py": [
        (
            'state_manager.register_default_transition(\n    model_name="dax::cluster"',
            "state_manager.register_default_transition(\n"
            '    model_name="datazone::metadata_generation_run",\n'
            '    transition={{"progression": "manual", "times": 1}},\n)\n',
        )
    ],
}

_DOCS = """\
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
    """Add the backend, its registration, its tests and its page to a source tree of moto.

    Applying it again updates the tree. Raises SystemExit if the tree is not moto's.
    """
    for name, entries in _REGISTRATION.items():
        _register(tree / name, entries)
    for source, target in ((_BACKEND, "moto/datazone"), (_TESTS, "tests/test_datazone")):
        shutil.rmtree(tree / target, ignore_errors=True)
        shutil.copytree(source, tree / target, ignore=shutil.ignore_patterns("__pycache__"))
    page = tree / "docs/docs/services/datazone.rst"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_DOCS.format(operations="\n".join(_operations())))


def _register(file: Path, entries: list[tuple[str, str]]) -> None:
    text = file.read_text() if file.exists() else ""
    pattern = (_BACKEND / "urls.py").read_text().split('r"')[1].split('"')[0]
    for following, template in entries:
        entry = template.format(pattern=json.dumps(pattern))
        if entry in text:
            continue
        if text.count(following) != 1:
            sys.exit(f"{file}: expected one line with {following!r}. Is this moto's source tree?")
        text = text.replace(following, entry + following)
    file.write_text(text)


def _operations() -> list[str]:
    """The page's list, as moto's scripts write it."""
    implemented = (_BACKEND / "responses.py").read_text()
    names = sorted(map(camelcase_to_underscores, get_service_model("datazone").operation_names))
    return [f"- [{'X' if f'def {name}(' in implemented else ' '}] {name}" for name in names]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Pass the folder of a source tree of moto: make moto-patch MOTO=../moto")
    apply(Path(sys.argv[1]))
