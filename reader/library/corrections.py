"""What the user puts right of what the world says about a paper: its title, an author, the year.

Each correction is a register of its own, "corrected:<name>", and is laid over the facts when the paper is shown. So
imports go on completing the facts beneath, two devices may put different fields right at once, and what is taken back
leaves what the world says by then. The names are those of the facts (see `paper_json.to_facts`), one for each address
("links/code") and each variable of CSL ("metadata/volume").

    >>> from reader.paper import Paper
    >>> paper = corrected(Paper("p", "On Ligt", published="2023-05-01"), {"title": "On Light", "published": "2022"})
    >>> paper.title, paper.year, paper.corrected
    ('On Light', 2022, ('published', 'title'))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reader.paper import Paper
from reader.paper_json import from_facts, is_correctable, to_facts

PREFIX = "corrected:"
"""How the keys of such registers begin."""
_AUTHORS = ("authors", "names", "more_authors")
"""What is told of the authors: whoever corrects the one, corrects the others."""
_PARTS = ("links", "metadata")
"""Facts of which each part is corrected by itself."""


def _parted(name: str) -> tuple[str, str]:
    whole, _, part = name.partition("/")
    return whole, part


def value_of(paper: Paper, name: str) -> Any:
    """What a paper holds where a correction of that name would stand, as its register would hold it."""
    whole, part = _parted(name)
    if part:
        return dict(getattr(paper, whole)).get(part, "")
    facts = to_facts(paper)
    if name == "authors":
        return {key: facts[key] for key in _AUTHORS if key in facts}
    return facts.get(name, [] if name == "keywords" else "")


def corrected(paper: Paper, values: Mapping[str, Any]) -> Paper:
    """A paper with some facts put right, by the names of the corrections. One that cannot be read is left out."""
    told = []
    for name in sorted(values):
        try:
            facts = _facts(paper, name, values[name])
            read = from_facts(paper.id, {**to_facts(paper), **facts})
        except ValueError:
            continue
        touched = {*facts, *(["names"] if "metadata" in facts else [])}
        paper = replace(paper, **{field: getattr(read, field) for field in touched})
        told.append(name)
    return replace(paper, corrected=tuple(told))


def _facts(paper: Paper, name: str, value: Any) -> dict[str, Any]:
    """The facts that a correction puts in place of a paper's. Raises ValueError where it is none."""
    if not is_correctable(name):
        raise ValueError("nothing that can be corrected")
    whole, part = _parted(name)
    if part:
        return {whole: {**dict(getattr(paper, whole)), part: value}}
    if name != "authors":
        return {name: value}
    if not isinstance(value, Mapping):
        raise ValueError("no authors")
    return {key: value.get(key) for key in _AUTHORS}


def corrected_alike(paper: Paper, shown: Paper) -> Paper:
    """A paper with what was corrected of another form of it."""
    return corrected(paper, {name: value_of(shown, name) for name in shown.corrected})
