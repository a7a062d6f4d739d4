"""The operations of a batch that change the library."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reader.cli.batch_keys import PAPER_KEYS, TELLING_KEYS
from reader.cli.batch_request import Answer, Answerer, AskedLibrary, InPart, Request, number, texts
from reader.counting import count
from reader.errors import InputError, UsageError
from reader.io.read import Source, read, read_text
from reader.library.library import Outcome
from reader.operations import (
    annotate,
    backups,
    corrections,
    duplicates,
    imports,
    reading_lists,
    settling,
    triage,
    undo,
    unseen,
)
from reader.operations.removal import remove_papers
from reader.operations.roundtrip import is_vault, sync, take_in
from reader.operations.search import named
from reader.paper import Status
from reader.text import for_terminal

PIPE_PATIENCE = 10
"""Seconds after which a pipe out of which nothing comes is not waited for any longer."""

# -- papers ------------------------------------------------------------------------------------------------------------


def _tag(asked: AskedLibrary, request: Request) -> Answer:
    add, remove = texts(request, "add"), texts(request, "remove")
    return asked.done(annotate.tag_papers(asked.library, asked.papers(request), add, remove))


def _tags_rename(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(annotate.rename_tag(asked.library, request["tag"], request["to"]))


def _tags_delete(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(annotate.delete_tag(asked.library, request["tag"]))


def _star(asked: AskedLibrary, request: Request) -> Answer:
    on = request.get("on", not request.get("off", False))
    return asked.done(annotate.star_papers(asked.library, asked.papers(request), on))


def _mark(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(annotate.mark_papers(asked.library, asked.papers(request), Status(request["status"])))


def _triage(asked: AskedLibrary, request: Request) -> Answer:
    decision = triage.decision_called(request["decision"])
    papers = asked.papers(request)
    changing = triage.changing(asked.library, papers, decision) if request.get("dry_run") else []
    answer = asked.done(triage.decide(asked.library, papers, decision))
    if not request.get("dry_run"):
        return answer
    again = [paper.id for paper in triage.unread_by(changing, decision)]
    return {**answer, "papers": [paper.id for paper in changing], **({"unread": again} if again else {})}


def _note(asked: AskedLibrary, request: Request) -> Answer:
    library, paper = asked.library, asked.library.resolve(request["paper"])
    if "started_from" in request and not ("text" in request or "set" in request):
        raise UsageError("'started_from' goes with 'text': all else is added to what stands there.")
    if "settle" in request:
        return asked.done(
            settling.settle(library, settling.note_of(paper), settling.settling_called(request["settle"]))
        )
    if "append" in request:
        return asked.done(annotate.append_note(library, paper, unseen.appended(request["append"])))
    text = unseen.told_text(request["text"] if "text" in request else request["set"])
    return asked.done(annotate.set_note(library, paper, text, started_from=request.get("started_from")))


def _edit(asked: AskedLibrary, request: Request) -> Answer:
    library, paper = asked.library, asked.library.resolve(request["paper"])
    told = {word: corrections.written(word, value) for word, value in request.get("set", {}).items()}
    clear, reset = texts(request, "clear"), texts(request, "reset")
    if not (told or clear or reset):
        raise UsageError("Say what to put right: 'set', 'clear' or 'reset'.")
    values = corrections.typed(paper, told, clear, reset)
    rows = {"rows": corrections.foretold(library, paper, values)} if request.get("dry_run") else {}
    return {**asked.done(corrections.correct(library, paper, values)), **rows}


def _remove(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(remove_papers(asked.library, asked.papers(request)))


def _merge(asked: AskedLibrary, request: Request) -> Answer:
    library = asked.library
    others = named(library, texts(request, "papers"))
    kept = library.resolve(request["keep"])
    unlike = duplicates.not_alike(library, kept, others)
    asked.notes += [f"Nothing says that '{paper.title}' and '{kept.title}' are one." for paper in unlike]
    return asked.done(duplicates.merge_into(library, kept, others))


def _different(asked: AskedLibrary, request: Request) -> Answer:
    papers = named(asked.library, texts(request, "papers"))
    if len(papers) != 2:
        raise UsageError("Name two papers that are different ones.")
    return asked.done(duplicates.tell_apart(asked.library, *papers))


# -- lists -------------------------------------------------------------------------------------------------------------


def _list_new(asked: AskedLibrary, request: Request) -> Answer:
    library, sections = asked.library, request.get("sections", {})
    held = named(library, texts(request, "papers")) if texts(request, "papers") else []
    under = {heading: named(library, texts(sections, heading)) if sections[heading] else [] for heading in sections}
    made = reading_lists.new_list(
        library,
        request["name"],
        query=request.get("query"),
        description=unseen.told_text(request.get("description", ""), "description"),
        papers=held,
        sections=under,
    )
    return asked.done(made)


def _list_add(asked: AskedLibrary, request: Request) -> Answer:
    section, position = request.get("section", ""), request.get("position")
    papers = asked.papers(request)
    return asked.done(
        reading_lists.add_to_list(asked.library, request["name"], papers, section=section, position=position)
    )


def _list_remove(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.remove_from_list(asked.library, request["name"], asked.papers(request)))


def _list_move(asked: AskedLibrary, request: Request) -> Answer:
    papers = asked.papers(request)
    return asked.done(reading_lists.move_to_place(asked.library, request["name"], papers, request["position"]))


def _list_rename(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.rename_list(asked.library, request["name"], request["to"]))


def _list_delete(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.delete_list(asked.library, request["name"]))


def _list_describe(asked: AskedLibrary, request: Request) -> Answer:
    library, list_name = asked.library, request["name"]
    if "settle" in request:
        how = settling.settling_called(request["settle"])
        return asked.done(reading_lists.settle_description(library, list_name, how))
    return asked.done(reading_lists.describe_list(library, list_name, unseen.told_text(request["text"], "description")))


def _list_annotate(asked: AskedLibrary, request: Request) -> Answer:
    library, list_name = asked.library, request["name"]
    paper = library.resolve(request["paper"])
    if "settle" in request:
        how = settling.settling_called(request["settle"])
        return asked.done(reading_lists.settle_remark(library, list_name, paper, how))
    remark = unseen.told_text(request["text"], "remark")
    return asked.done(reading_lists.annotate_entry(library, list_name, paper, remark))


def _section_add(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.add_section(asked.library, request["name"], request["heading"]))


def _section_rename(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.rename_section(asked.library, request["name"], request["heading"], request["to"]))


def _section_remove(asked: AskedLibrary, request: Request) -> Answer:
    return asked.done(reading_lists.remove_section(asked.library, request["name"], request["heading"]))


def _section_put(asked: AskedLibrary, request: Request) -> Answer:
    papers = asked.papers(request)
    return asked.done(reading_lists.put_in_section(asked.library, request["name"], papers, request["heading"]))


# -- what comes in -----------------------------------------------------------------------------------------------------


def _import(asked: AskedLibrary, request: Request) -> Answer:
    format = request.get("format")
    if empty := next((key for key in ("text", "sources") if request.get(key) == []), ""):
        raise UsageError(f"'{empty}' names nothing to import: it is empty.")
    given = texts(request, "text")
    sources = [
        read_text(text, "text" if len(given) == 1 else f"text {at}", format=format) for at, text in enumerate(given, 1)
    ]
    vaults: list[str] = []
    for name in texts(request, "sources"):
        if not name or name == "-":
            raise UsageError(f"'{name}' is no source: standard input is what the requests come from.")
        if is_vault(Path(name)):
            vaults.append(name)
        else:
            sources += read(name, format=format, waiting=partial(_not_for_ever, name))
    if (
        not vaults
        and (errors := [one.error for one in sources if one.error is not None])
        and len(errors) == len(sources)
    ):
        raise errors[0]
    return _taken_in(asked, request, sources, vaults)


def _not_for_ever(name: str, seconds: float) -> None:
    """End the wait for a pipe out of which nothing comes, since all requests behind this one wait as well."""
    if seconds > PIPE_PATIENCE:
        raise InputError(
            f"Nothing came out of the pipe '{for_terminal(name)}' for {PIPE_PATIENCE} seconds, so it was not"
            " waited for any longer."
        )


def _taken_in(asked: AskedLibrary, request: Request, sources: list[Source], vaults: list[str]) -> Answer:
    tags, list_name = _given(asked, request)
    dry_run = request.get("dry_run", False)
    report, backs = take_in(
        asked.library,
        sources,
        vaults,
        tags=tags,
        list_name=list_name,
        keyword_tags="keywords" in request,
        dry_run=dry_run,
        accept=request.get("accept_removals", False),
    )
    if len(report.sources) == 1 and report.sources[0].error:
        raise InputError(report.sources[0].error)
    if backs and (tags or list_name or "keywords" in request):
        asked.notes.append("'tags', 'list' and 'keywords' were not used for what came back from Reader's own exports.")
    answer = {**report.to_json(), **asked.changes(report.outcomes)}
    if dry_run:
        if tags or list_name:
            asked.notes += imports.joining(asked.library, report, tags, list_name)
        edited = [subject for back in backs for subject in back.changing]
        answer |= {"dry_run": True, "changed": list(dict.fromkeys([*answer["changed"], *edited]))}
    if request.get("strict") and report.problems:
        unread = count(report.problems, "record")
        raise InPart(f"{unread} could not be read; the others {'would be' if dry_run else 'are'} imported.", answer)
    return answer


def _given(asked: AskedLibrary, request: Request) -> tuple[list[str], str]:
    """The tags and the list that papers are to have which come in."""
    tags = annotate.wanted_tags(asked.library, texts(request, "tags"))
    return tags, reading_lists.clean_name(request["list"]) if "list" in request else ""


def _add(asked: AskedLibrary, request: Request) -> Answer:
    from reader.operations import adding, named_texts  # noqa: PLC0415  few requests ask the network

    given = texts(request, "texts")
    fields = {
        key: corrections.written(key, request[key]) for key in TELLING_KEYS if key in request and key != "authors"
    }
    authors = texts(request, "authors")
    if bool(given) == bool(fields or authors):
        raise UsageError("Name papers in 'texts', or tell one by its 'title', one of the two.")
    told = not given
    sorted_out = (
        named_texts.NamedTexts((adding.told(fields, authors),))
        if told
        else named_texts.sorted_out(given, asked.library.papers)
    )
    if not sorted_out.papers:
        raise InputError(" ".join(sorted_out.refused))
    asks = bool(given) and not request.get("offline", False)
    tags, list_name = _given(asked, request)
    added = adding.add(
        asked.library,
        sorted_out.papers,
        asked.session.service_client(lambda _: None) if asks else None,
        tags=tags,
        list_name=list_name,
        dry_run=request.get("dry_run", False),
    )
    return {**adding.with_texts(added, sorted_out).to_json(), **_made(asked, request, added.outcomes)}


def _made(asked: AskedLibrary, request: Request, outcomes: tuple[Outcome, ...]) -> Answer:
    """What was changed by what came in, or would be."""
    return {**({"dry_run": True} if request.get("dry_run") else {}), **asked.changes(outcomes)}


def _fetch(service: str, asked: AskedLibrary, request: Request) -> Answer:
    from reader.operations import fetching  # noqa: PLC0415  few requests ask the network

    told = {key: request[key] for key in ("date", "week", "month", "search", "category", "since") if key in request}
    if service == "hf":
        wanted = fetching.asked_of_huggingface(**told)
    elif service == "arxiv":
        limit = request.get("limit")
        wanted = fetching.asked_of_arxiv(asked.library, texts(request, "ids"), limit=limit, **told)
    else:
        wanted = fetching.of_dois(asked.library, texts(request, "dois"))
    tags, list_name = _given(asked, request)
    report = fetching.fetch_papers(
        asked.library,
        asked.session.service_client(lambda _: None),
        wanted,
        tags=tags,
        list_name=list_name,
        dry_run=request.get("dry_run", False),
    )
    return {**report.to_json(), **_made(asked, request, report.result.outcomes)}


def _complete(asked: AskedLibrary, request: Request) -> Answer:
    from reader.operations import completion  # noqa: PLC0415  few requests ask the network

    named_some = any(key in request for key in PAPER_KEYS)
    plan = completion.plan_completion(asked.library, asked.papers(request) if named_some else None)
    if request.get("dry_run"):
        return {**plan.to_json(), "changed": [paper.id for paper in plan.papers]}
    report = completion.complete_papers(asked.library, asked.session.service_client(lambda _: None), plan)
    return {**asked.changes(report.outcomes), **report.to_json()}


def _sync(asked: AskedLibrary, request: Request) -> Answer:
    target = Path(request["path"])
    if not request["path"] or not target.exists():
        raise InputError(f"There is no '{for_terminal(request['path'])}': 'export' with a 'path' writes it first.")
    moved = sync(
        asked.library,
        asked.session.folder,
        target,
        asked.finder,
        dry_run=request.get("dry_run", False),
        accept=request.get("accept_removals", False),
        force=request.get("force", False),
    )
    asked.notes += moved.notes
    say = {"say": moved.lines or [moved.nothing]}
    if request.get("dry_run"):
        return {"dry_run": True, **say, "changed": list(moved.changing)}
    return {**say, **asked.changes([moved.outcome] if moved.outcome is not None else [])}


# -- back and forth ----------------------------------------------------------------------------------------------------


def _undo(asked: AskedLibrary, request: Request) -> Answer:
    library = asked.library
    if "step" in request:
        return _revisited(asked, undo.undo_step(library, request["step"]))
    if "to" in request:
        return _revisited(asked, undo.undo_these(library, undo.ids_down_to(library, request["to"])))
    return _revisited(asked, undo.undo(library, number(request, "steps", 1)))


def _redo(asked: AskedLibrary, request: Request) -> Answer:
    return _revisited(asked, undo.redo(asked.library, number(request, "steps", 1)))


def _undo_session(asked: AskedLibrary, request: Request) -> Answer:
    library = asked.library
    steps = undo.steps_of_session(library, request["session"]) if "session" in request else asked.steps
    return _revisited(asked, undo.undo_all(library, steps))


def _revisited(asked: AskedLibrary, outcomes: list[Outcome]) -> Answer:
    skipped = [text for outcome in outcomes for text in outcome.skipped]
    made = asked.changes(outcomes)
    return {"say": [outcome.say for outcome in outcomes], **made, "steps": len(outcomes), "skipped": skipped}


def _restore(asked: AskedLibrary, request: Request) -> Answer:
    library = asked.library
    chosen = backups.chosen(backups.library_backups(asked.session.folder), request["date"], library)
    named_backup = {"backup": chosen.backup.name}
    if request.get("dry_run"):
        plan = library.foreseen(chosen.held)
        told = backups.foretold(library, chosen, plan)
        return {"dry_run": True, **named_backup, "say": told, "changed": backups.changing(plan)}
    return {**asked.done(backups.put_back(library, chosen)), **named_backup}


EDITING: dict[str, Answerer] = {
    "tag": _tag,
    "tags rename": _tags_rename,
    "tags delete": _tags_delete,
    "star": _star,
    "mark": _mark,
    "triage": _triage,
    "note": _note,
    "edit": _edit,
    "remove": _remove,
    "duplicates merge": _merge,
    "duplicates different": _different,
    "list new": _list_new,
    "list add": _list_add,
    "list remove": _list_remove,
    "list move": _list_move,
    "list rename": _list_rename,
    "list delete": _list_delete,
    "list describe": _list_describe,
    "list annotate": _list_annotate,
    "list section add": _section_add,
    "list section rename": _section_rename,
    "list section remove": _section_remove,
    "list section put": _section_put,
    "import": _import,
    "add": _add,
    "fetch hf": partial(_fetch, "hf"),
    "fetch arxiv": partial(_fetch, "arxiv"),
    "fetch doi": partial(_fetch, "doi"),
    "complete": _complete,
    "sync": _sync,
    "undo": _undo,
    "undo_session": _undo_session,
    "redo": _redo,
    "backup restore": _restore,
}
"""What answers them, by their names."""
