"""Each option, and each choice that it offers, is used in a test."""

import ast
from collections.abc import Iterator

import click

from .conformance import recording
from .conformance.cases import GROUPS
from .support.documents import ROOT
from .support.internals import command
from .support.sandbox import sandbox_command

USAGE_ERRORS = {125, 252}
"""The exit statuses of the sandbox and of the command. A refused option has not been used."""


def _words(node: ast.AST, *, expected: bool = False) -> Iterator[str]:
    """The words of strings, without docstrings and what a result is compared with.

    An option and the value that is joined to it by an equals sign count as two words.
    """
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not expected:
        yield from node.value.replace("=", " ").split()
    # `assert cancel("--help") == …` does give the option.
    expected = isinstance(node, ast.Compare) or (expected and not isinstance(node, ast.Call))
    for child in ast.iter_child_nodes(node):
        yield from _words(child, expected=expected)


def _usages() -> Iterator[tuple[str | None, list[str]]]:
    """Which command each test and each recorded case is about, and the words it gives to it."""
    for path in ROOT.joinpath("tests").rglob("test_*.py"):
        if path.name == "test_help.py":  # mentions options, without using them
            continue
        program = sandbox_command if path.parent.name == "sandbox" else command
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                numbers = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
                if not numbers & USAGE_ERRORS:
                    yield program.name, [*_words(node)]
    for group, cases in GROUPS.items():
        recorded = recording.read(group)
        for name, case in cases.items():
            if recorded[name].status not in USAGE_ERRORS:
                yield command.name, "=".join(case.argv).split("=")


def _values(option: click.Parameter) -> list[str]:
    """The values to look for: its choices if it has any, otherwise any value."""
    return [*option.type.choices] if isinstance(option.type, click.Choice) else [""]


def test_each_option_and_each_of_its_choices_is_used_in_a_test() -> None:
    usages = [*_usages()]

    unused = [
        (program.name, option.opts[0], value)
        for program in (command, sandbox_command)
        for option in program.get_params(click.Context(program))
        if isinstance(option, click.Option)
        for value in _values(option)
        if not any(
            used == program.name and option.opts[0] in words and value in [*words, ""]
            for used, words in usages
        )
    ]

    assert unused == []
