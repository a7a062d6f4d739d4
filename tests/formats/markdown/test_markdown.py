"""Markdown that leaves: two independent renderers find every title whole and nothing that was not written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from textwrap import indent
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.formats.markdown import document_of, footer, render_document, show_template
from reader.formats.markdown.escaping import (
    decode_id,
    encode_id,
    escape,
    escape_tags,
    split_tags,
    target,
    unescape,
)
from reader.formats.markdown.marks import enclose, is_prose
from reader.formats.styles import STYLES
from reader.paper import ListEntry, Paper, ReadingList
from reader.text import clean_line
from tests.support.laws import law
from tests.support.markdown_library import HAZARDS, libraries, lines, prose, raw, tags

COMMONMARK = MarkdownIt("commonmark").enable("table")
GITHUB = MarkdownIt("gfm-like")
BLOCKS = set(
    "heading paragraph bullet_list list_item blockquote html_block table thead tbody tr th td inline".split()  # noqa: SIM905
)
JUDGES = (COMMONMARK, GITHUB)
pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


def text_of(tokens: list[Token]) -> str:
    return "".join(
        " " if t.type in ("softbreak", "hardbreak") else t.content for t in tokens if t.type != "html_inline"
    )


def kinds(tokens: list[Token]) -> set[str]:
    return {t.type for t in tokens}


@law(30)
@given(lines)
@example(clean_line("".join(HAZARDS[:40])))
@example(clean_line(" ".join(HAZARDS[40:])))
def test_any_line_renders_as_itself(line: str) -> None:
    """At the start of a paragraph, in a heading, in a link, in bold and in a cell."""
    for judge in JUDGES:
        for source in (escape(line), f"# {escape(line)}", f"[{escape(line)}](https://a.org)", f"**{escape(line)}**"):
            blocks = judge.parse(source)
            (inline,) = [t for t in blocks if t.type == "inline"]
            assert text_of(inline.children or []) == line
            assert kinds(inline.children or []) <= {"text", "link_open", "link_close", "strong_open", "strong_close"}
            assert sum(t.type == "link_open" for t in inline.children or []) == source.startswith("[")
        cells = judge.parse(f"| a | b |\n|---|---|\n| {escape(line)} | x |\n")
        inlines = [text_of(t.children or []) for t in cells if t.type == "inline"]
        assert inlines == ["a", "b", line, "x"]


@law(30)
@given(lines)
def test_what_is_escaped_can_be_read_again(line: str) -> None:
    assert unescape(escape(line)) == line


PYTHON_MARKDOWN = set("\\`*_{}[]()>#+-.!")
"""The signs that may be escaped there (https://python-markdown.github.io, `ESCAPED_CHARS`)."""


@law(30)
@given(lines)
@example("a<b | ~x~ ^2^ $5 and $6 @key a@b.co :rocket: http://a.com %%c%% ==hl== www.foo.com ]( &amp;")
@example("{{ page.x }} {% raw %} {# x #} {{{{% {IO} $x_{{i}}$")
def test_what_is_escaped_means_nothing_to_older_dialects_and_templates_of_a_site(line: str) -> None:
    """Python-Markdown knows fewer escapes, and Liquid reads a page before any Markdown is read."""
    text = escape(line)
    outside = re.sub(r"(?<!\\)\$[^$]*\$", "", text)
    assert set(re.findall(r"\\(.)", outside)) <= PYTHON_MARKDOWN
    assert not re.search(r"\{[{%#]", text)


@pytest.mark.parametrize(
    "line",
    [
        "Pass@k: How (not) to count, 50% of it", "J.K. Rowling, i.e. A.B. Other", "Hello World! (again)", "C++ & D",
        "snake_case_word a>b x = y", "Q&A: what's next? “Nothing”", "a/b 1/2 and/or",
    ],
)  # fmt: skip
def test_a_line_without_hazards_stands_as_it_is(line: str) -> None:
    assert escape(line) == line


@law(30)
@given(st.lists(tags, max_size=4))
def test_tags_survive_a_line_of_text(names: list[str]) -> None:
    assert split_tags(escape_tags(names)) == names


@law(30)
@given(raw)
def test_an_anchor_holds_any_id(id: str) -> None:
    text = encode_id(id)
    assert decode_id(text) == id
    assert not set(text) & set(" >\n<")
    assert "--" not in text


@pytest.mark.parametrize("kept", [r"$\pi_0$: a VLA", "$μ$nit Scaling", "$k$-means", "$O(n)$ and $x_{i}$", r"$10^{-5}$"])
def test_mathematics_stays_as_it_came(kept: str) -> None:
    assert escape(kept) == kept


@pytest.mark.parametrize("line", ["$5 and $10", "US$ 3", "$5-$10", "${HOME} $(id)"])
def test_a_price_is_not_mathematics(line: str) -> None:
    assert escape(line).count("&#36;") == line.count("$")


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://arxiv.org/abs/2408.07990", "https://arxiv.org/abs/2408.07990"),
        ("https://a.org/x(y)", "<https://a.org/x(y)>"),
        ("https://a.org/<b> c", "<https://a.org/%3Cb%3E%20c>"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_the_target_of_a_link_is_encoded_and_only_web(url: str, wanted: str) -> None:
    assert target(url) == wanted


def items(tokens: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    """(id, tokens) of every line of text that holds an anchor outside quotes."""
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("blockquote") else 0
        for child in token.children or []:
            if depth == 0 and child.type == "html_inline" and child.content.startswith("<!-- reader:"):
                yield child.content[12:-4], token.children or []


@law(30)
@given(libraries(), st.sampled_from(STYLES), st.booleans())
def test_every_title_is_found_whole_and_nothing_else_is(
    library: tuple[dict[str, Paper], ReadingList], style: str, abstracts: bool
) -> None:
    papers, lst = library
    text = render_document(document_of(lst, papers, abstracts=abstracts), style=style)
    for judge in JUDGES:
        tokens = judge.parse(text)
        found = list(items(tokens))
        assert [id for id, _ in found] == [e.paper for e in lst.entries]
        for id, children in found:
            paper = papers[id]
            opened = [n for n, t in enumerate(children) if t.type in ("link_open", "strong_open")]
            if opened:
                closed = next(n for n, t in enumerate(children) if t.type in ("link_close", "strong_close"))
                assert text_of(children[opened[0] : closed]) == paper.title
            else:
                assert text_of(children).strip() == paper.title
            assert len(opened) == (style != "table" or bool(target(paper.link)))
            assert kinds(children) <= {
                "text",
                "link_open",
                "link_close",
                "strong_open",
                "strong_close",
                "html_inline",
                "hardbreak",
            }
        assert headings(tokens) == wanted_headings(papers, lst, style, abstracts)
        assert frame(tokens) <= BLOCKS


@law(30)
@given(prose, st.sampled_from([0, 2]))
def test_a_note_that_stands_as_it_is_is_paragraphs_and_nothing_else(note: str, depth: int) -> None:
    assume(is_prose(note))
    item = "- **A** <!-- reader:1 -->\\\n  unread\n\n" if depth else "# A\n"
    text = f"{item}{enclose('note', note, id='1', indent=depth)}\n\n## Next\n"
    for judge in JUDGES:
        tokens = judge.parse(text)
        assert sum(t.type == "html_block" for t in tokens) == 2
        assert sum(t.type == "heading_open" for t in tokens) == (1 if depth else 2)
        assert frame(tokens) <= {"bullet_list", "list_item", "paragraph", "heading", "html_block", "inline"}


def test_a_note_of_two_lines_stands_in_the_text_line_by_line() -> None:
    note = "Größe | Maß *und* mehr\n7 von 9"
    held = {"1": Paper("1", "A", note=note)}
    for style in STYLES:
        pad = "" if style == "table" else "  "
        assert f"\n{indent(note, pad)}\n\n{pad}<!-- /reader-note -->\n" in render_document(
            document_of(None, held), style=style
        )


def headings(tokens: list[Token]) -> list[tuple[str, str]]:
    found, depth = [], 0
    for token, after in pairwise(tokens):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "heading_open" and depth == 0:
            found.append((token.tag, text_of(after.children or [])))
    return found


def wanted_headings(papers: dict[str, Paper], lst: ReadingList, style: str, abstracts: bool) -> list[tuple[str, str]]:
    wanted = [("h1", lst.name), *(("h2", name) for name in lst.sections)]
    told = [e for e in lst.entries if e.note or papers[e.paper].note or (abstracts and papers[e.paper].abstract)]
    if style == "table" and told:
        wanted += [("h2", "Notes"), *(("h3", papers[e.paper].title) for e in told)]
    return wanted


def frame(tokens: list[Token]) -> set[str]:
    """The kinds of blocks outside quotes."""
    found, depth = set(), 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if depth == 0:
            found.add(token.type.removesuffix("_open").removesuffix("_close"))
    return found


@law(30)
@given(libraries(), st.sampled_from(STYLES))
def test_the_same_library_gives_the_same_bytes(library: tuple[dict[str, Paper], ReadingList], style: str) -> None:
    papers, lst = library
    made = document_of(lst, papers)
    text = render_document(made, style=style)
    assert text == render_document(made, style=style)
    assert text.endswith("-->\n")
    assert "\r" not in text
    copied = render_document(made, template=show_template(style))
    mark = "<!-- reader-base"
    assert text[: text.rindex(mark)] == copied[: copied.rindex(mark)]
    assert '"hidden"' not in copied[copied.rindex(mark) :]


@law(60)
@given(libraries(), st.sampled_from(["section", "tag", "status", ""]), st.booleans())
def test_what_a_comment_will_say_is_known_without_reading_it(
    library: tuple[dict[str, Paper], ReadingList], group: str, abstracts: bool
) -> None:
    papers, lst = library
    for one in (lst, None):
        made = document_of(one, papers, name="A name", group=group, abstracts=abstracts)
        read = footer.parse(footer.split(footer.seal("", footer.of_document(made)))[1])
        assert read is not None
        assert footer.record_of(made) == replace(read, id="")


@pandoc
def test_pandoc_sees_paragraphs_in_notes_that_stand_as_they_are() -> None:
    """Unbalanced brackets, TeX and the like reach beyond their paragraph there, so such notes are quoted."""
    texts = [f"a {t} b{t}\nund {t}" for t in clean_hazards()] + ["x [[y", "y]] z", "a\\alphaa@b [", "c]"]
    held = {str(n): Paper(str(n), "A", note=note) for n, note in enumerate(texts)}
    assert 40 < sum(map(is_prose, texts)) < len(texts)
    for style in STYLES:
        text = render_document(document_of(None, held), style=style)
        out = subprocess.run(
            ["pandoc", "-f", "markdown-smart", "-t", "json"], input=text, capture_output=True, text=True, check=True
        )
        flat = out.stdout
        assert flat.count("<!-- /reader-note -->") == len(texts) + 3, "one of them forges it three times"
        assert flat.count('"BlockQuote"') == len(texts) - sum(map(is_prose, texts))


@pandoc
def test_pandoc_finds_the_same_titles_and_headings() -> None:
    """One file with every hazard, as the second judge reads it."""
    held = {
        str(n): Paper(
            str(n),
            f"a {t} b{t}".strip(),
            url="https://a.org" if n % 2 else "",
            tags=(t.strip() or "t",),
            authors=(f"A {t}",),
            note=f"# {t}\n```\n{t}",
        )
        for n, t in enumerate(clean_hazards())
    }
    lst = ReadingList("All *of* them", "# d\n```", ("A | b",), tuple(ListEntry(id, "A | b") for id in held))
    for style in STYLES:
        for format in ("markdown-smart", "commonmark_x-smart", "gfm"):
            text = render_document(document_of(lst, held), style=style)
            out = subprocess.run(
                ["pandoc", "-f", format, "-t", "json"], input=text, capture_output=True, text=True, check=True
            )
            flat = json.dumps(json.loads(out.stdout)["blocks"])
            found = [plain(node) for node in outside_quotes(json.loads(out.stdout)["blocks"], ("Link", "Strong"))]
            titles = [p.title for p in held.values()]
            if style != "table":
                assert found == titles, format
            assert flat.count("<!-- reader:") == len(titles) + 2, "the hazards forge one in a note, twice"
            names = [plain(node) for node in outside_quotes(json.loads(out.stdout)["blocks"], ("Header",))]
            assert names[:2] == ["All *of* them", "A | b"]
            assert names[2:] == (["Notes", *titles] if style == "table" else [])


def clean_hazards() -> list[str]:
    return [line for line in map(clean_line, HAZARDS) if line]


def outside_quotes(node: object, kinds: tuple[str, ...]) -> Iterator[object]:
    if isinstance(node, dict):
        if node.get("t") == "BlockQuote":
            return
        if node.get("t") in kinds:
            yield node
        yield from outside_quotes(node.get("c"), kinds)
    elif isinstance(node, list):
        for child in node:
            yield from outside_quotes(child, kinds)


def plain(node: object) -> str:
    """The text of a node of Pandoc's tree, mathematics with its dollars."""
    if isinstance(node, list):
        return "".join(map(plain, node))
    if not isinstance(node, dict):
        return ""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "Math":
        return f"${content[1]}$"
    if kind == "Header":
        return plain(content[2])
    if kind in ("Link", "Span"):
        return plain(content[1])
    return plain(content) if kind == "Strong" else f"<{kind}>"


@pytest.mark.parametrize("place", [0, -1], ids=["the head", "a line"])
def test_a_footer_that_is_nested_beyond_all_sense_is_none(place: int) -> None:
    """A file may come from anybody; it is read like one without a footer, and written anew."""
    paper = Paper(id="2401.00001", title="Moss")
    text = render_document(document_of(ReadingList("Walls", entries=(ListEntry(paper.id),)), {paper.id: paper}))
    _, comment, _ = footer.split(text)
    line = footer.footer_lines(comment)[place]
    deep = "[" * 9_000 + "]" * 9_000
    assert footer.parse(comment) is not None
    assert footer.parse(comment.replace(line, deep)) is None
    assert footer.going_on(text, text.replace(line, deep)) == text
