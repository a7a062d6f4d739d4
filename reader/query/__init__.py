"""The query language: text from the search line becomes a `Query`, which knows its words, filters and order.

    attention heads            words, fuzzy, all must match, in any order
    "state space"              this phrase, word for word
    tag:rl  #rl  is:unread     filters
    year:2023..2025  -tag:rl   ranges; a leading - (or NOT) excludes
    (mamba OR ssm) sort:-year  alternatives, parentheses, order

    *                          every paper

For `parse` no text is an error: what is half-typed or unknown is left out or taken as words, and `Query.notes` says so
quietly. `understood` is for what changes, exports or saves: it raises for each part that is not understood, and for a
query that names no papers.

    >>> query = parse("state -tag:rl year:2023..2025")
    >>> query.words, [one.field for one in query.filters]
    (('state',), ['tag', 'year'])
    >>> understood("yaer:2023")
    Traceback (most recent call last):
    reader.errors.UsageError: 'yaer:2023' is no filter; did you mean 'year:2023'?
"""

from reader.query.completion import Completion, complete
from reader.query.fields import FIELDS, SORTS
from reader.query.filters import Filter, sorted_papers
from reader.query.nodes import And, Doubt, Node, Not, Or, Phrase, Query, Word
from reader.query.parser import doubted, parse, understood

__all__ = [
    "FIELDS",
    "SORTS",
    "And",
    "Completion",
    "Doubt",
    "Filter",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Query",
    "Word",
    "complete",
    "doubted",
    "parse",
    "sorted_papers",
    "understood",
]
