"""What a note holds changes nothing behind it, and comes back as it was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.formats.markdown import document_of, read_back_text, render_document
from reader.formats.markdown.contained import as_typed, contained
from reader.formats.markdown.marks import enclose
from reader.formats.obsidian import read_back_vault, render_vault
from reader.formats.styles import STYLES
from reader.paper import ListEntry, Paper, ReadingList
from reader.text import clean_text
from tests.support.laws import law
from tests.support.markdown_library import libraries

# fmt: off
PARTS = (
    "<b>", "</b>", "<div>", "</div>", "<a href='x'>", "</a>", "<details>", "</details>", "<br>", "<table><tr><td>",
    "</li></ul></blockquote>", "<textarea>", "<script>", "<!--", "-->", "<!-- x -->", "<?x", "<![CDATA[", "<pre>", "`",
    "``", "\n```\n", "\n~~~\n", "\n", "\n\n", "\n    ", "\n- ", "> ", "\\", "\\<i>", "<b x='<i>'>", "&#60;", "&#060;",
    "&#x3c;", "&#123;", "{{ x }}", "{% raw %}", "$$", "%%", "word ", "<", "[a]: <b>", "<https://a.b>", "<b/>", "&lt;",
)
# fmt: on
texts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=9).map("".join).map(clean_text)
JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
VOID = {"br", "hr", "img", "wbr"}


class Page(HTMLParser):
    """The elements that each link stands under, as far as tags alone tell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if dict(attrs).get("href") == "http://next":
            self.links.append([*self.open])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


@law(200)
@given(texts)
def test_a_text_comes_back_exactly(text: str) -> None:
    out, reference = contained(text)
    assert as_typed(out, reference) == text
    assert bool(reference) == (out != text)


@law(120)
@given(texts, st.sampled_from([0, 2]))
def test_what_follows_a_note_stands_where_it_stood(text: str, depth: int) -> None:
    item = "- A\n\n" if depth else "# A\n\n"
    following = "- [B](http://next)\n" if depth else "## [B](http://next)\n"
    after, control = (
        Page(JUDGE.render(f"{item}{enclose('note', each, id='1', indent=depth)}\n\n{following}")).links
        for each in (text, "- word")
    )
    assert after == control


@pytest.mark.parametrize(
    "kept",
    [
        "a <b>bold</b> word<br>and <kbd>K</kbd>", "<details>\n<summary>More</summary>\n\ntext\n\n</details>",
        "a < b, c <3", "`<div>` and ``<b>``", "```html\n<div>\n```", "<!-- to do -->", "<https://a.org> <me@a.org>",
        "$$x$$ %%y%%", "[a](http://b) {x} 5%", "<div>x</div>", "<img src='a.png'>",
    ],
)  # fmt: skip
def test_what_is_complete_and_harmless_stands_as_it_was_typed(kept: str) -> None:
    assert contained(kept) == (kept, "")


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("a <b> c", "a &#60;b> c"),
        ("- <div>\n- </div>", "- &#60;div>\n- &#60;/div>"),
        ("&#60; <b>", "&#60; &#060;b>"),
        ("{{ x }} and {% raw %}", "&#123;{ x }} and &#123;% raw %}"),
        ("%%a%% %%b", "%%a%% &#37;&#37;b"),
        ("<div>`</div>`", "&#60;div>`&#60;/div>`"),
        (r"\<b>", "&#x3c;b>"),
        ("<script>x</script>", "&#60;script>x&#60;/script>"),
    ],
)
def test_what_would_go_on_is_a_reference(text: str, out: str) -> None:
    assert contained(text)[0] == out


def test_a_text_that_has_every_spelling_of_a_reference_stands_as_it_is() -> None:
    text = "".join(f"&#{'0' * zeros}60;" for zeros in range(5)) + "<b>"
    assert contained(text) == (text, "")


def read(form: str, note: str, *pairs: tuple[str, str]) -> tuple[str, list[object]]:
    """An export of a library with that note, and the notes that an edit of it brings."""
    papers = {"1": Paper("1", "A", note=note), "2": Paper("2", "B")}
    lists = {"": ReadingList("L", entries=(ListEntry("1"), ListEntry("2")))}
    made = document_of(lists[""], papers)
    files = dict(render_vault(made)) if form == "vault" else {"": render_document(made, style=form)}
    for name in files:
        for old, new in pairs:
            files[name] = files[name].replace(old, new)
    back = read_back_vault(files, papers, lists) if form == "vault" else read_back_text(files[""], papers, lists)
    assert not back.problems
    assert not back.conflicts
    return "".join(files.values()), [change.after for change in back.changes]


@pytest.mark.parametrize("form", [*STYLES, "vault"])
def test_an_edit_of_such_a_note_is_exactly_what_was_typed(form: str) -> None:
    note = "a <b> c\n</ul> &#60; and `<i>`"
    text, taken = read(form, note)
    assert "quoted &#060; -->" in text
    assert taken == []
    assert read(form, note, (" c\n", " d <i>e &lt; &#60;\n"))[1] == [note.replace(" c\n", " d <i>e &lt; &#60;\n")]
    assert read(form, note, ("&#060;b>", "<b>"), ("and `", "or `"))[1] == [note.replace("and `", "or `")]


@pytest.mark.parametrize("tag", [r"\<b>", r"\<b\>", "<b>"])
def test_a_formatter_that_makes_escapes_of_the_references_changes_nothing(tag: str) -> None:
    assert read("list", "- a <b> c", ("&#60;b>", tag))[1] == []


def test_a_note_whose_mark_tells_of_no_reference_is_read_as_it_stands() -> None:
    """As every earlier version wrote it."""
    note = "a &#60; b <i>c</i> [x]"
    text, taken = read("list", note, ("<i>", "<b>"), ("</i>", "</b>"))
    assert "quoted -->" in text
    assert taken == ["a &#60; b <b>c</b> [x]"]


_NOTED = Paper("2401.00001", "A title", added="2026-11-01T10:00:00Z")


@law(60)
@example(({_NOTED.id: _NOTED}, ReadingList("L", entries=(ListEntry(_NOTED.id, "", "A word{#id}"),))), "list")
@given(libraries(), st.sampled_from(STYLES))
def test_nothing_in_an_export_but_code_in_a_note_is_a_template(
    library: tuple[dict[str, Paper], ReadingList], style: str
) -> None:
    """The comment at its end either: Liquid reads that too."""
    papers, lst = library
    lst = replace(lst, name="{{ x }} {% raw %} {{{#", description="{{ x }}")
    text = render_document(document_of(lst, papers), style=style)
    assert not re.search(r"\{[{%#]", re.sub(r"(?m)^ *>.*", "", text))
    assert read_back_text(text, papers, {"": lst}).empty
