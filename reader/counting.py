"""How a number of things is said: every sentence counts in the same way, of whatever row it is."""

from __future__ import annotations


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 paper", "14 papers"; digits plain."""
    return f"{number} {form(number, noun, plural or noun + 's')}"


def form(number: int, one: str, many: str) -> str:
    """The form of a word that goes with so many things: "was" with 1, "were" with 14 and with none."""
    return one if number == 1 else many


def rank(place: int) -> str:
    """A place in an order, from 1.

    >>> [rank(place) for place in (1, 2, 3, 8, 11, 22, 113)]
    ['1st', '2nd', '3rd', '8th', '11th', '22nd', '113th']
    """
    teens = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def nearest_words(number: int, found: int, held: int = 0) -> str:
    """What stands above so many papers that come nearest to the words of a query, where `found` have them all and what
    is asked beside them, and `held` have them all."""
    best = "the nearest one" if number == 1 else f"the {number} nearest, best first"
    if found:
        return f"Of the papers without all these words: {best}."
    return f"No paper {'with all these words has the rest' if held else 'has all these words'}: {best}."


def briefest(words: str, room: int) -> str:
    """The words above the nearest papers in a line with so much `room`: what these are stays, then why they are shown.

    >>> briefest(nearest_words(12, found=0), 50)
    'No paper has all these words: the 12 nearest.'
    >>> briefest(nearest_words(12, found=0), 36)
    'The 12 nearest, best first.'
    """
    why, _, best = words.partition(": ")
    forms = (words, f"{why}: {best.partition(',')[0].rstrip('.')}.", f"{best[:1].upper()}{best[1:]}")
    return next((form for form in forms if len(form) <= room), forms[-1])
