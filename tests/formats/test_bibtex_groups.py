"""The groups that BibDesk and JabRef keep in a comment become reading lists; what is none of them is named once."""

from __future__ import annotations

import pytest

from reader.formats import bibtex
from reader.formats.parsed import Parsed

ENTRIES = """@misc{k1, title={Lamps}, author={Vale, Ada}, year={2020}, groups={Other}}
@misc{k2, title={Beds}, author={Ash, Bo}, year={2019}}
"""
BIBDESK = """@comment{BibDesk Static Groups{
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<array>
	<dict>
		<key>group name</key>
		<string>Thesis &amp; more</string>
		<key>keys</key>
		<string>k1,k2</string>
	</dict>
</array>
</plist>
}}
"""
JABREF = r"""@comment{jabref-meta: groupstree:
0 AllEntriesGroup:;
1 ExplicitGroup:To cite\\\; now\;0\;k1\;k
2\;;
2 ExplicitGroup:Other\;0\;k1\;;
}
"""


def lists(text: str) -> list[list[str]]:
    """The lists of each paper of a text that is read without a problem."""
    parsed = bibtex.parse(text)
    assert parsed.problems == ()
    return [[place.list for place in places] for places in parsed.entries]


def told(parsed: Parsed) -> list[tuple[int, str, str]]:
    """What is said of a text."""
    return [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems]


@pytest.mark.parametrize("order", [1, -1])
def test_static_groups_of_bibdesk_are_lists(order: int) -> None:
    assert lists("".join([ENTRIES, BIBDESK][::order])) == [["Other", "Thesis & more"], ["Thesis & more"]]


def test_explicit_groups_of_jabref_are_lists_also_where_a_line_is_wrapped() -> None:
    assert lists(ENTRIES + JABREF) == [["Other", "To cite; now"], ["To cite; now"]]


def test_a_tree_that_only_repeats_the_groups_of_entries_says_nothing_new() -> None:
    tree = (
        "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:Other\\;0\\;1\\;0x8a8a8aff\\;\\;\\;;\n}\n"
    )
    assert lists(ENTRIES + tree) == [["Other"], []]


def test_groups_without_keys_and_keys_without_entries_are_named_once() -> None:
    tree = r"""@comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 SearchGroup:Found\;0\;k1\;0\;0\;1\;\;\;\;;
1 KeywordGroup:Lamps\;0\;keywords\;lamp\;0\;0\;;
1 ExplicitGroup:Thesis\;0\;k1\;k8\;k9\;;
}
"""
    parsed = bibtex.parse(ENTRIES + tree)
    assert [[place.list for place in places] for places in parsed.entries] == [["Other", "Thesis"], []]
    assert told(parsed) == [
        (3, "2 groups of a comment without the key of an entry that is here, left out", "Found, Lamps"),
        (3, "2 keys in the groups of a comment without an entry of this text", "k8, k9"),
    ]


@pytest.mark.parametrize("inner", ["<plist><array>", "nothing", "<plist version='1.0'><date>x</date></plist>"])
def test_groups_that_are_no_property_list_are_named(inner: str) -> None:
    parsed = bibtex.parse(ENTRIES + "@comment{BibDesk Static Groups{" + inner + "}}\n")
    assert [problem.message for problem in parsed.problems] == [
        "groups that are not written as their program does, left out"
    ]
    assert [paper.title for paper in parsed.papers] == ["Lamps", "Beds"]


def test_smart_groups_of_bibdesk_are_named() -> None:
    parsed = bibtex.parse(ENTRIES + BIBDESK.replace("Static", "Smart").replace("<key>keys</key>", "<key>rules</key>"))
    assert told(parsed) == [
        (3, "a group of a comment without the key of an entry that is here, left out", "Thesis & more")
    ]


@pytest.mark.parametrize("comment", ["a remark", "jabref-meta: databaseType:bibtex;", "jabref-meta: groupsversion:3;"])
def test_any_other_comment_tells_of_no_group(comment: str) -> None:
    assert lists(ENTRIES + "@comment{" + comment + "}\n") == [["Other"], []]


def test_a_comma_behind_a_backslash_is_part_of_the_name_of_a_group() -> None:
    entry = r"@misc{a, title={Lamps}, groups={Thesis\, part 1, Other}}"
    assert lists(entry) == [["Thesis, part 1", "Other"]]
    (paper,) = bibtex.parse(entry).papers
    assert r"groups = {Thesis\, part 1, Other}" in bibtex.dump([paper])
