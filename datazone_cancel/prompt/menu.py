"""A list on a terminal from which the user chooses, with a filter and marks."""

import signal
from asyncio import get_running_loop
from collections.abc import Callable, Sequence

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import create_output

from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters


class Menu:
    """A list of values, each with a text beside it."""

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str]], *, multiple: bool = False
    ) -> None:
        width = max(len(value) for value, _ in rows)
        self._rows = [
            (value, escape_control_characters(f"{value:<{width}}  {text}".rstrip()))
            for value, text in rows
        ]
        self._title = escape_control_characters(title)
        self._multiple = multiple
        self._filter = ""
        self._marked: set[str] = set()
        self._index = 0
        """The index of the current row among those shown."""

    def choose(self, stderr: Stream) -> list[str]:
        """The values that the user chooses: the marked ones, or the current one if none is marked.

        Raises KeyboardInterrupt if the user leaves.
        """
        typing = Window(BufferControl(Buffer(multiline=False, on_text_changed=self._apply_filter)))
        label = "Filter: "
        rows = [
            _text(self._title),
            VSplit([Window(FormattedTextControl(label), width=len(label)), typing], height=1),
            Window(
                FormattedTextControl(self._lines),
                wrap_lines=True,
                dont_extend_height=True,
                get_line_prefix=lambda _line, wrapped: " " * (4 if wrapped else 0),
            ),
            _text(self._status),
        ]
        application: Application[list[str]] = Application(
            layout=Layout(HSplit(rows), focused_element=typing),
            key_bindings=self._keys(),
            erase_when_done=True,
            output=create_output(stdout=stderr.file),
        )
        application.ttimeoutlen = 0.05  # seconds to wait for more of a key sequence

        def pre_run() -> None:
            """Leave on SIGTERM too, so that the terminal is restored."""
            get_running_loop().add_signal_handler(
                signal.SIGTERM, lambda: application.exit(exception=KeyboardInterrupt)
            )

        return application.run(pre_run=pre_run)

    @property
    def _shown(self) -> list[tuple[str, str]]:
        return [row for row in self._rows if self._filter.lower() in row[1].lower()]

    def _current(self) -> list[str]:
        return [value for value, _ in self._shown[self._index : self._index + 1]]

    def _selection(self) -> list[str]:
        return [value for value, _ in self._rows if value in self._marked] or self._current()

    def _apply_filter(self, buffer: Buffer) -> None:
        self._filter = buffer.text
        self._index = 0

    def _move(self, by: int) -> None:
        self._index = max(0, min(self._index + by, len(self._shown) - 1))

    def _mark(self, values: Sequence[str]) -> None:
        """Mark the values; if all of them are marked, unmark them."""
        marked = self._marked.issuperset(values)
        self._marked = self._marked.difference(values) if marked else self._marked.union(values)

    def _lines(self) -> StyleAndTextTuples:
        """The part of the list that fits on the terminal."""
        height = get_app().output.get_size().rows
        first = max(0, self._index - height)
        lines: StyleAndTextTuples = []
        for index, (value, text) in enumerate(self._shown[first : self._index + height], first):
            is_current = index == self._index
            mark = ("* " if value in self._marked else "  ") if self._multiple else ""
            lines.extend([("[SetCursorPosition]", "")] if is_current else [])
            lines.append(
                ("bold" if is_current else "", f"{'>' if is_current else ' '} {mark}{text}\n")
            )
        return lines

    def _status(self) -> str:
        marked = f", {len(self._marked)} marked" if self._multiple else ""
        marks = "Space marks, Ctrl-A all, " if self._multiple else ""
        shown = f"{len(self._shown)} of {len(self._rows)} shown"
        return f"{shown}{marked} | {marks}Enter accepts, Esc leaves"

    def _keys(self) -> KeyBindings:
        def accept(event: KeyPressEvent) -> None:
            if selection := self._selection():
                event.app.exit(result=selection)

        def leave(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        def page(event: KeyPressEvent) -> int:
            return int(event.app.output.get_size().rows) // 2

        actions: dict[str, Callable[[KeyPressEvent], None]] = {
            "up": lambda _: self._move(-1),
            "down": lambda _: self._move(1),
            "pageup": lambda event: self._move(-page(event)),
            "pagedown": lambda event: self._move(page(event)),
            "enter": accept,
            "escape": leave,
            "c-c": leave,
            "c-d": leave,
            "<sigint>": leave,
            "c-z": lambda event: event.app.suspend_to_background(),
            "<bracketed-paste>": lambda event: event.current_buffer.insert_text(event.data.strip()),
        }
        if self._multiple:
            actions["space"] = lambda _: self._mark(self._current())
            actions["c-a"] = lambda _: self._mark([value for value, _ in self._shown])
        keys = KeyBindings()
        for key, action in actions.items():
            # Escape starts the sequences of other keys; eager bindings do not wait for these.
            keys.add(key, eager=True)(action)
        return keys


def _text(text: str | Callable[[], str]) -> Window:
    return Window(FormattedTextControl(text), wrap_lines=True, dont_extend_height=True)
