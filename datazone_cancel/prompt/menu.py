"""A list on a terminal from which the user chooses, with a filter and marks."""

import signal
from asyncio import get_running_loop
from collections.abc import Callable, Sequence
from textwrap import fill

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
from prompt_toolkit.mouse_events import MouseEvent, MouseEventType
from prompt_toolkit.output import create_output

from datazone_cancel.output.text import shorten_middle
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

_SHORTEST_CUT = 8
"""Characters. A column that would have to be cut to fewer is not shown."""

Row = tuple[str, ...]


class Menu:
    """A table whose first column has the values to choose from.

    On a narrow terminal, the last columns are not shown, and the last one shown may be cut.
    """

    def __init__(
        self,
        title: str,
        headings: Row,
        rows: Sequence[Row],
        *,
        multiple: bool = False,
    ) -> None:
        self._values = [row[0] for row in rows]
        self._cells = [tuple(map(escape_control_characters, row)) for row in rows]
        self._texts = [" ".join(cells).lower() for cells in self._cells]
        self._headings = headings
        columns = zip(headings, *self._cells, strict=True)
        self._widths = [max(map(len, column)) for column in columns]
        self._title = escape_control_characters(title)
        self._multiple = multiple
        self._shown: Sequence[int] = range(len(rows))
        """The indexes of the rows that match the filter."""
        self._marked: set[int] = set()
        self._position = 0
        """The position of the current row among those shown."""

    def choose(self, stderr: Stream) -> list[str]:
        """The values that the user chooses: the marked ones, or the current one if none is marked.

        Raises KeyboardInterrupt if the user leaves.
        """
        typing = Window(BufferControl(Buffer(multiline=False, on_text_changed=self._apply_filter)))
        label = "Filter: "
        self._table = Window(FormattedTextControl(self._lines), dont_extend_height=True)
        lines = [
            _text(lambda: self._title),
            VSplit([Window(FormattedTextControl(label), width=len(label)), typing], height=1),
            Window(FormattedTextControl(self._heading), height=1),
            self._table,
            _text(self._counts),
            _text(self._help),
            Window(),
        ]
        application: Application[list[str]] = Application(
            layout=Layout(HSplit(lines), focused_element=typing),
            key_bindings=self._keys(),
            # Otherwise, prompt_toolkit asks the terminal for the position of the cursor; the answer
            # may be slow or missing, and then ends up in the input of the shell.
            full_screen=True,
            mouse_support=True,
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

    def _current(self) -> Sequence[int]:
        return self._shown[self._position : self._position + 1]

    def _selection(self) -> list[str]:
        return [self._values[index] for index in sorted(self._marked) or self._current()]

    def _apply_filter(self, buffer: Buffer) -> None:
        words = buffer.text.lower().split()
        self._shown = [
            index for index, text in enumerate(self._texts) if all(word in text for word in words)
        ]
        self._position = 0

    def _move(self, by: int) -> None:
        self._position = max(0, min(self._position + by, len(self._shown) - 1))

    def _mark(self, indexes: Sequence[int]) -> None:
        """Mark the rows; if all of them are marked, unmark them."""
        marked = self._marked.issuperset(indexes)
        self._marked = self._marked.difference(indexes) if marked else self._marked.union(indexes)

    def _fitting_widths(self) -> list[int]:
        """The widths of the columns that are shown."""
        room = get_app().output.get_size().columns - len(self._gutter())
        fitting: list[int] = []
        for width in self._widths:
            fitting.append(min(width, room))
            room -= width + 1
            if room < _SHORTEST_CUT:
                break
        return fitting

    def _heading(self) -> StyleAndTextTuples:
        row = _fit(self._headings, self._fitting_widths())
        return [("", self._gutter()), ("underline", row)]

    def _lines(self) -> StyleAndTextTuples:
        """The rows near the current one; only these can be on the screen."""
        height = get_app().output.get_size().rows
        first = max(0, self._position - height)
        widths = self._fitting_widths()
        lines: StyleAndTextTuples = []
        for position, index in enumerate(self._shown[first : self._position + height], first):
            current = position == self._position
            gutter = self._gutter(current=current, marked=index in self._marked)
            lines.extend([("", "\n")] if lines else [])
            lines.extend([("[SetCursorPosition]", "")] if current else [])
            line = f"{gutter}{_fit(self._cells[index], widths).rstrip()}"
            lines.append(("bold" if current else "", line, self._scroll))
        return lines

    def _gutter(self, *, current: bool = False, marked: bool = False) -> str:
        mark = ("*" if marked else " ") if self._multiple else ""
        return f"{'>' if current else ' '}{mark} "

    def _scroll(self, event: MouseEvent) -> None:
        steps = {MouseEventType.SCROLL_UP: -1, MouseEventType.SCROLL_DOWN: 1}
        self._move(steps.get(event.event_type, 0))

    def _page(self) -> int:
        """The number of rows on the screen."""
        info = self._table.render_info
        return info.window_height if info else 1

    def _counts(self) -> str:
        counts = f"{len(self._shown):,} of {len(self._values):,} match"
        if not self._multiple:
            return counts
        hidden = len(self._marked.difference(self._shown))
        if hidden and hidden == len(self._marked):
            return f"{counts}, {hidden} marked, hidden"
        where = f", {hidden} of them hidden" if hidden else ""
        return f"{counts}, {len(self._marked)} marked{where}"

    def _help(self) -> str:
        marks = "Tab marks, Ctrl-A marks all, " if self._multiple else ""
        return f"{marks}Enter accepts, Esc leaves"

    def _keys(self) -> KeyBindings:
        def accept(event: KeyPressEvent) -> None:
            if selection := self._selection():
                event.app.exit(result=selection)

        def leave(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        def paste(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(" ".join(event.data.split()))

        def mark_and_move(by: int) -> None:
            self._mark(self._current())
            self._move(by)

        actions: dict[str, Callable[[KeyPressEvent], None]] = {
            "up": lambda _: self._move(-1),
            "c-p": lambda _: self._move(-1),
            "c-k": lambda _: self._move(-1),
            "down": lambda _: self._move(1),
            "c-n": lambda _: self._move(1),
            "c-j": lambda _: self._move(1),
            "pageup": lambda _: self._move(-self._page()),
            "pagedown": lambda _: self._move(self._page()),
            "home": lambda _: self._move(-len(self._shown)),
            "end": lambda _: self._move(len(self._shown)),
            "enter": accept,
            "escape": leave,
            "c-c": leave,
            "c-d": leave,
            "c-g": leave,
            "c-q": leave,
            "<sigint>": leave,
            "c-z": lambda event: event.app.suspend_to_background(),
            "<bracketed-paste>": paste,
        }
        if self._multiple:
            actions["tab"] = lambda _: mark_and_move(1)
            actions["s-tab"] = lambda _: mark_and_move(-1)
            actions["c-a"] = lambda _: self._mark(self._shown)
        keys = KeyBindings()
        for key, action in actions.items():
            # Escape starts the sequences of other keys; eager bindings do not wait for these.
            keys.add(key, eager=True)(action)
        return keys


def _fit(cells: Row, widths: Sequence[int]) -> str:
    """The cells in columns of these widths; the last cells are left out if there are more."""
    fitting = zip(cells, widths, strict=False)
    return " ".join(f"{shorten_middle(cell, width):<{width}}" for cell, width in fitting)


def _text(text: Callable[[], str]) -> Window:
    """Lines of text, wrapped between words."""

    def wrapped() -> str:
        return fill(text(), get_app().output.get_size().columns, break_on_hyphens=False)

    return Window(FormattedTextControl(wrapped), dont_extend_height=True)
