"""An answer from the network is taken whole or not at all."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import RemoteDisconnected
from pathlib import Path
from urllib.error import URLError

import pytest

from reader.crash_report import write_report
from reader.errors import InputError, LimitError, NetworkError
from reader.io import fetch as fetching
from reader.io.fetch import fetch
from tests.support.cli import Reader

TEXT = b"".join(b"TY  - JOUR\nTI  - Gardens that prune, part %d\nER  - \n" % number for number in range(200))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
Play = Callable[[socket.socket], None]


def sending(data: bytes) -> Play:
    """A server that sends these bytes and hangs up."""
    return lambda connection: connection.sendall(data)


def chunked(data: bytes) -> bytes:
    """A body in chunks (RFC 9112, section 7.1)."""
    parts = [data[at : at + 1000] for at in range(0, len(data), 1000)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.fixture
def serve() -> Iterator[Callable[[Play], str]]:
    """Start a server on this machine that plays one answer to each who asks; its address."""
    listening: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(play: Play) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def run() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.recv(65536)
                        play(connection)

        thread = threading.Thread(target=run, daemon=True)
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/papers.ris"

    yield start
    for server in listening:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
    for thread in threads:
        thread.join(10)


WHOLE = {
    "length": HEAD + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT,
    "length, repeated": HEAD + b"Content-Length: %d, %d\r\n\r\n" % (len(TEXT), len(TEXT)) + TEXT,
    "length, as it is": HEAD + b"Transfer-Encoding: identity\r\nContent-Length: %d\r\n\r\n" % len(TEXT) + TEXT,
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(TEXT),
    "chunks and a length that does not count": HEAD
    + b"Content-Length: 99999\r\nTransfer-Encoding: chunked\r\n\r\n"
    + chunked(TEXT),
    "until the end": HEAD + b"Connection: close\r\n\r\n" + TEXT,
    "gzip": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT),
    "gzip in two parts": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]),
}


@pytest.mark.parametrize("how", WHOLE)
def test_a_whole_answer_is_taken_however_it_is_sent(serve: Callable[[Play], str], how: str) -> None:
    assert fetch(serve(sending(WHOLE[how])), limit=1_000_000) == TEXT


WORDS = "TY  - JOUR\nTI  - Gärten und 庭園日本語学\nER  - \n"


@pytest.mark.parametrize("charset", ["gb18030", "Shift_JIS", "ISO-8859-1", "utf-8", "no-such", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "latin-1", "utf-8"])
def test_a_text_is_read_in_the_encoding_that_its_server_tells_where_it_is_not_utf_8(
    serve: Callable[[Play], str], charset: str, encoding: str
) -> None:
    words = WORDS.replace("庭園日本語学", "G") if encoding == "latin-1" else WORDS.replace("ä", "a")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain" + b"; charset=%b" % charset.encode() * bool(charset)
    data = words.encode(encoding)
    answer = fetch(serve(sending(head + b"\r\nConnection: close\r\n\r\n" + data)), limit=1_000_000)
    if encoding == "utf-8" or charset.lower() == encoding or (charset, encoding) == ("ISO-8859-1", "latin-1"):
        assert answer.decode("utf-8") == words
    elif charset in ("utf-8", "no-such", ""):
        assert answer == data


def test_one_letter_that_is_utf_8_by_chance_is_read_as_its_server_tells(serve: Callable[[Play], str]) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=gb18030\r\nConnection: close\r\n\r\n"
    assert "庭".encode("gb18030").decode("utf-8") != "庭"
    assert fetch(serve(sending(head + "庭".encode("gb18030"))), limit=1_000).decode("utf-8") == "庭"


def test_an_address_in_other_letters_is_asked_for(serve: Callable[[Play], str]) -> None:
    """As bytes of UTF-8; what is a sign of an address or encoded already stays."""
    asked: list[bytes] = []

    def play(connection: socket.socket) -> None:
        asked.append(b"")
        connection.sendall(WHOLE["length"])

    address = serve(play)
    assert fetch(f"{address}/ü?q=庭%20a#x", limit=1_000_000) == TEXT
    assert asked
    assert fetching._in_ascii("http://ü.org:8/ü/%C3?q=庭&b=[1]") == "http://xn--tda.org:8/%C3%BC/%C3?q=%E5%BA%AD&b=[1]"
    with pytest.raises(InputError, match="no address that can be asked"):
        fetch(f"http://{'ü' * 80}.org/", limit=1_000)


@pytest.mark.parametrize("how", ["length", "length, repeated", "length, as it is", "chunks", "gzip"])
@pytest.mark.parametrize("lost", [5, 8, 40, 995, 1003, 1008, 4000])
def test_one_that_was_cut_short_is_an_error(serve: Callable[[Play], str], how: str, lost: int) -> None:
    whole = WHOLE[how]
    kept = len(whole) - (lost if how != "gzip" else min(lost, 9))
    with pytest.raises(InputError, match="cut short"):
        fetch(serve(sending(whole[:kept])), limit=1_000_000)


def test_nothing_of_it_is_imported(reader: Reader, serve: Callable[[Play], str]) -> None:
    address = serve(sending(WHOLE["length"][:-2000]))
    done = reader("import", address, check=False)
    assert done.status == 1
    assert "cut short" in done.err
    assert reader("search", "--json").json == []


@pytest.mark.parametrize("before", [HEAD, HEAD + b"\r\n", b""], ids=["in the header", "in the text", "at once"])
def test_one_that_drips_for_ever_ends(
    serve: Callable[[Play], str], monkeypatch: pytest.MonkeyPatch, before: bytes
) -> None:
    monkeypatch.setattr(fetching, "ANSWER_TIME", 0.2)

    def drip(connection: socket.socket) -> None:
        connection.sendall(before)
        while not gone.wait(0.02):
            connection.sendall(b"x")

    gone = threading.Event()
    try:
        with pytest.raises(InputError, match="took longer than"):
            fetch(serve(drip), limit=1_000_000)
    finally:
        gone.set()


def test_one_that_says_nothing_more_is_an_error(serve: Callable[[Play], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    gone = threading.Event()

    def fall_silent(connection: socket.socket) -> None:
        connection.sendall(WHOLE["length"][:500])
        gone.wait(60)

    try:
        with pytest.raises(InputError, match="timed out"):
            fetch(serve(fall_silent), limit=1_000_000)
    finally:
        gone.set()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\nTY  ", "not the whole"),
        (HEAD + b"Content-Encoding: br\r\n\r\nxxxx", "a coding that is not understood"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip at all", "cannot be unpacked"),
        (HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nTY  ", "two lengths"),
        (HEAD + b"Content-Length: -4\r\n\r\nTY  ", r"a length that is none \(-4\)"),
        (HEAD + b"Content-Length: four\r\n\r\nTY  ", "a length that is none"),
        (HEAD + b"Content-Length: 40\r\n\r\nTY  ", "cut short"),
        (HEAD + b"Content-Length: 4\r\n\r\nTY  - JOUR\n", "longer than it states"),
        (HEAD + b"Content-Length: %d\r\n\r\n" % (len(TEXT) - 500) + TEXT, "longer than it states"),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "not understood"),
        (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "302|not on the web"),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n", "not on the web"),
        (b"HTTP/1.1 302 Found\r\nLocation: data:,TY\r\nContent-Length: 0\r\n\r\n", "302|not on the web"),
        (b"HTTP/1.1 302 Found\r\nLocation: /papers.ris\r\nContent-Length: 0\r\n\r\n", "302"),
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "503"),
        (b"no http", "cannot be read"),
        (b"", "cannot be re"),
    ],
)
def test_what_is_no_whole_answer_is_an_error(serve: Callable[[Play], str], answer: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        fetch(serve(sending(answer)), limit=1_000_000)


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(serve: Callable[[Play], str]) -> None:
    bomb = HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(5_000_000))
    with pytest.raises(LimitError):
        fetch(serve(sending(bomb)), limit=1_000_000)


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>",
        b"<h1>Sorry</h1>\n<p>We show this page while our model of the world is evaluated and improved.</p>\n",
        b"Service temporarily unavailable\n\nPlease try again in a few minutes.\n",
        b'{"error": {"title": "Too many requests", "status": 429}}',
    ],
)
def test_a_page_that_says_an_error_with_status_200_gives_no_paper(
    reader: Reader, serve: Callable[[Play], str], page: bytes
) -> None:
    address = serve(sending(HEAD + b"Content-Length: %d\r\n\r\n" % len(page) + page))
    done = reader("import", address, check=False)
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert reader("search", "--json").json == []


def listening(asked: list[bytes], answers: list[bytes]) -> Callable[[socket.socket], None]:
    """A server that writes down what it is asked, and gives one answer after the other."""

    def run(server: socket.socket) -> None:
        with suppress(OSError):
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    asked.append(connection.recv(65536))
                    connection.sendall(answer)

    return run


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_user_and_password_are_told_to_their_own_host_and_to_nobody_else(host: str) -> None:
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    place = server.getsockname()[1]
    there = f"http://{host}:{place}/there".encode()
    leads_on = b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % there
    thread = threading.Thread(target=listening(asked, [leads_on, WHOLE["length"]]), args=(server,), daemon=True)
    thread.start()
    try:
        assert fetch(f"http://ann:p%40w@127.0.0.1:{place}/x?token=s3cr3t", limit=1_000_000) == TEXT
    finally:
        server.close()
        thread.join(10)
    assert [b"Authorization: Basic YW5uOnBAdw==" in each for each in asked] == [True, host == "127.0.0.1"]
    assert b"GET /x?token=s3cr3t HTTP" in asked[0]
    assert b"ann" not in asked[0]


def test_no_error_names_a_secret(serve: Callable[[Play], str]) -> None:
    here = serve(sending(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"))
    for address in (
        here.replace("//", "//ann:hush@") + "?token=hush",
        "http://ann:hush@127.0.0.1:1/x?sig=hush",
        "http://ann:hush@127.0.0.1:port/x",
        "http://ann:hush@[::1/x",
        "http://ann:hush@xn--\u00fc.example/x",
    ):
        with pytest.raises(InputError) as raised:
            fetch(address, limit=1_000)
        assert "hush" not in str(raised.value)
        assert "://" in str(raised.value)


def test_no_secret_is_kept_of_an_address_or_of_what_it_gave(
    reader: Reader, serve: Callable[[Play], str], tmp_path: Path, own_home: Path
) -> None:
    record = (
        b"TY  - JOUR\nTI  - Tin roofs that sing in the rain\nUR  - https://ann:hush@papers.org/r?id=1&X-Amz-Signature=hush\n"
        b"L1  - https://papers.org/r.pdf?access_token=hush\nN1  - see https://papers.org/?token=my-own\n"
        b"M3  - https://papers.org/?key=hush8f3K2m9Qx71b\nER  - \n"
    )
    page = HEAD + b"Content-Length: %d\r\n\r\n" % len(record) + record
    address = serve(sending(page)).replace("//", "//ann:hush@") + "?api_key=hush"
    said = reader("import", address)
    paper = reader("search", "tin roofs", "--json").json[0]
    assert paper["url"] == "https://papers.org/r?id=1"
    assert [source.partition("/papers.ris")[1:] for source in paper["sources"]] == [("/papers.ris", "")]
    shown = "".join(reader("export", "--format", form).out for form in ("bibtex", "ris", "csl-json", "csv", "jsonl"))
    files = [path for folder in (tmp_path, own_home) for path in folder.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert "hush" not in said.out + said.err + shown + reader("history").out
    assert b"hush" not in kept
    assert b"Tin roofs" in kept
    assert "token=my-own" in shown


def test_an_error_and_a_report_of_one_have_no_secret(reader: Reader) -> None:
    said = reader("import", "https://ann:hush@", "--format", "ris", check=False)
    assert said.status == 1
    assert "hush" not in said.err
    path = write_report(ValueError("at https://ann:hush@papers.org/?token=hush"))
    assert path is not None
    assert "at https://papers.org/" in path.read_text("utf-8")
    assert "hush" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "cannot be reached: the connection was refused."),
        (ConnectionResetError(104, "Connection reset by peer"), "the connection was closed before an answer came."),
        (RemoteDisconnected("Remote end closed connection without response"), "was closed before an answer came."),
        (socket.gaierror(-2, "Name or service not known"), "its name was not found."),
        (OSError(113, "No route to host"), "cannot be reached: No route to host."),
    ],
)
def test_why_there_was_no_answer_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, lost: OSError, words: str
) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise URLError(lost)

    monkeypatch.setattr(fetching, "_taken", refuse)
    with pytest.raises(NetworkError, match=re.escape(words)):
        fetch("https://lamps.example/", limit=1_000)
