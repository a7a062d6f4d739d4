"""A record is the paper that its own fields name; a paper that it only mentions is another."""

from __future__ import annotations

import json

import pytest

from reader.formats import FORMATS, read
from reader.identity import identified
from reader.paper import Paper

ID = "2101.00009"
REPLY = f"Reply to arXiv:{ID}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bibtex", f"@article{{b, title={{Bees on the hill}}, doi={{10.1000/bees}}, note={{See also arXiv:{ID}}}}}"),
        ("bibtex", f"@article{{b, title={{Bees on the hill}}, journal={{{REPLY}}}}}"),
        ("bibtex", f"@misc{{b, title={{Bees on the hill}}, howpublished={{{REPLY}}}}}"),
        ("bibtex", f"@misc{{b, title={{Bees}}, year={{2021}}, url={{https://x.org/?ref=arxiv.org/abs/{ID}}}}}"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nAU  - Ant, A\nM1  - {REPLY}\nER  - \n"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nAU  - Ant, A\nT2  - {REPLY}\nER  - \n"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nUR  - https://x.org/bees\nL2  - https://arxiv.org/abs/{ID}\nER  - \n"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nUR  - https://x.org/bees\nUR  - https://arxiv.org/abs/{ID}\nER  - \n"),
        ("csl-json", json.dumps([{"type": "article-journal", "title": "Bees", "note": f"See arXiv:{ID}."}])),
        ("csl-json", json.dumps([{"type": "article-journal", "title": "Bees", "container-title": REPLY}])),
        ("csl-json", json.dumps([{"type": "article-journal", "title": "Bees", "URL": f"https://x.org/?r=arxiv.org/abs/{ID}"}])),
        ("csv", f"title,doi,url\nBees,10.1000/bees,https://x.org/?ref=arxiv.org/abs/{ID}\n"),
        ("markdown-lists", f"- [Bees on the hill](https://openreview.net/forum?id=x&ref=arxiv.org/abs/{ID})\n"),
    ],
)  # fmt: skip
def test_an_arxiv_id_that_is_only_mentioned_is_not_the_records_own(name: str, text: str) -> None:
    (paper,) = read(text, name).papers
    assert identified(paper).arxiv_id == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bibtex", f"@misc{{b, title={{Bees}}, note={{{{arXiv}}:{ID} [cs]\nComment: 15 pages}}}}"),
        ("bibtex", f"@misc{{b, title={{Bees}}, note={{\\href{{http://arxiv.org/abs/{ID}}}{{arXiv:{ID}}}}}}}"),
        ("bibtex", f"@misc{{b, title={{Bees}}, eprint={{https://arxiv.org/abs/{ID}}}}}"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nT2  - arXiv preprint arXiv:{ID}\nER  - \n"),
        ("ris", f"TY  - JOUR\nTI  - Bees\nUR  - arxiv.org/abs/{ID}\nER  - \n"),
        (
            "csl-json",
            json.dumps([{"type": "article", "title": "B", "publisher": "arXiv", "note": f"arXiv:{ID} [cs]"}]),
        ),
        ("csl-json", json.dumps([{"type": "article", "title": "Bees", "container-title": f"CoRR abs/{ID}"}])),
    ],
)
def test_an_arxiv_id_that_is_all_of_a_field_is_the_records_own(name: str, text: str) -> None:
    (paper,) = read(text, name).papers
    assert identified(paper).arxiv_id == ID


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "csv", "jsonl"])
def test_a_paper_whose_venue_mentions_another_comes_back_as_itself(name: str) -> None:
    before = Paper("10.1000-bees", "Bees on the hill", "", ("Ada Bee",), "2021", REPLY, doi="10.1000/bees")
    dump = FORMATS[name].dump
    assert dump is not None
    (after,) = read(dump([before]), name).papers
    assert (after.title, after.venue, after.arxiv_id, after.doi) == (before.title, REPLY, "", "10.1000/bees")


QUOTED = "@article{v, title={Attention}, author={A. Vaswani}}"
NEXT = "@misc{w, title={Wasps}, year={2022}}\n"


@pytest.mark.parametrize(
    ("field", "note", "abstract"),
    [
        (f"annote={{He quotes\n{QUOTED}\nand more.}}", f"He quotes\n{QUOTED}\nand more.", ""),
        (f"annote={{He quotes\n   {QUOTED}\nand more.}}", f"He quotes\n   {QUOTED}\nand more.", ""),
        (f"annote={{Two:\n{QUOTED}\n\n{QUOTED}}}", f"Two:\n{QUOTED}\n\n{QUOTED}", ""),
        (f'annote="He quotes\n{QUOTED}\nand more."', f"He quotes\n{QUOTED}\nand more.", ""),
        (f"abstract={{We quote\n{QUOTED}\nand more.}}", "", f"We quote {QUOTED} and more."),
    ],
)
def test_an_entry_that_a_value_quotes_is_no_entry(field: str, note: str, abstract: str) -> None:
    parsed = read(f"@article{{a, title={{Ants}}, year={{2021}},\n  {field},\n  pages={{1--2}}}}\n{NEXT}", "bibtex")
    plain = note.replace("{", "").replace("}", "")
    assert [paper.title for paper in parsed.papers] == ["Ants", "Wasps"]
    assert (parsed.papers[0].note, parsed.problems) == (plain, ())
    assert parsed.papers[0].abstract == abstract.replace("{", "").replace("}", "")
    assert parsed.papers[0].about("page") == "1-2"


@pytest.mark.parametrize(
    "broken",
    [
        "@article{a, title={Ants}, note={an open brace,\n  year={2021}\n}\n",
        "@article{a, title={Ants}, year={2021},\n",
        '@article{a, title={Ants}, note="an open quote,\n  year={2021}\n}\n',
        "@article{a, title={Ants}, abstract={cut off\n  in the middle,\n",
    ],
)
@pytest.mark.parametrize("end", ["", "@misc{z, title={Zebras}, year={2023}}}\n"])
def test_an_entry_below_one_that_is_not_closed_is_read(broken: str, end: str) -> None:
    assert "Wasps" in [paper.title for paper in read(broken + NEXT + end, "bibtex").papers]


def test_every_field_of_the_users_own_words_comes_into_the_note() -> None:
    fields = "annote={One.}, annotation={Two.}, comment={Three.}, comment-ada={Four.}, year={2021}"
    (paper,) = read(f"@article{{a, title={{Ants}}, {fields}}}", "bibtex").papers
    assert paper.note == "One.\n\nTwo.\n\nThree.\n\nFour."


@pytest.mark.parametrize("box", ["[x] ", "[X] ", "[ ] ", "[x] [2023/05] "])
def test_a_task_of_a_list_that_leads_to_a_paper_is_read(box: str) -> None:
    (paper,) = read(f"- {box}[Bees on the hill](https://arxiv.org/abs/{ID})\n", "markdown-lists").papers
    assert (paper.title, paper.arxiv_id) == ("Bees on the hill", ID)
