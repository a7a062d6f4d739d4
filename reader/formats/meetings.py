"""Schedules of meetings: what they tell beside a paper, and what stands between the papers and is none.

>>> is_no_talk("Coffee Break"), is_no_talk("Lunch (Hall A)"), is_no_talk("Lamps at Lunch"), is_no_talk("Keynote")
(True, True, False, True)
"""

from __future__ import annotations

from reader.text import words

OF_SESSIONS = frozenset(
    {"presenter", "presenters", "presented by", "speaker", "speakers", "discussant", "discussants", "lead", "leader",
     "discussion lead", "host", "moderator", "chair", "session", "room", "zoom", "week", "slides", "recording"}
)  # fmt: skip
"""Names of what a schedule tells beside a paper, in small letters, whose date is that of the meeting."""
OF_PROGRAMS = OF_SESSIONS | {
    "time", "start", "end", "start time", "end time", "begin", "begins", "ends", "starts", "slot", "time slot", "track",
    "hall", "location", "duration",
}  # fmt: skip
"""The same with what only the program of a day tells, which has rows for all that happens."""
_NO_TALKS = frozenset(
    """
    arrival arrivals banquet breakfast break breaks buffet ceremony closing coffee dinner drinks excursion
    farewell keynote lunch networking opening panel plenary reception registration snack snacks social tea tour welcome
    abendessen anmeldung begrussung kaffee kaffeepause mittag mittagessen mittagspause pause almuerzo cafe dejeuner
    inscription pranzo registro
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""What happens between the talks of a meeting."""
_BESIDE = frozenset(
    """
    address afternoon and at awards by chair chairs conference day desk discussion discussions evening event for free
    from gala group hour in morning of on over photo picture posters poster remark remarks session sessions short speech
    start the time to with words workshop
    """.split()  # noqa: SIM905
)
"""Words that stand beside those."""


def is_no_talk(title: str) -> bool:
    """Whether what a program calls so is no talk on a text: a break, a meal, a registration or a ceremony."""
    told = words(title.partition("(")[0])
    return not _NO_TALKS.isdisjoint(told) and all(
        word in _NO_TALKS or word in _BESIDE or word.isdecimal() for word in told
    )
