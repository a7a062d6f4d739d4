"""The lines of a preview on papers that were named: which came, which are known, and which a person has to choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.operations.looking_up import Lookup, LookupOutcome, NamedPaper
from reader.operations.sentences import first_author
from reader.paper import Paper
from reader.tui.dialogs.pick_list import Row, Tone

_VALUE = "named "
"""How the value of a row begins that stands for a paper that was named."""
_GROUPS = (
    (LookupOutcome.DOUBTFUL, "Which is meant", "?", Tone.WARN),
    (LookupOutcome.STRANGE, "Not found, noted by the title", "?", Tone.WARN),
    (LookupOutcome.NOTED, "Not asked for, noted as named", "?", Tone.WARN),
    (LookupOutcome.KNOWN, "Known already", "=", Tone.PLAIN),
    (LookupOutcome.CAME, "Found", "+", Tone.GOOD),
)


def first_choice(rows: Sequence[Row]) -> str:
    """The value of the first row that stands for a paper that was named, "" where none does."""
    return next((row.value for row in rows if named_at(row) is not None), "")


def named_at(row: Row) -> int | None:
    """The number of the paper that a row stands for; None for any other row."""
    return int(row.value.removeprefix(_VALUE)) if row.value.startswith(_VALUE) else None


def named_rows(lookup: Lookup) -> list[Row]:
    """What the services said, and the papers by what is known of them, what needs eyes first."""
    rows = [Row("", sentence, "", "!", Tone.BAD) for sentence in lookup.unasked]
    if lookup.missing:
        rows.append(Row("", f"Not there ({len(lookup.missing)})", tone=Tone.HEADING))
        rows += [Row("", sentence, "", "!", Tone.BAD) for sentence in lookup.missing]
    if lookup.refused:
        rows.append(Row("", f"Not understood ({len(lookup.refused)})", tone=Tone.HEADING))
        rows += [Row("", sentence, "", "!", Tone.BAD) for sentence in lookup.refused]
    if said := (*lookup.left, *lookup.called_otherwise):
        rows.append(Row("", f"Taken by the id ({len(said)})", tone=Tone.HEADING))
        rows += [Row("", sentence, "", "?", Tone.WARN) for sentence in said]
    for standing, heading, mark, tone in _GROUPS:
        there = [(at, one) for at, one in enumerate(lookup.named) if one.standing is standing]
        if there:
            rows.append(Row("", f"{heading} ({len(there)})", tone=Tone.HEADING))
        for at, one in there:
            rows += _lines(f"{_VALUE}{at}", one, mark, tone)
    return rows


def _lines(value: str, one: NamedPaper, mark: str, tone: Tone) -> Iterator[Row]:
    """What was named, and where there is a choice, beneath it what is taken."""
    is_chosen = one.standing is LookupOutcome.DOUBTFUL
    title = one.noted.title if is_chosen or one.record is None else one.record.paper.title
    if one.chosen < 0:
        mark, tone = "-", Tone.QUIET
    taken = taken_as(one)
    yield Row(value, one.held or title, "" if is_chosen else taken, mark, tone)
    if is_chosen:
        yield Row(value, f"  ‹ {taken} ›", "" if one.chosen < 0 else f"{one.chosen + 1} of {len(one.records) + 1}")


def taken_as(one: NamedPaper) -> str:
    """A few words on what is taken of a paper that was named, beside its title."""
    if one.chosen < 0:
        return "left out"
    if one.record is None:
        return "its title alone" if one.standing in (LookupOutcome.DOUBTFUL, LookupOutcome.STRANGE) else ""
    told = _told(one.record.paper)
    return f"{told} ({one.record.identifier}, {one.record.service})" if one.standing is LookupOutcome.DOUBTFUL else told


def _told(paper: Paper) -> str:
    return ", ".join(filter(None, (first_author(paper), str(paper.year or ""))))
