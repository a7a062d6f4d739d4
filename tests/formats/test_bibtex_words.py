"""What JabRef, Mendeley and BibDesk keep of their users in an entry comes in, and goes out as it came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.formats import bibtex, read
from reader.paper import Paper, Status

JABREF = """@article{vale20,
  title = {Lamps},
  author = {Vale, Ada},
  journal = {Lamp Letters},
  year = {2020},
  groups = {Thesis, To cite},
  priority = {prio1},
  ranking = {rank5},
  readstatus = {read},
  annote = {See fig. 2}
}
"""


def taken(*fields: str) -> Paper:
    """The paper of an entry with these fields besides a title."""
    (paper,) = bibtex.parse("@misc{a, title={Lamps}, year={2020}, " + ", ".join(fields) + "}").papers
    return paper


def test_status_groups_and_what_an_entry_is_worth_to_somebody_come_in() -> None:
    parsed = bibtex.parse(JABREF)
    (paper,), (places,) = parsed.papers, parsed.entries
    assert (paper.status, paper.starred) == (Status.READ, False)
    assert paper.note == "See fig. 2\n\nPriority: prio1\n\nRanking: rank5"
    assert [place.list for place in places] == ["Thesis", "To cite"]
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("readstatus={skimmed}", Status.READING), ("readstatus={read}", Status.READ), ("read={1}", Status.READ),
        ("read={0}", Status.UNREAD), ("readstatus={}", Status.UNREAD), ("status={published}", Status.UNREAD),
    ],
)  # fmt: skip
def test_a_status_is_read_in_the_words_of_each_program(field: str, status: Status) -> None:
    assert taken(field).status is status


def test_an_entry_goes_out_with_the_fields_of_its_user_as_it_came() -> None:
    (paper,) = bibtex.parse(JABREF).papers
    written = bibtex.dump([paper])
    assert written == JABREF
    assert bibtex.parse(written).papers == (paper,)


def test_what_is_said_since_goes_out_in_place_of_what_came() -> None:
    (paper,) = bibtex.parse(JABREF).papers
    assert "readstatus = {skimmed}" in bibtex.dump([replace(paper, status=Status.READING)])
    assert "readstatus" not in bibtex.dump([replace(paper, status=Status.UNREAD)])
    longer = replace(paper, note=paper.note + "\n\nMore.")
    (again,) = bibtex.parse(bibtex.dump([longer])).papers
    assert (again.note, again.kept_from("bibtex")["ranking"]) == (longer.note, "rank5")


def test_no_user_s_field_is_inherited() -> None:
    text = "@proceedings{p, title={Whole}, readstatus={read}, ranking={rank1}, groups={A}, year={2020}}\n"
    parsed = bibtex.parse("@inproceedings{a, title={Lamps}, crossref={p}}\n" + text)
    assert (parsed.papers[0].status, parsed.papers[0].note, parsed.entries[0]) == (Status.UNREAD, "", ())


def test_collections_of_mendeley_are_lists_also_where_the_entry_stands_below_other_records() -> None:
    entry = "@article{b, title={Beds}, author={Ash, Bo}, year={2019}, mendeley-groups={Thesis,R{\\\\&}D}}\n"
    parsed = read("TY  - JOUR\nTI  - Lamps\nAU  - Vale, Ada\nER  - \n\n" + entry.replace("\\\\", "\\"), "ris")
    assert [[place.list for place in places] for places in parsed.entries] == [[], ["Thesis", "R&D"]]
