"""What relevance answers with, and what it is told of a person's taste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.paper import Paper

STAR = 100
"""What a starred paper weighs in a `Taste`; all else is a part of it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper is suggested."""

    kind: str
    """"word", "author", "tag", "paper", or "elsewhere" where nothing like it was starred or read."""
    value: str
    """The words as they stand in the paper, the author's name, the tag, the paper's id; "" for "elsewhere"."""
    paper: str = ""
    """The id of the paper that it is shared with; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper that comes near to others, or to a person's taste."""

    id: str
    score: float
    """0 to 100, to compare with the others of the same answer."""
    reasons: tuple[Reason, ...] = ()
    """The strongest first."""
    topic: str = ""
    """What it has in common with others of the same answer, to stand above them; "" where nothing tells."""

    @property
    def is_outside(self) -> bool:
        """Whether it is suggested because nothing like it was starred or read."""
        return any(reason.kind == "elsewhere" for reason in self.reasons)

    def other(self, papers: Mapping[str, Paper]) -> Paper | None:
        """The one of these papers with which it shares its strongest reason; None where there is none."""
        return next((papers[reason.paper] for reason in self.reasons if reason.paper in papers), None)


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of the papers that a person wants, by their ids."""

    good: Mapping[str, int] = field(default_factory=dict)
    """Papers that were starred, read, tagged or put on lists, with what that weighs: `STAR`, or a part of it."""
    bad: Mapping[str, int] = field(default_factory=dict)
    """Papers that were dismissed, with the same weights."""
