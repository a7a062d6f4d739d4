"""Only what differs from what stands on the terminal is written, and then the same stands there as if all were."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from reader.paper import Paper
from reader.tui.drawing.on_terminal import OnTerminal
from tests.support.laws import often
from tests.support.memory import library
from tests.support.screen import opened, until

WIDTH, HEIGHT = 24, 4
CONSOLE = Console(force_terminal=True, color_system="truecolor", width=WIDTH)
STYLES = (Style.parse("#ff0000 on #000000"), Style.parse("bold #00ff00 on #000000"), Style.parse("#0000ff on #202020"))
LETTERS = "ab abc│…★"
STRANGE = (*LETTERS, "漢", "e\u0301", "🇩🇪", "❤\ufe0f", "👍🏽")
"""Some that take two cells or none, and some of which this terminal counts other cells than Textual does."""


class Screen:
    """A terminal, and how much was written to it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self.stream = pyte.Stream(self.screen)
        self.bytes = 0
        self.text = ""

    def write(self, update: object) -> None:
        """Write an update."""
        assert isinstance(update, CompositorUpdate)
        text = update.render_segments(CONSOLE)
        self.bytes, self.text = self.bytes + len(text), text
        self.stream.feed(text.replace("\n", "\r\n") if isinstance(update, LayoutUpdate) else text)

    @property
    def cells(self) -> list[list[object]]:
        """What stands there, with its colours."""
        return [[self.screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


def strip(random: Random, cells: int, letters: Sequence[str] = LETTERS) -> Strip:
    """So many cells of something."""
    made, segments = 0, []
    while made < cells:
        text = "".join(random.choice(letters) for _ in range(random.randint(1, 4)))
        segments.append(Segment(text, random.choice(STYLES)))
        made = Strip(segments).cell_length
    return Strip(segments).adjust_cell_length(cells, STYLES[0])


def cuts(random: Random) -> list[int]:
    """Where the pieces of a line begin, and its end."""
    return [0, *sorted(random.sample(range(1, WIDTH), random.randint(0, 3))), WIDTH]


def layout(lines: list[list[Strip]]) -> LayoutUpdate:
    """A whole screen."""
    return LayoutUpdate([[Strip([]), *line] for line in lines], Region(0, 0, WIDTH, HEIGHT))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(often(8, 200)))
def test_the_same_stands_there_as_if_all_were_written(seed: int) -> None:
    """Frames of pieces that begin anywhere, parts of them, the same ones again, and what takes many cells or none."""
    random, written, whole, part = Random(seed), OnTerminal(), Screen(), Screen()
    edges = [cuts(random) for _ in range(HEIGHT)]
    lines = [[strip(random, b - a) for a, b in pairwise(edge)] for edge in edges]
    for _ in range(30):
        if random.random() < 0.4:
            y = random.randrange(HEIGHT)
            edges[y] = cuts(random)
            lines[y] = [strip(random, b - a) for a, b in pairwise(edges[y])]
        y = random.randrange(HEIGHT)
        at = random.randrange(len(lines[y]))
        segments = list(lines[y][at])
        if random.random() < 0.7:
            segments[random.randrange(len(segments))] = Segment(random.choice("xyz…"), random.choice(STYLES))
        lines[y][at] = Strip(segments).adjust_cell_length(lines[y][at].cell_length, STYLES[0])
        update: LayoutUpdate | ChopsUpdate = layout(lines)
        if random.random() < 0.6:
            ends = [sorted(random.sample(range(WIDTH + 1), 2)) for _ in range(HEIGHT)]
            spans = [(line, first, last) for line, (first, last) in enumerate(ends)]
            short = [[one.crop(0, one.cell_length - (random.random() < 0.1)) for one in made] for made in lines]
            chops = [dict(zip(edge, made, strict=False)) for edge, made in zip(edges, short, strict=True)]
            update = ChopsUpdate(chops, spans, [edge[1:] for edge in edges])
        whole.write(update)
        part.write(written.changes(update))
        assert part.cells == whole.cells
    assert part.bytes < whole.bytes


def test_a_word_that_changed_is_written_alone_and_nothing_that_did_not() -> None:
    written, screen = OnTerminal(), Screen()
    words = [Segment(text, style) for text, style in zip(("one ", "two ", "three"), STYLES, strict=True)]
    line = Strip(words).adjust_cell_length(WIDTH, STYLES[2])
    screen.write(written.changes(layout([[line]] * HEIGHT)))
    screen.bytes = 0
    screen.write(written.changes(layout([[line]] * HEIGHT)))
    assert screen.bytes == 0
    words[1] = Segment("TWO ", STYLES[1])
    other = Strip(words).adjust_cell_length(WIDTH, STYLES[2])
    update = written.changes(layout([[line], [other], [line], [line]]))
    assert isinstance(update, CompositorUpdate)
    text = update.render_segments(CONSOLE)
    assert text.startswith("\x1b[2;5H")
    assert ("TWO" in text, "one" in text, "three" in text) == (True, False, False)
    assert update.render_segments(CONSOLE) == ""


def test_what_stands_beside_a_dialog_is_not_written_when_it_closes() -> None:
    written, screen = OnTerminal(), Screen()
    line = Strip([Segment(text, style) for text, style in zip(("left ", "middle ", "right"), STYLES, strict=True)])
    below = layout([[line.adjust_cell_length(WIDTH, STYLES[2])]] * HEIGHT)
    screen.write(written.changes(below))
    dialog = {0: None, 5: Strip([Segment("dialog ", STYLES[1])]), 12: None}
    screen.write(written.changes(ChopsUpdate([dialog] * HEIGHT, [(1, 0, WIDTH)], [[5, 12, WIDTH]] * HEIGHT)))
    assert screen.screen.display[1].rstrip() == "left dialog right"
    update = written.changes(below)
    assert isinstance(update, CompositorUpdate)
    text = update.render_segments(CONSOLE)
    assert text.startswith("\x1b[2;6H")
    assert ("middle" in text, "left" in text, "right" in text) == (True, False, False)


def test_what_is_drawn_and_not_written_is_still_to_be_written() -> None:
    """Textual asks for frames that it then leaves out."""
    written, screen = OnTerminal(), Screen()
    written.changes(layout([[Strip.blank(WIDTH, STYLES[0])]] * HEIGHT))
    screen.write(written.changes(layout([[Strip.blank(WIDTH, STYLES[0])]] * HEIGHT)))
    assert screen.bytes > HEIGHT * WIDTH


def test_all_is_written_where_something_else_may_stand() -> None:
    written, screen = OnTerminal(), Screen()
    frame = layout([[Strip.blank(WIDTH, STYLES[0])]] * HEIGHT)
    screen.write(written.changes(frame))
    ways: tuple[Callable[[], object], ...] = (written.forget, lambda: written.changes("words of Rich"))
    for forget in ways:
        screen.bytes = 0
        screen.write(written.changes(frame))
        assert screen.bytes == 0
        forget()
        screen.write(written.changes(frame))
        assert screen.bytes > HEIGHT * WIDTH
    assert written.changes(None) is None


@pytest.mark.long
@pytest.mark.parametrize("seed", range(often(4, 200)))
def test_where_a_terminal_counts_other_cells_nothing_stays_of_what_stood_there(seed: int) -> None:
    """Dialogs and notices come and go over lines with such characters."""
    random, written, screen = Random(seed), OnTerminal(), Screen()
    edges = [cuts(random) for _ in range(HEIGHT)]
    lines = [[strip(random, b - a, STRANGE) for a, b in pairwise(edge)] for edge in edges]
    screen.write(written.changes(layout(lines)))
    for _ in range(30):
        y = random.randrange(HEIGHT)
        if random.random() < 0.5:
            edges[y] = cuts(random)
            letters = random.choice((STRANGE, LETTERS))
            lines[y] = [strip(random, b - a, letters) for a, b in pairwise(edges[y])]
            update: LayoutUpdate | ChopsUpdate = layout(lines)
        else:
            at = random.randrange(len(lines[y]))
            lines[y][at] = strip(random, lines[y][at].cell_length, STRANGE)
            chops = [dict(zip(edge, made, strict=False)) for edge, made in zip(edges, lines, strict=True)]
            update = ChopsUpdate(chops, [(y, edges[y][at], edges[y][at + 1])], [edge[1:] for edge in edges])
        screen.write(written.changes(update))
        anew = Screen()
        anew.write(OnTerminal().changes(layout(lines)))
        assert screen.cells == anew.cells


def test_a_line_in_which_a_terminal_may_count_other_cells_is_written_whole_where_it_changes() -> None:
    """Its wide characters may have run over what is right of them; once all of it is plain it is like any other."""
    written, screen = OnTerminal(), Screen()
    plain, rest = Strip.blank(WIDTH - 8, STYLES[0]), Strip([Segment("a preview".rjust(WIDTH - 16), STYLES[1])])
    flag, end = Segment("e\u0301🇩🇪", STYLES[0]), Segment("a", STYLES[1])
    wide = Strip([flag, end]).adjust_cell_length(8, STYLES[0])
    plain_end = Strip([Segment("x" * flag.cell_length, STYLES[0]), end]).adjust_cell_length(8, STYLES[0])
    narrow, other = Strip.blank(8, STYLES[0]), Strip([Segment("other".ljust(8), STYLES[0])])

    def bytes_of(first: Strip, *more: Strip) -> int:
        screen.bytes = 0
        made = [[narrow, plain]] * (HEIGHT - 1)
        screen.write(written.changes(layout([[first, *more], *made])))
        return screen.bytes

    bytes_of(wide, rest, narrow)
    assert flag.text in screen.text, "an accent stays with its letter"
    assert screen.screen.buffer[0][flag.cell_length].data == "a", "it stands where Textual has it"
    assert bytes_of(wide, rest, narrow) == 0
    assert bytes_of(wide, rest, other) > 2 * WIDTH
    assert bytes_of(plain_end, rest, other) > WIDTH
    assert screen.screen.display[0].startswith(plain_end.text)
    bytes_of(narrow, rest, other)
    assert "a preview" in screen.screen.display[0]
    assert bytes_of(narrow, rest, other) == 0
    assert bytes_of(narrow, rest, narrow) < 2 * WIDTH


def test_nothing_is_written_right_of_a_window_that_became_narrower() -> None:
    """A terminal would put it over the last cell."""
    written, narrow, text = OnTerminal(), WIDTH // 2, ""
    strange = Strip([Segment("漢", STYLES[0])])
    for width in (WIDTH, narrow):
        line = [strange.adjust_cell_length(narrow, STYLES[width % 2]), Strip.blank(width - narrow, STYLES[0])]
        update = written.changes(LayoutUpdate([line] * HEIGHT, Region(0, 0, width, HEIGHT)))
        assert isinstance(update, CompositorUpdate)
        text = update.render_segments(CONSOLE)
    assert text.startswith("\x1b[1;1H")
    assert max(int(column) for column in re.findall(r"\x1b\[\d+;(\d+)H", text)) <= narrow


async def test_a_window_of_another_size_or_that_comes_to_the_front_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[bool] = []
    monkeypatch.setattr(OnTerminal, "forget", lambda self: forgotten.append(True))
    async with opened(library(Paper("a", "Outlier suppression")), tmp_path) as (app, pilot):
        for event in (events.Resize(app.size, app.size), events.AppFocus()):
            forgotten.clear()
            app.post_message(event)
            await pilot.pause()
            await pilot.pause()
            assert len(forgotten) == 1
        forgotten.clear()
        app.post_message(events.Resize(Size(90, 30), Size(90, 30)))
        await until(pilot, lambda: len(forgotten) > 1)
        forgotten.clear()
        app.app_resume_signal.publish(app)
        await pilot.pause()
        assert forgotten
