"""The query of what changes, exports or saves: all of it is understood, or nothing is done.

What a query says by itself is asked in `reader.query.doubts`; here what only this library can tell: a list that is not
there, parts that no paper has (`missing_parts`), quotes, colons and NOTs that are lost (`lost_signs`), signs that are
of no word (`read_signs`), and two ways to read it that take other papers (`one_reading`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from reader.errors import ReaderError, UnknownList, UnknownPaper, UsageError
from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations.collection import Collection, Kind
from reader.operations.lost_signs import (
    bare_mark,
    lost_sign,
    may_be_unfilled,
    unfilled_place,
    unquoted_name,
    unquoted_text,
)
from reader.operations.missing_parts import (
    as_held,
    has_all,
    missing_parts,
    missing_values,
    slipped_name,
    torn_name,
    year_out_of_time,
)
from reader.operations.near_filters import by_ids, near_which, told
from reader.operations.one_reading import (
    as_title,
    is_title_of_one,
    may_be_read_otherwise,
    meant_otherwise,
    reading_of_list,
    which_is_meant,
)
from reader.operations.other_forms import lost_name, named_paper
from reader.operations.read_signs import Finds, settled_by_papers, signed_parts, taken_by, unread_sign
from reader.paper import Paper, ReadingList
from reader.query import Query, doubted, parse, stored
from reader.query.chosen import chosen_twice
from reader.query.doubts.pairing import is_plain
from reader.query.filters import Filter
from reader.query.groupings import groupings
from reader.query.left_out import leaves_out_nothing
from reader.query.nodes import Doubt, Phrase, leaves, wanted
from reader.query.parser import marked_pieces, pieces_of, without_doubt
from reader.query.pieces import typed_filter
from reader.search.otherwise import is_borne, without_strange_tags
from reader.text import clean_line, fold_name


def choose(library: Library, text: str, find: Finds | None = None) -> Query:
    """The query that a text means in this library, for what changes, exports or saves. `find` gives the papers that
    are taken by a query; without it the query is to be kept, for papers that are still to come.

    Raises `UsageError` for what is not understood, for a query that chooses nothing, for a name that looks mistyped, so
    that other papers than were meant would be taken, for one that may be read in two ways which take other papers, and
    where nothing is meant by `list:` or `like:`; `Refused` where nothing is near to what others are to be like.
    """
    if parse(text).doubts and (why := torn_name(library, marked_pieces(text))):
        raise UsageError(why)
    if find is not None and parse(text).doubts and (named := as_title(library, text)):
        if why := meant_otherwise(text, named, find):
            raise UsageError(why)
        text = named
    typed = parse(text) if find is None else settled_by_papers(library, parse(text), find)
    query = by_ids(library, without_doubt(typed, partial(as_held, library)))
    if why := unquoted_name(library, text) or unfilled_place(library, text):
        raise UsageError(why)
    must_name(library, query)
    why = leaves_out_nothing(query, lambda *names: not has_all(library, names))
    why = why or mistyped_part(library, query) or chosen_twice(query) or which_is_meant(library, text, find)
    why = why or _unread_sign(library, text, find) or (unquoted_text(library, text, find) if find is not None else "")
    why = why or next(filter(None, (mistyped_part(library, stored(way)) for way in groupings(text)[1:])), "")
    if why:
        raise UsageError(why)
    return query


def must_name(library: Contents, query: Query) -> None:
    """Raises `UsageError` where a `list:` or `like:` of a query names nothing in this library, and `Refused` where
    nothing is near to what others are to be like."""
    for filter_ in query.filters:
        try:
            _must_name(library, filter_)
        except (UnknownList, UnknownPaper) as error:
            raise UsageError(told(error)) from error


def _unread_sign(library: Contents, text: str, find: Finds | None) -> str:
    """As `unread_sign`; no sign is unread in what is the whole title of the papers that it takes."""
    if find is not None and (named := as_title(library, text)) and taken_by(find, named) == taken_by(find, text):
        return ""
    return unread_sign(library, text, find)


def must_be_sure(library: Callable[[], Library], text: str, find: Finds) -> None:
    """Raises as `choose`, of a query whose papers are handed on by their ids alone: who takes them changes these. Words
    alone, a pasted title with its signs among them, hand on no more than what has them, unless one of these was likely
    meant to be left out, and so do filters alone that leave nothing out, for which no library is opened; no query is
    all papers, and one that only leaves out is all others."""
    pieces, query = pieces_of(text), parse(text)
    is_words = any(piece.holds_words or isinstance(piece.node, Phrase) for piece in pieces)
    is_words = is_words and all(map(is_plain, pieces)) and not any(map(_is_of_a_query, query.doubts))
    is_sure = (is_words or _are_filters_alone(query)) and not may_be_unfilled(text)
    if not text.strip() or (is_sure and not may_be_read_otherwise(text) and not signed_parts(text)):
        return
    if is_sure:
        if why := which_is_meant(library(), text, find) or _unread_sign(library(), text, find):
            raise UsageError(why)
        return
    only_leaves_out = query.root is not None and not query.doubts and not query.chooses
    choose(library(), f"* ({text})" if only_leaves_out else text, find)


def _is_of_a_query(doubt: Doubt) -> bool:
    """Whether a doubt of words alone is none that a pasted title has: something else was likely meant. What begins like
    an option, and comes behind `--`, is a word there."""
    return (
        not doubt.pasted
        and not doubt.part.startswith("--")
        and (doubt.nearest != "" or "is no filter" in doubt.why or "stands for no other letters" in doubt.why)
    )


def must_be_no_title(library: Callable[[], Library], text: str, found: Iterable[Paper], find: Finds) -> None:
    """Raises `UsageError` where the papers that were found are to be handed on, and the words of the query are the
    whole title of some of them alone. They are read only where the query may be a title."""
    if is_title_of_one(text, found) and (why := which_is_meant(library(), text, find)):
        raise UsageError(why)


def _are_filters_alone(query: Query) -> bool:
    """Whether a query asks for filters that are understood, and for nothing else: what no paper has finds none then."""
    asked, said = list(wanted(query.root)), list(leaves(query.root))
    return bool(asked) and not query.doubts and asked == said and all(isinstance(one, Filter) for one in asked)


def mistyped_part(library: Library, query: Query) -> str:
    """A sentence on a name that is nowhere in the library and looks like what is, on such a word that is to be left
    out, on a sign of a filter or of exclusion that is lost, or on all papers but some that are not there; else ""."""
    why = next((part.sentence for part in missing_parts(library, query) if part.mistyped), "")
    pieces = marked_pieces(query.text)
    named = named_paper(library, pieces) or slipped_name(library, pieces)
    lost = named or lost_sign(library, query.text) or lost_name(library, query.root) or why
    return lost or bare_mark(library, query) or year_out_of_time(library, query)


def complaint(library: Library, text: str) -> str:
    """Why a query cannot be saved, in a sentence; "" when it can."""
    try:
        choose(library, text)
    except ReaderError as error:
        return str(error)
    return ""


def unknown_parts(library: Library, query: Query) -> list[str]:
    """A sentence for each name or word of a query that no paper has: nothing is found by it, or left out."""
    return [part.said for part in missing_parts(library, by_ids(library, query))]


def missing_in_search(library: Contents, query: Query) -> list[str]:
    """A sentence for each value of a filter that no paper has and for what `missing_names` names, for who looks."""
    values = (part.said for part in missing_values(library, by_ids(library, query)))
    return list(dict.fromkeys((*values, *missing_names(library, query))))


def missing_names(library: Contents, query: Query) -> list[str]:
    """A sentence for each `list:` and `like:` of a query that names nothing that it could find: `choose` refuses it,
    and to who only looks it is said, as is a number that is left out. What is still typed may go on."""
    said: list[str] = []
    for filter_ in query.filters:
        if not query.exact and _is_begun(library, filter_):
            continue
        try:
            _must_name(library, filter_)
        except ReaderError as error:
            said.append(told(error))
    _, strange = without_strange_tags(query, lambda tag: is_borne(tag, library.papers.values()))
    said += [f"No paper has the tag '{tag.value}': it is left out." for tag in strange]
    return list(dict.fromkeys(said))


def _is_begun(library: Contents, filter_: Filter) -> bool:
    """Whether a `list:` is still typed and no list is called so, but one begins so."""
    begun = fold_name(clean_line(filter_.value))
    names = map(fold_name, library.lists) if filter_.field == "list" and filter_.typing else ()
    return any(name.startswith(begun) for name in names) and library.list_called(begun) is None


def _must_name(library: Contents, filter_: Filter) -> None:
    """Raises `UnknownList`, `UsageError` and what `near_which` raises for a filter that names nothing."""
    if filter_.field == "like":
        near_which(library, filter_.value)
    elif filter_.field == "list" and library.list_called(filter_.value) is None:
        raise library.no_list(filter_.value, partial(typed_filter, "list"))
    elif filter_.field == "list" and (lst := library.reading_list(filter_.value)).query:
        raise UsageError(f"'{lst.name}' is a smart list: write its query, ({lst.query}), in place of 'list:'.")


def unknown_of_list(library: Library, lst: ReadingList) -> tuple[str, ...]:
    """What is to be said of a smart list's query before its papers are used: why it cannot be answered, or the
    sentences of `unknown_parts` and how it is read where it may be read otherwise; nothing for an ordinary list."""
    if why := doubted_list(library, lst):
        return (why,)
    return (*unknown_parts(library, parse(lst.query)), *filter(None, [reading_of_list(lst)]))


def unknown_of_collection(library: Library, collection: Collection) -> tuple[str, ...]:
    """The same for the smart list that is open; nothing for any other."""
    if collection.kind is Kind.LIST and collection.name in library.lists:
        return unknown_of_list(library, library.lists[collection.name])
    return ()


def doubted_list(library: Contents, lst: ReadingList) -> str:
    """Why a smart list's query cannot be answered, in a sentence: what is not understood of it, or a list, a paper or a
    tag that it names and that is not there; "" when it can."""
    query = stored(lst.query)
    if why := doubted(query):
        return f"The query of the list '{lst.name}' is not understood: {why}"
    missing = missing_names(library, query)
    return f"The query of the list '{lst.name}' cannot be answered: {' '.join(missing)}" if missing else ""


def answerable(library: Contents, text: str) -> Query | None:
    """The query of a smart list; None where it cannot be answered (see `doubted_list`): without the part that is not
    understood, or that names what is gone, it would find other papers."""
    query = stored(text)
    return None if query.doubts or missing_names(library, query) else query


def doubted_collection(library: Contents, collection: Collection) -> str:
    """As `doubted_list`, for the smart list that is open; "" for any other."""
    if collection.kind is Kind.LIST and collection.name in library.lists:
        return doubted_list(library, library.lists[collection.name])
    return ""
