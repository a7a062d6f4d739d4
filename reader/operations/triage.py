"""Triage: which papers wait for a decision, and what comes of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.counting import count, form, rank
from reader.errors import UsageError
from reader.library import change, reading_lists
from reader.library.change import Change
from reader.library.library import Library, Outcome
from reader.operations.reading_lists import must_be_by_hand
from reader.operations.sentences import joined, marked_unread, name
from reader.paper import DECISIONS, QUEUE, STANDINGS, Decision, Paper, ReadingList, Status
from reader.suggestions import perhaps_of
from reader.text import shortened

_NAMED = 5
"""So many papers are named at most that a decision would make unread."""


def inbox(library: Library) -> tuple[Paper, ...]:
    """The papers that wait for a decision."""
    return tuple(filter(STANDINGS["inbox"].test, library.papers.values()))


def put_off(library: Library) -> tuple[Paper, ...]:
    """The papers that were put off, those first that were left alone the longest."""
    later = filter(STANDINGS["later"].test, library.papers.values())
    return tuple(sorted(later, key=lambda paper: paper.changed_at))


def decision_called(word: str) -> Decision | None:
    """The decision that a word stands for; None for the word that puts papers back into the inbox.

    Raises `UsageError` for any other word, with the nearest one.
    """
    if word not in DECISIONS:
        raise UsageError(f"'{word}' is no decision{perhaps_of(word, DECISIONS)}")
    return DECISIONS[word]


def decide(library: Library, papers: Sequence[Paper], decision: Decision | None) -> Outcome:
    """Carry out what was decided about papers, as one step; None puts them back into the inbox.

    A star stands beside all else: a paper that is begun, read or queued stays so. Every other decision makes a paper
    unread that is not, and says so, except that one which is being read may be queued; and only a queued one is on the
    Queue then.
    Raises `Refused` where the Queue is a smart list.
    """
    changes, queue = _decided(library, papers, decision)
    touched = _touched(papers, changes) or papers
    again = marked_unread(touched, changes, by_itself=decision is Decision.DISMISS)
    return library.apply(changes, f"{_say(touched, decision, queue)}{again}")


def changing(library: Library, papers: Sequence[Paper], decision: Decision | None) -> list[Paper]:
    """Those of the papers that a decision would change. Raises as `decide`."""
    changes, _ = _decided(library, papers, decision)
    return _touched(papers, changes)


def unread_by(papers: Iterable[Paper], decision: Decision | None) -> list[Paper]:
    """Those of the papers that are begun or read, and that a decision makes unread."""
    return [paper for paper in papers if any(edit.key == "status" for edit in _words(paper, decision))]


def _touched(papers: Sequence[Paper], changes: Iterable[Change]) -> list[Paper]:
    touched = {edit.subject for edit in changes}
    return [paper for paper in papers if paper.id in touched]


def _decided(
    library: Library, papers: Sequence[Paper], decision: Decision | None
) -> tuple[list[Change], ReadingList | None]:
    """What a decision changes, and the Queue as it is then."""
    queue = library.list_called(QUEUE)
    if decision is Decision.QUEUE and queue is not None:
        must_be_by_hand(queue)
    after = _queue_after(queue, papers, decision)
    changes = library.list_changes(queue, after) if after != queue else []
    for paper in papers:
        changes += _words(paper, decision)
    return changes, after


def unread_besides(papers: Iterable[Paper], decision: Decision | None) -> str:
    """Which papers a decision would make unread, as the rest of a question or a sentence; "" where it makes none so."""
    again = unread_by(papers, decision)
    return f", and mark {len(again)} as unread ({_titles(again)})" if again else ""


def foretold(changed: Sequence[Paper], decision: Decision | None) -> str:
    """What a decision would change, in a sentence; `changed` are the papers that it would (see `changing`)."""
    if not changed:
        return "Nothing would change."
    again = unread_by(changed, decision)
    unread = f"; {len(again)} would be marked as unread ({_titles(again)})" if again else ""
    return f"{count(len(changed), 'paper')} would change{unread}."


def _titles(papers: Sequence[Paper]) -> str:
    """The titles of the first of some papers, and how many more there are."""
    titles = joined([shortened(paper.title, 60) for paper in papers[:_NAMED]])
    return f"{titles}, and {len(papers) - _NAMED} more" if len(papers) > _NAMED else titles


def first_queued(library: Library) -> Paper | None:
    """The first paper on the Queue that is not read; None where there is none."""
    queue = library.list_called(QUEUE)
    papers = [] if queue is None or queue.query else library.held(queue.papers)
    return next((paper for paper in papers if not STANDINGS["read"].test(paper)), None)


def off_the_queue(library: Library, papers: Sequence[Paper]) -> list[Change]:
    """The changes that take papers off the Queue because they are read: they do not wait in the inbox again."""
    queue = library.list_called(QUEUE)
    if queue is None or queue.query:
        return []
    there = set(queue.papers)
    leaving = [paper for paper in papers if paper.id in there]
    changes = library.list_changes(queue, reading_lists.remove(queue, {paper.id for paper in leaving}))
    return changes + [edit for paper in leaving for edit in change.triage(paper, Decision.STAR)]


def _queue_after(queue: ReadingList | None, papers: Sequence[Paper], decision: Decision | None) -> ReadingList | None:
    """The Queue as a decision leaves it; None where there is none."""
    ids = [paper.id for paper in papers]
    if decision is Decision.QUEUE:
        return reading_lists.add(queue or ReadingList(QUEUE), ids)
    if queue is None or queue.query or decision is Decision.STAR:
        return queue
    return reading_lists.remove(queue, set(ids))


def _words(paper: Paper, decision: Decision | None) -> list[Change]:
    """What a decision changes of a paper itself."""
    if decision is Decision.STAR:
        # Of what is begun or read no decision shows: where the star is there, nothing is left to say.
        stays = paper.triage == Decision.QUEUE or (paper.starred and paper.status is not Status.UNREAD)
        return change.star(paper, True) + ([] if stays else change.triage(paper, decision))
    again = change.unread_again(paper) if decision is Decision.QUEUE else change.status(paper, Status.UNREAD)
    return change.triage(paper, decision or "") + again


def _say(papers: Sequence[Paper], decision: Decision | None, queue: ReadingList | None) -> str:
    """A sentence on what was decided, without its full stop."""
    named = name(papers)
    if decision is Decision.QUEUE and queue is not None and len(papers) == 1:
        return f"Queued {named}, {rank(queue.papers.index(papers[0].id) + 1)} of {len(queue.papers)}"
    if decision is Decision.DISMISS:
        return f"{named[:1].upper()}{named[1:]} {form(len(papers), 'is', 'are')} not for you"
    if decision is None:
        return f"Put {named} back into the inbox"
    return f"{_VERBS[decision]} {named}"


_VERBS = {Decision.QUEUE: "Queued", Decision.LATER: "Put off", Decision.STAR: "Starred"}
