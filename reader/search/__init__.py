"""Fuzzy search over the papers of a library, updated paper by paper.

Every query word is matched against the vocabulary of the library (the few ten thousand distinct words that its papers
hold): by equality, beginning, typo, skeleton, and glued or split neighbours. The papers that hold a match of every word
are ranked by field, closeness and length; the best of them once more by order and neighbourhood.

    words.py        the vocabulary: which words there are, what begins so, what is a typo away
    postings.py     which papers hold a word, field by field
    layers.py       one table of those: what an earlier run kept, read where it lies, and what came since
    keys.py         texts in order, read where they lie: the words that were kept
    records.py      papers as they are kept
    blocks.py       all that is kept in one piece of bytes, with checksums
    at_once.py      all that is kept, of many papers at once
    acronyms.py     what the texts of the papers say that acronyms stand for
    columns.py      one score for every paper, combined by and, or, not; dense.py does the same with numpy
    terms.py        one query word (or two glued) -> a column of scores
    entries.py      the papers, their postings and vocabulary, and what the last keystrokes worked out
    stems.py        the forms of a word
    compounds.py    one word for several, and several for one
    evaluate.py     a query tree -> one column, and the papers that it ranks
    last_order.py   the order in which they are shown
    names.py        which papers have an id, a DOI, an address or a citation key
    lookup.py       what a query names, before anything is searched
    titled.py       which papers a line names by their titles
    otherwise.py    other readings of a line that finds nothing
    spellings.py    other letters and spellings for a word
    nearest.py      papers that do not have all words, and come near
    phrases.py      words that stand side by side, and words written in one piece
    best.py         the last word on the best candidates
    explain.py      why a paper was found, and what to try when none was
    spans.py        where a paper matched
    snippet.py      the piece of an abstract or a note that shows it
    hits.py         what a search gives back
    index.py        all of these together

Importing this package is cheap: RapidFuzz loads with the first search that needs it, numpy only for large libraries.

    >>> from reader.paper import Paper
    >>> from reader.query import parse
    >>> papers = {id: Paper(id, title) for id, title in [("1", "A Survey of Quantization"), ("2", "State Spaces")]}
    >>> index, query = Index(papers.values()), parse("quantizaton")
    >>> [hit.id for hit in index.search(query, papers).hits]
    ['1']
    >>> index.matches(query, papers["1"])
    {'title': [(12, 24)]}
"""

from reader.search.hits import Hit, Hits, Result
from reader.search.index import Index
from reader.search.snippet import Snippet

__all__ = ["Hit", "Hits", "Index", "Result", "Snippet"]
