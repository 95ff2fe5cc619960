"""Documents as text, exactly as the AWS CLI formats them, and as JSON lines."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from datazone_cancel.errors import FailureError
from datazone_cancel.runs.model import Result


def format_document(document: Any, format_: str, *, title: str, width: int = 80) -> Iterable[str]:
    """The document as the AWS CLI prints a response.

    JSON and JSON lines are generated in parts, so that a long document is not held in memory. The
    other formats may not suit the document: text then fails after some lines, as in the AWS CLI,
    and the others before anything is returned.
    `title` and `width` (columns) apply to tables. Raises FailureError if the format is unknown.
    """
    check_format(format_)
    formats: dict[str, Callable[[], Iterable[str]]] = {
        "json": lambda: json_parts(document),
        "text": lambda: (f"{line}\n" for line in _text_lines(document)),
        "table": lambda: [_table(document, title, width)],
        "yaml": lambda: [_yaml(document)],
        "yaml-stream": lambda: ["" if document == {} else _yaml_dump([document])],
        "off": lambda: "",
        "jsonl": lambda: _jsonl(document),
    }
    return formats[format_]()


def check_format(format_: str) -> None:
    """Raises FailureError if the format is unknown."""
    if format_ not in ("json", "text", "table", "yaml", "yaml-stream", "off", "jsonl"):
        raise FailureError(f"Unknown output type: {format_}")


def json_parts(document: Any) -> Iterator[str]:
    """The document as JSON. Results in it become documents one at a time, to save memory."""
    if document != {}:
        encoder = json.JSONEncoder(indent=4, ensure_ascii=False, default=_document_of)
        yield from encoder.iterencode(document)
        yield "\n"


def _document_of(value: Any) -> Any:
    """Raises TypeError if the value is not a result, but `--query '&name'`, for example."""
    if isinstance(value, Result):
        return value.document()
    raise TypeError("Encountered unrecognized type in JSON encoder.")


def _jsonl(document: Any) -> Iterator[str]:
    """One line for each element of a list, or one for the document."""
    elements = document if isinstance(document, list) else [] if document == {} else [document]
    for element in elements:
        yield f"{json.dumps(element, ensure_ascii=False)}\n"


def _yaml(document: Any) -> str:
    if document == {}:
        return ""
    if document is None or isinstance(document, (int, float, str)):
        return json.dumps(document, ensure_ascii=False) + "\n"
    return _yaml_dump(document)


def _yaml_dump(document: Any) -> str:
    from datazone_cancel import yaml12

    return yaml12.dump(document)


def _text_lines(
    item: Any, name: str | None = None, columns: Sequence[str] | None = None
) -> Iterator[str]:
    if isinstance(item, dict):
        yield from _text_of_dict(item, name, columns)
    elif isinstance(item, list):
        yield from _text_of_list(item, name)
    else:
        yield str(item)


def _text_of_list(items: list[Any], name: str | None) -> Iterator[str]:
    if any(isinstance(item, dict) for item in items):
        columns = sorted({key for item in items for key in _split(item)[0]})
        for item in items:
            yield from _text_lines(item, name, columns)
        return
    scalars = [item for item in items if not isinstance(item, list)]
    if name is not None:
        yield from (f"{name.upper()}\t{item}" for item in scalars)
    elif scalars:
        yield "\t".join(map(str, scalars))
    for item in items:
        if isinstance(item, list):
            yield from _text_lines(item, name)


def _text_of_dict(
    item: dict[str, Any], name: str | None, columns: Sequence[str] | None
) -> Iterator[str]:
    if columns is None:
        columns = _split(item)[0]
    scalars = [str(item.get(key, "")) for key in columns]
    if scalars:
        yield "\t".join(scalars if name is None else [name.upper(), *scalars])
    for key in sorted(set(item) - set(columns)):
        yield from _text_lines(item[key], key)


class _Section:
    """A titled part of a table, with its own columns."""

    def __init__(self, title: str | None, indent: int) -> None:
        self.title = title
        self.indent = indent
        self.headers: list[str] = []
        self.rows: list[list[str]] = []

    def add_row(self, cells: Sequence[Any]) -> None:
        columns = len(self.rows[0]) if self.rows else len(self.headers or cells)
        if len(cells) != columns:
            raise ValueError(f"Row should have {columns} elements, instead it has {len(cells)}")
        self.rows.append(list(map(str, cells)))

    def transpose_single_row(self) -> None:
        """Turn a single row with headers into one row per column: header, value."""
        if self.headers and len(self.rows) == 1:
            self.rows = [list(pair) for pair in zip(self.headers, self.rows[0], strict=True)]
            self.headers = []

    def natural_widths(self) -> list[int]:
        lines = [*([self.headers] if self.headers else []), *self.rows]
        return [max(map(_width, column)) for column in zip(*lines, strict=True)]

    def natural_width(self) -> int:
        edges = 2 + 2 * self.indent
        columns = sum(width + 4 for width in self.natural_widths())
        return max(_width(self.title or "") + edges, columns + edges)

    def widths(self, total: int) -> list[int]:
        """The columns' widths, stretched proportionally to fill the total."""
        natural = [width + 4 for width in self.natural_widths()]
        widths = [round(total / sum(natural) * width) for width in natural]
        index, step = (0, -1) if sum(widths) > total else (-1, 1)
        while sum(widths) != total:
            widths[index % len(widths)] += step
            index -= step
        return widths

    def lines(self, total: int) -> Iterator[str]:
        inner = total - 2 * self.indent
        edge = "|" * self.indent
        for line in self._inner_lines(inner):
            yield f"{edge}{line}{edge}"

    def _inner_lines(self, total: int) -> Iterator[str]:
        if self.title:
            yield _centered(self.title, total, left="|")
        if not self.headers and not self.rows:
            yield f"+{'-' * (total - 2)}+"
        if not self.natural_widths():
            return
        widths = self.widths(total)
        rule = "+" + "+".join("-" * (width - 1) for width in widths)[1:] + "+"
        if self.headers:
            yield rule
            cells = zip(widths, self.headers, strict=True)
            yield "".join(
                _centered(text, width, left="" if index else "|")
                for index, (width, text) in enumerate(cells)
            )
        if self.rows:
            yield rule
            for row in self.rows:
                cells = zip(widths, row, strict=True)
                yield "".join(
                    _aligned(text, width, left="" if index else "|")
                    for index, (width, text) in enumerate(cells)
                )
            yield rule


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _centered(text: str, width: int, *, left: str) -> str:
    before = left + " " * (width // 2 - _width(text) // 2 - 1) + text
    return before + " " * (width - 1 - _width(before)) + "|"


def _aligned(text: str, width: int, *, left: str) -> str:
    padding = "  " if width >= _width(text) + 3 + len(left) else ""
    before = left + padding + text
    return before + " " * (width - 1 - _width(before)) + "|"


def _table(document: Any, title: str, width: int) -> str:
    sections: list[_Section] = []
    _build(sections, title, document)
    if not sections:
        return ""
    total = max(section.natural_width() for section in sections)
    if total > width:
        for section in sections:
            section.transpose_single_row()
        total = max(section.natural_width() for section in sections)
    lines = ["-" * total, *(line for section in sections for line in section.lines(total))]
    return "".join(f"{line}\n" for line in lines)


def _build(sections: list[_Section], title: str | None, item: Any, indent: int = 0) -> None:
    """Add the item to the sections; without a title, to the last section."""
    if not item:
        return
    if title is not None:
        sections.append(_Section(title, indent))
    if isinstance(item, list) and isinstance(item[0], dict):
        _build_rows(sections, title, item, indent)
    elif isinstance(item, list):
        _build_elements(sections, item)
    elif isinstance(item, dict):
        scalars, more = _split(item)
        if len(scalars) == 1:
            sections[-1].add_row([scalars[0], item[scalars[0]]])
        elif scalars:
            sections[-1].headers = scalars
            sections[-1].add_row([item[key] for key in scalars])
        for key in more:
            _build(sections, key, item[key], indent + 1)


def _build_elements(sections: list[_Section], elements: list[Any]) -> None:
    for element in elements:
        if not isinstance(element, (dict, list)):
            sections[-1].add_row([element])
        elif not any(isinstance(cell, (dict, list)) for cell in element):
            sections[-1].add_row(list(element))
        else:
            _build(sections, None, element)


def _build_rows(
    sections: list[_Section], title: str | None, items: list[dict[str, Any]], indent: int
) -> None:
    headers = sorted({key for item in items for key in _split(item)[0]})
    more = sorted({key for item in items for key in _split(item)[1]})
    for number, item in enumerate(items):
        if number and more:
            sections.append(_Section(title, indent))
        sections[-1].headers = headers
        sections[-1].add_row([item.get(key, "") for key in headers])
        for key in more:
            if key in item:
                _build(sections, key, item[key], indent + 1)


def _split(item: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The names of the scalar members, and of the other members."""
    more = [key for key, value in item.items() if isinstance(value, (dict, list))]
    return sorted(set(item) - set(more)), sorted(more)
