"""Where each service is asked, and by whom: the settings, and before them the environment.

READER_HF_URL, READER_ARXIV_URL, READER_CROSSREF_URL and READER_DOI_URL may have a path, to which that of a question is
joined. READER_ARXIV_PAUSE is below what arXiv asks for only where nobody but this machine is asked.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader import __version__
from reader.settings import Settings, service_setting

ARXIV_PAUSE = 3.0
"""Seconds (https://info.arxiv.org/help/api/tou.html: "make no more than one request every three seconds")."""
HOME = "https://pypi.org/project/reader-papers/"
"""Where whoever reads the log of a service finds what this program is."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A service and how it is asked."""

    name: str
    """As people call it."""
    base: str
    """The address below which it is asked, without a slash at its end."""
    hosts: tuple[str, ...] = ()
    """Hosts, and those below them, to which it may lead on besides its own."""
    pause: float = 0.0
    """Seconds between two requests."""

    @property
    def host(self) -> str:
        """Host and port, for which its manners are kept."""
        return urlsplit(self.base).netloc.rpartition("@")[2].lower()

    def may_lead_to(self, address: str) -> bool:
        """Whether an answer may send there: to itself or a host of its own, and never from https to http."""
        here, there = urlsplit(self.base), urlsplit(address)
        if there.scheme not in ("http", "https") or (here.scheme == "https" and there.scheme != "https"):
            return False
        if there.netloc.lower() == here.netloc.lower():
            return True
        host, usual = (there.hostname or "").lower(), there.port in (None, 80, 443)
        return usual and any(host == own or host.endswith(f".{own}") for own in self.hosts)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """All services, and the name under which they are asked."""

    hf: Endpoint
    arxiv: Endpoint
    crossref: Endpoint
    doi: Endpoint
    agent: str
    """The User-Agent: the program, where it is described, and whom to write to."""


def endpoints(settings: Settings, environment: Mapping[str, str] = os.environ) -> Endpoints:
    """The services as the user wants them asked. Raises `SettingsError` for what is wrong in the environment."""

    def told(name: str, usual: str | float) -> str | float:
        variable = f"READER_{name.upper()}"
        value = service_setting(name, environment[variable], f"${variable}") if environment.get(variable) else None
        value = getattr(settings, name) if value is None else value
        return usual if value in (None, "") else value

    def base(name: str, usual: str) -> str:
        return str(told(name, usual)).rstrip("/")

    arxiv, crossref = base("arxiv_url", "https://export.arxiv.org"), base("crossref_url", "https://api.crossref.org")
    pause = float(told("arxiv_pause", ARXIV_PAUSE))
    contact = told("contact", "")
    return Endpoints(
        hf=Endpoint("Hugging Face", base("hf_url", "https://huggingface.co"), ("huggingface.co", "hf.co")),
        arxiv=Endpoint("arXiv", arxiv, ("arxiv.org",), pause if is_own_machine(arxiv) else max(pause, ARXIV_PAUSE)),
        # Of the limits that it states in each answer the lowest: five a second, one at once.
        crossref=Endpoint("Crossref", crossref, ("crossref.org",), 0.2),
        # It sends to the agency of a DOI (https://www.doi.org/the-community/existing-registration-agencies/).
        doi=Endpoint(
            "doi.org",
            base("doi_url", "https://doi.org"),
            ("doi.org", "crossref.org", "datacite.org", "crosscite.org", "medra.org", "japanlinkcenter.org"),
            0.2,
        ),
        agent=f"reader/{__version__} (+{HOME}{f'; mailto:{contact}' if contact else ''})",
    )


def short_pause(settings: Settings) -> str:
    """What is said of a pause in the settings that is shorter than arXiv asks for, where another machine is asked, so
    that it counts for nothing; else ""."""
    pause = settings.arxiv_pause
    if pause is None or pause >= ARXIV_PAUSE or is_own_machine(settings.arxiv_url):
        return ""
    return f"arxiv_pause is below the {ARXIV_PAUSE:g} seconds that arXiv asks for, which are kept."


def is_own_machine(address: str) -> bool:
    """Whether an address is one of this machine's own (RFC 1122, section 3.2.1.3 (g); RFC 4291, section 2.5.3)."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
