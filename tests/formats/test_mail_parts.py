"""Mails with encoded parts are opened before they are read."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.mail_parts import letters, opened
from reader.io.read import Source, read, read_text
from tests.formats.arxiv_texts import MAIL
from tests.support.laws import law

HEADER = "From: no-reply@lists.example\nTo: reader@example.org\nSubject: =?utf-8?q?cs?= daily\nMIME-Version: 1.0\n"
PAGE = (
    "<!doctype html><html><head><meta name='citation_title' content='Hedges'>"
    "<meta name='citation_author' content='Ada Sample'></head><body>One paper.</body></html>"
)


def encoded(text: str, how: str, kind: str = "text/plain; charset=utf-8") -> str:
    """A mail with one part."""
    body = base64.encodebytes(text.encode()) if how == "base64" else quopri.encodestring(text.encode())
    return f"{HEADER}Content-Type: {kind}\nContent-Transfer-Encoding: {how}\n\n{body.decode()}"


def source(tmp_path: Path, text: str, name: str = "mail.eml") -> Source:
    """What a file gives."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = read(path)
    return found


@pytest.mark.parametrize("how", ["base64", "quoted-printable"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_encoded_mail_is_read_like_its_text(tmp_path: Path, how: str, end: str) -> None:
    found = source(tmp_path, encoded(MAIL, how).replace("\n", end))
    plain = source(tmp_path, MAIL, "plain.txt")
    assert (found.format, len(found.papers)) == ("arxiv-mail", 3)
    assert [paper.abstract for paper in found.papers] == [paper.abstract for paper in plain.papers]


def test_a_page_in_a_mail_is_read_where_it_is_known_and_else_the_text_beside_it(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "papers"
    mail.set_content(MAIL)
    mail.add_alternative("<html><body>See the text.</body></html>", subtype="html")
    assert source(tmp_path, mail.as_string()).format == "arxiv-mail"
    assert [paper.title for paper in source(tmp_path, encoded(PAGE, "base64", "text/html")).papers] == ["Hedges"]


def test_a_page_that_is_not_encoded_is_taken_out_of_its_mail(tmp_path: Path) -> None:
    mail = f"{HEADER}Content-Type: text/html\n\n{PAGE}\n"
    assert [paper.title for paper in source(tmp_path, mail).papers] == ["Hedges"]
    assert [paper.title for paper in read_text(mail, "pasted").papers] == ["Hedges"]


def test_who_sent_a_mail_stands_above_its_text() -> None:
    assert opened(encoded("Hedges", "base64")) == (
        "", "From: no-reply@lists.example\nSubject: =?utf-8?q?cs?= daily\n\nHedges",
    )  # fmt: skip


def test_each_mail_of_a_mailbox_is_opened(tmp_path: Path) -> None:
    first, second = MAIL, MAIL.replace("2603.", "2604.")
    parted = "From list@arxiv.example Mon Mar  2 01:22:17 2026\n"
    box = "".join(parted + encoded(text, "quoted-printable") + "\n" for text in (first, second))
    assert len({paper.arxiv_id for paper in source(tmp_path, box, "papers.mbox").papers}) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Title: x\nContent: y\n\nz",
        MAIL,
        "Content-Transfer-Encoding: base64\nno header",
        "x\n\n" + encoded("x", "base64"),
    ],
)
def test_any_other_text_is_left_as_it_is(text: str) -> None:
    assert opened(text) == ("", "")


def test_a_mail_of_nothing_but_parts_within_parts_is_left_as_it_is() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000))
    assert opened(f"From: a@b\n{deep}") == ("", "")


def test_letters_that_nobody_knows_cost_no_mail() -> None:
    mail = encoded("Bäume", "base64", "text/plain; charset=klingon")
    assert opened(mail)[1].endswith("Bäume")
    assert opened(mail.replace("klingon", "\x00"))[1].endswith("Bäume")


_PIECES = st.sampled_from(
    ["From: a@b\n", "Content-Type: multipart/mixed; boundary=x\n", "Content-Transfer-Encoding: base64\n", "--x\n",
     "--x--\n",
     "Content-Type: text/html; charset=\x00\n", "\n", "=3D", "=", "QUFB", "é", "From a@b Mon Mar 2 10:00:00 2026\n"]
)  # fmt: skip


@law()
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_whatever_a_mail_holds_it_is_opened(text: str) -> None:
    assert all(isinstance(part, str) for part in opened(text))


def test_a_long_line_of_blanks_below_what_looks_like_a_header_is_passed_at_once() -> None:
    """Each of its blanks was tried as the beginning of what follows: a hundred kilobytes took seconds."""
    begun = process_time()
    assert letters("lamps:\n" + " " * 99_000) == []
    assert process_time() - begun < 1
