"""Files, folders, standard input and addresses are read; what cannot be says why in one sentence."""

from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from reader.commands.asking import Cancelled
from reader.errors import InputError, LimitError, UsageError
from reader.formats import FORMATS, detect
from reader.io import read as reading
from reader.io.fetch import fetch, readable_address
from reader.io.read import STANDARD_INPUT, Source, decode, read, read_plain, read_text
from tests.support.some_papers import SENTENCES

ABSTRACT = " ".join(SENTENCES[:10])
PAGE = f"A Good Title\n\n{ABSTRACT}\n"


def only(source: str | Path, **options: object) -> Source:
    """The one source that something is."""
    (found,) = read(source, **options)  # type: ignore[arg-type]
    return found


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    source = only(path)
    assert source.papers == ()
    assert source.error is not None
    return str(source.error)


def written(folder: Path, name: str, data: bytes | str) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_file_gives_its_papers_with_its_name_as_their_source(tmp_path: Path) -> None:
    source = only(written(tmp_path, "page.txt", PAGE))
    assert (source.format, source.error) == ("hf-page", None)
    assert [(paper.title, paper.sources) for paper in source.papers] == [("A Good Title", ("page.txt",))]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n" * 20, "is empty"),
        (b"new\n\nSubscribe\n", "No papers were found"),
        (bytes(range(256)) * 300, "not a text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(4000), "binary"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (gzip.compress(PAGE.encode(), mtime=0), "gzip"),
        (b"PK\x03\x04" + bytes(60), "zip"),
        (b"<!doctype html><html><body>A</body></html>", "HTML"),
        (b'{"creators": [], "title": "x", "tags": [{"tag": "y"}]}', "JSON"),
        (b"[1, 2", "No papers"),
    ],
)
def test_what_is_not_a_text_with_papers_is_refused_with_its_reason(tmp_path: Path, data: bytes, says: str) -> None:
    message = refusal(written(tmp_path, "some.file", data))
    assert says in message
    assert "some.file" in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no-such-file.txt" in refusal(tmp_path / "no-such-file.txt")


def test_a_folder_without_papers_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")


@contextmanager
def written_into(pipe: Path, *parts: str) -> Iterator[None]:
    """Somebody who writes into a named pipe, part by part, as soon as it is read."""
    if not pipe.exists():
        os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("w", encoding="utf-8") as file:
            for part in parts:
                file.write(part)
                file.flush()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    yield
    writer.join()


@needs_pipes
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Also where more is written at a time than it holds, and one that ends in no known form."""
    pages = [f"Lamps of Harbour {number}\n\n{number} {ABSTRACT}\n\n" for number in range(90)]
    assert sum(map(len, pages)) > 1 << 16  # What a pipe holds at most.
    with written_into(tmp_path / "saved.txt", *pages):
        source = only(tmp_path / "saved.txt")
    assert (source.name, source.format, len(source.papers)) == (str(tmp_path / "saved.txt"), "hf-page", 90)
    assert {paper.sources for paper in source.papers} == {("saved.txt",)}
    with written_into(tmp_path / "saved.txt", ""):
        assert "is empty" in refusal(tmp_path / "saved.txt")


@needs_pipes
def test_too_much_in_a_pipe_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZE_LIMIT", 1_000)
    with written_into(tmp_path / "pipe", "x" * 1_001):
        assert "too large" in refusal(tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="a shell makes no such pipes here")
def test_a_pipe_that_a_shell_makes_is_called_one(tmp_path: Path) -> None:
    """As in `reader import <(…)`, where its name is a number."""
    out, into = os.pipe()
    os.write(into, PAGE.encode())
    os.close(into)
    source = only(f"/dev/fd/{out}")
    os.close(out)
    assert [paper.sources for paper in source.papers] == [("a pipe",)]


@needs_pipes
def test_whoever_waits_for_a_pipe_may_leave(tmp_path: Path) -> None:
    """Nobody writes into it, and the first who is asked has enough."""
    os.mkfifo(tmp_path / "pipe")
    asked: list[tuple[int, int]] = []

    def ask(done: int, total: int) -> None:
        asked.append((done, total))
        if len(asked) > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        only(tmp_path / "pipe", progress=ask)
    assert asked == [(0, 1)] * 3


@needs_pipes
def test_whoever_waits_for_a_pipe_is_told_for_how_long_and_may_end_that_source_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    told: list[float] = []

    def wait(seconds: float) -> None:
        told.append(seconds)
        if len(told) > 2:
            raise InputError("Long enough.")

    source = only(tmp_path / "pipe", waiting=wait)
    assert (str(source.error), source.papers) == ("Long enough.", ())
    assert 0 < told[0] < told[1] < told[2]


@needs_pipes
def test_no_pipe_of_a_folder_and_no_device_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    written(tmp_path, "page.txt", PAGE)
    assert [source.name for source in read(tmp_path)] == [str(tmp_path / "page.txt")]
    assert "is not a file or a pipe" in refusal(Path(os.devnull))
    with pytest.raises(InputError, match="is not a regular file"):
        read_plain(str(tmp_path / "pipe.txt"))


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to("loop")
    assert "symbolic link" in refusal(path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZE_LIMIT", 1_000_000)
    path = written(tmp_path, "big.txt", b"x" * 1_000_001)
    source = only(path)
    assert isinstance(source.error, LimitError)
    assert "too large: the limit is 1 MB" in str(source.error)


def test_a_whole_library_as_json_lines_may_be_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZE_LIMIT", 1_000)
    record = '{{"title": "Paper {0} of a large library", "arxiv_id": "2401.{0:05}"}}\n'
    lines = "".join(record.format(number) for number in range(100))
    assert len(only(written(tmp_path, "all.jsonl", lines.encode())).papers) == 100


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_read_and_dropped(tmp_path: Path, encoding: str) -> None:
    source = only(written(tmp_path, "page.txt", PAGE.encode(encoding)))
    assert [paper.title for paper in source.papers] == ["A Good Title"]
    assert source.problems == ()


def test_bytes_that_are_not_utf_8_are_replaced_counted_and_reported(tmp_path: Path) -> None:
    page = PAGE.replace("Good", "Good Łamp").encode("cp1250")
    source = only(written(tmp_path, "page.txt", page))
    assert [paper.title for paper in source.papers] == ["A Good \ufffdamp Title"]
    assert [(p.line, "1 unreadable byte was" in p.message) for p in source.problems] == [(1, True)]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Größe", "ö, ß"), ("naïve “Ansätze” – von Angèle", "ï, ä, è"), ("São João, informações", "ã, ç, õ"),
        ("Søren Ørsted, Åse", "ø, Ø, Å"), ("MÜLLER at 25° C", "Ü"),
    ],
)  # fmt: skip
def test_a_text_that_shows_the_letters_of_western_europe_is_read_by_them_and_says_so(text: str, letters: str) -> None:
    read, (problem,) = decode(f"first\n{text}\n".encode("cp1252"), "x")
    assert read == f"first\n{text}\n"
    assert (problem.line, f"read as Windows-1252 ({letters})" in problem.message) == (2, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Łukasz Wałęsa", "cp1250"), ("Dvořák, Černý", "cp1250"), ("Erdős", "cp1250"), ("Yıldız, Şahin", "cp1254"),
        ("Müller, Jörg", "mac-roman"), ("Müller", "cp850"), ("the 你 word", "gbk"), ("lamps 你好", "gbk"),
        ("Иван", "cp1251"), ("lamps ランプ", "cp932"), ("25° C", "latin-1"), ("Müller and M\udcfcller", "utf-8"),
    ],
)  # fmt: skip
def test_a_text_that_may_be_in_another_encoding_is_not_guessed_at(text: str, encoding: str) -> None:
    read, (problem,) = decode(f"{text} {'lamps ' * 9}".encode(encoding, "surrogateescape"), "x")
    assert "\ufffd" in read
    assert "replaced by \ufffd" in problem.message


@pytest.mark.parametrize(
    ("title", "encoding"), [("城市街灯的研究", "gbk"), ("街灯の研究", "cp932"), ("Фонари", "koi8-r")]
)
def test_a_paper_of_whose_title_most_letters_are_lost_is_left_out_with_what_helps(
    tmp_path: Path, title: str, encoding: str
) -> None:
    """It would be of no use, and another one than that of the file once it is saved anew."""
    entry = f"@book{{b, title={{{title}}}, author={{Ada Sample}}}}\n"
    plain = f"@book{{c, title={{Lamps}}, author={{{title}, Ada}}}}\n"
    told = "cannot be read in UTF-8, left out: save the file as UTF-8 and import it again"
    source = only(written(tmp_path, "both.bib", (entry + plain).encode(encoding)))
    assert [paper.title for paper in source.papers] == ["Lamps"]
    assert f"a paper whose title {told}" in [problem.message for problem in source.problems]
    assert f"2 papers whose titles {told}" in refusal(written(tmp_path, "one.bib", (entry * 2).encode(encoding)))
    named = only(written(tmp_path, "named.bib", f"% Encoding: {encoding}\n{entry}".encode(encoding)))
    assert [paper.title for paper in named.papers] == [title]


def test_replacement_characters_that_were_in_the_file_are_not_counted() -> None:
    assert decode("a \ufffd b".encode(), "x") == ("a \ufffd b", ())


def test_nul_bytes_at_the_end_are_cut_off_and_reported(tmp_path: Path) -> None:
    source = only(written(tmp_path, "page.txt", PAGE.encode() + bytes(4096)))
    assert len(source.papers) == 1
    assert "4,096 NUL bytes" in source.problems[0].message


def test_names_of_files_are_safe_to_print(tmp_path: Path) -> None:
    source = only(written(tmp_path, "bad\n\x1b[31mname.txt", PAGE))
    assert "\x1b" not in source.name
    assert "\n" not in source.name
    assert source.papers[0].sources == ("bad name.txt",)


def test_a_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad \xff.txt"
    Path(os.fsdecode(path)).write_text(PAGE)
    source = only(os.fsdecode(path))
    assert len(source.papers) == 1
    source.name.encode()


def test_a_folder_is_read_in_the_order_of_its_paths_hidden_and_foreign_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    written(tmp_path, "c.txt", PAGE)
    written(tmp_path, "a.bib", "@misc{x, title={T}}")
    written(tmp_path / "b", "page.txt", PAGE)
    written(tmp_path / ".hidden", "page.txt", PAGE)
    written(tmp_path, ".page.txt", PAGE)
    written(tmp_path, "photo.png", b"\x89PNG" + bytes(100))
    written(tmp_path, "notes.txt", "Only a line of notes.\n")
    written(tmp_path, "data.json", '{"some": "data"}')
    seen: list[tuple[int, int]] = []
    sources = list(read(tmp_path, progress=lambda done, total: seen.append((done, total))))
    assert [Path(source.name).name for source in sources] == ["a.bib", "c.txt", "page.txt"]
    assert all(source.error is None for source in sources)
    assert seen[:7] == [(0, 0)] * 6 + [(0, 6)]
    assert seen[-1] == (6, 6)


def test_reading_a_folder_can_be_cancelled(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", PAGE)
    written(tmp_path, "b.txt", PAGE)

    def give_up(done: int, total: int) -> None:
        if (done, total) == (1, 2):
            raise Cancelled

    reading = read(tmp_path, progress=give_up)
    assert Path(next(reading).name).name == "a.txt"
    with pytest.raises(Cancelled):
        next(reading)


def test_a_damaged_file_in_a_folder_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    written(tmp_path, "a.bib", b"%PDF-1.4")
    written(tmp_path, "b.txt", PAGE)
    first, second = read(tmp_path)
    assert first.error is not None
    assert len(second.papers) == 1


def test_standard_input_is_a_dash() -> None:
    source = only("-", stdin=io.BytesIO(PAGE.encode()))
    assert (source.name, len(source.papers)) == (STANDARD_INPUT, 1)


def test_pasted_text_is_read_and_refused_like_a_file() -> None:
    assert len(read_text(PAGE, "the pasted text").papers) == 1
    assert "is empty" in str(read_text(" \n", "the pasted text").error)
    assert "HTML" in str(read_text("<html>", "the pasted text").error)


def test_a_format_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format called 'word'"):
        read(tmp_path, format="word")


def test_a_format_that_is_given_is_not_guessed(tmp_path: Path) -> None:
    path = written(tmp_path, "x.txt", "TY  - JOUR\nTI  - A Title\nER  - \n")
    assert [paper.title for paper in only(path, format="ris").papers] == ["A Title"]
    assert only(path, format="bibtex").error is not None


def test_our_own_markdown_is_handed_over_as_text(tmp_path: Path) -> None:
    path = written(tmp_path, "list.md", "# List\n\n- [T](https://x.org) <!-- reader:t-0123456789 -->\n")
    source = only(path)
    assert (source.format, source.papers) == ("markdown", ())
    assert "<!-- reader:" in source.text


@pytest.mark.parametrize(
    ("text", "name", "format"),
    [
        ("@article{x,\n title = {T}\n}", "x", "bibtex"),
        ("TY  - JOUR\nER  - \n", "x.txt", "ris"),
        ('[{"type": "article-journal", "title": "T"}]', "x", "csl-json"),
        ('{"title": "T"}\n{"title": "U"}\n', "x", "jsonl"),
        ('[{"paper": {"title": "T", "summary": "S"}}]', "x", "hf-json"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/x</id></feed>', "x", "arxiv-atom"),
        ("Title,Abstract\nT,A\n", "x", "csv"),
        ("Get trending papers in your email inbox!\n", "x.bib", "hf-page"),
        ("some text", "x.bib", "bibtex"),
        ("some text", "x.txt", None),
        ("some text", "x", None),
        ("text <!-- reader:abc -->", "x.txt", "markdown"),
    ],
)  # fmt: skip
def test_content_tells_the_format_first_and_the_name_second(text: str, name: str, format: str | None) -> None:
    assert detect(text, name) == format


def test_every_format_of_the_table_can_be_loaded() -> None:
    for known in FORMATS.values():
        if known.reads:
            assert callable(known.parse)
            assert callable(known.sniff)


# -- addresses ---------------------------------------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """A small site on this machine."""

    def do_GET(self) -> None:
        """Answer by the path."""
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/page.txt")
            self.end_headers()
            return
        body = PAGE.encode() if self.path == "/page.txt" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_read_like_a_file(site: str) -> None:
    source = only(f"{site}/page.txt")
    assert source.error is None
    assert [paper.sources for paper in source.papers] == [(f"{site}/page.txt",)]


def test_an_address_that_answers_an_error_is_refused(site: str) -> None:
    assert "404" in str(only(f"{site}/nothing").error)


def test_an_address_that_leads_off_the_web_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, and the connection that led there is closed."""
    answers: list[HTTPResponse] = []
    begin = HTTPResponse.begin

    def begun(answer: HTTPResponse) -> None:
        answers.append(answer)
        begin(answer)

    monkeypatch.setattr(HTTPResponse, "begin", begun)
    assert "not on the web" in str(only(f"{site}/away").error)
    assert [answer.isclosed() for answer in answers] == [True]


def test_an_answer_over_the_limit_is_refused(site: str) -> None:
    with pytest.raises(LimitError):
        fetch(f"{site}/page.txt", limit=10)


def test_only_http_addresses_are_fetched() -> None:
    with pytest.raises(InputError):
        fetch("file:///etc/passwd", limit=10)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://arxiv.org/abs/2408.07990v1", "https://export.arxiv.org/api/query?id_list=2408.07990"),
        ("https://huggingface.co/papers/2408.07990", "https://export.arxiv.org/api/query?id_list=2408.07990"),
        ("https://huggingface.co/papers/date/2024-08-16", "https://huggingface.co/api/daily_papers?date=2024-08-16"),
        ("https://huggingface.co/papers", "https://huggingface.co/api/daily_papers"),
        ("https://example.org/x.bib", "https://example.org/x.bib"),
    ],
)
def test_the_page_of_a_paper_is_asked_for_in_a_form_that_can_be_read(address: str, asked: str) -> None:
    assert readable_address(address) == asked


BOTH = "<<<<<<< HEAD\n{0}=======\n{1}>>>>>>> other\n"
SIDES = {
    "bib": ("@misc{{a, title={{Deep Lamps {0}}}, year={{2020}}}}\n", ""),
    "ris": ("TY  - JOUR\nTI  - Deep Lamps {0}\nPY  - 2020\nER  - \n", ""),
    "jsonl": ('{{"title": "Deep Lamps {0}", "year": 2020}}\n', ""),
    "json": ('{{"type": "book", "id": "a", "title": "Deep Lamps {0}"}}\n', "[\n{}]\n"),
    "csv": ("Deep Lamps {0},2020,10.1000/{0}\n", "title,year,doi\n{}"),
    "md": ("- [Deep Lamps {0} of Night](https://arxiv.org/abs/2401.0000{0})\n", "# Lamps\n\n{}"),
    "txt": ("- [Deep Lamps {0} of Night](https://arxiv.org/abs/2401.0000{0})\n", "# Lamps\n\n{}"),
}


@pytest.mark.parametrize("suffix", SIDES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_unmerged_file_of_any_format_gives_no_paper_and_names_its_lines(
    tmp_path: Path, suffix: str, end: str
) -> None:
    row, around = SIDES[suffix]
    text = (around or "{}").format(row.format(1) + BOTH.format(row.format(2), row.format(3)))
    path = tmp_path / f"lamps.{suffix}"
    path.write_bytes(text.replace("\n", end).encode())
    lines = [
        number for number, line in enumerate(text.split("\n"), start=1) if line[:7] in ("<<<<<<<", "=======", ">>>>>>>")
    ]
    (source,) = read(path)
    assert source.papers == ()
    assert f"unfinished merge has its marks in lines {', '.join(map(str, lines))};" in str(source.error)
    assert "unfinished merge" in str(read_text(text, "pasted").error)
    (member,) = read(tmp_path)
    assert "unfinished merge" in str(member.error)


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> other"])
def test_a_mark_of_a_merge_that_stands_alone_is_named_with_its_line(mark: str) -> None:
    row = SIDES["bib"][0]
    source = read_text(f"{row.format(1)}{mark}\n{row.format(2)}", "lamps.bib")
    assert len(source.papers) == 2
    assert [problem.line for problem in source.problems if "merge" in problem.message] == [2]


@pytest.mark.parametrize("text", [
    "# How to merge\n\n```\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n```\n\n" + SIDES["md"][0].format(1),
    "Lamps\n=======\n\n" + SIDES["md"][0].format(1),
    ">>>>>>>>> quoted often\n\n" + SIDES["md"][0].format(1),
])  # fmt: skip
def test_examples_headings_and_quotes_are_no_marks_of_a_merge(text: str) -> None:
    source = read_text(text, "lamps.md")
    assert (source.error, source.problems, len(source.papers)) == (None, (), 1)


WIDE = {
    "bibtex": "@misc{a,\n  title = {Über Lampen — 灯の研究},\n  author = {Åse Vale and 山田},\n  year = {2020}\n}\n",
    "ris": "TY  - JOUR\nTI  - Lampen 一\nAU  - Ash, Bo\nER  - \n",
    "ids": "10.1234/lamp.1\narXiv:2401.00141\n",
}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", WIDE)
def test_utf_16_is_told_by_its_zeros_where_no_mark_begins_it(
    name: str, end: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(WIDE[name].replace("\n", end).encode(encoding))
    source = only(path)
    assert (source.format, source.problems) == (name, ())
    assert [paper.title for paper in source.papers] == [paper.title for paper in read_text(WIDE[name], "x.txt").papers]
    assert reading.saved_otherwise(path.read_bytes()) == "in UTF-16"


@pytest.mark.parametrize(
    "data",
    [
        WIDE["ids"].encode("utf-16-le")[1:],
        WIDE["ids"].encode("utf-16-le") + b"\n",
        WIDE["ids"].encode("utf-16-le") + b"\x00\xd8",
        WIDE["ids"].encode("utf-16-le") + b"\x01\x00",
        WIDE["ids"].encode("utf-32-le"),
        WIDE["ids"].encode() + b"\0" * 40,
        bytes(range(0, 250, 2)) * 20,
    ],
)
def test_bytes_with_zeros_that_are_no_utf_16_are_not_guessed(data: bytes) -> None:
    assert reading.utf_16(data) == ""


@pytest.mark.parametrize(
    ("name", "begin"),
    [("lamps.py", "import re\n\n"), ("lamps.R", "library(lamps)\n"), ("lamps", "#!/usr/bin/env perl\n")],
)
def test_a_record_in_a_program_is_none_of_a_list(tmp_path: Path, name: str, begin: str) -> None:
    """It is an example, or how the program asks to be cited: it is said what stands there, and taken where the user
    names its format; in a folder a program is no source."""
    record = "@article{vale2021,\n  title = {On Lamps},\n  author = {Ada Vale},\n  year = {2021},\n}\n"
    path = written(tmp_path, name, begin + 'CITE = """\n' + record + '"""\n')
    message = refusal(path)
    assert "is a program with BibTeX in it" in message
    assert "--format bibtex" in message
    assert [paper.title for source in read(str(path), format="bibtex") for paper in source.papers] == ["On Lamps"]
    assert "folder" in refusal(tmp_path)


def test_a_page_of_markdown_without_papers_is_refused_with_what_was_looked_for(tmp_path: Path) -> None:
    assert "looked for were items and rows with a title and a link" in refusal(
        written(tmp_path, "x.md", "# Lamps\n\nLit.\n")
    )


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "Hacker News", "url": "https://news.ycombinator.com"}, {"title": "Shop", "url": "https://x.org"}]',
        '{"title": "Shop", "url": "https://x.org"}\n{"title": "Buy milk", "status": "unread", "tags": ["home"]}\n',
        '{"title": "Inception", "year": 2010, "url": "https://films.org/inception"}',
    ],
)
def test_json_is_of_papers_where_something_in_it_shows_one_or_the_format_is_told(text: str) -> None:
    guessed = reading.read_text(text, "a.json")
    assert (guessed.papers, "nothing in it shows a paper" in str(guessed.error)) == ((), True)
    assert len(reading.read_text(text, "a.json", "jsonl").papers) == text.count("title")
    one = '\n{"title": "On Light", "arxiv_id": "2401.00011"}'
    if not text.startswith("["):
        assert len(reading.read_text(text.strip() + one, "a.json").papers) == text.count("title") + 1


@pytest.mark.parametrize(
    "evidence",
    ['"doi": "10.1234/lamp.5"', '"url": "https://arxiv.org/abs/2401.00011"', '"citation_key": "vale2024"',
     '"authors": ["Ada Vale"], "year": 2024', '"id": "on-light", "authors": [], "added": null, "sources": []'],
)  # fmt: skip
def test_what_shows_a_paper_in_json(evidence: str) -> None:
    assert len(reading.read_text(f'{{"title": "On Light", {evidence}}}', "a.json").papers) == 1


def test_standard_input_ends_when_it_is_said_once() -> None:
    """At a terminal each ctrl+d ends one reading, and whoever typed it would wait for nothing."""

    class Typed(io.RawIOBase):
        def __init__(self) -> None:
            self.given = [b'{"title": "Of Wicks"}\n', b""]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            text = self.given.pop(0)
            buffer[: len(text)] = text
            return len(text)

    (source,) = read("-", stdin=io.BufferedReader(Typed()), format="jsonl")
    assert [paper.title for paper in source.papers] == ["Of Wicks"]


def test_a_text_of_seven_bits_that_switches_between_sets_of_signs_is_read_by_its_escapes_or_refused() -> None:
    """As Japanese and Korean mails are; what is left of it without the escapes is anybody's letters."""
    for words, encoding in (("庭の剪定", "iso2022_jp"), ("정원 손질", "iso2022_kr")):
        text, (problem,) = decode(f"TI  - {words}\n".encode(encoding), "x")
        assert (text, problem.message[:15]) == (f"TI  - {words}\n", f"read as {encoding[:7].upper()}")
        declared = f"% Encoding: {encoding}\n{words}\n"
        assert decode(declared.encode(encoding), "x") == (declared, ())
    with pytest.raises(InputError, match="switches between sets of signs"):
        decode(b"TI  - \x1b$)A\x0e2bJT\x0f\n", "x")  # As Chinese mails have it, which nothing here reads.
    assert decode("ESC \x1b$B é".encode(), "x")[0].endswith("é")
