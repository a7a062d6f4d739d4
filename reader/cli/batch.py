"""`reader batch`: one JSON request a line in, one JSON answer a line out, in order, an edit's once it is durable."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TextIO

from reader.cli.reading import found_json
from reader.cli.session import Session
from reader.commands import history, lists, reading
from reader.commands.finding import named
from reader.commands.incoming import take_in
from reader.errors import InputError, NoteConflict, ReaderError, UnknownPaper, UsageError
from reader.importer import read_text
from reader.library import Outcome
from reader.paper import Paper, Status
from reader.record import to_json

Request = Mapping[str, Any]
Answer = dict[str, Any]


class Batch:
    """Answers requests against one open library."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._library = session.library
        self._finder = session.finder
        self._ops: dict[str, Callable[[Request], Answer]] = {
            "search": self._search,
            "show": self._show,
            "tag": self._tag,
            "star": self._star,
            "mark": self._mark,
            "note": self._note,
            "list": self._list,
            "import": self._import,
            "remove": self._remove,
            "undo": partial(self._revisit, history.undo),
            "redo": partial(self._revisit, history.redo),
            "count": lambda request: {"papers": len(self._library.papers)},
        }

    def run(self, requests: Iterable[str], answers: TextIO) -> None:
        """Answer every line, each before the next is read."""
        for line in requests:
            if line.strip():
                answers.write(json.dumps(self.answer(line), ensure_ascii=False) + "\n")
                answers.flush()

    def answer(self, line: str) -> Answer:
        """The answer to one line; what cannot be done is an answer too."""
        try:
            request = _parsed(line)
            self._finder.follow(self._library.refresh())
            if request["op"] not in self._ops:
                raise UsageError(f"'{request['op']}' is no operation; one of {', '.join(self._ops)}.")
            return {"ok": True, **self._ops[request["op"]](request)}
        except NoteConflict as error:
            return _refusal(error, {"stored": error.stored, "mine": error.mine})
        except UnknownPaper as error:
            candidates = [{"id": id, "title": title} for id, title in error.candidates]
            return _refusal(error, {"candidates": candidates} if candidates else {})
        except ReaderError as error:
            return _refusal(error, {})
        except OSError as error:
            return _refusal(ReaderError(f"It could not be done: {error.strerror or error}."), {})

    def _search(self, request: Request) -> Answer:
        text = _text(request, "query", "")
        result = self._finder.find(text, sort=_text(request, "sort", "") or None, limit=_number(request, "limit", 0))
        return {"papers": found_json(self._session, text, result)}

    def _show(self, request: Request) -> Answer:
        return {"paper": self._json(self._library.resolve(_text(request, "paper")))}

    def _tag(self, request: Request) -> Answer:
        add, remove = _texts(request, "add"), _texts(request, "remove")
        return self._done(reading.tag_papers(self._library, self._papers(request), add, remove))

    def _star(self, request: Request) -> Answer:
        return self._done(reading.star_papers(self._library, self._papers(request), _flag(request, "on", True)))

    def _mark(self, request: Request) -> Answer:
        try:
            status = Status(_text(request, "status"))
        except ValueError:
            raise UsageError("'status' is unread, reading or read.") from None
        return self._done(reading.mark_papers(self._library, self._papers(request), status))

    def _note(self, request: Request) -> Answer:
        paper = self._library.resolve(_text(request, "paper"))
        if ("text" in request) == ("append" in request):
            raise UsageError("A note takes 'text' or 'append', one of the two.")
        if "append" in request:
            return self._done(reading.append_note(self._library, paper, _text(request, "append")))
        started = _text(request, "started_from") if "started_from" in request else None
        return self._done(reading.set_note(self._library, paper, _text(request, "text"), started_from=started))

    def _list(self, request: Request) -> Answer:
        library, action = self._library, _text(request, "action", "show")
        if action == "show" and "name" not in request:
            return {
                "lists": [
                    {"name": lst.name, "papers": [paper.id for paper in self._finder.on_list(lst)]}
                    for lst in library.lists.values()
                ]
            }
        name = _text(request, "name")
        if action == "show":
            return {"papers": [self._json(paper) for paper in self._finder.on_list(library.reading_list(name))]}
        if action == "new":
            return self._done(lists.new_list(library, name, query=_text(request, "query", "")))
        if action == "delete":
            return self._done(lists.delete_list(library, name))
        if action == "rename":
            return self._done(lists.rename_list(library, name, _text(request, "to")))
        if action == "add":
            section, position = _text(request, "section", ""), request.get("position")
            at = None if position is None else _number(request, "position", 1)
            chosen = self._papers(request)
            return self._done(lists.add_to_list(library, name, chosen, section=section, position=at))
        if action == "remove":
            return self._done(lists.remove_from_list(library, name, self._papers(request)))
        if action == "move":
            position = _number(request, "position", 0)
            return self._done(lists.move_in_list(library, name, self._papers(request), position))
        raise UsageError(f"'{action}' is no action on a list; one of show, new, add, remove, move, rename, delete.")

    def _import(self, request: Request) -> Answer:
        source = read_text(_text(request, "text"), "text", format=_text(request, "format", "") or None)
        if source.error is not None:
            raise source.error
        report, _ = take_in(self._library, [source])
        if report.sources[0].error:
            raise InputError(report.sources[0].error)
        for outcome in report.outcomes:
            self._finder.follow(outcome)
        return report.to_json()

    def _remove(self, request: Request) -> Answer:
        return self._done(history.remove_papers(self._library, self._papers(request)))

    def _revisit(self, act: Callable[..., list[Outcome]], request: Request) -> Answer:
        outcomes = act(self._library, _number(request, "steps", 1))
        for outcome in outcomes:
            self._finder.follow(outcome)
        said = [outcome.say for outcome in outcomes]
        return {"steps": len(outcomes), "say": said, "skipped": [text for o in outcomes for text in o.skipped]}

    def _done(self, outcome: Outcome) -> Answer:
        self._finder.follow(outcome)
        return {"say": outcome.say, "changed": outcome.step is not None}

    def _json(self, paper: Paper) -> Answer:
        return to_json(paper, self._library.lists_of(paper.id))

    def _papers(self, request: Request) -> Sequence[Paper]:
        if "query" in request and ("papers" in request or "paper" in request):
            raise UsageError("Name 'papers', or give a 'query', one of the two.")
        if "query" in request:
            papers = self._finder.papers(_text(request, "query"))
            if not papers:
                raise UnknownPaper(f"Nothing matches '{request['query']}'.")
            return papers
        return named(self._library, _texts(request, "papers") or _texts(request, "paper"))


def _parsed(line: str) -> Request:
    try:
        request = json.loads(line)
    except ValueError as error:
        raise UsageError(f"The request is not JSON: {error}.") from None
    except RecursionError:
        raise UsageError("The request is nested too deeply.") from None
    if not isinstance(request, dict) or not isinstance(request.get("op"), str):
        raise UsageError('A request is an object with an "op".')
    return request


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
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UsageError(f"'{name}' must be a whole number, 0 or more.")
    return value


def _flag(request: Request, name: str, default: bool) -> bool:
    value = request.get(name, default)
    if not isinstance(value, bool):
        raise UsageError(f"'{name}' must be true or false.")
    return value


def run(session: Session) -> None:
    """Answer standard input until it ends."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
    try:
        Batch(session).run(sys.stdin, sys.stdout)
    except UnicodeError as error:
        raise InputError(f"The requests are not UTF-8: {error}.") from None
