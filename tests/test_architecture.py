"""Imports inside the package only point downward."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "datazone_cancel"

LAYERS = (
    "__main__",
    "main",
    "invocation",
    "prompt",
    "cli",
    "output",
    "aws",
    "input",
    "runs",
    "settings",
    "yaml12",
    "terminal",
    "streams",
    "clock",
    "options",
    "errors",
    "redaction",
    "startup",
    "folders",
    "__init__",
)
"""The modules and packages of datazone_cancel, from top to bottom."""
SANDBOX_MAY_IMPORT = {"terminal", "__init__"}


def _layer(module: str) -> str:
    return (module.split(".")[1:] or ["__init__"])[0]


def _imported_layers(path: Path) -> Iterator[str]:
    """The layers that a module imports, in functions and for type checking too."""
    package = ["datazone_cancel", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            names = [f"{module}.{alias.name}" for alias in node.names]
            names = [name if _is_module(name) else module for name in names]
        else:
            continue
        yield from (_layer(name) for name in names if name.split(".")[0] == "datazone_cancel")


def _is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_import_only_from_lower_layers(path: Path) -> None:
    layer = path.relative_to(PACKAGE).with_suffix("").parts[0]
    imported = set(_imported_layers(path)) - {layer}

    if layer == "sandbox":
        assert imported <= SANDBOX_MAY_IMPORT
    else:
        assert imported <= set(LAYERS[LAYERS.index(layer) + 1 :])


def test_only_the_aws_package_imports_boto3_and_botocore() -> None:
    importers = {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        for line in path.read_text().splitlines()
        if line.strip().startswith(("import boto", "from boto"))
    }

    assert importers == {"aws", "sandbox"}


def test_only_the_io_object_uses_the_streams_and_the_environment_of_the_process() -> None:
    users = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("sys.stdin", "sys.stdout", "sys.stderr", "os.environ")
    }

    assert users == {"terminal.py", "sandbox/child.py", "sandbox/command.py"}


def test_nothing_is_written_to_a_descriptor_by_its_number() -> None:
    """If a stream was closed before the command started, its number belongs to another file."""
    by_number = [
        f"{path.relative_to(PACKAGE)}: {ast.unparse(node)}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("open", "os.dup2", "os.fdopen", "os.write", "os.writev")
        and any(type(getattr(each, "value", None)) is int for each in node.args[:2])
    ]

    assert by_number == []
