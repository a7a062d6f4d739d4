"""`reader batch`: one JSON request a line in, one JSON answer a line out, in order, an edit's once it is durable."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from reader.cli.batch_editing import EDITING
from reader.cli.batch_keys import OPERATIONS, checked, operation_of
from reader.cli.batch_reading import READING
from reader.cli.batch_request import Answer, AskedLibrary, InPart, Request
from reader.cli.mistakes import NOT_UTF8
from reader.cli.output import OutputError, beyond, unforeseen
from reader.cli.session import Session
from reader.errors import (
    Cancelled,
    InputError,
    LimitError,
    NoteConflict,
    ReaderError,
    Refused,
    StoreError,
    UnknownPaper,
    UsageError,
    bounded,
)
from reader.io.read import NO_INPUT
from reader.text import shortened

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""What may be half of a pair of surrogates, as JSON escapes it."""
REQUEST_LIMIT = 200_000_000
"""Characters of a request."""
GIVEN_UP = "The call was given up: nothing more was changed."
_HANDLERS = {**READING, **EDITING}
_AWAY = ("backup list", "backup restore", "doctor", "help")
"""What can be asked of a library that is not there."""


class Batch:
    """Answers requests against one open library."""

    def __init__(self, session: Session) -> None:
        self.asked = AskedLibrary(session)
        self._told = False
        """Whether what was missing from the beginning is said; what is lost later is said when it is noticed."""

    def run(self, requests: Iterable[str], answers: TextIO) -> None:
        """Answer every line, each before the next is read."""
        for line in requests:
            if line.strip():
                answer = _written(self.answer(line)) + "\n"
                try:
                    answers.write(answer)
                    answers.flush()
                except BrokenPipeError:
                    raise
                except OSError as error:
                    raise OutputError.of(error) from error

    def answer(self, line: str) -> Answer:
        """The answer to one line; what cannot be done is an answer too."""
        try:
            request = _parsed(line)
        except ReaderError as error:
            return _refusal(error, {})
        return {**({"id": request["id"]} if "id" in request else {}), **self.reply(request)}

    def reply(self, request: Request) -> Answer:
        """The answer to a request but for its `id`."""
        asked = self.asked
        asked.notes.clear()
        try:
            return {"ok": True, **self._answered(request)}
        except NoteConflict as error:
            refusal = _refusal(error, {"stored": error.stored, "mine": error.mine})
        except UnknownPaper as error:
            candidates = [{"id": id, "title": title} for id, title in error.candidates]
            refusal = _refusal(error, {"candidates": candidates} if candidates else {})
        except InPart as error:
            refusal = {**_refusal(error, {}), **_as_asked(request, error.answer)}
        except ReaderError as error:
            refusal = _refusal(error, {})
        except Cancelled:
            refusal = _refusal(Refused(GIVEN_UP), {})
        except (OSError, MemoryError, RecursionError) as error:
            refusal = _refusal(beyond(error), {})
        except Exception as error:  # noqa: BLE001  the edge of a request: the next one is read whatever went wrong
            refusal = _refusal(unforeseen(error), {})
        return {**refusal, **self._noted(refusal["error"]["message"])}

    def _noted(self, *said: str) -> Answer:
        """The notes of an answer, without what it says anyway."""
        notes = [note for note in dict.fromkeys(map(bounded, self.asked.notes)) if note not in said]
        return {"notes": notes} if notes else {}

    def _answered(self, request: Request) -> Answer:
        name = operation_of(request)
        checked(name, request)
        asked, library = self.asked, self.asked.library
        asked.follow(library.refresh())
        asked.notes += () if self._told else library.losses
        self._told = True
        if not (name in _AWAY and library.is_away):
            library.must_be_here()
        answer = self._carried_out(name, request)
        asked.notes += answer.pop("notes", [])
        return {**_as_asked(request, answer), **self._noted()}

    def _carried_out(self, name: str, request: Request) -> Answer:
        if not (OPERATIONS[name].tries and request.get("dry_run")):
            return _HANDLERS[name](self.asked, request)
        with self.asked.library.trying():
            return {"dry_run": True, **_HANDLERS[name](self.asked, request)}


def _as_asked(request: Request, answer: Answer) -> Answer:
    """An answer with the number of what changed in place of its ids, where that was asked for: of many papers these are
    most of it."""
    if not request.get("brief") or "changed" not in answer:
        return answer
    changed = answer.pop("changed")
    return {**answer, "total": len(changed)}


def _parsed(line: str) -> Request:
    if len(line) > REQUEST_LIMIT:
        raise LimitError(f"A request may have at most {REQUEST_LIMIT:,} characters.")
    if NOT_UTF8.search(line):
        raise UsageError("The request is not UTF-8.")
    try:
        plain = line.removeprefix("\ufeff")  # Some editors and shells begin a file with a mark.
        request = json.loads(
            plain, object_pairs_hook=_each_once, parse_int=_whole, parse_float=_finite, parse_constant=_finite
        )
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


def _whole(number: str) -> int:
    """A whole number of JSON. Raises `UsageError` for one of more digits than Python reads."""
    try:
        return int(number)
    except ValueError:
        raise _no_number(number) from None


def _finite(number: str) -> float:
    """A number of JSON. Raises `UsageError` for one that JSON cannot write: NaN, or larger than any."""
    if not math.isfinite(float(number)):
        raise _no_number(number)
    return float(number)


def _no_number(number: str) -> UsageError:
    return UsageError(f"'{shortened(number, 40)}' is no number that a request may hold.")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises `UsageError` for a key that it has twice: only one of the two could be meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise UsageError(f"The key '{twice}' stands twice in the request.")
    return found


def _refusal(error: ReaderError, more: Answer) -> Answer:
    return {"ok": False, "error": {"message": str(error), "kind": error.kind, **more}}


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
