"""What the operations of a batch have in common: the papers that a request means, and how an answer is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from reader.cli.batch_keys import PAPER_KEYS
from reader.cli.session import Session
from reader.cli.shaping import Shape
from reader.errors import InputError, UsageError
from reader.library.change import subjects
from reader.library.library import Outcome
from reader.operations.choosing import missing_in_search
from reader.operations.lost_signs import unquoted_name
from reader.operations.search import named
from reader.paper import Paper
from reader.paper_json import to_json
from reader.query import Query, parse

Request = Mapping[str, Any]
Answer = dict[str, Any]
One = TypeVar("One")


class InPart(InputError):
    """What was asked for could be done in part only; `answer` says what was done."""

    def __init__(self, message: str, answer: Answer) -> None:
        super().__init__(message)
        self.answer = answer


class AskedLibrary:
    """The library that is asked, and what came up while a request is answered."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.library = session.library
        self.finder = session.finder
        self.notes: list[str] = []
        """What is to be said of the request besides its answer."""
        self.steps: list[str] = []
        """The ids of all steps that were made, those of former requests too."""

    def follow(self, outcome: Outcome) -> None:
        """Let the search know what changed, and say what came up."""
        self.finder.follow(outcome)
        self.notes += outcome.warnings
        if outcome.step is not None and outcome.step.id:
            self.steps.append(outcome.step.id)

    def done(self, *outcomes: Outcome) -> Answer:
        """What edits are answered with: a sentence or several, what changed, and the steps that did it."""
        told = [outcome.say for outcome in outcomes]
        return {"say": told[0] if len(told) == 1 else told, **self.changes(outcomes)}

    def changes(self, outcomes: Iterable[Outcome]) -> Answer:
        """The part of an answer that says what was changed and by which steps: `step` is the first of them."""
        changed: dict[str, None] = {}
        steps: list[str] = []
        skipped: list[str] = []
        for outcome in outcomes:
            self.follow(outcome)
            skipped += outcome.skipped
            if outcome.step is not None:
                changed |= dict.fromkeys(subjects(outcome.changes))
                if outcome.plan is not None:
                    changed |= dict.fromkeys(after.id for _, after in outcome.plan.completed)
                steps += [outcome.step.id] if outcome.step.id else []
        return {
            "changed": list(changed),
            **({"step": steps[0]} if steps else {}),
            **({"steps": steps} if len(steps) > 1 else {}),
            **({"skipped": skipped} if skipped else {}),
        }

    def papers(self, request: Request) -> Sequence[Paper]:
        """The papers that a request means. Raises as `PaperFinder.matching` and `named`."""
        if "query" in request:
            return self.finder.matching(request["query"], self.notes.append)
        return named(self.library, texts(request, next(key for key in PAPER_KEYS if key in request)))

    def understood(self, text: str) -> Query:
        """The query of one who looks; what is not understood of it is noted."""
        query = parse(text)
        self.notes += query.told
        self.notes += missing_in_search(self.library, query)
        self.notes += [why] if (why := unquoted_name(self.library, text)) else []
        return query

    def json(self, paper: Paper) -> Answer:
        """The contract's object for a paper."""
        return to_json(paper, self.library.state.lists_of(paper.id))


def texts(request: Request, name: str) -> list[str]:
    """The texts of a key; none where it is not there."""
    value = request.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def number(request: Request, name: str, usual: int) -> int:
    """The number of a key; the usual one where it is not there, or null."""
    value = request.get(name)
    return usual if value is None else int(value)


def span(request: Request, usual: int = 0) -> slice:
    """Which of all rows a request wants: `limit` (0: all) from `offset` on."""
    offset, limit = number(request, "offset", 0), number(request, "limit", usual)
    return slice(offset, offset + limit if limit else None)


def reach(request: Request, usual: int = 0) -> int:
    """How many rows from the first on have to be known for that; 0 for all."""
    return span(request, usual).stop or 0


def cut(request: Request, rows: Sequence[One], usual: int = 0) -> Sequence[One]:
    """Those of all rows that a request wants."""
    return rows[span(request, usual)]


def shape_of(request: Request) -> Shape:
    """The fields that a request wants of each paper; nothing chosen where it asks for none."""
    if request.get("fields") == []:
        raise UsageError("'fields' names no field: it is empty.")
    return Shape(tuple(dict.fromkeys(texts(request, "fields"))))


Answerer = Callable[[AskedLibrary, Request], Answer]
"""What answers a request that was checked. Raises `ReaderError`."""
