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

    fields.py       the table of the language: fields, values, signs, and what is said of them
    filters.py      which papers a filter finds; the orders
    line.py         what is taken from a pasted line that finds nothing as it is
    parser.py       a text -> pieces -> a tree; `understood` refuses what is in doubt
    nodes.py        what a query is made of; pieces.py what it is cut into; scripts.py words in any script
    doubts/         what is not understood, and what was likely meant
    chosen.py       whether a query names the papers that it wants
    completion.py   what may stand at the cursor
    renaming.py     a query with the new names of tags and lists
"""

from reader.query.completion import Completion, complete, cure
from reader.query.fields import FIELDS, SORTS
from reader.query.filters import Filter, sorted_papers
from reader.query.nodes import And, Doubt, Node, Not, Or, Phrase, Query, Word
from reader.query.parser import doubted, parse, stored, understood

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
    "cure",
    "doubted",
    "parse",
    "sorted_papers",
    "stored",
    "understood",
]
