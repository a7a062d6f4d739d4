"""Services as a test wants them: each question is answered by a function, and no network is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

import pytest

from reader.io.fetch import WebAnswer
from reader.online import client as asking
from reader.online.client import ServiceClient
from reader.online.endpoints import endpoints
from reader.paper import Paper
from reader.settings import Settings

ADDRESSES = {
    "READER_HF_URL": "http://127.0.0.1:9/hf",
    "READER_ARXIV_URL": "http://127.0.0.1:9/arxiv",
    "READER_CROSSREF_URL": "http://127.0.0.1:9/crossref",
    "READER_DOI_URL": "http://127.0.0.1:9/doi",
    "READER_ARXIV_PAUSE": "0",
}


@dataclass
class Question:
    """What a service was asked."""

    address: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        """The path, which begins with the name of the service."""
        return urlsplit(self.address).path

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        return dict(parse_qsl(urlsplit(self.address).query))


class Headers(dict[str, str]):
    """Headers in whatever letters they are asked for."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in told.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def said(body: str | bytes, status: int = 200, **headers: str) -> WebAnswer:
    """An answer of a service; `Retry_After="1"` is a header."""
    data = body.encode() if isinstance(body, str) else body
    return WebAnswer(status, Headers({name.replace("_", "-"): value for name, value in headers.items()}), data)


@dataclass
class Services:
    """All services in one, which take down what they are asked."""

    answer: Callable[[Question], WebAnswer]
    asked: list[Question] = field(default_factory=list)

    def exchange(self, address: str, headers: Mapping[str, str], **_: Any) -> WebAnswer:
        """Stands for `reader.io.fetch.exchange`."""
        self.asked.append(Question(address, headers))
        return self.answer(self.asked[-1])

    @property
    def paths(self) -> list[str]:
        """The paths of all questions, in order."""
        return [question.path for question in self.asked]


def serving(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Question], WebAnswer]) -> Services:
    """Services that are asked in place of those on the network, and that nobody has to wait for."""
    services = Services(answer)
    monkeypatch.setattr(asking, "exchange", services.exchange)
    monkeypatch.setattr(asking, "_FIRST_BACKOFF", 0.001)
    for name, address in ADDRESSES.items():
        monkeypatch.setenv(name, address)
    return services


def client(cache: Path, **given: Any) -> ServiceClient:
    """What asks them, with its answers in a folder."""
    return ServiceClient(endpoints(Settings()), cache, **given)


def atom(*entries: tuple[str, str], total: int | None = None, more: str = "") -> str:
    """A feed of arXiv with papers of these ids and titles."""
    told = "".join(
        f"<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title><updated>2025-03-02T10:00:00Z</updated>"
        f"<published>2025-03-01T10:00:00Z</published><summary>They grow beans of {title}.</summary>{more}"
        '<category term="cs.CL"/><author><name>Ada Bean</name></author></entry>'
        for id, title in entries
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>'
        f"<opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>"
        f"<opensearch:startIndex>0</opensearch:startIndex>{told}</feed>"
    )


def fed(*papers: Paper, version: int = 1, more: str = "") -> str:
    """A feed of arXiv with these papers, each in this version."""
    one = atom((f"{papers[0].arxiv_id}v{version}", "%title%"), more=more) if papers else atom()
    head, sign, tail = one.partition("<entry>")
    entry, end, tail = tail.partition("</entry>")
    told = ""
    for paper in papers:
        own = entry.replace(f"/{papers[0].arxiv_id}v", f"/{paper.arxiv_id}v")
        own = own.replace("They grow beans of %title%.", escape(paper.abstract)).replace("%title%", escape(paper.title))
        people = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
        told += sign + own.replace("<author><name>Ada Bean</name></author>", people) + end
    return head.replace(">1</opensearch:totalResults>", f">{len(papers)}</opensearch:totalResults>") + told + tail


def listed(*papers: tuple[str, str]) -> list[dict[str, Any]]:
    """A list of Hugging Face with papers of these ids and titles."""
    return [
        {
            "paper": {
                "id": id, "title": title, "summary": f"They grow beans of {title}.", "upvotes": 3,
                "publishedAt": "2025-03-01T00:00:00.000Z", "authors": [{"name": "Ada Bean"}],
            },
            "publishedAt": "2025-03-12T00:00:00.000Z",
            "title": title,
        }
        for id, title in papers
    ]  # fmt: skip


def work(doi: str, title: str) -> dict[str, Any]:
    """A work of Crossref."""
    return {
        "DOI": doi, "title": [title], "type": "journal-article", "container-title": ["Beans"],
        "author": [{"family": "Bean", "given": "Ada"}], "issued": {"date-parts": [[2020, 5]]}, "member": "1",
    }  # fmt: skip
