"""The interface's way in: where from, what would come of it, and then one step."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from threading import Event

from reader.commands.context import CommandContext
from reader.commands.path_completion import complete_path
from reader.commands.questions import AskCorrections, AskImport, ImportSource, Progress
from reader.counting import count
from reader.errors import InputError, Refused, UnknownForm
from reader.formats.parsed import Problem
from reader.io import read as reading
from reader.library.library import Library
from reader.library.merging import Plan
from reader.online.client import ServiceClient
from reader.operations import adding, annotate, imports, looking_up, named_texts
from reader.operations.imports import ImportResult
from reader.operations.looking_up import NamedImport
from reader.operations.named_texts import NamedTexts
from reader.operations.reading_lists import clean_name
from reader.paper import Paper
from reader.paths import expanded

PASTED = "pasted text"


class OwnExport(Refused):
    """What was to be imported is what Reader exported, and nothing else: a sync brings back what was edited in it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{_OURS[0].upper()}{_OURS[1:]}.")
        self.path = path
        """Where it lies; "" for a text that was pasted."""


_OURS = "this is a reading list that Reader wrote; sync brings its edits back"


def import_papers(context: CommandContext) -> Awaitable[None]:
    """Ask for a source, show what it would bring, import it as one step."""
    return _import(context, context.pasted)


async def _import(context: CommandContext, pasted: str) -> None:
    library = context.library
    read = reader_of(library, context.service_client)
    asked = AskImport(
        read, complete_path, partial(turned, library), without=partial(imports.without, library), pasted=pasted
    )
    answer = await context.ask(asked)
    if answer is None:
        return
    if answer.exported:
        from reader.commands.syncing import sync  # noqa: PLC0415  the dialog does not wait for what exports need

        await sync(context, answer.exported)
        return
    if answer.by_hand is not None:
        await add_by_hand(context, answer.by_hand)
        return
    wanted = answer.preview
    tags = annotate.wanted_tags(library, answer.tags)
    list_name = clean_name(answer.list_name) if answer.list_name.strip() else ""

    names = isinstance(wanted, NamedImport)

    def said(plan: Plan) -> str:
        return adding.said_of(plan, imports.wishes_of_known(library, plan, tags, list_name))

    def carry_out(progress: Progress) -> ImportResult:
        def told() -> None:
            progress.report(0, None, count(len(wanted.new), "paper"))

        told()
        return imports.import_sources(
            library,
            wanted.read,
            tags=tags,
            list_name=list_name,
            plan=wanted.plan,
            last_call=told,
            say=said if names else None,
        )

    report = await context.work("Adding" if names else "Importing", carry_out)
    if report is not None:
        context.done(*report.outcomes, quiet=True)
        context.say(f"{'Added' if names else 'Imported'}: {report.summary}.")


async def add_by_hand(context: CommandContext, begun: str = "") -> None:
    """Add a paper of which a person tells the fields; the form begins with what was typed of it elsewhere."""
    blank = Paper("", "")
    answer = await context.ask(AskCorrections(blank, blank, named_texts.fields_of(begun)))
    if answer is not None:
        added = adding.add(context.library, [adding.of_values(answer)])
        is_known = added.counts["new"] == 0
        context.done(*added.outcomes, quiet=is_known)
        if is_known:
            warnings = [sentence for outcome in added.outcomes for sentence in outcome.warnings]
            context.say(" ".join([*warnings, *added.known]) or "It is known already.")
        for id in added.ids:
            context.navigator.go_to(id)


def turned(library: Library, preview: ImportResult, at: int, by: int) -> ImportResult:
    """What adding papers would do with another choice for one of those that were named (see `Lookup.turned`)."""
    return looking_up.preview(library, preview.lookup.turned(at, by)) if isinstance(preview, NamedImport) else preview


def is_named(text: str) -> bool:
    """Whether what was typed names papers: an id, a DOI, the address of a paper or a title, and no file that is there,
    nothing that is written as a path, and no other address, whose page is read."""
    path = text.strip()
    if not path or os.path.lexists(_expanded(path)):
        return False
    if path.lower().startswith(("http:", "https:")):
        return named_texts.is_address_of_paper(path) or " " in path
    return not named_texts.looks_like_path(path)


def reader_of(
    library: Library, service_client: Callable[[Callable[[str], None], Event], ServiceClient]
) -> Callable[[ImportSource, Progress], ImportResult]:
    """A function that reads a source and says what importing it into `library` would do; papers that are only named in
    it are asked for."""

    def look_up(named: NamedTexts, progress: Progress) -> NamedImport:
        if not named.papers:
            raise InputError(" ".join(named.refused))
        at = (0, len(named.papers))

        def told(done: int, total: int) -> None:
            nonlocal at
            at = (done, total)
            progress.report(done, total)

        client = service_client(lambda what: progress.report(*at, what), progress.given_up)
        lookup = looking_up.look_up(library, named.papers, client, progress=told)
        return looking_up.preview(library, replace(lookup, refused=(*named.refused, *lookup.refused), left=named.told))

    def read(source: ImportSource, progress: Progress) -> ImportResult:
        def told(done: int, total: int) -> None:
            progress.report(done, total or None)

        path = source.path.strip()
        if source.text:
            found = [reading.read_text(source.text, PASTED)]
            error = found[0].error
            if found[0].format == "ids" or error is not None:
                named = named_texts.sorted_out([source.text])
                if named.papers or error is None or isinstance(error, UnknownForm):
                    return look_up(named, progress)
        elif is_named(path):
            return look_up(named_texts.sorted_out([path]), progress)
        elif path:
            found = list(reading.read(_expanded(path), progress=told))
        else:
            raise InputError("Name a file, a folder or an address, a paper by its id or title, or paste a page.")
        ours = [one for one in found if one.format == "markdown" and one.error is None]
        beside = [one.beside for one in ours if one.beside is not None]
        errors = [one.error for one in found if one.error is not None]
        if ours and len(found) == len(ours) and not beside:
            raise OwnExport(path if os.path.lexists(_expanded(path)) else "")
        if errors and len(errors) == len(found):
            raise errors[0]
        progress.report(0, None, "comparing")
        preview = imports.preview(library, [*(one for one in found if one not in ours), *beside])
        left = tuple(imports.SourceResult(one.name, one.format, problems=(Problem(0, _OURS),)) for one in ours)
        return replace(preview, sources=(*left, *preview.sources))

    return read


def _expanded(path: str) -> str:
    """A path with the user's home for "~"; an address stays as it is."""
    return str(expanded(path)) if path.startswith("~") else path
