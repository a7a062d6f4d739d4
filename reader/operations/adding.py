"""Adding papers that a person names (see `named_texts`), or tells field by field.

>>> told({"title": "On Light", "authors": "Vale, Ada; Bo Ash", "date": "2024-05"}).authors
('Ada Vale', 'Bo Ash')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reader.errors import Refused, UsageError, WrongValue
from reader.formats.author_lists import authors_in
from reader.identity import identified
from reader.io.read import Source
from reader.library.corrections import corrected
from reader.library.library import Library, Outcome
from reader.library.merging import Plan
from reader.operations import imports, known_already
from reader.operations.corrections import typed
from reader.operations.imports import BY_HAND, ImportResult
from reader.operations.sentences import listed, name
from reader.operations.unseen import filled_value
from reader.paper import Paper
from reader.text import clean_line, shortened

if TYPE_CHECKING:
    from reader.online.client import ServiceClient
    from reader.operations.looking_up import Lookup
    from reader.operations.named_texts import NamedTexts


def told(fields: Mapping[str, str], authors: Sequence[str] = ()) -> Paper:
    """A paper of which a person tells the fields, by what they are called (see `corrections.field_called`), and the
    authors one by one.

    Raises `UsageError` where it has no title and for a field without a value, `InputError` for a value that cannot be
    one and for an author who may be several, and as `filled_value`.
    """
    if not clean_line(fields.get("title", "")):
        raise UsageError("A paper that is told by hand needs a title.")
    if empty := next((word for word, value in fields.items() if not value.strip()), ""):
        raise UsageError(f"'{empty}' has no value: what is not known is left out.")
    for author in authors:
        found = None if ";" in author else authors_in(clean_line(author))
        if found is not None and not found.doubt and len(found.told) > 1:
            raise WrongValue(
                f"'{shortened(clean_line(author), 60)}' may be one or {len(found.told)}: tell each by itself, and put "
                "a semicolon behind one whose family name comes first."
            )
    named = "".join(f"{filled_value(author, 'author', is_name=True).rstrip('; ')}; " for author in authors)
    people = {"authors": named} if authors else {}
    return of_values(typed(Paper("", clean_line(fields["title"])), {**fields, **people}))


def of_values(values: Mapping[str, Any]) -> Paper:
    """The same of values as a form has them, by the names of corrections."""
    paper = corrected(Paper("", clean_line(values.get("title", ""))), values)
    return identified(replace(paper, corrected=()))


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding papers."""

    result: ImportResult
    lookup: Lookup | None = None
    """What was looked up; None for papers that a person told by hand."""
    refused: tuple[str, ...] = ()
    """Why texts that should name papers do not, and what may be another paper, a sentence each."""
    known: tuple[str, ...] = ()
    """Which words of a text were left, what known papers gained and what is told of them otherwise, a sentence each."""
    not_taken: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The fields of known papers, by their ids, of which a person told something else."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What a service does not have, a sentence each."""
        return self.lookup.missing if self.lookup is not None else ()

    @property
    def unasked(self) -> tuple[str, ...]:
        """Why papers are only noted, a sentence each."""
        return self.lookup.unasked if self.lookup is not None else ()

    @property
    def told(self) -> tuple[str, ...]:
        """What services say of papers that were named by their titles, a sentence each: which they may be, above all.
        Nothing where nobody was asked."""
        return tuple(self.lookup.told) if self.lookup is not None else ()

    @property
    def is_unsure(self) -> bool:
        """Whether one of them may be a paper that a service told of, and was noted by its title all the same."""
        return self.lookup is not None and any(one.records and one.record is None for one in self.lookup.named)

    @property
    def ids(self) -> list[str]:
        """The papers that were named, in the order in which they came."""
        return list(dict.fromkeys(self.result.plan.ids if self.result.plan is not None else ()))

    @property
    def counts(self) -> dict[str, int]:
        """How many papers are new, completed and known already, each counted once, and what was refused."""
        new = {paper.id for paper in self.result.new}
        gains = {after.id for before, after in self.result.completed if known_already.gained(before, after)}
        rest = {*self.ids} - new - gains
        return {
            "new": len(new),
            "completed": len(gains - new),
            "known already": len(rest),
            "refused": len(self.refused),
        }

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The step that was made."""
        return self.result.outcomes

    @property
    def failed(self) -> bool:
        """Whether something that was named did not come."""
        return bool(self.missing or self.refused)

    def to_json(self) -> dict[str, Any]:
        """The contract's object for an import, with the ids of the papers."""
        more: dict[str, Any] = {"missing": list(self.missing)} if self.missing else {}
        more |= {"refused": list(self.refused)} if self.refused else {}
        notes = [*self.unasked, *self.told, *self.known]
        more |= {"notes": notes} if notes else {}
        more |= {"facts_not_taken": {id: [*words] for id, words in self.not_taken.items()}} if self.not_taken else {}
        return {**self.result.to_json(), "papers": self.ids, **more}


def add(
    library: Library,
    papers: Sequence[Paper],
    client: ServiceClient | None = None,
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    dry_run: bool = False,
) -> Added:
    """Add papers that a person named or told, as one step. With a `client`, those with an arXiv id or a DOI are asked
    for, and titles are looked for (but in a dry run); where a service cannot be asked, they are noted with what is
    known, as all others are.

    A paper that may be one of the library by its title alone, and would complete it, is not taken. Raises `Refused` for
    such a one, and when `list_name` is a smart list; what is not there is told, and the rest is added.
    """
    imports.must_take_papers(library, list_name)
    doubts = known_already.doubts(library, imports.preview(library, [Source(BY_HAND, "", tuple(papers))]))
    papers = [paper for at, paper in enumerate(papers) if at not in doubts]
    if doubts and not papers:
        raise Refused(" ".join(doubts.values()))
    lookup, sources = None, [Source(BY_HAND, "", tuple(papers))]
    if client is not None:
        from reader.operations import looking_up  # noqa: PLC0415  who tells a paper by hand asks nobody

        lookup = looking_up.look_up(library, papers, client, titles=not dry_run)
        sources = lookup.sources
    if dry_run:
        result = imports.tried(library, sources, tags, list_name)
    else:

        def say(plan: Plan) -> str:
            return said_of(plan, imports.wishes_of_known(library, plan, tags, list_name))

        result = imports.import_sources(library, sources, tags=tags, list_name=list_name, say=say)
    known = known_already.said(library, result, BY_HAND)
    other = known_already.not_taken(library, result, BY_HAND)
    refused = (*doubts.values(), *(lookup.refused if lookup is not None else ()))
    return Added(result, lookup, refused, tuple(known), other)


def with_texts(added: Added, texts: NamedTexts) -> Added:
    """What came of adding papers, with what is to be said of the texts that named them."""
    return replace(added, refused=(*texts.refused, *added.refused), known=(*texts.told, *added.known))


def said_of(plan: Plan, more: Sequence[str] = ()) -> str:
    """The sentence on a step that adds papers; `more` is what becomes of known ones besides."""
    fresh = [*plan.new, *plan.revived]
    completed = [after for before, after in plan.completed if known_already.gained(before, after)]
    parts = [f"added {name(fresh)}"] if fresh else [f"completed {name(completed)}"] if completed else []
    said = listed([*parts, *more] or ["added nothing new"])
    return said[:1].upper() + said[1:]
