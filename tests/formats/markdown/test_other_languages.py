"""A document as HTML, LaTeX or plain text: what a paper holds stands there as text, and nothing runs or is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.errors import InputError
from reader.formats.markdown import Document, document_of, language_of, render_in, sandbox, show_template
from reader.formats.markdown.languages import LANGUAGES, filters_of
from reader.formats.markdown.note_html import note_html
from reader.formats.markdown.render import FILTERS_OF_MARKDOWN, FILTERS_TOLD, VALUES
from reader.formats.styles import TEMPLATES
from reader.operations.exports import Wish, export
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support.cli import Reader
from tests.support.memory import library

EVIL = '<script>alert(1)</script> & "q" <img src=x onerror=y> 50% #1 a_b {c} ~d ^e \\f $5'
NOTES = [
    "a <b>bold</b> <i>x",
    "<b><i>x</b></i>",
    "**<b>x** y</b>",
    "</div></ul>",
    "<div onclick=x>\nc",
    "<script>alert(1)</script>",
    "<style>\nb",
    "<!-- c",
    "![i](https://a.b/c.png)",
    "[x](javascript:alert(1))",
    "<a href='javascript:x'>y",
    "[a](data:text/html,x)",
    "```\n<b>",
    "# Head\n\n| a | b |\n|---|---|\n| <td> | c |",
    "<b onclick=x>y</b>",
    "<textarea>",
    "a<br>b",
    "> q\n<u>",
    "<svg><g>\nc",
    "[x](/etc)",
]


@pytest.fixture(autouse=True, scope="module")
def one_process() -> Iterator[None]:
    """Templates are filled in here: to copy a process that has loaded all tests takes longer than to fill them in."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "in_own_process", lambda work, bounds, what: work())
        yield


class Page(HTMLParser):
    """Whether each element that opens is closed in its turn, what they are, and where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "wbr", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(document: Document) -> Page:
    page = Page(render_in("html", document))
    assert page.open == []
    return page


def shelf(**fields: object) -> Document:
    """A list of a paper that has these fields."""
    paper = replace(Paper("1", "Herons", url="https://a.org/1"), **fields)  # type: ignore[arg-type]
    lst = ReadingList("Pond", entries=(ListEntry("1", note="for *Monday*"),), description="By the **water**.")
    return document_of(lst, [paper], abstracts=True)


@pytest.mark.parametrize("field", ["title", "venue", "abstract"])
def test_a_text_of_a_paper_is_text_in_html(field: str) -> None:
    page = page_of(shelf(**{field: EVIL}))
    assert '<script>alert(1)</script> & "q" <img src=x onerror=y> 50% #1 a_b {c}' in page.text
    assert not page.seen & {"script", "img"}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_in_html_opens_nothing_and_runs_nothing(note: str) -> None:
    page = Page(note_html(note))
    assert page.open == []
    assert not page.seen & {"script", "style", "div", "img", "svg", "textarea", "form", "td onclick"}
    assert page.attributes <= {"href", "class"}
    assert all(re.match("https?://|mailto:", link) for link in page.links)
    page_of(shelf(note=note))


def test_a_note_in_html_is_the_markdown_that_it_is() -> None:
    assert note_html("*a* <sub>2</sub>\n\n- b") == "<p><em>a</em> <sub>2</sub></p>\n<ul>\n<li>b</li>\n</ul>"
    assert note_html("# Head") == '<p class="head">Head</p>'
    assert note_html("![a *b*](https://a.b/c)") == '<p><a href="https://a.b/c">a *b*</a></p>'


def test_a_page_loads_nothing_and_tells_what_is_known() -> None:
    document = shelf(
        authors=("A", "B", "C", "D"), venue="NeurIPS", published="2024-05-03", arxiv_id="2405.00001", starred=True,
        tags=("rl",), links=(("code", "https://github.com/a/b"),), status=Status.READ, abstract="All of it.",
    )  # fmt: skip
    text, page = render_in("html", document), page_of(document)
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", text)
    assert "default-src 'none'" in text
    assert "A, B, C et al. · NeurIPS · 3 May 2024 · PDF · code" in page.text
    assert page.links == ["https://a.org/1", "https://arxiv.org/pdf/2405.00001", "https://github.com/a/b"]
    assert all(word in page.text for word in ("1 of 1 read", "By the water.", "for Monday", "All of it.", "rl", "★"))


def test_a_page_for_others_tells_nothing_that_is_private() -> None:
    paper = Paper("1", "Herons", status=Status.READ, starred=True, note="my own")
    text = render_in("html", document_of(None, [paper], audience="others"))
    body = text.partition("<body>")[2]
    assert not [word for word in ("my own", "★", "read") if word in body]


def test_a_long_page_has_contents() -> None:
    papers = [Paper(str(n), f"Paper {n}") for n in range(20)]
    entries = tuple(ListEntry(str(n), f"Part {n % 3}") for n in range(20))
    page = page_of(document_of(ReadingList("L", entries=entries, sections=("Part 0", "Part 1", "Part 2")), papers))
    assert [link for link in page.links if link[0] == "#"] == ["#section-1", "#section-2", "#section-3"]


def test_what_latex_means_something_by_is_escaped() -> None:
    text = render_in("latex", shelf(title="50% of #1 & a_b {c} ~d ^e $\\pi_0$ $5"), "{{ papers[0].title }}")
    assert text == (
        "50\\% of \\#1 \\& a\\_b \\textbraceleft{}c\\textbraceright{} \\textasciitilde{}d \\textasciicircum{}e"
        " $\\pi_0$ \\$5\n"
    )
    linked = render_in("latex", shelf(url="https://a.org/x%20y#z_1"), "{{ papers[0] | link }}")
    assert linked == "\\href{https://a.org/x\\%20y\\#z\\_1}{Herons}\n"


def test_plain_text_is_text() -> None:
    assert render_in("text", shelf(title="*a* <b> $\\pi_0$"), "{{ papers[0].title }}") == "*a* <b> π₀\n"


@pytest.mark.parametrize(
    ("name", "language"),
    [("a.html.jinja", "html"), ("A.TEX.J2", "latex"), ("a.txt.jinja", "text"), ("a.md.jinja", ""), ("a.jinja", ""),
     ("a.html", "html"), ("/x.tex/a.jinja", "")],
)  # fmt: skip
def test_the_name_of_a_template_says_its_language(name: str, language: str) -> None:
    assert language_of(name) == language


def test_a_file_named_as_of_another_language_than_its_template_is_said_to_be(tmp_path: Path) -> None:
    """One that says no language is the user's own matter."""
    held, said = library(Paper("p", "Mamba & co")), {}
    for name in ("my.jinja", "my.tex.jinja", "my.txt"):
        (tmp_path / name).write_text("{{ papers[0].title }}")
        for out in ("out.tex", "out.html", "out.md", "out.txt", "out"):
            wish = Wish(format="markdown", template=str(tmp_path / name), force=True)
            made = export(held, tmp_path / "library", wish, list(held.papers.values()), path=tmp_path / out)
            if "Its name says" in made.say:
                said[name, out] = made.say.partition("Its name says ")[2]
    assert {names: say.partition(" as the")[0] for names, say in said.items()} == {
        ("my.jinja", "out.tex"): "LaTeX, and what stands in it is escaped for Markdown,",
        ("my.jinja", "out.html"): "HTML, and what stands in it is escaped for Markdown,",
        ("my.tex.jinja", "out.html"): "HTML, and what stands in it is escaped for LaTeX,",
        ("my.tex.jinja", "out.md"): "Markdown, and what stands in it is escaped for LaTeX,",
    }
    assert said["my.jinja", "out.tex"].endswith("a template for LaTeX is called NAME.tex.jinja.")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x\n{{ papers[0] | lnk }}", "line 2: there is no filter 'lnk'; did you mean 'link'?"),
        ("{{ 1 is odf }}", "there is no test 'odf'; did you mean 'odd'?"),
        ("{{ papers[0].titel }}", "a paper has no field 'titel'; did you mean 'title' (line 1)."),
        ("{{ paper }}", "there is no 'paper' here; did you mean 'papers' (line 1)."),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_says_what_there_is(language: str, source: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        render_in(language, shelf(), source)
    assert told in str(raised.value)
    assert not str(raised.value).endswith("?.")


def test_every_built_in_template_is_shown_and_every_name_told() -> None:
    assert all("Change a copy" in show_template(name) for name in TEMPLATES)
    known = {*dict(FILTERS_OF_MARKDOWN), *(name for language in LANGUAGES for name, _ in filters_of(language))}
    assert known == set(FILTERS_TOLD)
    assert all(
        render_in(language, shelf(), f"{{{{ {name} is defined }}}}") for name in VALUES for language in LANGUAGES
    )


def test_the_command_writes_a_page_and_takes_none_back(reader: Reader, tmp_path: Path) -> None:
    reader("add", "--title", "Herons stand still", "--offline")
    path, template = tmp_path / "a.html", tmp_path / "mine.tex.jinja"
    assert reader("export", "-o", str(path), check=False).status == 2
    reader("export", "--format", "html", "-o", str(path))
    assert "Herons stand still" in path.read_text()
    said = reader("import", str(path), check=False)
    assert said.status == 1
    assert "a page that Reader exported, which does not come back" in said.err
    template.write_text("{% for paper in papers %}\\item {{ paper | link }}{% endfor %}")
    assert reader("export", "--template", str(template)).out == "\\item Herons stand still\n"
    said = reader("export", "--format", "html", "--template", str(template), check=False)
    assert said.status == 2
    assert "is named as a template of latex" in said.err


@pytest.mark.parametrize(
    ("note", "links"),
    [
        ("see https://a.org/b_c?d=1&e=2.", ["https://a.org/b_c?d=1&e=2"]),
        ("(https://a.org/b) and https://a.org/Graph_(abstract), too", ["https://a.org/b", "https://a.org/Graph_(abstract)"]),
        ("[https://a.org/b](https://c.org)", ["https://c.org"]),
        ("<https://a.org/b> `https://c.org` *https://d.org/e*", ["https://a.org/b", "https://d.org/e"]),
        ("xhttps://a.org and javascript:https://b.org", []),
        ("https://a.org/<script>", ["https://a.org/"]),
    ],
)  # fmt: skip
def test_an_address_in_a_note_is_a_link_of_a_page(note: str, links: list[str]) -> None:
    page = Page(note_html(note))
    assert (page.links, page.open, page.seen & {"script"}) == (links, [], set())


@pytest.mark.parametrize("sign", ["[x] y", "* z", "*z", "[a](b)"])
def test_what_begins_with_a_sign_of_latex_is_no_option(sign: str) -> None:
    document = shelf(title=sign, url="", note=f"{sign}\n{sign}")
    text = render_in("latex", document)
    assert not re.search(r"(?:\\item|\\\\)\s*[\[*]", text)
    assert len(re.findall(r"(?:\\item|\\\\)\s*\{\}[\[*]", text)) == 2
