"""What a query names and no paper has: nothing is found by it, and, which is worse, nothing is left out by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reader.library.contents import Contents
from reader.naming import id_begun, kind_of_name, names_told
from reader.operations.other_forms import author_like, in_order, may_be_key, nearly, nearly_joined, paper_like, spaced
from reader.paper import Paper
from reader.query import Query, parse
from reader.query.doubts.addresses import torn
from reader.query.fields import CHOICES, DATED
from reader.query.filters import TEXTS, Filter, Test, day_range, searched_texts, side_by_side, year_range
from reader.query.left_out import groups_left_out, typed
from reader.query.nodes import And, Doubt, Node, Not, Or, Phrase, Word
from reader.query.parser import pieces_of
from reader.query.pieces import Piece, typed_filter
from reader.query.scripts import flat, is_unspaced, parts
from reader.search.terms import STOP_WORDS
from reader.suggestions import (
    TELLING,
    any_slip,
    called_tags,
    is_any_slip,
    is_near,
    is_slip,
    meant_name,
    perhaps,
    several_slips,
    tells,
    told_name,
)
from reader.text import at_or_under, clean_line, fold_name, tag_name

_SIGNS = frozenset("*?,;|:=#'\"‘’‚`´「」")
"""What joins names or stands for any letter in other programs, and hardly in the name of a tag."""
_NAMING = frozenset(("tag", "source", "year", "id", *TEXTS))
"""The fields whose values are names or words of the papers; what is no list, or nothing to be like, is an error by
itself."""
_HAD = ("note", "pdf", "doi")
"""What a paper has, of which no paper speaks; the others that `has:` finds are words of titles."""
_OF_PUBLICATION = ("year", "published")
_PRINTING = 1450
"""The year before which nothing was printed."""
_SOON = 10
"""So many years from now papers may be waited for."""
_AGE = re.compile(r"\d{2,4}[dwmy]|7d|[1-9][wy]", re.ASCII)
"""What the last days are called behind a field; `3d` is a word."""
_SHORTEST_RUN, _SHORTEST_NAME = 3, 2
"""Letters of a run, and of a name, without blanks that may be a slip of another."""


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part of a query that no paper has."""

    what: str
    """The part in words ("the tag 'x'")."""
    meant: str
    """What was likely meant, "" where nothing is like it."""
    excluded: bool
    """It is to be left out."""
    mistyped: bool
    """What changes, exports or saves refuses it: it is a slip away from what some paper has, or holds what no name
    holds. Words that are asked for are never that, as what is like them counts."""

    way: str = ""
    """How it is typed to be taken at its word; "" where it cannot be."""

    @property
    def said(self) -> str:
        """What is said of it to who only looks, and finds nothing by it."""
        return f"No paper has {self.what}{' that is to be left out' * self.excluded}{perhaps(self.meant)}"

    @property
    def sentence(self) -> str:
        """What is said of it where it may be refused."""
        alone = self.excluded and not self.meant and not self.way
        return self.said + at_its_word(self.way) + " The query is understood without it." * alone


def missing_parts(library: Contents, query: Query) -> Iterator[MissingPart]:
    """The names, words and years of a query that no paper has, each once. One word in quotes is never mistyped."""
    yield from _missing_leaves(library, query, _leaves(query.root, excluded=False))
    for group in groups_left_out(query):
        asked = [leaf for leaf, _ in _leaves(And(group), excluded=True)]
        is_by_nearness = any(isinstance(leaf, Filter) and leaf.field == "like" for leaf in asked)
        if not is_by_nearness and all(has_all(library, [part]) for part in group) and not has_all(library, group):
            sure = all(map(_is_name, asked))
            alone = sure and not any(isinstance(part, Not) for part in group)
            either = f"-({' OR '.join(map(typed, group))})" if alone else ""
            yield MissingPart(f"all of '{' '.join(map(typed, group))}'", either, excluded=True, mistyped=sure)


def as_held(library: Contents, doubt: Doubt) -> Doubt:
    """The doubt with a filter that it proposes as a paper has it, where none has it so."""
    bare = doubt.nearest.removeprefix("-")
    query = replace(parse(bare), exact=True) if bare else Query("", None)
    part = next(missing_parts(library, query), None) if isinstance(query.root, Filter) else None
    if part is None or not part.meant or not isinstance(query.root, Filter):
        return doubt
    field = query.root.field
    meant = typed_filter(field, part.meant) if field == "id" else part.meant
    return replace(doubt, nearest=doubt.nearest[: -len(bare)] + meant)


def has_all(library: Contents, group: Sequence[Node]) -> bool:
    """Whether a paper has all parts of a group that is to be left out, so that its words count as they stand."""
    tests = [_test(library, part, date.today()) for part in group]
    return any(all(test(paper) for test in tests) for paper in library.papers.values())


def _test(library: Contents, node: Node, today: date) -> Test:
    match node:
        case Word():
            return Phrase((node.text,)).accepts
        case Phrase():
            return node.accepts
        case Filter():
            return node.test(library.state.lists_of, today)
        case Not():
            inner = _test(library, node.node, today)
            return lambda paper: not inner(paper)
    tests = [_test(library, part, today) for part in node.nodes]
    decides = all if isinstance(node, And) else any
    return lambda paper: decides(test(paper) for test in tests)


def missing_values(library: Contents, query: Query) -> Iterator[MissingPart]:
    """Those of them that are to be left out, or the values of filters that were typed as such: for who looks, as of
    words what is like them is found, and of ids as they stand the search says that none is there."""
    leaves = _leaves(query.root, excluded=False)
    values = ((leaf, out) for leaf, out in leaves if (not leaf.bare if isinstance(leaf, Filter) else out))
    yield from _missing_leaves(library, query, values)


def _missing_leaves(
    library: Contents, query: Query, leaves: Iterable[tuple[Word | Phrase | Filter, bool]]
) -> Iterator[MissingPart]:
    today = date.today()
    pieces = {word: piece.text for piece in pieces_of(query.text) for word in parts(piece.text)}
    for leaf, excluded in dict.fromkeys(leaves):
        found = _missing(library, leaf, today, excluded=excluded)
        if found is not None and excluded and isinstance(leaf, Filter) and (other := _of_another(library, leaf)):
            found = replace(found, meant=other, mistyped=True)
        if found is not None and excluded and _is_name(leaf):
            found = replace(found, mistyped=bool(library.papers))
        if found is not None and found.mistyped:
            if _is_literal(leaf):
                found = replace(found, mistyped=False, meant="" if excluded else found.meant)
            elif excluded or not isinstance(leaf, Word):
                found = replace(found, way=_way(leaf, pieces, excluded=excluded))
            else:
                found = replace(found, mistyped=False)
        if found is not None:
            yield found


def _is_name(leaf: Word | Phrase | Filter) -> bool:
    """Whether a leaf is a name or a text, and no state in which papers are at times: where none here has it, to leave
    it out would take all that were to stay."""
    if not isinstance(leaf, Filter):
        return True
    return leaf.field in _NAMING and (leaf.field != "year" or leaf.value.strip().isdecimal())


def _of_another(library: Contents, leaf: Filter) -> str:
    """The filter that asks for what is called just so, where another field than the one that was typed does: a mark, a
    list, a tag; "" where there is none, or where the field that was typed takes one of a few words: this is one."""
    if leaf.field in CHOICES:
        return ""
    name = clean_line(leaf.value)
    key = fold_name(name)
    if field := marked_by(key):
        return typed_filter(field, key)
    if (lst := library.list_called(name)) is not None:
        return typed_filter("list", lst.name)
    return typed_filter("tag", tag_name(name)) if has_tag(library, tag_name(name)) else ""


def _missing(library: Contents, leaf: Word | Phrase | Filter, today: date, *, excluded: bool) -> MissingPart | None:
    """What is told of a leaf that no paper has; None for one that some have."""
    papers = library.papers.values()
    if isinstance(leaf, Word):
        if excluded and not any(map(Phrase((leaf.text,)).accepts, papers)):
            return _without_word(library, leaf)
        if not excluded and leaf.text not in STOP_WORDS and not _begins(library, leaf.text):
            return MissingPart(f"the word '{leaf.text}'; what is like it counts", "", excluded, False)
    elif isinstance(leaf, Phrase):
        if not any(map(leaf.accepts, papers)):
            return _without_words(library, f"the phrase '{' '.join(leaf.words)}'", leaf, excluded=excluded)
    elif leaf.field == "tag":
        if not has_tag(library, name := tag_name(leaf.value)):
            return _without_tag(library, name, excluded=excluded)
    elif (leaf.field in _NAMING or (excluded and _is_lasting(leaf))) and not any(
        map(leaf.test(library.state.lists_of, today), papers)
    ):
        if leaf.field == "id":
            return _without_paper(library, leaf, excluded=excluded)
        return _without_words(library, f"'{typed_filter(leaf.field, leaf.value)}'", leaf, excluded=excluded)
    return None


def _is_lasting(leaf: Filter) -> bool:
    """Whether a filter asks for what a paper has for good, votes, a file, days of the calendar, and not for what comes
    and goes with what the user does: `is:` and the last few days before today."""
    if leaf.field in DATED:
        return leaf.field == "published" or leaf.value.lstrip(".")[:4].isdigit()
    return leaf.field in ("upvotes", "has")


def _is_literal(leaf: Word | Phrase | Filter) -> bool:
    return not isinstance(leaf, Word) and leaf.literal


def _way(leaf: Word | Phrase | Filter, pieces: Mapping[str, str], *, excluded: bool) -> str:
    """How one word, or a filter with one, is typed to be taken at its word, and a filter with several that is asked
    for; "" for others."""
    if isinstance(leaf, Phrase):
        return ""
    if isinstance(leaf, Filter) and leaf.field in TEXTS and not excluded:
        return " ".join(way_of(word, f"{leaf.field}:", excluded=False) for word in clean_line(leaf.value).split())
    if isinstance(leaf, Filter):
        return way_of(clean_line(leaf.value), f"{leaf.field}:", excluded=excluded)
    return way_of(pieces.get(leaf.text, leaf.text))


def at_its_word(way: str) -> str:
    """The end of what is said of a word that is refused: how it is typed to be taken as it is, where it can be."""
    return f" In quotes it is taken at its word: '{way}'." if way else ""


def way_of(typed: str, field: str = "", *, excluded: bool = True) -> str:
    """How one word, or the filter with one, is typed to be taken at its word; "" for several words."""
    return "" if re.search(r'[\s"“”„＂«»\\]', typed) else f'{"-" * excluded}{field}"{typed}"'


def has_tag(library: Contents, name: str) -> bool:
    """Whether a paper has a tag of this name, or one nested under it."""
    key = fold_name(name)
    return any(at_or_under(tag, key) for tag in library.tags.counts())


def _leaves(node: Node | None, *, excluded: bool) -> Iterator[tuple[Word | Phrase | Filter, bool]]:
    """All leaves in order, each with whether it is left out; twice left out is asked for."""
    match node:
        case None:
            return
        case Not():
            yield from _leaves(node.node, excluded=not excluded)
        case And() | Or():
            for part in node.nodes:
                yield from _leaves(part, excluded=excluded)
        case _:
            yield node, excluded


def _without_tag(library: Contents, name: str, *, excluded: bool) -> MissingPart:
    called = called_tags(library.tags.counts())
    meant = called.get((any_slip if excluded else meant_name)(name, called), "")
    told = meant or called.get(told_name(name, called), "")
    near = typed_filter("tag", told) if told else ""
    return MissingPart(f"the tag '{name}'", near, excluded, bool(meant or _SIGNS & set(name)))


def _without_paper(library: Contents, leaf: Filter, *, excluded: bool) -> MissingPart:
    """What is told of a name that no paper has: to be left out, the beginning or a slip of one would leave that in."""
    kind = kind_of_name(leaf.value) if names_told(leaf.value) else "id or citation key"
    near = paper_like(library, leaf.value)
    meant = typed_filter("id", near) if near and leaf.bare else near
    return MissingPart(f"the {kind} '{clean_line(leaf.value)}'", meant, excluded, bool(meant))


def slipped_name(library: Contents, pieces: Iterable[tuple[Piece, bool]]) -> str:
    """A sentence on a word to be left out that no paper has, and that the id or the citation key of a paper begins with
    or is one slip away from; else ""."""
    for piece, excluded in pieces:
        typed = clean_line(piece.text)
        if not excluded or not piece.holds_words or not may_be_key(typed):
            continue
        words = [Phrase((word,)) for word in parts(typed)]
        if any(all(word.accepts(paper) for word in words) for paper in library.papers.values()):
            continue
        if may_be_key(near := paper_like(library, typed)):
            return MissingPart(f"'{typed}'", typed_filter("id", near), True, True, way_of(typed)).sentence
    return ""


def torn_name(library: Contents, pieces: Iterable[tuple[Piece, bool]]) -> str:
    """A sentence on a word that is hardly a whole name of a paper, and that the name of a paper here begins with or is
    one slip away from; else ""."""
    # Several words of a piece without blanks have the same text.
    for text, excluded in dict.fromkeys((piece.text, excluded) for piece, excluded in pieces if piece.holds_words):
        typed = clean_line(text)
        if (torn(typed) or id_begun(typed)) and (near := paper_like(library, typed)):
            return MissingPart(f"'{typed}'", typed_filter("id", near), excluded, True).sentence
    return ""


def _begins(library: Contents, word: str) -> bool:
    """Whether a word of any paper begins so."""
    begun = side_by_side((word,), begun=True)
    return any(begun(flat(text)) for paper in library.papers.values() for text in _texts(paper, ""))


def marked_by(word: str) -> str:
    """The field of which a word is a value that no paper speaks of; "" where there is none."""
    return next((field for field, marks in (("is", CHOICES["is"]), ("has", _HAD)) if word in marks), "")


def _without_word(library: Contents, leaf: Word) -> MissingPart:
    what = f"the word '{leaf.text}'"
    if field := marked_by(leaf.text) or ("has" if leaf.text in CHOICES["has"] else ""):
        return MissingPart(what, f"{field}:{leaf.text}", excluded=True, mistyped=True)
    if _AGE.fullmatch(leaf.text):
        return MissingPart(what, f"added:{leaf.text}", excluded=True, mistyped=True)
    return _without_words(library, what, leaf, excluded=True)


def _without_words(library: Contents, what: str, leaf: Word | Phrase | Filter, *, excluded: bool) -> MissingPart:
    """What is told of words that do not stand so in any paper: some of them may be slips of words that do."""
    field = leaf.field if isinstance(leaf, Filter) else ""
    typed = [leaf.text] if isinstance(leaf, Word) else leaf.words if isinstance(leaf, Phrase) else parts(leaf.value)
    held = Counter(word for paper in library.papers.values() for text in _texts(paper, field) for word in parts(text))
    if field != "source" and (other := spaced(library, typed, lambda paper: _texts(paper, field))):
        alone = f'"{other}"' if " " in other else other
        return MissingPart(what, typed_filter(field, other) if field else alone, excluded, True)
    is_name = field == "author"
    mended = [word if word in held else _slipped(word, held, field=field, excluded=excluded) for word in typed]
    if field == "source":
        sources = {source for paper in library.papers.values() for source in paper.sources}
        if isinstance(leaf, Filter) and (source := meant_name(leaf.value, sources)):
            return MissingPart(what, typed_filter(field, source), excluded, True)
    if field == "author" or (not field and not isinstance(leaf, Word)):
        spelt = leaf.value if isinstance(leaf, Filter) else " ".join(typed)
        if name := author_like(library, spelt) or author_like(library, " ".join(mended)):
            return MissingPart(what, name, excluded, True)
    if other := in_order(library, mended, lambda paper: _texts(paper, field)):
        sure = excluded or mended != list(typed)  # What is asked for may come with the papers of tomorrow.
        return MissingPart(what, typed_filter(field, other) if field else f'"{other}"', excluded, sure)
    if isinstance(leaf, Filter):
        other = _of_these_years(library, leaf)
        if other or (excluded and _is_at_no_time(leaf)):
            return MissingPart(what, typed_filter(field, other) if other else "", excluded, True)
    if field != "year" and (other := nearly(library, typed, lambda paper: _texts(paper, field))):
        return MissingPart(what, typed_filter(field, other) if field else f'"{other}"', excluded, True)
    either = _names_either_way if is_name else lambda paper: _texts(paper, field)
    if excluded and field != "year" and (other := nearly_joined(library, typed, either)):
        name = author_like(library, other) if is_name else ""
        return MissingPart(what, name or (typed_filter(field, other) if field else f'"{other}"'), excluded, True)
    if isinstance(leaf, Word) and (other := _begun_by(leaf.text, held)):
        return MissingPart(what, other, excluded, True)
    if field == "year" or mended == list(typed):
        return MissingPart(what, "", excluded, False)
    meant = " ".join(mended)
    sure = excluded or len(typed) == 1  # Several words that stand nowhere side by side may do so tomorrow.
    return MissingPart(what, typed_filter(field, meant) if field else meant, excluded, sure)


def _is_at_no_time(leaf: Filter) -> bool:
    """Whether a filter is of a time in which no paper can be published, or nothing be done with one: before printing,
    or years from now."""
    today = date.today()
    if leaf.field in _OF_PUBLICATION:
        range_ = year_range(leaf.value) if leaf.field == "year" else day_range(leaf.value, today)
        first, last = (int(str(end)[:4] or 0) for end in range_ or (0, 9999))
        return last < _PRINTING or first > today.year + _SOON
    range_ = day_range(leaf.value, today) if leaf.field in DATED else None
    return range_ is not None and range_[0] > (today + timedelta(days=1)).isoformat()


def _of_these_years(library: Contents, leaf: Filter) -> str:
    """The value of a filter of years that no paper can have yet, with that of one that is one slip away, else ""."""
    year = re.match(r"\d{4}", leaf.value, re.ASCII)
    if leaf.field not in _OF_PUBLICATION or year is None:
        return ""
    if _PRINTING <= int(year[0]) <= date.today().year + 1:
        return ""
    held = sorted({str(paper.year) for paper in library.papers.values()})
    near = next((one for one in held if sorted(one) == sorted(year[0]) and is_any_slip(year[0], one)), "")
    near = near or next((one for one in held if is_any_slip(year[0], one)), "")
    return near + leaf.value[4:] if near else ""


def year_out_of_time(library: Contents, query: Query) -> str:
    """A sentence on a range of years or days that begins or ends in a year in which no paper can be published, where a
    paper has the same digits in another order (`2019..2201`); else ""."""
    held = {str(paper.year) for paper in library.papers.values()}
    for filter_ in query.filters:
        for year in re.findall(r"(?<!\d)\d{4}", filter_.value, re.ASCII) if filter_.field in _OF_PUBLICATION else ():
            meant = next((one for one in sorted(held) if sorted(one) == sorted(year)), "")
            if meant and ".." in filter_.value and not _PRINTING <= int(year) <= date.today().year + _SOON:
                near = typed_filter(filter_.field, filter_.value.replace(year, meant, 1))
                return f"No paper is of {year} ('{filter_.field}:{filter_.value}'){perhaps(near)}"
    return ""


def _texts(paper: Paper, field: str) -> Iterable[str]:
    """The texts of a paper in which words of a field are looked for; without a field all."""
    if field == "source":
        return paper.sources
    if field:
        return TEXTS[field](paper) if field in TEXTS else ()
    return searched_texts(paper)


def _names_either_way(paper: Paper) -> Iterator[str]:
    """The names of the authors as they stand, and with the family name first."""
    yield from paper.authors
    yield from (" ".join(reversed(parts(name))) for name in paper.authors)


def _begun_by(word: str, held: Counter[str]) -> str:
    """The word that begins as one of four letters or more, the commonest first; "" where there is none."""
    begun = (other for other in held if other.startswith(word)) if tells(word) >= TELLING else ()
    return min(begun, key=lambda other: (-held[other], other), default="")


def _slipped(word: str, held: Counter[str], *, field: str, excluded: bool) -> str:
    """The word that a mistyped one is one slip away from, the same letters and the commonest first; else itself.

    Behind a field a slip of the first letter counts as any other, since nothing that is only like the word is found
    there; names are few, so that of an author, and what is to be left out there, that of a short one does, too. What
    exists nowhere leaves nothing out: a long word may be more than one slip away.
    """
    letters = re.sub(r"\d+(?=\D)", "", word)
    if letters in held and tells(letters) >= TELLING:
        return letters
    if is_unspaced(word):
        return _slipped_run(word, held, is_name=field == "author") or word
    least = _SHORTEST_NAME + 1 if field == "author" else TELLING
    if tells(word) < least:
        return word
    near = is_slip if field else is_near
    slips = (other for other in held if tells(other) >= least and (near(word, other) or _is_mixed(word, other)))
    slip = min(slips, key=lambda other: (sorted(other) != sorted(word), -held[other], other), default="")
    return slip or (several_slips(word, held) if excluded else "") or word


def _slipped_run(word: str, held: Iterable[str], *, is_name: bool) -> str:
    """The same for a script without blanks, where one of several letters within a run is another, or of a name."""
    if len(word) < (_SHORTEST_NAME if is_name else _SHORTEST_RUN):
        return ""
    own = (run for run in held if is_unspaced(run) and (not is_name or len(run) == len(word)))
    runs = (run[at : at + len(word)] for run in own for at in range(len(run) - len(word) + 1))
    return next((run for run in runs if sum(a != b for a, b in zip(word, run, strict=True)) == 1), "")


def _is_mixed(word: str, other: str) -> bool:
    """Whether both have the same letters and begin alike."""
    return len(word) == len(other) and word[:1] == other[:1] and sorted(word) == sorted(other)
