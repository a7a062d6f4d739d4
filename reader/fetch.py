"""An address -> bytes: the only place that uses the network, and only when the user names an address."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO

from reader import __version__
from reader.errors import InputError, LimitError
from reader.identity import find_arxiv_id, normal_url
from reader.text import for_terminal

TIMEOUT = 20.0
"""Seconds without an answer before giving up."""
_CHUNK = 1 << 16
_PAPER_PAGE = re.compile(
    r"https?://(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers|alphaxiv\.org/abs)/",
    re.IGNORECASE,
)
_DAY_PAGE = re.compile(
    r"https?://(?:www\.)?huggingface\.co/papers(?:/date/(\d{4}-\d\d-\d\d))?/?(?:[?#].*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    data: bytes
    address: str
    """Where it came from in the end, after redirects."""


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


def fetch(
    address: str,
    *,
    limit: int,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Fetched:
    """Ask an http or https address and read at most `limit` bytes of its answer.

    `progress` is told the bytes read and those expected (0 when unknown). Raises `InputError` when the address cannot
    be read, `LimitError` when the answer is too large.
    """
    shown = for_terminal(address)
    if not normal_url(address):
        raise InputError(f"{shown} is not an http or https address.")
    request = urllib.request.Request(readable_address(address), headers={"User-Agent": f"reader/{__version__}"})
    try:
        with urllib.request.build_opener(_WebOnly()).open(request, timeout=TIMEOUT) as answer:
            expected = _length(answer.headers)
            if expected > limit:
                raise LimitError(f"{shown} is larger than the limit of {limit // 1_000_000} MB.")
            return Fetched(_read(answer, expected, limit, shown, progress, cancelled), answer.geturl())
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(f"{shown} answered {error.code} ({for_terminal(str(error.reason))}).") from error
    except urllib.error.URLError as error:
        raise InputError(f"{shown} cannot be reached: {for_terminal(str(error.reason))}.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise InputError(f"{shown} cannot be read: {for_terminal(str(error)) or type(error).__name__}.") from error


def _read(
    answer: IO[bytes],
    expected: int,
    limit: int,
    shown: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> bytes:
    data = bytearray()
    while chunk := answer.read(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise LimitError(f"{shown} is larger than the limit of {limit // 1_000_000} MB.")
        if cancelled is not None and cancelled():
            raise InputError(f"Reading {shown} was cancelled.")
        if progress is not None:
            progress(len(data), expected)
    return bytes(data)


def _length(headers: HTTPMessage) -> int:
    stated = headers.get("Content-Length", "")
    return int(stated) if stated.isdecimal() else 0


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https addresses only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not newurl.lower().startswith(("http://", "https://")):
            raise InputError(f"{for_terminal(req.full_url)} leads to an address that is not on the web.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
