"""The verbs that write papers to files: export, and sync, which also brings back what was changed in one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.later import later
from reader.cli.mistakes import OneOf, filled
from reader.cli.output import put, say
from reader.cli.querying import WritingCommand
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.errors import InputError, UsageError
from reader.formats import WRITTEN
from reader.formats.styles import AUDIENCES, STYLES, TEMPLATES
from reader.paper import Paper, ReadingList
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.operations import choosing, exports, roundtrip
else:
    choosing, exports, roundtrip = later("choosing", "exports", "roundtrip")


@click.command("export", cls=WritingCommand)
@click.argument("query", nargs=-1)
@click.option("--list", "list_name", metavar="NAME", help="The papers of this reading list, in its order.")
@click.option("--format", "format_", type=OneOf([known.name for known in WRITTEN]), show_default="markdown")
@click.option("--style", type=OneOf(STYLES), show_default="list", help="How Markdown looks.")
@click.option("--template", metavar="FILE", callback=filled, help="Your own Jinja2 template in place of a style.")
@click.option("--show-template", type=OneOf(TEMPLATES), help="Print a style as a template, to change it.")
@click.option(
    "--for", "audience", type=OneOf(AUDIENCES), help="Others get no status, star or note. A file stays for whom it was."
)
@click.option("--group", type=OneOf(["section", "tag", "status", "year"]), help="Headings by this.")
@click.option("--title", help="The document's heading, instead of the list's name.")
@click.option("--authors", metavar="N|all", callback=filled, help="So many authors of each paper; 3 if not said.")
@click.option("--abstracts", is_flag=True, help="With abstracts.")
@click.option("--front-matter", is_flag=True, help="Begin Markdown with YAML properties.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, as spreadsheets want it.")
@click.option("-o", "--output", "path", metavar="PATH", callback=filled, help="Write here, not to standard output.")
@click.option("--force", is_flag=True, help="Overwrite a file that this library did not write last or did not read.")
@click.pass_obj
def export_(
    session: Session,
    query: Sequence[str],
    list_name: str | None,
    format_: str | None,
    style: str | None,
    template: str | None,
    show_template: str | None,
    audience: str | None,
    group: str | None,
    title: str | None,
    authors: str | None,
    abstracts: bool,
    front_matter: bool,
    bom: bool,
    path: str | None,
    force: bool,
) -> None:
    """Export a reading list, or all that match QUERY, or the whole library.

    Markdown and Obsidian files can be edited and imported again; writing to such a file replaces only Reader's part.
    """
    if show_template is not None:
        if any(value for name, value in click.get_current_context().params.items() if name != "show_template"):
            raise UsageError("--show-template prints a template and exports nothing: it goes alone.")
        from reader.formats import markdown  # noqa: PLC0415  it knows the library, which help does without

        put(markdown.show_template(show_template))
        return
    if template == "-":
        raise UsageError("--template names no file: '-' is none.")
    given = {
        "format": format_, "style": style, "template": template, "group": group, "title": title,
        "abstracts": abstracts, "front_matter": front_matter, "audience": audience,
        "authors": authors, "bom": bom, "force": force,
    }  # fmt: skip
    wish = exports.wished(given, path, options=True)
    if list_name is not None and query:
        raise UsageError("Give a QUERY or --list NAME, one of the two.")
    lst = session.library.reading_list(list_name) if list_name is not None else None
    if lst is not None and (why := choosing.doubted_list(session.library, lst)):
        raise UsageError(why)
    papers = _wanted(session, lst, query)
    written = exports.export(session.library, session.folder, wish, papers, lst=lst, path=Path(path) if path else None)
    if path is not None:
        say(written.say)
    elif written.text:
        put(written.text)


def _wanted(session: Session, lst: ReadingList | None, query: Sequence[str]) -> list[Paper]:
    """The papers of a list, or all that match a query, or all."""
    if lst is not None:
        return session.finder.of_list(lst, say)
    return session.finder.matching(" ".join(query), say) if query else list(session.library.papers.values())


@click.command(cls=Taught)
@click.argument("path", metavar="FILE|FOLDER", callback=filled)
@click.option("--dry-run", is_flag=True, help="Say what would move which way; change nothing.")
@click.option("--accept-removals", is_flag=True, help="Take a file that lacks very much as it is.")
@click.option("--force", is_flag=True, help="Write a file that another library wrote last or that holds unread words.")
@click.pass_obj
def sync(session: Session, path: str, dry_run: bool, accept_removals: bool, force: bool) -> None:
    """Bring an exported Markdown file (or Obsidian folder) and the library to the same state, both directions once."""
    target = Path(path)
    if not target.exists():
        raise InputError(f"There is no '{for_terminal(path)}': `reader export -o` writes it first.")
    moved = roundtrip.sync(
        session.library, session.folder, target, session.finder, dry_run=dry_run, accept=accept_removals, force=force
    )
    for line in moved.lines:
        put(line)
    for sentence in moved.notes:
        say(sentence)
    if not moved.lines:
        say(moved.nothing)


CLICK_COMMANDS = [export_, sync]
