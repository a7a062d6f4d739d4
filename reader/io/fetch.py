"""An address -> bytes: the only place that uses the network, and only when the user asks for something that is there.

`fetch` is for an address that the user names, `exchange` is one question of `reader.online` and its answer, whatever
that is. Both end within a time, at a size, and at any byte. Proxies and certificates are those of the system: what
`urllib.request.getproxies` finds, and the default context of `ssl` ($SSL_CERT_FILE names others).
"""

from __future__ import annotations

import re
import socket
import threading
import time
import urllib.error
import urllib.request
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, IncompleteRead, responses
from typing import IO, Any
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from reader import __version__
from reader.address_secrets import without_secrets
from reader.errors import Cancelled, InputError, LimitError, NetworkError, ReaderError
from reader.identity import find_arxiv_id, normal_url
from reader.text import for_terminal, is_web

TIMEOUT = 20.0
"""Seconds without a byte before giving up."""
ANSWER_TIME = 180.0
"""Seconds that a whole answer may take, however steadily it drips."""
_CHUNK = 1 << 16
_SURE = 4
"""So many letters in UTF-8 are hardly so by chance."""
_LOOKED_FOR_CANCEL = 0.05
"""Seconds between two looks whether the user gave up."""
_WHOLE = (200, 203)
"""The answers that hold what was asked for; 206 is a part of it."""
_PAPER_PAGE = re.compile(
    r"https?://(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers|alphaxiv\.org/abs)/",
    re.IGNORECASE,
)
_DAY_PAGE = re.compile(
    r"https?://(?:www\.)?huggingface\.co/papers(?:/date/(\d{4}-\d\d-\d\d))?/?(?:[?#].*)?", re.IGNORECASE
)


def readable_address(address: str) -> str:
    """The address to ask for machine-readable text: the page of a paper is asked from arXiv's interface, a day of
    Hugging Face's papers from theirs; any other address is taken as it is.

    See https://info.arxiv.org/help/api/user-manual.html and https://huggingface.co/docs/hub/api.
    """
    if day := _DAY_PAGE.fullmatch(address):
        return "https://huggingface.co/api/daily_papers" + (f"?date={day[1]}" if day[1] else "")
    if _PAPER_PAGE.match(address) and (arxiv_id := find_arxiv_id(address)):
        return f"https://export.arxiv.org/api/query?id_list={arxiv_id}"
    return address


def _in_ascii(address: str) -> str:
    """An address as it is asked for: its host in the letters of DNS, what else is not ASCII as bytes of UTF-8 (RFC
    3987, section 3.1)."""
    if address.isascii():
        return address
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    name, colon, port = host.partition(":")
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    encoded = parts._replace(netloc=f"{user}{at}{name}{colon}{port}")
    return quote(urlunsplit(encoded), safe="%:/?#[]@!$&'()*+,;=~")


def _parted(address: str) -> tuple[str, str]:
    """An address without its user and password, and the words that tell them to its host (RFC 7617); "" for none."""
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return address, ""
    name, _, password = user.partition(":")
    login = b64encode(b"%b:%b" % (unquote_to_bytes(name), unquote_to_bytes(password))).decode("ascii")
    return urlunsplit(parts._replace(netloc=host)), f"Basic {login}"


def _asked(address: str, shown: str) -> str:
    try:
        return _in_ascii(readable_address(address))
    except (UnicodeError, ValueError) as error:
        raise InputError(
            f"{shown} is no address that can be asked: its host has a name that DNS cannot have."
        ) from error


def fetch(
    address: str,
    *,
    limit: int,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Ask an http or https address and read at most `limit` bytes of its answer.

    `progress` is told the bytes read and those expected (0 when unknown). Raises `InputError` when the address cannot
    be read, when its answer was cut short or takes too long, and `LimitError` when it is too large. The secrets of
    the address (a user and password, a token) are asked with, and stand in no error.
    """
    shown = without_secrets(for_terminal(address))
    if not normal_url(address):
        raise InputError(f"{shown} is not an http or https address.")
    bare, login = _parted(_asked(address, shown))
    headers = {"User-Agent": f"reader/{__version__}", "Accept-Encoding": "identity"}
    request = urllib.request.Request(bare, headers=headers)
    if login:
        request.add_unredirected_header("Authorization", login)
    clock = _Clock(ANSWER_TIME)
    try:
        answer = _taken(request, shown, limit, clock, progress, _WebOnly())
    except ReaderError:
        raise
    except urllib.error.HTTPError as error:
        error.close()
        raise NetworkError(f"{shown} answered {error.code} ({for_terminal(str(error.reason))}).") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NetworkError(_why(shown, clock, error)) from error
    if answer.status not in _WHOLE:
        raise NetworkError(f"{shown} answered {answer.status}, which is not the whole of what is there.")
    return answer.body


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a server answered, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """By their names, in whatever letters they are asked for; the first of several."""
    body: bytes
    """Unpacked, and in UTF-8 where its server tells another encoding."""

    @property
    def reason(self) -> str:
        """What its status means; "" for one that nobody defined."""
        return responses.get(self.status, "")


def exchange(
    address: str,
    headers: Mapping[str, str],
    *,
    limit: int,
    shown: str = "",
    cancel: threading.Event | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WebAnswer:
    """One request and the whole of its answer, at most `limit` bytes; a redirect is an answer like any other. Errors
    name who is asked as `shown`, else by the address.

    Raises `NetworkError` when no whole answer came, `LimitError` when it is too large, and `Cancelled` soon after
    `cancel` is set, whatever the connection does meanwhile.
    """
    told = f"The answer of {shown}" if shown else without_secrets(for_terminal(address))
    clock = _Clock(ANSWER_TIME, cancel)
    try:
        request = urllib.request.Request(_in_ascii(address), headers=dict(headers))
        return _taken(request, told, limit, clock, progress, _AsItIs())
    except LimitError:
        raise
    except ReaderError as error:
        _must_be_wanted(cancel)
        raise NetworkError(str(error), passing=not clock.rang) from error
    except (OSError, HTTPException, ValueError) as error:
        _must_be_wanted(cancel)
        lost = getattr(error, "reason", error)
        passing = isinstance(lost, ConnectionError | HTTPException) and not isinstance(lost, ConnectionRefusedError)
        said = _why(told if isinstance(error, IncompleteRead) else shown or told, clock, error)
        raise NetworkError(said, passing=passing and not clock.rang) from error


def _must_be_wanted(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled


def _taken(
    request: urllib.request.Request,
    shown: str,
    limit: int,
    clock: _Clock,
    progress: Callable[[int, int], None] | None,
    handler: urllib.request.BaseHandler,
) -> WebAnswer:
    """The whole answer to a request under the clock."""
    opener = urllib.request.build_opener(handler, _Http(clock), _Https(clock))
    with clock, opener.open(request, timeout=TIMEOUT) as answer:
        expected = _length(answer.headers, shown) if answer.status in _WHOLE else 0
        if expected > limit:
            raise LimitError(f"{shown} is larger than the limit of {limit // 1_000_000} MB.")
        data = _read(answer, expected, limit, shown, progress)
        if clock.rang:
            raise InputError(_took_too_long(shown))
        body = _in_utf_8(_unpacked(data, answer.headers, limit, shown), answer.headers)
        return WebAnswer(answer.status, _Headers(answer.headers), body)


def _why(shown: str, clock: _Clock, error: Exception) -> str:
    if clock.rang:
        return _took_too_long(shown)
    if isinstance(error, IncompleteRead):
        return _cut_short(shown)
    if isinstance(error, urllib.error.URLError):
        return f"{shown} cannot be reached: {_in_words(error.reason)}."
    return f"{shown} cannot be read: {_in_words(error)}."


def _in_words(reason: str | BaseException) -> str:
    """Why an address gave nothing, without the numbers of a system and the names of a library."""
    if isinstance(reason, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(reason, ConnectionError):
        return "the connection was closed before an answer came"
    if isinstance(reason, socket.gaierror):
        return "its name was not found"
    told = reason.strerror if isinstance(reason, OSError) else ""
    return for_terminal(str(told or reason)) or type(reason).__name__


def _took_too_long(shown: str) -> str:
    return f"{shown} took longer than {ANSWER_TIME:g} seconds, so nothing of it was taken."


def _cut_short(shown: str) -> str:
    return f"{shown} was cut short on the way, so nothing of it was taken: try again."


def _read(
    answer: HTTPResponse,
    expected: int,
    limit: int,
    shown: str,
    progress: Callable[[int, int], None] | None,
) -> bytes:
    """All bytes of an answer. Raises `InputError` when fewer came than stated, which http.client takes for its end, or
    more, which it leaves."""
    data = bytearray()
    while chunk := _chunk(answer, expected - len(data) if expected else 0, shown):
        data += chunk
        if len(data) > limit:
            raise LimitError(f"{shown} is larger than the limit of {limit // 1_000_000} MB.")
        if progress is not None:
            progress(len(data), expected)
    if len(data) < expected:
        raise InputError(_cut_short(shown))
    return bytes(data)


def _chunk(answer: HTTPResponse, left: int, shown: str) -> bytes:
    """The next bytes of an answer of which `left` are still to come, 0 where that is not known."""
    if left and len(answer.peek(1)) > left:
        raise InputError(f"{shown} is longer than it states, so its end cannot be told: nothing of it was taken.")
    return answer.read1(_CHUNK)


def _unpacked(data: bytes, headers: HTTPMessage, limit: int, shown: str) -> bytes:
    """The text of an answer that a server compressed though it was asked not to (RFC 9110, section 8.4)."""
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        return data
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise InputError(f"{shown} is sent in a coding that is not understood ({for_terminal(coding)}).")
    # What is called "deflate" has a head of zlib (RFC 9110, section 8.4.1.2), and from some servers none.
    head = 16 if coding != "deflate" else 0 if data[:1] and data[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS * 2
    text = bytearray()
    rest = data
    while rest:
        member = zlib.decompressobj(head + zlib.MAX_WBITS)
        try:
            text += member.decompress(rest, limit + 1 - len(text))
        except zlib.error as error:
            raise InputError(f"{shown} is damaged: it cannot be unpacked.") from error
        if len(text) > limit:
            raise LimitError(f"{shown} is larger than the limit of {limit // 1_000_000} MB.")
        if not member.eof:
            raise InputError(_cut_short(shown))
        rest = member.unused_data
    return bytes(text)


def _in_utf_8(data: bytes, headers: HTTPMessage) -> bytes:
    """A text in UTF-8 where its server says that it is in another encoding, and it is.

    Many servers say so of all that they send. What is valid UTF-8 is that, but for a few letters in an encoding with
    several bytes to a letter, whose bytes may be so by chance.
    """
    charset = headers.get_content_charset("utf-8")
    if headers.get_content_maintype() not in ("text", "application") or charset in ("utf-8", "us-ascii"):
        return data
    with suppress(LookupError, UnicodeError):
        text = data.decode(charset)
        return data if _is_utf_8(data, charset) else text.encode("utf-8")
    return data


def _is_utf_8(data: bytes, charset: str) -> bool:
    try:
        others = sum(not letter.isascii() for letter in data.decode("utf-8"))
    except UnicodeDecodeError:
        return False
    return others >= _SURE or len("庭".encode(charset, "ignore")) < 2


def _length(headers: HTTPMessage, shown: str) -> int:
    """The bytes that an answer states, 0 when it states none: one in chunks ends by itself (RFC 9112, section 6.3).

    A length may be repeated; two that differ, one that is no number, or a coding that is not undone on the way, leave
    the end in doubt.
    """
    transfer = headers.get("Transfer-Encoding", "identity").strip().lower()
    if transfer not in ("", "identity", "chunked"):
        raise InputError(f"{shown} is sent in a coding that is not understood ({for_terminal(transfer)}).")
    if transfer == "chunked":
        return 0
    stated = {length.strip() for line in headers.get_all("Content-Length", ()) for length in line.split(",")} - {""}
    if len(stated) > 1:
        raise InputError(f"{shown} states two lengths, so its end cannot be told: nothing of it was taken.")
    if wrong := next((length for length in stated if not (length.isascii() and length.isdecimal())), ""):
        told = for_terminal(wrong[:40])
        raise InputError(f"{shown} states a length that is none ({told}): nothing of it was taken.")
    return sum(map(int, stated))


class _Headers(Mapping[str, str]):
    """The headers of an answer."""

    def __init__(self, headers: HTTPMessage) -> None:
        self._held = {name.lower(): value for name, value in reversed(headers.items())}

    def __getitem__(self, name: str) -> str:
        return self._held[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class _Clock:
    """Ends a connection when its time is over or the user gave up, also while it is made or in a header that drips."""

    def __init__(self, seconds: float, cancel: threading.Event | None = None) -> None:
        self._until = time.monotonic() + seconds
        self._cancel = cancel
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._socket: socket.socket | None = None
        self._over = False
        self.rang = False
        """Whether the time was over before the answer was."""

    def follow(self, connection: socket.socket) -> None:
        """The connection to end; after a redirect, or an address of the host that nobody hears at, the next."""
        # What encrypts a connection takes its socket over: a second handle on it can still end it.
        last, self._socket = self._socket, connection.dup()
        if last is not None:
            last.close()
        if self._over:
            self._hang_up()

    def _watch(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            if self._done.wait(left if self._cancel is None else min(left, _LOOKED_FOR_CANCEL)):
                return
            if self._cancel is not None and self._cancel.is_set():
                break
        else:
            self.rang = True
        self._over = True
        self._hang_up()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _connected(clock: _Clock, where: tuple[str, int], timeout: float) -> socket.socket:
    """A connection that the clock can end while it is being made. Raises OSError."""
    failed: OSError = OSError("the host has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(*where, 0, socket.SOCK_STREAM):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            clock.follow(connection)
            connection.connect(address)
        except OSError as error:
            connection.close()
            failed = error
        else:
            return connection
    raise failed


def _watched(kind: type[HTTPConnection], clock: _Clock) -> type[HTTPConnection]:
    class Watched(kind):  # type: ignore[valid-type,misc]
        def connect(self) -> None:
            self._create_connection = lambda where, timeout, _: _connected(clock, where, timeout)
            super().connect()

    return Watched


class _UnderClock(urllib.request.AbstractHTTPHandler):
    """Opens addresses under the clock."""

    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock

    def do_open(self, http_class: Any, req: urllib.request.Request, **arguments: Any) -> HTTPResponse:
        return super().do_open(_watched(http_class, self._clock), req, **arguments)


class _Http(_UnderClock, urllib.request.HTTPHandler):
    """Opens http addresses."""


class _Https(_UnderClock, urllib.request.HTTPSHandler):
    """Opens https addresses."""


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Takes every answer for what it is: none is an error, and no redirect is followed."""

    def http_response(self, request: urllib.request.Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https addresses only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not is_web(newurl):
            fp.close()
            raise InputError(f"{for_terminal(req.full_url)} leads to an address that is not on the web.")
        bare, login = _parted(newurl)
        request = super().redirect_request(req, fp, code, msg, headers, bare)
        if not login and _origin(bare) == _origin(req.full_url):
            login = req.get_header("Authorization", "")
        if request is not None and login:
            request.add_unredirected_header("Authorization", login)
        return request


def _origin(address: str) -> tuple[str, str]:
    """To whom an address belongs: what is told to one is told to no other (RFC 6454, section 4)."""
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower()
