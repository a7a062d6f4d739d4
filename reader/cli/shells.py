"""How four shells ask what may stand where one presses Tab, and how each is answered.

The script of a shell (`scripts/`) calls the program with what stands on the line in `$_READER_WORDS`; the names of a
library are data, so that each comes back as a word that the shell takes for itself alone, quoted where it must be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.cli.tab import Offers, offered, table

ASKED_BY = "_READER_COMPLETE"
"""The variable that names the shell which asks."""
WORDS, BREAKS = "_READER_WORDS", "_READER_BREAKS"
"""The variables with the words of the call, and for bash with the signs at which it breaks a word."""
BETWEEN = "\x1f"
"""What stands between the words of a call."""
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=@%+,-")
_USUAL_BREAKS = " \t\n\"'><=;|&(:"


class ShellLine(NamedTuple):
    """A line of bash up to the cursor, read as it reads it."""

    words: tuple[str, ...]
    """The whole words before the one at the cursor, the first of them the program."""
    typed: str
    kept: str
    """The part of `typed` that bash leaves where it is: it completes what follows a sign that breaks words."""
    quote: str
    """The quote that is open at the cursor, else ""."""


def bash_line(text: str, breaks: str = _USUAL_BREAKS) -> ShellLine | None:
    """What stands on a line; None where the shell would put something else in the place of the word at the cursor."""
    words: list[str] = []
    word, kept, quote, begun, live = "", "", "", False, False
    signs = iter(text)
    for sign in signs:
        if quote == "'" and sign != "'":
            word += sign
        elif sign == "\\" and quote != "'":
            following = next(signs, "")
            word += following if not quote or following in '"$`\\' else sign + following
            begun = True
        elif sign == quote:
            quote = ""
        elif not quote and sign in "'\"":
            quote, begun, kept = sign, True, word
        elif not quote and sign in " \t\n":
            if begun:
                words.append(word)
            word, kept, begun, live = "", "", False, False
        elif not quote and sign in "()":
            return None
        elif not quote and sign in "|&;<>":
            words, word, kept, begun, live = [], "", "", False, False
        else:
            live = live or sign in "$`"
            word += sign
            begun = True
            if not quote and sign in breaks:
                kept = word
    return None if live else ShellLine(tuple(words), word, kept, quote)


def bash_word(text: str, quote: str = "") -> str | None:
    """A text as bash reads it as itself behind an open quote, or behind none; None where it cannot be written there."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote:
        # A "!" is taken for a word of the history there, and a backslash before it would stay.
        return None if "!" in text else "".join(f"\\{sign}" if sign in '\\"$`' else sign for sign in text)
    if not text:
        return "''"
    return "".join(sign if sign in _SAFE or ord(sign) > 127 else f"\\{sign}" for sign in text)


def _bash(offers: Offers, line: ShellLine) -> Iterator[str]:
    if offers.place:
        yield f":{offers.place}"
        return
    told = [one for one in offers.found if one.text.startswith(line.kept)]
    if any(one.open for one in told):
        yield ":open"
    rests = [bash_word(one.text[len(line.kept) :], line.quote) for one in told]
    # Where a word ends with the sign of the open quote, bash takes that for the one that closes it, and adds none.
    rows = [rest + line.quote if line.quote and rest.endswith(line.quote) else rest for rest in rests if rest]
    yield from (f"={row}" for row in rows)
    if len(rows) > 1 and not all(_begins(one.text, line.typed) for one in told):
        # It is the title that is begun: bash would put in the place of what is typed that with which all ids begin.
        yield "=…"


def _others(offers: Offers, typed: str) -> Iterator[str]:
    """A row for each: a sign that says what kind it is, the word, a tab, what it is."""
    if offers.place:
        yield f":{offers.place}"
    for one in offers.found:
        sign = "-" if one.open else "=" if one.text.casefold().startswith(typed.casefold()) else "~"
        yield f"{sign}{one.text}\t{one.about}"


def _begins(text: str, typed: str) -> bool:
    """Whether a text goes on with what is typed, perhaps in quotes of a query."""
    return text.casefold().startswith((typed.casefold(), f'"{typed.casefold()}'))


def _powershell_word(text: str) -> str:
    if text and all(sign in _SAFE - {",", "@"} or ord(sign) > 127 for sign in text) and not _is_quote(text):
        return text
    return "'" + "".join(sign * 2 if _is_quote(sign) else sign for sign in text) + "'"


def _is_quote(text: str) -> bool:
    """Whether a sign is in it that PowerShell takes for a quote: the curved ones are, too."""
    return any(sign in "'‘’‚‛" for sign in text)


def _powershell(offers: Offers, typed: str) -> Iterator[str]:
    if offers.place:
        yield f":{offers.place}"
    for one in offers.found:
        yield f"={_powershell_word(one.text)}\t{one.text}\t{one.about or one.text}"


_ANSWERS: Mapping[str, Callable[[Offers, str], Iterator[str]]] = {
    "zsh": _others, "fish": _others, "powershell": _powershell,
}  # fmt: skip
SHELLS = ("bash", *_ANSWERS)
"""The shells that are answered."""


def script(shell: str) -> str:
    """The script with which a shell asks."""
    return (Path(__file__).parent / "scripts" / f"reader.{shell}").read_text(encoding="utf-8")


def rows(shell: str, environ: Mapping[str, str]) -> Sequence[str]:
    """What a shell is told, line by line."""
    said = environ.get(WORDS, "")
    if shell == "bash":
        line = bash_line(said, environ.get(BREAKS, _USUAL_BREAKS))
        return [] if line is None or not line.words else list(_bash(offered(table(), line.words[1:], line.typed), line))
    *words, typed = said.split(BETWEEN)
    return list(_ANSWERS[shell](offered(table(), words, typed), typed))


def answered_tab(environ: Mapping[str, str]) -> bool:
    """Answers a shell, where one asks. Whatever goes wrong, it is told nothing, and nothing is said."""
    shell = environ.get(ASKED_BY, "")
    if shell not in SHELLS:
        return False
    try:
        told = "".join(f"{row}\n" for row in rows(shell, environ))
        sys.stdout.buffer.write(told.encode("utf-8", "replace"))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001, S110  whoever presses Tab wants a word, and no complaint in the line that he types
        pass
    return True
