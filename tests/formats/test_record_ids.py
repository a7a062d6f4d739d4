"""An `id` that names the paper, in what others wrote, is what it is in form; a program's number stays one."""

from __future__ import annotations

import json

import pytest

from reader.formats import FORMATS, detect
from reader.paper import Paper

ABSTRACT = "We ask how lamps learn to wait for the night, and find that they do so by counting the stars they see."
RECORD = {"title": "Lamps of winter", "authors": ["Ada Sample"], "abstract": ABSTRACT, "year": 2021}


def read(text: str) -> Paper:
    name = detect(text)
    assert name is not None
    (paper,) = FORMATS[name].read(text).papers
    return paper


def in_all_forms(own: str) -> dict[str, str]:
    record = {"id": own, **RECORD}
    return {
        "an array": json.dumps([record]),
        "a line": json.dumps(record) + "\n",
        "keys of others": json.dumps([{**record, "award": "best"}]),
        "a table": f'id,title,abstract\n{own},Lamps of winter,"{ABSTRACT}"\n',
        "YAML": f"- id: '{own}'\n  title: Lamps of winter\n  authors: [Ada Sample]\n  year: 2021\n  journal: Lamps\n",
    }


FORMS = tuple(in_all_forms(""))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("own", "named"),
    [
        ("2106.09685", ("2106.09685", "")),
        ("2106.09685v2", ("2106.09685", "")),
        ("http://arxiv.org/abs/2106.09685v1", ("2106.09685", "")),
        ("10.1000/lamps", ("", "10.1000/lamps")),
        ("https://doi.org/10.1000/lamps", ("", "10.1000/lamps")),
        ("17", ("", "")),
        ("sample2021", ("", "")),
    ],
)
def test_an_id_in_the_form_of_an_identifier_names_the_paper(form: str, own: str, named: tuple[str, str]) -> None:
    paper = read(in_all_forms(own)[form])
    assert (paper.arxiv_id, paper.doi) == named


def test_what_the_record_calls_its_arxiv_id_counts_over_its_id() -> None:
    told = {"id": "2106.09685", **RECORD, "arxiv_id": "1706.03762"}
    assert read(json.dumps([told])).arxiv_id == "1706.03762"
    assert read(json.dumps([{**told, "award": "best"}])).arxiv_id == "1706.03762"


def test_the_running_number_of_a_list_is_no_number_of_an_issue() -> None:
    table = read("No.,Title,DOI\n1,Lamps of winter in Norway,10.1000/x\n")
    record = read(json.dumps([{**RECORD, "no": 1, "doi": "10.1000/x"}]))
    assert (table.metadata, record.metadata) == ((), ())


def test_the_number_beside_a_volume_is_that_of_the_issue() -> None:
    table = read("Title,DOI,Vol.,No.\nLamps of winter in Norway,10.1000/x,7,2\n")
    record = read(json.dumps([{**RECORD, "vol": "7", "no": 2, "doi": "10.1000/x"}]))
    assert [dict(paper.metadata).get("issue") for paper in (table, record)] == ["2", "2"]
