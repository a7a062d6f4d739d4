"""What a person edited comes in once: a second import takes nothing, and a sync after it does what it alone would."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import change
from reader.library.library import Library
from reader.operations import exports, roundtrip
from reader.operations.exports import Wish
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support import memory
from tests.support.laws import often

NOWHERE = Path("/nonexistent")
TITLES = ("Kelp in cold water", "Reefs that answer", "Tides of small models", "Sand by numbers", "Salt and memory")
IDS = [f"2407.0000{n}" for n in range(1, len(TITLES) + 1)]
ON_SHELF = IDS[:4]
"""The last paper is in the library and on no list."""
WISHES = {
    "list": Wish(), "tasks": Wish(style="tasks"), "table": Wish(style="table"), "by tag": Wish(group="tag"),
    "vault": Wish("obsidian"),
}  # fmt: skip


def bay() -> Library:
    """A library with a list of two sections whose papers have tags, statuses, a star, notes and a remark."""
    facts = [
        Paper(id, title, arxiv_id=id, url=f"https://arxiv.org/abs/{id}") for id, title in zip(IDS, TITLES, strict=True)
    ]
    library = memory.library(*facts)
    kelp, reefs, tides, *_ = library.papers.values()
    library.apply(
        [
            *change.tag(kelp, ("deep", "green")), *change.note(kelp, "Ask about depth."), *change.tag(reefs, ("deep",)),
            *change.status(reefs, Status.READ), *change.star(reefs, True), *change.status(tides, Status.READING),
            *change.tag(tides, ("green", "two words")), *change.note(tides, "- waves\n- wind\n\nand the moon"),
        ],
        "Said",
    )  # fmt: skip
    shelf = (
        ListEntry(IDS[0], "", "on Friday"),
        ListEntry(IDS[1], "Wet"),
        ListEntry(IDS[2], "Wet"),
        ListEntry(IDS[3], "Dry"),
    )
    library.apply(library.list_changes(None, ReadingList("Bay", "By the sea.", ("Wet", "Dry"), shelf)), "Listed")
    return library


def items(text: str) -> list[tuple[int, int]]:
    """Where each paper's lines begin and end."""
    body = text[: text.index("<!-- reader-base")]
    starts = [found.start() for found in re.finditer(r"(?m)^(?:- |\| \[)", body)]
    ends = [*(found.start() for found in re.finditer(r"(?m)^(?:- |\| \[|#)|\n(?=\n#)", body)), len(body)]
    return [(start, min(end for end in ends if end > start)) for start in starts]


def with_another(text: str, chance: random.Random) -> str:
    """A text with an item of one of its papers in a second place."""
    (start, end), (_, there) = (chance.choice(items(text)) for _ in "ab")
    return text[:there] + text[start:end] + text[there:]


def without_one(text: str, chance: random.Random) -> str:
    """A text without one of its items."""
    start, end = chance.choice(items(text))
    return text[:start] + text[end:]


def with_new(text: str, chance: random.Random) -> str:
    """A text with an item that a person typed: of a paper that the library has, or of a new one."""
    start, _ = chance.choice(items(text))
    title, id = chance.choice([(TITLES[-1], IDS[-1]), ("Fog over harbours", "2407.00099")])
    link = f"[{title}](https://arxiv.org/abs/{id})"
    cells = text[start : text.index("\n", start)].count("|") - 2
    return f"{text[:start]}{f'| {link} |' + ' |' * cells if text[start] == '|' else f'- {link}'}\n{text[start:]}"


def with_other_words(text: str, chance: random.Random) -> str:
    """A text with some of its words, statuses, stars, tags or boxes typed over in one place."""
    pairs = [
        ("depth", "width"), ("the moon", "no moon"), ("Friday", "Monday"), ("deep", "shallow"), ("green", "green, new"),
        ("reading", "read"), ("read ·", "reading ·"), ("[ ]", "[x]"), ("★ ·", ""), ("| read |", "|  |"),
        ("## Wet", "## Damp"), ("tags:", "★ · tags:"),
    ]  # fmt: skip
    found = [(old, new) for old, new in pairs if old in text[: text.index("<!-- reader-base")]]
    old, new = chance.choice(found)
    at = chance.choice([match.start() for match in re.finditer(re.escape(old), text[: text.index("<!-- reader-base")])])
    return text[:at] + new + text[at + len(old) :]


EDITS: list[Callable[[str, random.Random], str]] = [
    with_another,
    without_one,
    with_new,
    with_other_words,
    with_other_words,
]


def edit(path: Path, chance: random.Random) -> None:
    """Edit a file, or a file of a vault, as a person might, two or three times."""
    for _ in range(chance.choice([2, 3])):
        file = path if path.is_file() else chance.choice(sorted(path.glob("*.md")))
        of_list = file == path or file.name == "Bay.md"
        made = chance.choice(EDITS) if of_list else None
        text = file.read_text()
        if made is not None and items(text):
            file.write_text(made(text, chance))
        elif made is None:
            tags = chance.choice(['tags:\n  - "new"\n', "tags: deep, other\n"])
            text = re.sub(r"(?m)^tags:.*\n(?:  - .*\n)*", tags, text).replace("depth", "width")
            file.write_text(text.replace('status: "unread"', 'status: "read"'))


def said(library: Library) -> object:
    """All that the library says of its papers and lists."""
    papers = {id: (paper.note, paper.status, paper.starred, sorted(paper.tags)) for id, paper in library.papers.items()}
    return papers, [(lst.name, lst.description, lst.sections, lst.entries) for lst in library.lists.values()]


def text_of(path: Path) -> dict[str, str]:
    """What stands in a file or folder, without the comments."""
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    return {file.name: file.read_text().partition("<!-- reader-base")[0] for file in files}


def brought(library: Library, path: Path) -> None:
    """What `import` does."""
    if path.is_dir():
        roundtrip.bring_back(library, path, accept=True)
    else:
        roundtrip.bring_back_text(library, path.read_text(), str(path), accept=True)


def synced(library: Library, path: Path) -> roundtrip.Back:
    """Both ways once."""
    return roundtrip.sync(library, NOWHERE, path, PaperFinder(library), accept=True)


@pytest.mark.long
@pytest.mark.parametrize("form", WISHES)
def test_import_and_then_sync_is_sync_and_import_twice_is_import(tmp_path: Path, form: str) -> None:
    for seed in range(often(8, 400)):
        here, there = tmp_path / f"{seed}" / "a" / "bay.md", tmp_path / f"{seed}" / "b" / "bay.md"
        one, other = bay(), bay()
        for library, path in ((one, here), (other, there)):
            path.parent.mkdir(parents=True)
            lst = library.reading_list("Bay")
            exports.export(library, NOWHERE, WISHES[form], library.held(ON_SHELF), lst=lst, path=path)
        edit(here, random.Random(seed))
        shutil.rmtree(there) if there.is_dir() else there.unlink()
        shutil.copytree(here, there) if here.is_dir() else shutil.copy(here, there)
        brought(one, here)
        taken = said(one)
        brought(one, here)
        assert said(one) == taken, seed
        backs = [synced(one, here), synced(other, there)]
        assert [said(one), said(other)] == [taken] * 2, seed
        assert backs[0].is_left is backs[1].is_left, seed
        assert text_of(here) == text_of(there), seed
        before = text_of(here)
        synced(one, here)
        assert (said(one), text_of(here)) == (taken, before), seed
