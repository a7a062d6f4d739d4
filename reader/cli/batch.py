"""`reader batch`: one JSON request a line in, one JSON answer a line out, in order, an edit's once it is durable."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TextIO

from reader.cli.batch_keys import FETCH_KEYS, LIST_KEYS, OPERATION_KEYS, PAPER_KEYS, TELLING_KEYS
from reader.cli.mistakes import NOT_UTF8
from reader.cli.output import beyond, unforeseen
from reader.cli.papers import found_json
from reader.cli.session import Session
from reader.errors import InputError, LimitError, NoteConflict, ReaderError, StoreError, UnknownPaper, UsageError
from reader.io.read import NO_INPUT, read_text
from reader.library.library import Outcome
from reader.library.note_versions import unseen_json
from reader.operations import annotate, backups, corrections, reading_lists, triage, undo
from reader.operations.choosing import missing_names
from reader.operations.links import address_of
from reader.operations.lost_signs import unquoted_name
from reader.operations.reading_figures import figures_by, figures_json
from reader.operations.recommend import NEAR, next_asked, related_to, suggestion_json, what_next
from reader.operations.removal import remove_papers
from reader.operations.roundtrip import take_in
from reader.operations.search import named
from reader.operations.tag_suggestions import OFFERED, suggested_tags, tag_json
from reader.operations.week_digest import digest_of
from reader.paper import Paper, Status
from reader.paper_json import to_json
from reader.query import Query, parse
from reader.suggestions import perhaps_of

Request = Mapping[str, Any]
Answer = dict[str, Any]


_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""What may be half of a pair of surrogates, as JSON escapes it."""
REQUEST_LIMIT = 200_000_000
"""Characters of a request."""
NUMBER_LIMIT = 1_000_000_000
"""The largest number that a request may hold."""
TRIABLE = frozenset(("tag", "star", "mark", "note", "remove", "list", "undo", "redo"))
"""Operations of which a dry run is the same with a library that only tries what it does; others foretell it."""


class Batch:
    """Answers requests against one open library."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._library = session.library
        self._finder = session.finder
        self._notes: list[str] = []
        """What is to be said of the request besides its answer."""
        self._told = False
        """Whether what was missing from the beginning is said; what is lost later is said when it is noticed."""
        self._ops: dict[str, Callable[[Request], Answer]] = {
            "search": self._search,
            "show": self._show,
            "link": self._link,
            "tag": self._tag,
            "star": self._star,
            "mark": self._mark,
            "triage": self._triage,
            "note": self._note,
            "list": self._list,
            "import": self._import,
            "edit": self._edit,
            "add": self._add,
            "fetch": self._fetch,
            "complete": self._complete,
            "remove": self._remove,
            "undo": self._undo,
            "redo": partial(self._revisit, undo.redo),
            "related": self._related,
            "recommend": self._recommend,
            "next": self._next,
            "suggest_tags": self._suggest_tags,
            "stats": self._stats,
            "backup": self._backup,
            "count": lambda request: {"papers": len(self._library.papers)},
        }

    def run(self, requests: Iterable[str], answers: TextIO) -> None:
        """Answer every line, each before the next is read."""
        for line in requests:
            if line.strip():
                answers.write(_written(self.answer(line)) + "\n")
                answers.flush()

    def answer(self, line: str) -> Answer:
        """The answer to one line; what cannot be done is an answer too."""
        echo: Answer = {}
        self._notes = []
        try:
            request = _parsed(line)
            if "id" in request:
                echo = {"id": request["id"]}
            return {**echo, "ok": True, **self._answered(request)}
        except NoteConflict as error:
            refusal = _refusal(error, {"stored": error.stored, "mine": error.mine})
        except UnknownPaper as error:
            candidates = [{"id": id, "title": title} for id, title in error.candidates]
            refusal = _refusal(error, {"candidates": candidates} if candidates else {})
        except ReaderError as error:
            refusal = _refusal(error, {})
        except (OSError, MemoryError, RecursionError) as error:
            refusal = _refusal(beyond(error), {})
        except Exception as error:  # noqa: BLE001  the edge of a request: the next one is read whatever went wrong
            refusal = _refusal(unforeseen(error), {})
        return {**echo, **refusal, **self._noted(refusal["error"]["message"])}

    def _noted(self, said: str = "") -> Answer:
        """The notes of an answer, without what it says anyway."""
        notes = [note for note in dict.fromkeys(self._notes) if note != said]
        return {"notes": notes} if notes else {}

    def _answered(self, request: Request) -> Answer:
        op = request.get("op")
        if not isinstance(op, str):
            raise UsageError('A request is an object with an "op".')
        if op not in self._ops:
            raise UsageError(f"'{op}' is no operation{perhaps_of(op, self._ops)}")
        _known(request, op, OPERATION_KEYS[op] if op != "list" else _list_keys(request))
        self._follow(self._library.refresh())
        self._notes += () if self._told else self._library.losses
        self._told = True
        if op != "backup" or not self._library.is_away:
            self._library.must_be_here()
        return {**self._carried_out(op, request), **self._noted()}

    def _carried_out(self, op: str, request: Request) -> Answer:
        if op not in TRIABLE or not _flag(request, "dry_run", False):
            return self._ops[op](request)
        self._library.only_tries = True
        try:
            answer = self._ops[op](request)
        finally:
            self._library.only_tries = False
        return {"dry_run": True, **{key: value for key, value in answer.items() if key != "step"}}

    def _follow(self, outcome: Outcome) -> None:
        """Let the search know what changed, and say what came up."""
        self._finder.follow(outcome)
        self._notes += outcome.warnings

    def _search(self, request: Request) -> Answer:
        query = self._understood(_text(request, "query", ""))
        sort, limit = _text(request, "sort", "") or None, _number(request, "limit", 0)
        result = self._finder.find(query, sort=sort, limit=limit, nearest=True)
        self._notes += [result.unknown] if result.unknown else []
        said = {"nearest": True} if result.only_nearest else {}
        return {"papers": found_json(self._library, self._finder.index(query), query, result), **said}

    def _understood(self, text: str) -> Query:
        """The query of one who looks; what is not understood of it is noted."""
        query = parse(text)
        self._notes += query.told
        self._notes += missing_names(self._library, query)
        self._notes += [why] if (why := unquoted_name(self._library, text)) else []
        return query

    def _related(self, request: Request) -> Answer:
        ids = [paper.id for paper in self._papers(request)]
        found = related_to(self._library, self._finder.relevance, ids, _number(request, "limit", NEAR))
        return {"papers": [suggestion_json(self._library, one) for one in found]}

    def _recommend(self, request: Request) -> Answer:
        text = _text(request, "query", "")
        papers = self._finder.papers(self._understood(text)) if text.strip() else None
        limit, explore = _number(request, "limit", 0), _flag(request, "explore", False)
        found = what_next(self._library, self._finder.relevance, papers, limit=limit, explore=explore)
        said = {"enough": found.enough, **({"message": found.message} if found.message else {})}
        return {"papers": [suggestion_json(self._library, one) for one in found.suggestions], **said}

    def _next(self, request: Request) -> Answer:
        limit, explore = _number(request, "limit", 1), _flag(request, "explore", False)
        if "name" in request and explore:
            raise UsageError("A list has its order: 'explore' goes without 'name'.")
        found, message = next_asked(
            self._library,
            _text(request, "name") if "name" in request else None,
            lambda lst: self._finder.on_list(lst, self._notes.append),
            lambda: self._finder.relevance,
            limit=limit,
            explore=explore,
        )
        papers = [{**self._json(one.paper), "reason": one.reason or None} for one in found]
        return {"papers": papers, **({"message": message} if message else {})}

    def _suggest_tags(self, request: Request) -> Answer:
        papers, limit = self._papers(request), _number(request, "limit", OFFERED)
        found = suggested_tags(self._library, self._finder.relevance, papers, limit)
        return {"tags": [tag_json(one) for one in found]}

    def _show(self, request: Request) -> Answer:
        found = self._library.resolve(_text(request, "paper"))
        return {"paper": {**self._json(found), **unseen_json(self._library.state.unseen(found.id))}}

    def _link(self, request: Request) -> Answer:
        kinds = [kind for kind in OPERATION_KEYS["link"][1:] if _flag(request, kind, False)]
        if len(kinds) > 1:
            raise UsageError(f"'{kinds[0]}' and '{kinds[1]}' exclude each other.")
        return {"address": address_of(self._library.resolve(_text(request, "paper")), kinds[0] if kinds else "page")}

    def _tag(self, request: Request) -> Answer:
        add, remove = _texts(request, "add"), _texts(request, "remove")
        return self._done(annotate.tag_papers(self._library, self._papers(request), add, remove))

    def _star(self, request: Request) -> Answer:
        return self._done(annotate.star_papers(self._library, self._papers(request), _flag(request, "on", True)))

    def _mark(self, request: Request) -> Answer:
        text = _text(request, "status")
        try:
            status = Status(text)
        except ValueError:
            raise UsageError(f"'{text}' is no status{perhaps_of(text, [known.value for known in Status])}") from None
        return self._done(annotate.mark_papers(self._library, self._papers(request), status))

    def _triage(self, request: Request) -> Answer:
        decision = triage.decision_called(_text(request, "decision"))
        papers = self._papers(request)
        if _flag(request, "dry_run", False):
            changing = triage.changing(self._library, papers, decision)
            again = [paper.id for paper in triage.unread_by(changing, decision)]
            ids = [paper.id for paper in changing]
            return {"dry_run": True, "changed": ids, "papers": ids, **({"unread": again} if again else {})}
        return self._done(triage.decide(self._library, papers, decision))

    def _note(self, request: Request) -> Answer:
        paper = self._library.resolve(_text(request, "paper"))
        if sum(key in request for key in ("text", "append", "settle")) != 1:
            raise UsageError("A note takes 'text', 'append' or 'settle', one of them.")
        if "settle" in request:
            how = annotate.settling_called(_text(request, "settle"))
            return self._done(annotate.settle_note(self._library, paper, how))
        if "append" in request:
            if "started_from" in request:
                raise UsageError("'started_from' goes with 'text': what is appended is added to what stands there.")
            return self._done(annotate.append_note(self._library, paper, _text(request, "append")))
        started = _text(request, "started_from") if "started_from" in request else None
        return self._done(annotate.set_note(self._library, paper, _text(request, "text"), started_from=started))

    def _list(self, request: Request) -> Answer:
        library, action = self._library, _text(request, "action", "show")
        if action == "show" and "name" not in request:
            papers = {lst.name: self._finder.on_list(lst, self._notes.append) for lst in library.lists.values()}
            return {"lists": [{"name": each, "papers": [paper.id for paper in papers[each]]} for each in papers]}
        name = _text(request, "name")
        if action == "show":
            held = self._finder.on_list(library.reading_list(name), self._notes.append)
            return {"papers": [self._json(paper) for paper in held]}
        if action == "new":
            query = _text(request, "query") if "query" in request else None
            return self._done(reading_lists.new_list(library, name, query=query))
        if action == "delete":
            return self._done(reading_lists.delete_list(library, name))
        if action == "rename":
            return self._done(reading_lists.rename_list(library, name, _text(request, "to")))
        if action == "add":
            section, position = _text(request, "section", ""), request.get("position")
            at = None if position is None else _number(request, "position", 1)
            chosen = self._papers(request)
            return self._done(reading_lists.add_to_list(library, name, chosen, section=section, position=at))
        if action == "remove":
            return self._done(reading_lists.remove_from_list(library, name, self._papers(request)))
        if request.get("position") is None:
            raise UsageError("Say the 'position' to move to: a whole number from 1 on.")
        position = _number(request, "position", 0)
        return self._done(reading_lists.move_in_list(library, name, self._papers(request), position))

    def _import(self, request: Request) -> Answer:
        source = read_text(_text(request, "text"), "text", format=_text(request, "format", "") or None)
        if source.error is not None:
            raise source.error
        if (keywords := _text(request, "keywords", "")) not in ("", "as-tags"):
            raise UsageError(f"'{keywords}' is nothing that becomes of keywords{perhaps_of(keywords, ['as-tags'])}")
        report, _ = take_in(
            self._library, [source], keyword_tags=keywords != "", accept=_flag(request, "accept_removals", False)
        )
        if report.sources[0].error:
            raise InputError(report.sources[0].error)
        for outcome in report.outcomes:
            self._follow(outcome)
        return report.to_json()

    def _add(self, request: Request) -> Answer:
        from reader.operations import adding, named_texts  # noqa: PLC0415  few requests ask the network

        texts = _texts(request, "texts")
        given = {key: request[key] for key in TELLING_KEYS if key in request and key != "authors"}
        fields = {key: corrections.written(key, value) for key, value in given.items()}
        authors = _texts(request, "authors")
        if bool(texts) == bool(fields or authors):
            raise UsageError("Name papers in 'texts', or tell one by its 'title', one of the two.")
        told = not texts
        named = named_texts.NamedTexts((adding.told(fields, authors),)) if told else named_texts.sorted_out(texts)
        if not named.papers:
            raise InputError(" ".join(named.refused))
        asks = bool(texts) and not _flag(request, "offline", False)
        tags, list_name = self._given(request)
        added = adding.add(
            self._library,
            named.papers,
            self._session.service_client(lambda _: None) if asks else None,
            tags=tags,
            list_name=list_name,
            dry_run=_flag(request, "dry_run", False),
        )
        for outcome in added.outcomes:
            self._follow(outcome)
        return adding.with_texts(added, named).to_json()

    def _given(self, request: Request) -> tuple[list[str], str]:
        """The tags and the list that papers are to have which come in."""
        tags = annotate.wanted_tags(self._library, [annotate.clean_tag(tag) for tag in _texts(request, "tags")])
        return tags, reading_lists.clean_name(_text(request, "list")) if "list" in request else ""

    def _fetch(self, request: Request) -> Answer:
        from reader.operations import fetching  # noqa: PLC0415  few requests ask the network

        service = fetching.service_called(_text(request, "service"))
        for key in request:
            if key not in FETCH_KEYS[service] and any(key in keys for keys in FETCH_KEYS.values()):
                raise UsageError(f"'{key}' does not go with the service '{service}'.")
        told = {
            key: _text(request, key)
            for key in ("date", "week", "month", "search", "category", "since")
            if key in request
        }
        if service == "hf":
            asked = fetching.asked_of_huggingface(**told)
        elif service == "arxiv":
            limit = _number(request, "limit", 0) if "limit" in request else None
            asked = fetching.asked_of_arxiv(self._library, _texts(request, "ids"), limit=limit, **told)
        else:
            asked = fetching.of_dois(self._library, _texts(request, "dois"))
        tags, list_name = self._given(request)
        report = fetching.fetch_papers(
            self._library,
            self._session.service_client(lambda _: None),
            asked,
            tags=tags,
            list_name=list_name,
            dry_run=_flag(request, "dry_run", False),
        )
        for outcome in report.result.outcomes:
            self._follow(outcome)
        return report.to_json()

    def _complete(self, request: Request) -> Answer:
        from reader.operations import completion  # noqa: PLC0415  few requests ask the network

        named_some = any(key in request for key in PAPER_KEYS)
        plan = completion.plan_completion(self._library, self._papers(request) if named_some else None)
        if _flag(request, "dry_run", False):
            return plan.to_json()
        report = completion.complete_papers(self._library, self._session.service_client(lambda _: None), plan)
        for outcome in report.outcomes:
            self._follow(outcome)
        return report.to_json()

    def _stats(self, request: Request) -> Answer:
        now = datetime.now(UTC)
        if "week" in request:
            if "by" in request or "since" in request:
                raise UsageError("'week' is the digest of one week: it takes neither 'by' nor 'since'.")
            return {"digest": digest_of(self._library, now, _text(request, "week"))}
        by, since = (_text(request, name) if name in request else None for name in ("by", "since"))
        return figures_json(figures_by(self._library, now, by=by, since=since, goal=self._session.settings.goal))

    def _edit(self, request: Request) -> Answer:
        paper = self._library.resolve(_text(request, "paper"))
        told = request.get("set") or {}
        if not isinstance(told, dict):
            raise UsageError("'set' must be an object of fields and their values.")
        told = {word: corrections.written(word, value) for word, value in told.items()}
        clear, reset = _texts(request, "clear"), _texts(request, "reset")
        if not (told or clear or reset):
            raise UsageError("Say what to put right: 'set', 'clear' or 'reset'.")
        if empty := next((field for field, value in told.items() if not value.strip()), None):
            raise UsageError(f"'{empty}' has no value: 'clear' clears a field.")
        values = corrections.typed(paper, told, clear, reset)
        if _flag(request, "dry_run", False):
            rows = corrections.foretold(self._library, paper, values)
            return {"dry_run": True, "say": rows, "changed": [paper.id] if rows else []}
        return self._done(corrections.correct(self._library, paper, values))

    def _remove(self, request: Request) -> Answer:
        return self._done(remove_papers(self._library, self._papers(request)))

    def _undo(self, request: Request) -> Answer:
        if "step" not in request:
            return self._revisit(undo.undo, request)
        if "steps" in request:
            raise UsageError("Say the 'step' to take back or how many 'steps', one of the two.")
        return self._revisited(undo.undo_step(self._library, _text(request, "step")))

    def _revisit(self, act: Callable[..., list[Outcome]], request: Request) -> Answer:
        steps = _number(request, "steps", 1)
        if self._library.only_tries and steps != 1:
            raise UsageError("'dry_run' goes with one step: what a second would do depends on the first.")
        return self._revisited(act(self._library, steps))

    def _revisited(self, outcomes: Sequence[Outcome]) -> Answer:
        for outcome in outcomes:
            self._follow(outcome)
        said = [outcome.say for outcome in outcomes]
        return {"steps": len(outcomes), "say": said, "skipped": [text for o in outcomes for text in o.skipped]}

    def _backup(self, request: Request) -> Answer:
        of_library, action = backups.library_backups(self._session.folder), _text(request, "action", "list")
        if action not in ("list", "restore"):
            raise UsageError(f"'{action}' is nothing to do with backups{perhaps_of(action, ['list', 'restore'])}")
        if action == "list":
            if unused := next((key for key in ("date", "dry_run") if key in request), ""):
                raise UsageError(f"'{unused}' goes with the action 'restore'.")
            return {"backups": [row.to_json() for row in backups.backup_rows(of_library, self._library.device)]}
        chosen = backups.chosen(of_library, _text(request, "date"), self._library)
        named = {"backup": chosen.backup.name}
        if _flag(request, "dry_run", False):
            plan = self._library.foreseen(chosen.held)
            told = backups.foretold(self._library, chosen, plan)
            return {"dry_run": True, **named, "say": told, "changed": backups.changing(plan)}
        return {**self._done(backups.put_back(self._library, chosen)), **named}

    def _done(self, outcome: Outcome) -> Answer:
        self._follow(outcome)
        if outcome.step is None:
            return {"say": outcome.say, "changed": []}
        touched = dict.fromkeys(change.subject for change in outcome.step.changes if change.before != change.after)
        return {"say": outcome.say, "changed": list(touched), "step": outcome.step.id}

    def _json(self, paper: Paper) -> Answer:
        return to_json(paper, self._library.state.lists_of(paper.id))

    def _papers(self, request: Request) -> Sequence[Paper]:
        given = [key for key in PAPER_KEYS if key in request]
        if len(given) != 1:
            raise UsageError("Name 'papers', or give a 'query', one of the two.")
        if given != ["query"]:
            return named(self._library, _texts(request, given[0]))
        return self._finder.matching(_text(request, "query"), self._notes.append)


def _parsed(line: str) -> Request:
    if len(line) > REQUEST_LIMIT:
        raise LimitError(f"A request may have at most {REQUEST_LIMIT:,} characters.")
    if NOT_UTF8.search(line):
        raise UsageError("The request is not UTF-8.")
    try:
        request = json.loads(line, object_pairs_hook=_each_once, parse_float=_finite, parse_constant=_finite)
        if _HALF.search(line):
            json.dumps(request, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError("The request holds half a character: a surrogate without the other of its pair.") from None
    except ValueError as error:
        raise UsageError(f"The request is not JSON: {error}.") from None
    except RecursionError:
        raise UsageError("The request is nested too deeply.") from None
    if not isinstance(request, dict):
        raise UsageError('A request is an object with an "op".')
    return request


def _written(answer: Answer) -> str:
    """An answer as its line; one whose `id` is nested too deeply to be written again goes without it."""
    try:
        return json.dumps(answer, ensure_ascii=False)
    except RecursionError:
        return json.dumps({key: value for key, value in answer.items() if key != "id"}, ensure_ascii=False)


def _finite(number: str) -> float:
    """A number of JSON. Raises `UsageError` for one that JSON cannot write: NaN, or larger than any."""
    if not math.isfinite(float(number)):
        raise UsageError(f"'{number[:40]}' is no number that a request may hold.")
    return float(number)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises `UsageError` for a key that it has twice: only one of the two could be meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise UsageError(f"The key '{twice}' stands twice in the request.")
    return found


def _known(request: Request, op: str, keys: Sequence[str]) -> None:
    """Raises `UsageError` for a key that is none of an operation's own."""
    for key in request:
        if key not in ("op", "id", *keys):
            raise UsageError(f"'{key}' is no key of '{op}'{perhaps_of(key, keys)}")


def _list_keys(request: Request) -> Sequence[str]:
    """The keys of what is to be done with a list. Raises `UsageError` when that is nothing known."""
    action = _text(request, "action", "show")
    if action not in LIST_KEYS:
        raise UsageError(f"'{action}' is no action on a list{perhaps_of(action, LIST_KEYS)}")
    return ("action", "name", *LIST_KEYS[action])


def _refusal(error: ReaderError, more: Answer) -> Answer:
    return {"ok": False, "error": {"message": str(error), "kind": error.kind, **more}}


def _text(request: Request, name: str, default: str | None = None) -> str:
    value = request.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise UsageError(f"'{name}' must be a text.")
    return value


def _texts(request: Request, name: str) -> list[str]:
    value = request.get(name)
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"'{name}' must be a list of texts.")
    return value


def _number(request: Request, name: str, default: int) -> int:
    value = request.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= NUMBER_LIMIT:
        raise UsageError(f"'{name}' must be a whole number from 0 to {NUMBER_LIMIT:,}.")
    return value


def _flag(request: Request, name: str, default: bool) -> bool:
    value = request.get(name, default)
    if not isinstance(value, bool):
        raise UsageError(f"'{name}' must be true or false.")
    return value


def run(session: Session) -> None:
    """Answer standard input until it ends. Raises `InputError` where there is none, and `StoreError` where the library
    cannot be opened, once every request has that for its answer."""
    if sys.stdin is None:
        raise InputError(NO_INPUT)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
    try:
        batch = Batch(session)
    except StoreError as error:
        for line in filter(str.strip, lines(sys.stdin)):
            sys.stdout.write(_written({**_echo(line), **_refusal(error, {})}) + "\n")
            sys.stdout.flush()
        raise
    batch.run(lines(sys.stdin), sys.stdout)


def _echo(line: str) -> Answer:
    """The id of a request that is not answered, where it is one and has one."""
    try:
        request = _parsed(line)
    except ReaderError:
        return {}
    return {"id": request["id"]} if "id" in request else {}


def lines(stream: TextIO) -> Iterator[str]:
    """The lines of a stream; of one that is longer than a request may be, the beginning that shows it."""
    while line := stream.readline(REQUEST_LIMIT + 1):
        yield line
        while len(line) > REQUEST_LIMIT and not line.endswith("\n"):
            line = stream.readline(REQUEST_LIMIT + 1)
