"""How near papers are to one another and to a person's taste, by their own words and authors, updated paper by paper.

values.py       what is answered: suggestions with their reasons; what is known of a taste
terms.py        the terms of a text: stems that say something, and pairs of them
space.py        the papers by their terms: which are near to some
reasons.py      why a paper is near to others, in words that stand in both
ranking.py      all of these together: `Relevance`

>>> from reader.paper import Paper
>>> papers = [Paper("1", "Quantized Caches"), Paper("2", "Caches, Quantized Twice"), Paper("3", "Talking Robots")]
>>> near = Relevance(papers)
>>> [(one.id, [reason.value for reason in one.reasons]) for one in near.related(["1"], 5)]
[('2', ['Caches', 'Quantized'])]
"""

from reader.relevance.ranking import Relevance
from reader.relevance.values import STAR, Reason, Suggestion, Taste

__all__ = ["STAR", "Reason", "Relevance", "Suggestion", "Taste"]
