"""A user's Markdown as HTML that can do no harm: nothing is loaded, nothing runs, and what is opened is closed.

Tags that only dress a text stay, without their attributes; any other HTML is shown as the text that it is. An image
would be loaded from elsewhere, so it is a link; a link leads to the web or writes a mail, or else it is none. An
address of the web that stands there as it is becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from reader.text import is_web

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"<(/?)([a-z]+[1-6]?)\s*/?>\Z", re.IGNORECASE)
_DRESS = frozenset("b i em strong sub sup code kbd mark u s small del ins q cite abbr var samp".split())  # noqa: SIM905
"""Elements that stand in a line and do nothing."""
_EMPTY = frozenset(("br", "wbr"))
_ADDRESS = re.compile(r"(?<![^\s*_~(\[])https?://[^\s<>\"]*[^\s<>\"?!.,:;*_~'\])}”’»]", re.IGNORECASE)
"""An address that stands in a text as it is, without the punctuation behind it."""
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)


def note_html(text: str) -> str:
    """A note, remark or description as HTML without headings, which would not fit into those of the page."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting > 0:
                token.attrSet("class", "head")
        elif token.type == "html_block":
            token.type, token.content = "text_block", _COMMENT.sub("", token.content)
        elif token.type == "inline":
            _close(token.children or [])
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


def _close(tokens: Sequence[Token]) -> None:
    """Make the tags of one line pairs that are nested, and the others text; what Markdown opens itself parts them."""
    open_tags: list[tuple[int, str, int]] = []
    for at, token in enumerate(tokens):
        if token.type != "html_inline":
            continue
        match = _TAG.fullmatch(token.content)
        name, kind = (match[2].lower(), match[1]) if match is not None else ("", "")
        token.type = "comment" if _COMMENT.fullmatch(token.content) else "text"
        if name in _EMPTY and not kind:
            token.type, token.content = "dress", f"<{name}>"
        elif name in _DRESS and not kind:
            open_tags.append((at, name, token.level))
        elif name in _DRESS and (name, token.level) in [(held, level) for _, held, level in open_tags]:
            while open_tags[-1][1:] != (name, token.level):
                open_tags.pop()
            first = tokens[open_tags.pop()[0]]
            if all(other.level >= token.level for other in tokens[tokens.index(first) : at]):
                first.type, first.content = "dress", f"<{name}>"
                token.type, token.content = "dress", f"</{name}>"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  it costs 30 ms

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.validateLink = _may_be_followed  # type: ignore[method-assign,assignment]
    renderer: Any = parser.renderer
    own = {"dress": _as_it_is, "comment": _nothing, "text_block": _paragraph, "image": _image, "text": _text}
    renderer.rules |= own
    return parser


def _may_be_followed(address: str) -> bool:
    return is_web(address) or address.lower().startswith("mailto:")


def _as_it_is(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return tokens[at].content


def _nothing(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return ""


def _text(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """A text, its addresses as links where it does not stand in one."""
    text = tokens[at].content
    before = [token.type for token in tokens[:at]] if "://" in text else []
    if before.count("link_open") > before.count("link_close"):
        return escape(text, quote=False)
    done, end = "", 0
    for match in _ADDRESS.finditer(text):
        address = _whole(match[0], text[match.end() :])
        done += f'{escape(text[end : match.start()], quote=False)}<a href="{escape(address)}">{escape(address)}</a>'
        end = match.start() + len(address)
    return done + escape(text[end:], quote=False)


def _whole(address: str, behind: str) -> str:
    """An address with the bracket right behind it that closes one in it, as in `…/Graph_(abstract)`."""
    return f"{address})" if behind.startswith(")") and address.count("(") > address.count(")") else address


def _paragraph(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    text = tokens[at].content.strip()
    return f"<p>{escape(text, quote=False)}</p>\n" if text else ""


def _image(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    address = str(tokens[at].attrGet("src") or "")
    return f'<a href="{escape(address)}">{escape(tokens[at].content or address, quote=False)}</a>'
