"""What comes of telling a paper by hand that the library knows: what it gains, what is known otherwise and stays, and
where nothing proves that it is the paper.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.identity import arxiv_year, authors_agree, has_telling_abstract, is_untitled, own_doi
from reader.library.corrections import value_of
from reader.library.library import Library
from reader.operations.corrections import FIELD_WORDS, called, text_of, word_for
from reader.operations.imports import ImportResult
from reader.operations.sentences import first_author, listed, name
from reader.paper import Paper
from reader.text import fold, shortened
from reader.title_signs import have_other_signs
from reader.titles import title_key

_SHOWN = 60


def gained(before: Paper, after: Paper) -> list[str]:
    """What a paper has that it had not or had otherwise, by the words for the fields."""
    return [word_for(field) for field in FIELD_WORDS.values() if value_of(before, field) != value_of(after, field)]


def otherwise(told: Paper, held: Paper) -> dict[str, str]:
    """What a person told of a paper that is known otherwise and stays so, as it is typed, by the names of fields."""
    found = {}
    for field in FIELD_WORDS.values():
        value = value_of(told, field)
        if value and not _is_held(field, told, held):
            found[field] = text_of(field, value)
    return found


def _is_held(field: str, told: Paper, held: Paper) -> bool:
    """Whether a paper holds what was told of it, maybe in a fuller form."""
    mine, its = value_of(told, field), value_of(held, field)
    match field:
        case "title":
            is_equal = title_key(told.title) == title_key(held.title)
            return is_untitled(told) or (is_equal and not have_other_signs(told.title, held.title))
        case "authors":
            return authors_agree(told, held) is True and len(told.authors) <= len(held.authors)
        case "published":
            is_guess = mine == arxiv_year(told.arxiv_id)  # Nobody told it.
            return is_guess or held.published.startswith(told.published)
        case "keywords":
            return {*map(fold, mine)} <= {*map(fold, its)}
        case "abstract":
            return held.abstract.startswith(told.abstract)
    return bool(mine == its)


def is_sure(told: Paper, held: Paper) -> bool:
    """Whether more than its title proves that a paper that was told is one of the library; of one of which no more than
    that is known nothing speaks against it."""
    same_id = bool(told.arxiv_id) and told.arxiv_id == held.arxiv_id
    same_doi = bool(own_doi(told)) and own_doi(told) == own_doi(held)
    if same_id or same_doi or (told.url and told.url == held.url) or authors_agree(told, held):
        return True
    if has_telling_abstract(told) and has_telling_abstract(held):
        return True
    return not (held.authors or held.abstract or held.arxiv_id or own_doi(held))


def doubts(library: Library, result: ImportResult) -> dict[int, str]:
    """Which papers of an import that is not made would complete another of which nothing proves that it is the paper:
    what is said of each, by its position."""
    plan = result.plan
    completed = {before.id: (before, after) for before, after in plan.completed} if plan is not None else {}
    found = {}
    for at, (told, id) in enumerate(zip(plan.incoming, plan.ids, strict=True) if plan is not None else ()):
        held = library.papers.get(id)
        if held is None or id not in completed or not gained(*completed[id]) or is_sure(told, held):
            continue
        by = f" by {author}" if (author := first_author(held)) else ""
        found[at] = (
            f"{name([told])} may be {name([held])}{by} ({id}); its title alone does not prove it, and nothing was "
            f"taken. `reader edit {id}` gives that paper what you told; its authors tell another one from it."
        )
    return found


def said(library: Library, result: ImportResult, source: str) -> Iterable[str]:
    """Sentences on the known papers of an import: what each gained, and what the records of a source tell otherwise,
    which is not taken; what an import says of a correction is said there."""
    for before, after in result.completed:
        if words := gained(before, after):
            yield f"{name([after])} ({after.id}) was known, and gained: {listed(words)}."
    told_there = {(id, field) for id, field, _ in result.plan.differing} if result.plan is not None else set()
    for told, held in _known(library, result, source):
        for field, value in otherwise(told, held).items():
            if (held.id, field) not in told_there:
                its, other = (shortened(text, _SHOWN) for text in (text_of(field, value_of(held, field)), value))
                stays = f"The {called(field)} of {name([held])} stays '{its}', and not '{other}'"
                yield f"{stays}: `reader edit {held.id}` puts it right."


def not_taken(library: Library, result: ImportResult, source: str) -> dict[str, list[str]]:
    """The fields of known papers, by their ids, of which the records of a source tell something else than is known."""
    pairs = _known(library, result, source)
    return {held.id: words for told, held in pairs if (words := [*map(word_for, otherwise(told, held))])}


def _known(library: Library, result: ImportResult, source: str) -> Iterable[tuple[Paper, Paper]]:
    """The records of a source that came to papers which the library had, with these as they are then."""
    if result.plan is None:
        return
    new, completed = {paper.id for paper in result.new}, {after.id: after for _, after in result.completed}
    for told, id in zip(result.plan.incoming, result.plan.ids, strict=True):
        held = completed.get(id) or library.papers.get(id)
        if held is not None and id not in new and told.sources == (source,):
            yield told, held
