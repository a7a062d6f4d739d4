"""A question is asked with good manners, and every misbehaviour of a service ends in one sentence."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from reader.errors import Cancelled, LimitError, NetworkError, SettingsError
from reader.io import fetch as fetching
from reader.io.fetch import WebAnswer
from reader.online import client as asking
from reader.online.client import ServiceClient
from reader.online.endpoints import endpoints
from reader.settings import Settings
from tests.support.services import Question, Services, client, said, serving


def ask(one: ServiceClient, path: str = "/beans", fresh: float = asking.DAY_LONG) -> bytes | None:
    """What a service answers to a question."""
    return one.ask(one.endpoints.hf, path, {"q": "a b:c"}, bytes, fresh=fresh)


def in_turn(*answers: WebAnswer) -> Callable[[Question], WebAnswer]:
    """One answer after the other."""
    left = iter(answers)
    return lambda question: next(left)


def test_who_asks_says_who_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("beans"))
    monkeypatch.setenv("READER_CONTACT", "ann@example.org")
    assert ask(client(tmp_path)) == b"beans"
    (question,) = services.asked
    assert question.address == "http://127.0.0.1:9/hf/beans?q=a%20b:c"
    assert question.headers["User-Agent"].startswith("reader/")
    assert question.headers["User-Agent"].endswith("; mailto:ann@example.org)")
    assert set(question.headers) == {"User-Agent", "Accept", "Accept-Encoding"}


def test_the_same_question_is_asked_once_a_day_also_by_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("beans"))
    assert [ask(client(tmp_path)) for _ in range(3)] == [b"beans"] * 3
    assert ask(client(tmp_path), "/peas") == b"beans"
    assert len(services.asked) == 2
    assert ask(client(tmp_path), fresh=0.0) == b"beans"
    assert len(services.asked) == 3


def test_what_is_old_is_asked_for_on_a_condition(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = in_turn(
        said("beans", ETag='W/"1"', Last_Modified="Wed, 01 Jul 2026 10:00:00 GMT"), said("", 304), said("peas")
    )
    services = serving(monkeypatch, answers)
    assert [ask(client(tmp_path), fresh=0.0) for _ in range(3)] == [b"beans", b"beans", b"peas"]
    assert "If-None-Match" not in services.asked[0].headers
    for question in services.asked[1:]:
        assert question.headers["If-None-Match"] == 'W/"1"'
        assert question.headers["If-Modified-Since"] == "Wed, 01 Jul 2026 10:00:00 GMT"


def test_not_modified_of_what_is_not_here_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, lambda question: said("", 304))
    with pytest.raises(NetworkError, match="Hugging Face answered 304"):
        ask(client(tmp_path))


def test_what_is_not_there_is_none_for_a_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("Resource not found.", 404))
    assert [ask(client(tmp_path)), ask(client(tmp_path))] == [None, None]
    assert len(services.asked) == 1


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]\nx", b"null", b"\xff\n", b'{"question": 1}\nx'])
def test_a_damaged_answer_is_asked_for_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: bytes) -> None:
    services = serving(monkeypatch, lambda question: said("beans"))
    ask(client(tmp_path))
    (kept,) = (tmp_path / "answers").iterdir()
    kept.write_bytes(damage)
    assert ask(client(tmp_path)) == b"beans"
    assert len(services.asked) == 2


def test_what_lets_in_at_a_service_is_not_kept_with_its_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nor what a question has of it; another token asks anew."""
    services = serving(monkeypatch, lambda question: said("beans"))
    for path in ("/beans?token=s3cr3t", "/beans?token=s3cr3t", "/beans?token=other"):
        assert ask(client(tmp_path), path) == b"beans"
    assert len(services.asked) == 2
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert [data for data in kept if b"s3cr3t" in data] == []


def test_the_answers_of_all_questions_have_a_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("reader.online.answer_cache.KEPT_BYTES", 4_000)
    bodies = iter(bytes((number * at * 7) % 251 for at in range(900)) for number in range(1, 40))
    serving(monkeypatch, lambda question: said(next(bodies)))
    one = client(tmp_path)
    for number in range(20):
        ask(one, f"/{number}")
    kept = list((tmp_path / "answers").iterdir())
    assert sum(file.stat().st_size for file in kept) <= 4_000
    assert kept


def test_where_nothing_can_be_kept_it_is_asked_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file")
    (tmp_path / "services").write_text("a file")
    services = serving(monkeypatch, lambda question: said("beans"))
    assert [ask(client(tmp_path)), ask(client(tmp_path))] == [b"beans"] * 2
    assert len(services.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_service_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int) -> None:
    services = serving(
        monkeypatch, in_turn(said("busy", status), said("busy", status, Retry_After="soon"), said("beans"))
    )
    assert ask(client(tmp_path)) == b"beans"
    assert len(services.asked) == 3


def test_one_that_is_busy_always_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: said("busy", 503))
    with pytest.raises(
        NetworkError, match=r"Hugging Face answered 503 \(Service Unavailable\) 5 times: try again later\."
    ):
        ask(client(tmp_path))
    assert len(services.asked) == asking.TRIES


HOUR = 3600
WAITS = {
    "seconds": {"Retry_After": str(4 * HOUR)},
    "a date": {"Retry_After": formatdate(4 * HOUR + 10, usegmt=True), "Date": formatdate(10, usegmt=True)},
    "a date alone": {"Retry_After": formatdate(time.time() + 4 * HOUR, usegmt=True)},
    "a window": {"RateLimit": f'"api";r=0;t={4 * HOUR}'},
}


@pytest.mark.parametrize("how", WAITS)
def test_a_long_wait_is_not_waited_for_but_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str) -> None:
    services = serving(monkeypatch, lambda question: said("busy", 429, **WAITS[how]))
    with pytest.raises(NetworkError, match=r"Too Many Requests.*wait 4 hours"):
        ask(client(tmp_path))
    with pytest.raises(NetworkError, match="not to be asked again for 4 hours"):
        ask(client(tmp_path), "/peas")
    assert len(services.asked) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"Retry_After": "0.15"}, {"Retry_After": "-5"}, {"Retry_After": "9" * 40}, {"Retry_After": ""},
        {"RateLimit": '"api";r=7;t=300'}, {"RateLimit": "nonsense"}, {"Retry_After": formatdate(10)},
    ],
)  # fmt: skip
def test_a_wait_that_is_not_understood_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: dict[str, str]
) -> None:
    serving(monkeypatch, in_turn(said("busy", 503, **told), said("beans")))
    assert ask(client(tmp_path)) == b"beans"


def test_a_window_that_is_used_up_is_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, lambda question: said("beans", RateLimit=f'"api";r=0;t={4 * HOUR}'))
    assert ask(client(tmp_path)) == b"beans"
    with pytest.raises(NetworkError, match="not to be asked again"):
        ask(client(tmp_path), "/peas")


def starts(monkeypatch: pytest.MonkeyPatch, answer: WebAnswer) -> tuple[Services, list[float]]:
    """Services that take down when they are asked."""
    times: list[float] = []

    def answered(question: Question) -> WebAnswer:
        times.append(time.monotonic())
        return answer

    return serving(monkeypatch, answered), times


def test_arxiv_has_its_pause_between_all_who_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, times = starts(monkeypatch, said("beans"))
    monkeypatch.setenv("READER_ARXIV_PAUSE", "0.15")
    both = [client(tmp_path), client(tmp_path)]

    def ask_thrice(number: int) -> None:
        for at in range(2):
            both[number].ask(both[number].endpoints.arxiv, f"/{number}/{at}", (), bytes)

    threads = [threading.Thread(target=ask_thrice, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 4
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.15


def test_crossref_is_asked_as_often_as_it_states(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, times = starts(monkeypatch, said("beans", x_rate_limit_limit="4", x_rate_limit_interval="1s"))
    one = client(tmp_path)
    for path in ("/a", "/b", "/c"):
        one.ask(one.endpoints.crossref, path, (), bytes)
    assert times[2] - times[0] >= 0.25 + 0.25


def test_a_turn_that_is_damaged_or_from_a_clock_that_was_set_back_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services = serving(monkeypatch, lambda question: said("beans"))
    ask(client(tmp_path))
    (turn,) = (tmp_path / "services").glob("*.turn")
    later = time.time() + 5_000
    for number, told in enumerate(
        [f'{{"at": {later}, "free": {later}}}', '{"at": 0, "free": 9e99}', '{"at": 0, "free": NaN}', "[]", "", "\xff",
         f'{{"at": {later - 9999}, "free": 1{"0" * 400}}}']
    ):  # fmt: skip
        turn.write_text(told, encoding="utf-8")
        assert ask(client(tmp_path), f"/{number}") == b"beans"
    assert len(services.asked) == 8


def moved(where: str, status: int = 302) -> WebAnswer:
    """A redirect."""
    return said("moved", status, Location=where)


def test_a_redirect_is_followed_to_the_service_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, in_turn(moved("/else", 308), moved("http://127.0.0.1:9/peas", 301), said("beans")))
    assert ask(client(tmp_path)) == b"beans"
    assert services.paths == ["/hf/beans", "/else", "/peas"]


@pytest.mark.parametrize(
    "where",
    [
        "file:///etc/passwd", "data:application/json,[]", "ftp://127.0.0.1/x", "http://localhost:9/hf",
        "http://127.0.0.1:10/hf", "https://example.org/", "//evil.example/", "http://[::1", "gopher:x", "",
    ],
)  # fmt: skip
def test_no_redirect_leads_anywhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str) -> None:
    services = serving(monkeypatch, lambda question: moved(where))
    with pytest.raises(NetworkError, match="sends"):
        ask(client(tmp_path))
    assert len(services.asked) == 1


def test_redirects_come_to_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, lambda question: moved(f"{question.path}/on"))
    with pytest.raises(NetworkError, match="without end"):
        ask(client(tmp_path))
    assert len(services.asked) == 6


@pytest.mark.parametrize(
    ("base", "where", "may"),
    [
        ("https://doi.org", "https://api.crossref.org/v1/works/x", True),
        ("https://doi.org", "https://data.crosscite.org/x", True),
        ("https://doi.org", "http://api.crossref.org/works/x", False),
        ("https://doi.org", "https://crossref.org.example/x", False),
        ("https://doi.org", "https://api.crossref.org:8443/x", False),
        ("https://doi.org", "https://127.0.0.1/x", False),
    ],
)
def test_doi_org_may_send_to_the_agencies_of_dois(base: str, where: str, may: bool) -> None:
    assert endpoints(Settings(), {"READER_DOI_URL": base}).doi.may_lead_to(where) is may


def test_arxiv_is_asked_faster_on_this_machine_only() -> None:
    def pause(address: str, told: str) -> float:
        return endpoints(Settings(), {"READER_ARXIV_URL": address, "READER_ARXIV_PAUSE": told}).arxiv.pause

    assert pause("http://127.0.0.1:1/", "0.5") == 0.5
    assert pause("http://[::1]:1/", "0.5") == 0.5
    assert pause("https://export.arxiv.org", "0.5") == 3
    assert pause("http://127.0.0.1.example.org", "0.5") == 3
    assert pause("https://export.arxiv.org", "10") == 10
    assert endpoints(Settings(arxiv_pause=7, contact="ann@example.org"), {}).arxiv.pause == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("READER_HF_URL", "file:///x"),
        ("READER_CONTACT", "ann"),
        ("READER_ARXIV_PAUSE", "fast"),
        ("READER_ARXIV_PAUSE", "nan"),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        endpoints(Settings(), {name: value})


# -- on a real connection --------------------------------------------------------------------------------------------


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a server that hears and says nothing."""
    server = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(fetching, "TIMEOUT", 30)

    def hear() -> None:
        held = []
        with suppress(OSError):
            while True:
                held.append(server.accept())

    threading.Thread(target=hear, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_question_ends_soon_after_it_was_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, silent: str
) -> None:
    monkeypatch.setenv("READER_HF_URL", silent)
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        ask(client(tmp_path, cancel=cancel))
    assert time.monotonic() - begun < 5


def test_so_does_one_that_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    heard: list[str] = []
    serving(monkeypatch, lambda question: said("busy", 503, Retry_After="60"))
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(Cancelled):
        ask(client(tmp_path, cancel=cancel, say=heard.append))
    assert heard == ["Hugging Face asks for a pause of 60 seconds …"]


def test_a_question_has_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, silent: str) -> None:
    monkeypatch.setenv("READER_HF_URL", silent)
    monkeypatch.setattr(fetching, "ANSWER_TIME", 0.1)
    with pytest.raises(NetworkError, match="took longer than"):
        ask(client(tmp_path))


def test_nobody_who_hears_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:1", "http://no-such-host.invalid"):
        monkeypatch.setenv("READER_HF_URL", address)
        with pytest.raises(NetworkError, match="cannot be reached"):
            ask(client(tmp_path))


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n", b"[]", NetworkError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\n[]\r\nzz\r\n", NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n", b"[]", LimitError),
        (b"", b"no http", NetworkError),
        (b"", b"", NetworkError),
    ],
)
def test_a_connection_that_breaks_is_tried_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, head: bytes, body: bytes, kind: type[Exception]
) -> None:
    monkeypatch.setattr(asking, "_FIRST_BACKOFF", 0.001)
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def play() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection, suppress(OSError):
                    heard.append(connection.recv(65536))
                    connection.sendall(head + body)

    threading.Thread(target=play, daemon=True).start()
    monkeypatch.setenv("READER_HF_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
    with pytest.raises(kind) as raised:
        ask(client(tmp_path))
    server.close()
    assert str(raised.value).count("\n") == 0
    assert len(heard) == (2 if kind is NetworkError else 1)
    assert b"\r\nUser-Agent: reader/" in heard[0]


def test_an_answer_that_is_understood_is_the_one_that_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(body: bytes) -> object:
        if body == b"login":
            raise NetworkError("It is no answer.")
        return json.loads(body)

    services = serving(monkeypatch, in_turn(said("login"), said("[1]")))
    one = client(tmp_path)
    with pytest.raises(NetworkError):
        one.ask(one.endpoints.hf, "/beans", (), read)
    assert one.ask(one.endpoints.hf, "/beans", (), read) == [1]
    assert one.ask(one.endpoints.hf, "/beans", (), read) == [1]
    assert len(services.asked) == one.requests == 2
