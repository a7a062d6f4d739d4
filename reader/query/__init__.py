"""The query language: text from the search line becomes a `Query`, which knows its words, filters and order.

    attention heads            words, fuzzy, all must match, in any order
    "state space"              this phrase, word for word
    tag:rl  #rl  is:unread     filters
    year:2023..2025  -tag:rl   ranges; a leading - (or NOT) excludes
    (mamba OR ssm) sort:-year  alternatives, parentheses, order

No text is an error: what is half-typed or unknown is left out or taken as words, and `Query.notes` says so quietly.
"""

from reader.query.complete import Completion, complete
from reader.query.filters import FIELDS, SORTS, Filter, sorted_papers
from reader.query.nodes import And, Node, Not, Or, Phrase, Query, Word
from reader.query.parse import parse

__all__ = [
    "FIELDS",
    "SORTS",
    "And",
    "Completion",
    "Filter",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Query",
    "Word",
    "complete",
    "parse",
    "sorted_papers",
]
