"""One question to a service and its answer, over all that good manners ask for.

Our turn is waited for (`manners`); what was answered today is not asked for again, what was answered before is asked
for on a condition (`answer_cache`); a service that is busy or broken is asked again later and later, up to `TRIES`
times; a redirect is followed only to where the service may lead (`Endpoint.may_lead_to`), each step in its own turn.
An answer is kept only when it was understood, so that the login page of a network is not believed for a day.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode, urljoin

from reader.errors import NetworkError
from reader.io.fetch import WebAnswer, exchange
from reader.online.answer_cache import AnswerCache
from reader.online.endpoints import Endpoint, Endpoints
from reader.online.manners import LONGEST_WAIT, SayWaiting, Turns, asked_pause, duration
from reader.text import for_terminal, shortened

T = TypeVar("T")

TRIES = 5
"""How often a question is asked before a service is said not to answer it."""
ANSWER_LIMIT = 64_000_000
"""Bytes of one answer, unpacked: many times the largest page that is asked for."""
DAY_LONG = 86_400.0
"""Seconds for which an answer stands, unless who asks says otherwise."""
_BUSY = (429, 500, 502, 503, 504)
"""Asked again later (RFC 6585, section 4; RFC 9110, section 15.6)."""
_MOVED = (301, 302, 303, 307, 308)
_NOT_THERE = (404, 410)
_OK, _NOT_MODIFIED = 200, 304
_WHOLE_ANSWERS = (_OK, 203)
_HOPS = 5
_FIRST_BACKOFF = 1.0
"""Seconds before a question is asked a second time; before each further time twice as many."""
_DROPPED = 2
"""How often a question is asked whose connection breaks."""
_REASON = 160


class ServiceClient:
    """Asks services, for one command or one window. It holds no connection and needs no end."""

    def __init__(
        self,
        endpoints: Endpoints,
        cache: Path,
        *,
        say: SayWaiting = lambda _: None,
        asks: Callable[[str], None] = lambda _: None,
        cancel: threading.Event | None = None,
    ) -> None:
        """`cache` is the folder of answers and turns, `say` is told what is waited for and `asks` who is asked next, as
        lines for people; soon after `cancel` is set a question ends in `Cancelled`, wherever it is."""
        self.endpoints = endpoints
        self.requests = 0
        """How many questions went over the network, redirects and repetitions among them."""
        self._answers = AnswerCache(cache / "answers")
        self._folder = cache / "services"
        self._say = say
        self._asks = asks
        self._cancel = cancel
        self._turns: dict[str, Turns] = {}

    def ask(
        self,
        endpoint: Endpoint,
        path: str,
        query: Mapping[str, str] | Iterable[tuple[str, str]],
        read: Callable[[bytes], T],
        *,
        accept: str = "*/*",
        fresh: float = DAY_LONG,
    ) -> T | None:
        """What `read` makes of the answer to a question; None where the service says that it has no such thing.

        `fresh` is for how many seconds an answer stands. Raises `NetworkError` where there is no answer that can be
        used, what `read` raises, and `Cancelled`.
        """
        address = f"{endpoint.base}{quote(path, safe='/:@!$&()*+,;=~')}"
        asked = urlencode(query if isinstance(query, Mapping) else list(query), quote_via=quote, safe="/:,~")
        address += f"?{asked}" if asked else ""
        question = f"{accept} {address}"
        kept = self._answers.get(question)
        if kept is not None and kept.is_fresh(fresh):
            return read(kept.body) if kept.status == _OK else None
        headers = {"User-Agent": self.endpoints.agent, "Accept": accept, "Accept-Encoding": "gzip"}
        answer = self._asked(endpoint, address, headers | (kept.conditions if kept is not None else {}))
        if answer.status == _NOT_MODIFIED and kept is not None and kept.conditions:
            found = read(kept.body)
            self._answers.keep(question, kept.status, kept.headers, kept.body)
            return found
        if answer.status in _NOT_THERE:
            self._answers.keep(question, answer.status, {}, b"")
            return None
        if answer.status not in _WHOLE_ANSWERS:
            raise NetworkError(_told(endpoint, answer))
        found = read(answer.body)
        self._answers.keep(question, _OK, answer.headers, answer.body)
        return found

    def _asked(self, endpoint: Endpoint, address: str, headers: Mapping[str, str]) -> WebAnswer:
        """The answer to a question, asked again while the service is busy."""
        pause = _FIRST_BACKOFF
        dropped = 0
        for left in reversed(range(TRIES)):
            try:
                answer = self._followed(endpoint, address, headers)
            except NetworkError as error:
                dropped += 1
                if not error.passing or dropped >= _DROPPED or not left:
                    raise
                self._turn(endpoint).put_off(pause)
                continue
            if answer.status not in _BUSY:
                return answer
            asked = asked_pause(answer.headers)
            wait = max(pause, asked or 0.0)
            self._turn(endpoint).put_off(wait)
            if wait > LONGEST_WAIT or not left:
                then = f" and asks to wait {duration(wait)}" if wait > LONGEST_WAIT else f" {TRIES} times"
                raise NetworkError(f"{_told(endpoint, answer).rstrip('.')}{then}: try again later.")
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _followed(self, endpoint: Endpoint, address: str, headers: Mapping[str, str]) -> WebAnswer:
        """The answer to a question behind all redirects."""
        for _ in range(_HOPS + 1):
            asked = self._endpoint_of(address, endpoint)
            turn = self._turn(asked)
            self._asks(f"asking {asked.name}")
            with turn.taken():
                self.requests += 1
                answer = exchange(address, headers, limit=ANSWER_LIMIT, shown=endpoint.name, cancel=self._cancel)
                turn.learn(answer.headers)
            if answer.status not in _MOVED:
                return answer
            where = answer.headers.get("Location") or ""
            if not where:
                raise NetworkError(f"{endpoint.name} sends on, but not where to.")
            address = self._target(endpoint, address, where)
        raise NetworkError(f"{endpoint.name} sends from one address to the next without end.")

    def _target(self, endpoint: Endpoint, address: str, where: str) -> str:
        try:
            target = urljoin(address, where)
            of_ours = (endpoint, self._endpoint_of(target, endpoint))
            if any(each.may_lead_to(target) for each in of_ours):
                return target
        except ValueError:
            target = where
        shown = for_terminal(shortened(target, _REASON))
        raise NetworkError(f"{endpoint.name} sends to another place ({shown}), which is not asked.")

    def _endpoint_of(self, address: str, asked: Endpoint) -> Endpoint:
        """The service that an address is of: what doi.org sends to Crossref is asked with Crossref's manners."""
        crossref = self.endpoints.crossref
        return crossref if asked is self.endpoints.doi and f"{address}/".startswith(f"{crossref.base}/") else asked

    def _turn(self, endpoint: Endpoint) -> Turns:
        if endpoint.name not in self._turns:
            self._turns[endpoint.name] = Turns(endpoint, self._folder, self._say, self._cancel)
        return self._turns[endpoint.name]


def _told(endpoint: Endpoint, answer: WebAnswer) -> str:
    """What a service answered that is no answer."""
    shown = f" ({answer.reason})" if answer.reason else ""
    return f"{endpoint.name} answered {answer.status}{shown}."
