"""The parts of the README that are made from the program: keys, commands, the store's files, screens.

`python -m tests.support.readme` writes them into README.md, the manual pages into `reader/man`, and the table by which
shells complete calls; tests say when they are out of date.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import click

from reader import store
from reader.cli.batch_keys import OPERATIONS
from reader.cli.main import reader
from reader.cli.mistakes import commands_under
from reader.cli.teaching import first_sentence
from reader.commands.bindings import key_table
from reader.formats import FORMATS
from reader.formats.markdown import FILTERS_TOLD, VALUES
from reader.formats.markdown.languages import LANGUAGES, filters_of
from reader.formats.markdown.render import FILTERS_OF_MARKDOWN
from reader.io.read import read
from reader.library.library import Library
from reader.operations import annotate, imports, reading_lists
from reader.operations.reading_figures import ReadingRecord, figures
from reader.paper import Status
from reader.query.fields import full_rows
from reader.tui.drawing.reading_page import BLOCK_SIGNS, plain_page
from tests.support.calls import CALLS, made
from tests.support.manual import write_pages
from tests.support.memory import library
from tests.support.reading import NOW, half_year
from tests.support.screen import opened, text, type_in, work_out
from tests.support.sides import kinds, limits, sides

README = Path(__file__).parent.parent.parent / "README.md"
FIXTURES = README.parent / "fixtures"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def commands() -> str:
    """What the command line takes: usage and first sentence of every command."""
    rows = ["| command | does |", "|---|---|"]
    for path, command in commands_under(reader, click.Context(reader)):
        name = " ".join(path)
        context = click.Context(command, info_name=name)
        usage = " ".join(command.collect_usage_pieces(context)[1:])
        first = first_sentence(command.help or "").removesuffix(".")
        rows.append(f"| `{_cell(f'reader {name} {usage}'.strip())}` | {_cell(first)} |")
    return "\n".join(rows)


def ops() -> str:
    """What a batch can be asked for, each with its keys."""
    rows = ["| op, action | does | keys |", "|---|---|---|"]
    for name, operation in OPERATIONS.items():
        keys = " ".join(f"`{key}`" for key in operation.keys)
        rows.append(f"| `{name}` | {_cell(operation.about.rstrip('.'))} | {keys} |")
    return "\n".join(rows)


def language() -> str:
    """What a query may hold."""
    rows = ["| query | finds |", "|---|---|"]
    for typed, finds in full_rows():
        rows.append(f"| {' '.join(f'`{one}`' for one in typed)} | {finds} |")
    return "\n".join(rows)


def templates() -> str:
    """What a template of the user's own is given."""
    known = {"Markdown": dict(FILTERS_OF_MARKDOWN), **{name: dict(filters_of(name)) for name in LANGUAGES}}
    rows = ["| name | what it is |", "|---|---|"]
    rows += [f"| `{name}` | {_cell(about)} |" for name, about in VALUES.items()]
    rows += ["", "| filter | what it gives | in |", "|---|---|---|"]
    for name, about in FILTERS_TOLD.items():
        held = [language for language, filters in known.items() if name in filters]
        rows.append(f"| `{name}` | {_cell(about)} | {'all' if len(held) == len(known) else ', '.join(held)} |")
    return "\n".join(rows)


def formats() -> str:
    """What comes in and what goes out."""
    rows = ["| in | out | format | what it is |", "|---|---|---|---|"]
    for known in FORMATS.values():
        styles = f" ({', '.join(f'`{style}`' for style in known.styles)})" if known.styles else ""
        into = "✓" if known.reads or known.syncs else ""
        rows.append(f"| {into} | {'✓' if known.writes else ''} | `{known.name}` | {known.about}{styles} |")
    return "\n".join(rows)


def files() -> str:
    """The store's own description of its files."""
    described = inspect.cleandoc(store.__doc__ or "").partition("\n\n")[2].partition("\nExample\n")[0].strip()
    return f"```text\n{described}\n```"


def shelf() -> Library:
    """The pages in `fixtures/`, with a few words of a reader's own."""
    found = library()
    pages = [next(iter(read(FIXTURES / name))) for name in ("page-compact.txt", "page-spaced.txt", "day.json")]
    imports.import_sources(found, pages)
    papers = {paper.title.partition(":")[0]: paper for paper in found.papers.values()}
    chosen = [papers[title] for title in ("FlashAttention", "GPTQ", "LoRA")]
    annotate.tag_papers(found, chosen, ["efficiency", "thesis/chapter 2"])
    annotate.tag_papers(found, [papers["KurTail "], chosen[1]], ["quantization"])
    annotate.star_papers(found, chosen[:1], True)
    annotate.mark_papers(found, chosen[1:2], Status.READING)
    annotate.mark_papers(found, chosen[2:], Status.READ)
    annotate.set_note(found, found.papers[chosen[0].id], "**Tiling** is the point: see figure 1, and ask Zoë.")
    reading_lists.add_to_list(found, "Edge models", [found.papers[paper.id] for paper in chosen])
    reading_lists.keep_search(found, "Small and new", "quantization year:2022..")
    return found


@functools.cache
def screens() -> dict[str, str]:
    """Four screens of the interface as text."""

    async def drawn() -> dict[str, str]:
        found = {}
        with tempfile.TemporaryDirectory() as state:
            async with opened(shelf(), Path(state) / "main", (112, 26)) as (app, pilot):
                await pilot.press("slash")
                await type_in(pilot, "flashatention")
                await pilot.press("enter", "escape", "escape")
                found["main"] = text(app)
            async with opened(shelf(), Path(state) / "first", (100, 12)) as (app, pilot):
                await pilot.press("down", "down", "s")
                found["first"] = text(app)
            async with opened(shelf(), Path(state) / "search", (80, 16)) as (app, pilot):
                await pilot.press("slash")
                await type_in(pilot, "quantizaton large langage is:unread")
                await pilot.press("down")
                found["search"] = text(app)
            async with opened(shelf(), Path(state) / "triage", (80, 20)) as (app, pilot):
                app._ranker.stop()
                await work_out(app)
                await pilot.press("T")
                await pilot.pause()
                found["triage"] = text(app)
        return found

    return {name: f"```text\n{screen}\n```" for name, screen in asyncio.run(drawn()).items()}


def figures_page() -> str:
    """Half a year of reading, as it is printed."""
    diary = half_year()
    found = figures(ReadingRecord(diary.library, NOW), zone=UTC, goal=1)
    return f"```text\n{plain_page(found, diary.library.papers, 80, BLOCK_SIGNS)}\n```"


PARTS: dict[str, Callable[[], str]] = {
    "keys": lambda: key_table().strip(),
    "commands": commands,
    "ops": ops,
    "query": language,
    "figures": figures_page,
    "formats": formats,
    "templates": templates,
    "store": files,
    "sides": sides,
    "kinds": kinds,
    "limits": limits,
    "screen-first": lambda: screens()["first"],
    "screen-main": lambda: screens()["main"],
    "screen-search": lambda: screens()["search"],
    "screen-triage": lambda: screens()["triage"],
}


def filled(text: str) -> str:
    """The README with its made parts made anew."""
    for name, make in PARTS.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n{make()}\n\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    CALLS.write_text(made(), encoding="utf-8")
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
    write_pages()
