"""Random libraries full of hostile text, for the laws of Markdown."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.paper_json import sorted_tags
from reader.text import clean_line, clean_text, fold_name, new_tag

# fmt: off
HAZARDS = (
    "[MASK]", "](evil", "[x](y)", "[[w]]", "![[e]]", "![a](b)", "[^1]", "*", "**", "_", "__a__", "`", "``",
    "```", "<b>", "a<b", "<!--", "-->", "<think>", "<!-- reader:x -->", "<!-- /reader-note -->", "&amp;",
    "&lt;", "&#60;", "&copy", "\\", "\\*", "2024. Year", "1)", "- ", "+ ", "# ", "#", ">", "~~~", "~", "---",
    "===", "    ", "\t", "|", "`|`", r"$\pi_0$", "$5", "$", "$x_{i}$", r"$\mathcal{L}_1$", "$μ$nit", "^", "==",
    "%%", "#tag", "@key", ":rocket:", "http://a.com", "www.foo.com", "a@b.co", "foo.ai", "LoRA: Low-Rank", "no",
    "{IO}", "{#id}", "&a b", "CON", "(", ")", ",", "·", " · ★", "tags:", "★", "read", "unread", "\u202e",
    "\u200b", "👩\u200d👩\u200d👧", "é", "e\u0301", "大规模", "א", "\x00", "\x1b[31m", "\u2028", "\u0085", '"', "'",
    "...", "a) b", "(@)", ": x", "%", "\\begin{x}", "{{ x }}", "{% raw %}", "</li></ul>", "<div>", "&#060;",
    "]:", "[a]: b", "!", "C#", "  \n", "\n\n",
)
# fmt: on

NOTE_LINES = ("", " ", "\t", "# h", "```", "---", "> q", "- [x] a", "  indented", "end  ")

_text = st.one_of(st.sampled_from(HAZARDS), st.text(max_size=8), st.sampled_from(["word", " ", "Models", "of"]))
raw = st.lists(_text, min_size=1, max_size=6).map("".join)
lines = st.builds(
    lambda sep, parts: clean_line(sep.join(parts)), st.sampled_from(["", " "]), st.lists(_text, min_size=1, max_size=6)
).filter(bool)
names = lines.map(lambda text: text[:90].strip()).filter(bool)
tags = lines.map(lambda text: new_tag(text[:60])).filter(bool)
"""As every way into a library has them."""
prose = st.lists(
    st.tuples(st.sampled_from(["Ein Wort", "(x", "7 of", "und ", "„so“ "]), raw).map("".join), min_size=1, max_size=3
).flatmap(lambda parts: st.sampled_from(["\n", "\n\n", "  \n"]).map(lambda end: clean_text(end.join(parts))))
notes = st.one_of(
    st.just(""),
    prose,
    st.lists(
        st.one_of(raw, st.sampled_from(["", " ", "\t", "# h", "```", "---", "> q", "- [x] a", "  indented", "end  "])),
        max_size=5,
    )
    .map("\n".join)
    .map(clean_text),
)
paragraphs = lines
links = st.sampled_from(["", "https://a.org/x", "https://a.org/(x)_[y]|z&copy;", "http://e.x/a b".replace(" ", "%20")])


_abstracts = st.one_of(st.just(""), lines)
_authors = st.lists(lines, max_size=2)
_paper_tags = st.lists(tags, max_size=3)
_statuses = st.sampled_from(list(Status))
_sections = st.lists(names, max_size=2, unique_by=fold_name)


@cache
@st.composite
def papers(draw: st.DrawFn, id: str) -> Paper:
    return Paper(
        id=id,
        title=draw(lines),
        abstract=draw(_abstracts),
        authors=tuple(draw(_authors)),
        published=draw(st.sampled_from(["", "2024", "2024-08-15", "2023-02-31"])),
        arxiv_id=draw(st.sampled_from(["", "2401.00001"])),
        doi=draw(st.sampled_from(["", "10.1/(a)<b>;2-#"])),
        url=draw(links),
        tags=sorted_tags(draw(_paper_tags)),
        starred=draw(st.booleans()),
        status=draw(_statuses),
        note=draw(notes),
        added="2026-11-01T10:00:00Z",
    )


@st.composite
def libraries(draw: st.DrawFn, least: int = 1) -> tuple[dict[str, Paper], ReadingList]:
    """Up to five papers, all of them in one list with sections."""
    count = draw(st.integers(least, 5))
    held = {f"24{n:02d}.0000{n}": draw(papers(f"24{n:02d}.0000{n}")) for n in range(1, count + 1)}
    sections = tuple(draw(_sections))
    order = draw(st.permutations(list(held)))
    placed = st.sampled_from(["", *sections])
    entries = [ListEntry(id, draw(placed), draw(notes)) for id in order]
    rank = {name: place for place, name in enumerate(["", *sections])}
    entries.sort(key=lambda entry: rank[entry.section])
    return held, ReadingList(draw(names), draw(notes), sections, tuple(entries))
