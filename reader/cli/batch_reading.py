"""The operations of a batch that change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.cli.batch_keys import LINK_KEYS
from reader.cli.batch_request import Answer, Answerer, AskedLibrary, Request, cut, reach, shape_of, span, texts
from reader.cli.papers import found_json
from reader.cli.shaping import Record
from reader.errors import UsageError
from reader.library.note_versions import unseen_json
from reader.operations import backups, duplicates, exports, recommend, undo
from reader.operations.choosing import doubted_list
from reader.operations.links import address_of
from reader.operations.reading_figures import figures_by, figures_json
from reader.operations.reading_lists import about_json, entry_json, progress
from reader.operations.tag_suggestions import OFFERED, TagSuggestion, likely_tags, suggested_tags, tag_json
from reader.operations.week_digest import digest_of
from reader.paper import Paper, ReadingList
from reader.relevance import Suggestion


def _help(asked: AskedLibrary, request: Request) -> Answer:
    from reader.cli.batch_schemas import described, in_brief  # noqa: PLC0415  few requests ask for it

    if request.get("ops") == []:
        raise UsageError("'ops' names no operation: it is empty.")
    return (in_brief if request.get("brief") else described)(texts(request, "ops"))


def _search(asked: AskedLibrary, request: Request) -> Answer:
    query = asked.understood(request.get("query", ""))
    result = asked.finder.find(query, sort=request.get("sort"), nearest=True)
    asked.notes[:0] = [result.unknown] if result.unknown else []
    index = asked.finder.index(query)
    shown = replace(result, hits=result.hits[span(request)])
    shape = shape_of(request)
    rows = found_json(asked.library, index, query, shown, shape)
    # Whoever names the papers that it was given must know which do not have the words, whichever fields it wants.
    papers = [{**shape.picked(row), **({"nearest": True} if "nearest" in row else {})} for row in rows]
    return {"papers": papers, "total": len(result.hits), **({"nearest": True} if result.only_nearest else {})}


def _show(asked: AskedLibrary, request: Request) -> Answer:
    def shown(id: str) -> Record:
        row = {**asked.json(asked.library.papers[id]), **unseen_json(asked.library.state.unseen(id))}
        return shape_of(request).picked(row)

    ids = [paper.id for paper in asked.papers(request)]
    if "paper" in request:
        return {"paper": shown(ids[0])}
    return {"papers": [shown(id) for id in cut(request, ids)], "total": len(ids)}


def _link(asked: AskedLibrary, request: Request) -> Answer:
    kind = next((kind for kind in LINK_KEYS if request.get(kind)), "page")
    return {"address": address_of(asked.library.resolve(request["paper"]), kind)}


def _related(asked: AskedLibrary, request: Request) -> Answer:
    ids = [paper.id for paper in asked.papers(request)]
    found = recommend.related_to(asked.library, asked.finder.relevance, ids, explained=reach(request, recommend.NEAR))
    return {"papers": _suggested(asked, request, cut(request, found, recommend.NEAR)), "total": len(found)}


def _suggested(asked: AskedLibrary, request: Request, found: Sequence[Suggestion]) -> list[Record]:
    shape = shape_of(request)
    whole = asked.library.papers if shape else {}
    return [
        shape.picked({**(asked.json(whole[one.id]) if whole else {}), **recommend.suggestion_json(asked.library, one)})
        for one in found
    ]


def _recommend(asked: AskedLibrary, request: Request) -> Answer:
    library, text = asked.library, request.get("query", "")
    papers = asked.finder.papers(asked.understood(text)) if text.strip() else list(library.papers.values())
    found = recommend.what_next(
        library, asked.finder.relevance, papers, limit=reach(request), explore=request.get("explore", False)
    )
    message = recommend.none_waits(len(papers)) if papers and not found.waiting else found.message
    return {
        "papers": _suggested(asked, request, cut(request, found.suggestions)),
        "total": found.waiting,
        "enough": found.enough,
        **({"message": message} if message else {}),
    }


def _next(asked: AskedLibrary, request: Request) -> Answer:
    name = request.get("name")

    def on_list(lst: ReadingList) -> Sequence[Paper]:
        return asked.finder.of_list(lst, asked.notes.append)

    found, message = recommend.next_asked(
        asked.library,
        name,
        on_list,
        lambda: asked.finder.relevance,
        limit=reach(request, 1),
        explore=request.get("explore", False),
    )
    rows = [{**asked.json(one.paper), "reason": one.reason or None} for one in cut(request, found, 1)]
    return {
        "papers": [shape_of(request).picked(row) for row in rows],
        "total": recommend.how_many_wait(asked.library, name, on_list),
        **({"message": message} if message else {}),
    }


def _tags(found: Sequence[TagSuggestion], request: Request) -> Answer:
    return {"tags": [tag_json(one) for one in cut(request, found, OFFERED)], "total": len(found)}


def _suggest_tags(asked: AskedLibrary, request: Request) -> Answer:
    return _tags(suggested_tags(asked.library, asked.finder.relevance, asked.papers(request)), request)


def _likely_tags(asked: AskedLibrary, request: Request) -> Answer:
    return _tags(likely_tags(asked.library, asked.finder.relevance, asked.papers(request)), request)


def _all_tags(asked: AskedLibrary, request: Request) -> Answer:
    rows = [{"tag": name, "papers": number} for name, number in asked.library.tags.counts().items()]
    return {"tags": cut(request, rows), "total": len(rows)}


def _count(asked: AskedLibrary, request: Request) -> Answer:
    return {"papers": len(asked.library.papers)}


def _list_show(asked: AskedLibrary, request: Request) -> Answer:
    library = asked.library
    if "name" not in request:
        lists = [*library.lists.values()]
        return {"lists": [_list_row(asked, lst) for lst in cut(request, lists)], "total": len(lists)}
    lst = library.reading_list(request["name"])
    held = asked.finder.of_list(lst, asked.notes.append)
    told = entry_json(library, lst)

    def row(paper: Paper) -> Answer:
        return {**asked.json(paper), **told(paper)}

    return {
        **about_json(library, lst),
        "papers": [shape_of(request).picked(row(paper)) for paper in cut(request, held)],
        "total": len(held),
    }


def _list_row(asked: AskedLibrary, lst: ReadingList) -> Answer:
    papers = asked.finder.on_list(lst, asked.notes.append)
    return {
        **about_json(asked.library, lst),
        "papers": [paper.id for paper in papers],
        "read": progress(papers)[0],
    }


def _duplicates(asked: AskedLibrary, request: Request) -> Answer:
    found = duplicates.possible(asked.library)
    return {"pairs": [duplicates.pair_json(pair) for pair in cut(request, found)], "total": len(found)}


def _export(asked: AskedLibrary, request: Request) -> Answer:
    library, path = asked.library, request.get("path")
    wanted = {key: request[key] for key in ("format", *exports.WISHES) if key in request}
    wish = exports.wished(wanted | ({"audience": request["for"]} if "for" in request else {}), path)
    lst = library.reading_list(request["list"]) if "list" in request else None
    if lst is not None and (why := doubted_list(library, lst)):
        raise UsageError(why)
    if lst is not None:
        papers = asked.finder.of_list(lst, asked.notes.append)
    elif "query" in request:
        papers = asked.finder.matching(request["query"], asked.notes.append)
    else:
        papers = list(library.papers.values())
    written = exports.export(library, asked.session.folder, wish, papers, lst=lst, path=Path(path) if path else None)
    return {"say": written.say, "total": len(papers)} if path else {"text": written.text, "total": len(papers)}


def _stats(asked: AskedLibrary, request: Request) -> Answer:
    now = datetime.now(UTC)
    if "week" in request:
        if "by" in request or "since" in request:
            raise UsageError("'week' is the digest of one week: it takes neither 'by' nor 'since'.")
        return {"digest": digest_of(asked.library, now, request["week"])}
    goal = asked.session.settings.goal
    return figures_json(figures_by(asked.library, now, by=request.get("by"), since=request.get("since"), goal=goal))


def _history(asked: AskedLibrary, request: Request) -> Answer:
    papers = asked.papers(request) if "query" in request else None
    past = undo.past(asked.library, None if papers is None else {paper.id for paper in papers})
    return {"steps": [undo.past_json(line) for line in cut(request, past)], "total": len(past)}


def _backups(asked: AskedLibrary, request: Request) -> Answer:
    of_library = backups.library_backups(asked.session.folder)
    return {"backups": [row.to_json() for row in backups.backup_rows(of_library, asked.library.device)]}


def _doctor(asked: AskedLibrary, request: Request) -> Answer:
    from reader.store import doctor  # noqa: PLC0415  few requests ask for it

    folder = asked.session.folder
    repaired = doctor.repair(folder) if request.get("repair") else []
    findings = doctor.check(folder)
    asked.follow(asked.library.refresh())
    return {
        "folder": str(folder),
        "well": not findings,
        "repaired": list(repaired),
        "findings": [finding.to_json() for finding in findings],
    }


READING: dict[str, Answerer] = {
    "help": _help,
    "search": _search,
    "show": _show,
    "link": _link,
    "related": _related,
    "recommend": _recommend,
    "next": _next,
    "suggest_tags": _suggest_tags,
    "tags list": _all_tags,
    "tags suggest": _likely_tags,
    "count": _count,
    "list show": _list_show,
    "duplicates list": _duplicates,
    "export": _export,
    "stats": _stats,
    "history": _history,
    "backup list": _backups,
    "doctor": _doctor,
}
"""What answers them, by their names."""
