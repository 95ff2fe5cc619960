"""YAML as AWS CLI v2 reads and writes it.

PyYAML implements YAML 1.1, and the AWS CLI's library 1.2: they disagree on which plain words are
numbers, booleans or times, and so on which strings need quotes.
"""

import re
from typing import Any

import yaml

_WORDS = {
    "bool": ("tTfF", "true|True|TRUE|false|False|FALSE"),
    "float": (
        "-+0123456789.",
        r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    ),
    "int": (
        "-+0123456789",
        "[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+",
    ),
    "merge": ("<", "<<"),
    "null": ("~nN", "~|null|Null|NULL|"),
    "timestamp": (
        "0123456789",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?"
        r"(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
        r"(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?",
    ),
    "value": ("=", "="),
}
"""Plain words by type: their first characters, and their pattern."""


class _PythonDumper(yaml.SafeDumper):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's signature)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """With libyaml, if PyYAML was built with it."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's signature)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's signature)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Raises ConstructorError if a key is repeated."""
        keys = [
            repr(self.construct_object(key, deep=True))
            for key, _ in node.value
            if key.tag != "tag:yaml.org,2002:merge"
        ]
        if len(set(keys)) < len(keys):
            raise yaml.constructor.ConstructorError(None, None, "found a duplicate key")
        return super().construct_mapping(node, deep=deep)

    def construct_yaml_int(self, node: Any) -> int:
        """Unlike YAML 1.1, 010 is ten, and 1:30 is no number."""
        word = str(self.construct_scalar(node)).replace("_", "")
        return int(word, 0) if word.lstrip("+-")[:2] in ("0b", "0o", "0x") else int(word)


for _tag, (_first, _pattern) in _WORDS.items():
    for _class in (_Dumper, _PythonDumper, _Loader):
        _class.add_implicit_resolver(
            f"tag:yaml.org,2002:{_tag}",
            re.compile(f"(?:{_pattern})$"),
            [*_first, ""] if _tag == "null" else list(_first),
        )


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def _represent_float(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    special = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
    text = repr(number).lower()
    return dumper.represent_scalar("tag:yaml.org,2002:float", special.get(text, text))


for _class in (_Dumper, _PythonDumper):
    _class.add_representer(float, _represent_float)


def dump(document: Any) -> str:
    """The document as YAML. Raises ValueError if it contains something else than data."""
    try:
        return _dump(document, _Dumper)
    except yaml.representer.RepresenterError as error:
        raise ValueError(": ".join(map(str, error.args))) from error
    except UnicodeEncodeError:  # libyaml cannot write half of a surrogate pair
        return _dump(document, _PythonDumper)


def _dump(document: Any, dumper: type) -> str:
    return str(yaml.dump(document, Dumper=dumper, default_flow_style=False, allow_unicode=True))


def load(text: str | bytes) -> Any:
    """The document. Raises ValueError if it is not valid, and RecursionError if it is too deep."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
