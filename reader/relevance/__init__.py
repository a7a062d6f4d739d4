"""How near papers are to one another and to a person's taste, by their own words, updated paper by paper.

values.py       what is answered: suggestions with their reasons; what is known of a taste
terms.py        the stems of a text that say something
runs.py         runs of numbers that lie where they were kept until they change
space.py        the papers by their stems and pairs of them: what each weighs, who holds how much of some
neighbours.py   what is near to a paper, and its vector spread over that; sums over many papers
anchors.py      the papers that others are said to be like
topics.py       which of these belong together, and what each group is called
reasons.py      why a paper is near to another, in words that stand in both
kept.py         a space as blocks of bytes, for the next run
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
