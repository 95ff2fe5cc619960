"""A list on a terminal to choose from: what is typed filters it, what is marked stays marked."""

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

from .render import Stream, harmless


class Menu:
    """Rows are values and what is shown beside each."""

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str]], *, several: bool = False
    ) -> None:
        width = max(len(value) for value, _ in rows)
        self._rows = [
            (value, harmless(f"{value:<{width}}  {text}".rstrip())) for value, text in rows
        ]
        self._title = harmless(title)
        self._several = several
        self._filter = ""
        self._marked: set[str] = set()
        self._place = 0
        """Of the row that is pointed at, among those shown."""

    def choose(self, stderr: Stream) -> list[str]:
        """The values that are marked, or else the one that is pointed at.

        Raises KeyboardInterrupt where the user leaves.
        """
        typing = Window(BufferControl(Buffer(multiline=False, on_text_changed=self._narrow)))
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
        application.ttimeoutlen = 0.05  # seconds until Escape is no beginning of another key

        def pre_run() -> None:
            """SIGTERM leaves too, and so the terminal as it was."""
            get_running_loop().add_signal_handler(
                signal.SIGTERM, lambda: application.exit(exception=KeyboardInterrupt)
            )

        return application.run(pre_run=pre_run)

    @property
    def _shown(self) -> list[tuple[str, str]]:
        return [row for row in self._rows if self._filter.lower() in row[1].lower()]

    def _pointed(self) -> list[str]:
        return [value for value, _ in self._shown[self._place : self._place + 1]]

    def _taken(self) -> list[str]:
        return [value for value, _ in self._rows if value in self._marked] or self._pointed()

    def _narrow(self, buffer: Buffer) -> None:
        self._filter = buffer.text
        self._place = 0

    def _move(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._shown) - 1))

    def _mark(self, values: Sequence[str]) -> None:
        """Mark them; or, where all of them are marked, none."""
        marked = self._marked.issuperset(values)
        self._marked = self._marked.difference(values) if marked else self._marked.union(values)

    def _lines(self) -> StyleAndTextTuples:
        """The part of the list that the terminal may have room for."""
        room = get_app().output.get_size().rows
        first = max(0, self._place - room)
        lines: StyleAndTextTuples = []
        for place, (value, text) in enumerate(self._shown[first : self._place + room], first):
            pointed = place == self._place
            mark = ("* " if value in self._marked else "  ") if self._several else ""
            lines.extend([("[SetCursorPosition]", "")] if pointed else [])
            lines.append(("bold" if pointed else "", f"{'>' if pointed else ' '} {mark}{text}\n"))
        return lines

    def _status(self) -> str:
        marked = f", {len(self._marked)} marked" if self._several else ""
        marks = "Space marks, Ctrl-A all, " if self._several else ""
        shown = f"{len(self._shown)} of {len(self._rows)} shown"
        return f"{shown}{marked} | {marks}Enter takes, Esc leaves"

    def _keys(self) -> KeyBindings:
        def take(event: KeyPressEvent) -> None:
            if taken := self._taken():
                event.app.exit(result=taken)

        def leave(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        def page(event: KeyPressEvent) -> int:
            return int(event.app.output.get_size().rows) // 2

        actions: dict[str, Callable[[KeyPressEvent], None]] = {
            "up": lambda _: self._move(-1),
            "down": lambda _: self._move(1),
            "pageup": lambda event: self._move(-page(event)),
            "pagedown": lambda event: self._move(page(event)),
            "enter": take,
            "escape": leave,
            "c-c": leave,
            "c-d": leave,
            "<sigint>": leave,
            "c-z": lambda event: event.app.suspend_to_background(),
            "<bracketed-paste>": lambda event: event.current_buffer.insert_text(event.data.strip()),
        }
        if self._several:
            actions["space"] = lambda _: self._mark(self._pointed())
            actions["c-a"] = lambda _: self._mark([value for value, _ in self._shown])
        keys = KeyBindings()
        for key, action in actions.items():
            # Escape is the beginning of other keys' sequences: these end it here.
            keys.add(key, eager=True)(action)
        return keys


def _text(text: str | Callable[[], str]) -> Window:
    return Window(FormattedTextControl(text), wrap_lines=True, dont_extend_height=True)
