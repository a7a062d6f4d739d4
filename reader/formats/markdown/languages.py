"""The other languages that a document can be written in by a template: HTML, LaTeX and plain text.

None of them comes back. Each escapes what is printed in its own way, and has filters of the same names as Markdown's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape as html_escape
from pathlib import PurePath
from typing import Any

from reader.formats.markdown.document import AUTHORS_NAMED, names_shown, with_venue
from reader.formats.markdown.note_html import note_html
from reader.formats.markdown.sandbox import Context, Filters, Raw, pass_context
from reader.latex import encode
from reader.paper import Paper, Status
from reader.readable_tex import readable
from reader.text import clean_line, is_web

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _one_line(text: str) -> str:
    return text if text.isprintable() else clean_line(text)


class Html(Raw):
    """Text that is HTML already."""

    @staticmethod
    def escaped(text: str) -> str:
        """A plain text as HTML, its TeX in characters."""
        return html_escape(readable(_one_line(text)))


class Latex(Raw):
    """Text that is LaTeX already."""

    @staticmethod
    def escaped(text: str) -> str:
        """A plain text as LaTeX; harmless mathematics stays."""
        return _latex_line(_one_line(text))


class Plain(Raw):
    """Plain text, in which nothing needs to be escaped."""

    @staticmethod
    def escaped(text: str) -> str:
        """A plain text on one line, its TeX in characters."""
        return readable(_one_line(text))


@dataclass(frozen=True, slots=True)
class Language:
    """What the templates of one language are filled with."""

    raw: type[Raw]
    endings: tuple[str, ...]
    """How the names of files in it end."""
    link: Callable[[str, str, str], str]
    """A link: text that is escaped, an address of the web, and what it is of, as plain text ("" for the text)."""
    block: Callable[[str], str]
    """A user's Markdown, on lines of its own."""


def _html_link(shown: str, address: str, of: str) -> str:
    label = f' aria-label="{html_escape(of)}"' if of else ""
    return f'<a href="{html_escape(address)}"{label}>{shown}</a>'


def _latex_link(shown: str, address: str, of: str) -> str:
    url = "".join(f"\\{sign}" if sign in "%#&_{}" else sign for sign in address if sign not in "\\^~ ")
    return f"\\href{{{url}}}{{{shown}}}"


def _latex_line(text: str) -> str:
    """A line that says the same where LaTeX begins an item or breaks a line: there `[…]` and `*` say how."""
    done = encode(text)
    return f"{{}}{done}" if done.lstrip().startswith(("[", "*")) else done


def _latex_block(text: str) -> str:
    return "\n\n".join(
        " \\\\\n".join(map(_latex_line, part.split("\n"))) for part in text.split("\n\n") if part.strip()
    )


LANGUAGES = {
    "html": Language(Html, (".html", ".htm"), _html_link, note_html),
    "latex": Language(Latex, (".tex", ".latex"), _latex_link, _latex_block),
    "text": Language(Plain, (".txt", ".text"), lambda shown, address, of: f"{shown} <{address}>", lambda text: text),
}
"""By their names, which are those of their built-in templates too."""


def language_of(template: str) -> str:
    """The language of a template's file by its name, as `cv.tex.jinja`; "" for Markdown and one that says none."""
    name = PurePath(template.lower())
    name = name.with_suffix("") if name.suffix in (".jinja", ".jinja2", ".j2") else name
    return next((known for known, language in LANGUAGES.items() if name.suffix in language.endings), "")


def date_of(published: str) -> str:
    """A date for people: "3 May 2024", as much as is known."""
    year, _, rest = published.partition("-")
    month, _, day = rest.partition("-")
    told = [str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year]
    return " ".join(filter(None, told))


def filters_of(name: str) -> Filters:
    """The filters that a template in a language has besides Jinja's own."""
    return _FILTERS[name]


def _filters(language: Language) -> Filters:
    raw = language.raw

    def link(paper: Paper) -> Raw:
        title = raw.escaped(paper.title)
        return raw(language.link(title, paper.link, "") if is_web(paper.link) else title)

    def links(paper: Paper) -> Raw:
        found = {"PDF": paper.pdf} | {name: address for name, address in paper.links if name != "pdf"}
        shown = {name: address for name, address in found.items() if is_web(address) and address != paper.link}
        title = readable(paper.title)
        told = (language.link(raw.escaped(name), to, f"{name}: {title}") for name, to in shown.items())
        return raw(" · ".join(told))

    @pass_context
    def names(context: Context, paper: Paper | Sequence[str]) -> Raw:
        if not isinstance(paper, Paper):
            return raw(", ".join(map(raw.escaped, paper)))
        return raw(names_shown(paper, context.get("most", AUTHORS_NAMED), raw.escaped))

    @pass_context
    def byline(context: Context, paper: Paper) -> Raw:
        return raw(with_venue(names(context, paper), paper, raw.escaped))

    def state(paper: Paper) -> Raw:
        star = "$\\star$" if raw is Latex else "★"
        told = ([] if paper.status is Status.UNREAD else [paper.status.value]) + ([star] if paper.starred else [])
        return raw(" · ".join(told))

    def block(text: str) -> Raw:
        return raw(language.block(text) if text else "")

    found: dict[str, Callable[..., Any]] = {
        "byline": byline,
        "date": lambda paper: raw(raw.escaped(date_of(paper.published))),
        "description": block,
        "escape": lambda text: raw(raw.escaped(str(text))),
        "link": link,
        "links": links,
        "names": names,
        "note": lambda paper: block(paper.note),
        "remark": lambda item: block(item.remark),
        "state": state,
        "tags": lambda tags: raw(", ".join(map(raw.escaped, tags))),
        "url": lambda text: raw(raw.escaped(str(text)) if is_web(str(text)) else ""),
    }
    return tuple(found.items())


_FILTERS = {name: _filters(language) for name, language in LANGUAGES.items()}
