"""The verb that adds single papers: add."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.importing import ProgressLine, tell_sources
from reader.cli.later import later
from reader.cli.mistakes import filled_texts
from reader.cli.output import put_json, say
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.errors import InputError, UsageError
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.operations import adding, annotate, named_texts, reading_lists
else:
    adding, annotate, named_texts, reading_lists = later("adding", "annotate", "named_texts", "reading_lists")


@click.command(cls=Taught)
@click.argument("texts", nargs=-1, metavar="[TEXT]...", callback=filled_texts)
@click.option("--offline", is_flag=True, help="Ask nobody: note what is known; `reader complete` goes on later.")
@click.option("--title", metavar="T", help="Tell a paper by hand.")
@click.option("--author", "authors", multiple=True, metavar="A", help="One of its authors (may be repeated).")
@click.option("--year", metavar="Y", help="Its year, month or day: 2024, 2024-05.")
@click.option("--venue", metavar="V", help="The journal or conference.")
@click.option("--doi", metavar="D", help="Its DOI.")
@click.option("--url", metavar="U", help="Its address.")
@click.option("--abstract", metavar="TEXT", help="Its abstract.")
@click.option("--tag", "-t", "tags", multiple=True, metavar="T", help="Tag every paper that is added.")
@click.option("--list", "list_name", metavar="NAME", help="Put every paper on this reading list.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Counts, problems and the ids of the papers as JSON.")
@click.pass_obj
def add(
    session: Session,
    texts: Sequence[str],
    offline: bool,
    title: str | None,
    authors: Sequence[str],
    year: str | None,
    venue: str | None,
    doi: str | None,
    url: str | None,
    abstract: str | None,
    tags: Sequence[str],
    list_name: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add papers: each TEXT is an arXiv id, a DOI, an address or a title; - reads them from standard input, one a line.
    A record or a page is no such text: `reader import` reads it.

    What arXiv and doi.org know of ids and DOIs is asked for, and titles are looked for: where there is just one paper
    of a title it is taken, and that is said; of several it is said which there are. Where nobody can be reached the
    paper is noted with what is known. With --title it is told by hand.
    """
    fields = {"title": title, "date": year, "venue": venue, "doi": doi, "url": url, "abstract": abstract}
    given = {word: value for word, value in fields.items() if value is not None}
    by_hand = bool(given or authors)
    if bool(texts) == by_hand:
        raise UsageError("Name papers by id, DOI, address or title, or tell one by hand with --title, one of the two.")
    annotate.must_be_tags(tags)
    name = "" if list_name is None else reading_lists.clean_name(list_name)
    if by_hand:
        named = named_texts.NamedTexts((adding.told(given, authors),))
    else:
        each = [*filter(str.strip, ((sys.stdin.read() if sys.stdin else "") if one == "-" else one for one in texts))]
        if not each:
            raise UsageError("There is no paper to add on standard input.")
        named = named_texts.sorted_out(each, session.library.papers)
        if not named.papers:
            for sentence in named.refused[:-1]:
                say(f"reader: {for_terminal(sentence)}")
            raise InputError(named.refused[-1])
    wanted = annotate.wanted_tags(session.library, tags)
    progress = ProgressLine()
    client = None if offline or by_hand else session.service_client(progress.tell)
    try:
        came = adding.add(session.library, named.papers, client, tags=wanted, list_name=name, dry_run=dry_run)
    finally:
        progress.end()
    found = adding.with_texts(came, named)
    if as_json:
        put_json(found.to_json())
    else:
        _tell(session, found, wishes=bool(wanted or name), dry_run=dry_run)
    if found.failed:
        raise click.exceptions.Exit(1)


def _tell(session: Session, found: adding.Added, *, wishes: bool, dry_run: bool) -> None:
    tell_sources(found.result, dry_run, session.key("duplicates"))
    for sentence in (*found.refused, *found.unasked, *found.missing):
        say(f"reader: {for_terminal(sentence)}")
    for sentence in (*found.told, *found.known):
        say(for_terminal(sentence))
    if found.is_unsure:
        say("Where one of them is the paper: `reader edit PAPER --set arxiv=ID` (or doi=DOI), then `reader complete`.")
    if found.unasked:
        say("What could not be asked for is noted with what is known; `reader complete` goes on.")
    session.put_papers(list(session.library.held(found.ids)))
    for outcome in found.outcomes:
        if wishes and outcome.step is not None:
            say(f"{'Without --dry-run: ' if dry_run else ''}{outcome.say}.")
    told = [f"{many} {what}" for what, many in found.counts.items() if many or what == "new"]
    say(f"{'Would add' if dry_run else 'Added'}: {', '.join(told)}.")


CLICK_COMMANDS = [add]
