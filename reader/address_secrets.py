"""Addresses without the secrets in them: a user and password, a token, a key, a signature.

An address may let whoever has it in (RFC 3986, section 3.2.1; RFC 6750, section 2.3; the presigned addresses of Amazon,
Google and Azure, those of Akamai, the tickets of CAS, the links of OSF, Dropbox and Google Drive that are shared with
few). What is fetched is asked for with all of it; nothing that Reader keeps or says has it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from reader.patterns import regex

_ADDRESS = regex(
    r"(?<![a-z0-9+.-])("
    r"(?:[a-z][a-z0-9+.-]{0,15}:)?//"
    r"|(?:[^\s<>\"/:@]{1,64}:[^\s<>\"/@]{1,128}@)?(?=(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?/)"
    r")([^\s<>\"]+)",
    re.IGNORECASE,
)
"""An address with its scheme, or without: from its slashes on, or from a host that a path follows."""
_SCHEME = regex(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_SUSPECT = regex(r"\S@|[?&;#][^\s=]{1,64}=")
"""What a text holds that has an address with a secret."""
_AUTHORITY = regex(r"[^/?#]*@")
_PARAMETER = regex(r"(?P<sign>[?&#]|(?P<path>;))(?P<name>[^=&?;#/]+)=(?P<value>(?(path)[^&;#?]*|[^&;#]*))")
"""A parameter of a query, of a path or of a fragment."""
_CLOSING = ")]}'.,:!"
"""What closes a quote or a sentence behind an address."""
_DEEPEST = 3
"""Addresses in parameters of addresses that are looked into."""
_NO_LETTER = regex("[^a-z0-9]+")
_SECRET = regex(
    ".*(?:token|secret|password|passwd|passphrase|passcode|accesskeyid|signature|credentials?|assertion)"
    "|.*(?:api|access|shared?|private|secret|master|account|auth|signing|encryption|subscription|user|resource|rl|client)key"
    "|(?:x(?:amz|goog|oss|ms)|oauth).*"
    "|authorization|bearer|hmac|jwt|keypairid|pass|pwd|psw|pw|sig|googleaccessid|qak|t?otp|codeverifier|viewonly"
    "|saml(?:request|response|art|data)?|hdn(?:ea|ts|tl)|gda|pgt(?:id|iou)"
    "|(?:j|php|asp|aspnet)sess(?:ion)?id[a-z]*|connectsid|sess(?:ion)?key|auth(?:orization)?code|[cx]srf"
)
"""Parameters whose values are secrets, by their names in small letters without signs between them."""
_UNSURE = regex("key|auth|sess?(?:ion)?id")
"""Parameters whose values let in at some sites and name a page at others."""
_SESSION = regex("session|sid")
"""Parameters that are a login's at some sites, and at others a part of a conference or, in an OpenURL, who asks."""
_STATE = regex(r"[?&;#](?:session_)?state=", re.IGNORECASE)
"""Beside it a `code` is one that is given for a token (RFC 6749, section 4.1.2)."""
_PLAIN = regex(r"\d{0,6}|[a-z]{1,15}(?:[:._-][a-z]{1,15})*", re.IGNORECASE)
"""A number or words: no value that lets in."""
_TRACKED = regex(rf"{_PLAIN.pattern}|[a-z][a-z0-9]{{0,9}}-\d{{1,6}}", re.IGNORECASE)
"""What a `ticket` is where people report faults (`4711`, `LAMPS-12`); else it lets in, as those of CAS do."""
_SHORTEST_CODE = 10
"""Letters of a code that is given for a token, at least."""
_HARMLESS = regex("access|code|policy|sk")
"""Parameters whose values mostly name a page, and let in at few sites."""
_LOOSE_USER = regex(
    r"(?<![^\s<>\"'`/:@=])(?!mailto:|[a-z]:\\)[^\s<>\"'`/:@]{1,64}:[^\s<>\"'`/]{1,128}@(?=[\w\[])", re.IGNORECASE
)
"""A user and a password before a host, whatever stands before and behind them."""
_HEADER = regex(
    r"(?P<head>\bauthorization[\"']?\s{0,2}[:=]\s{0,2}b?[\"']?(?:bearer|basic|token|digest|apikey)\s{1,2})[^\s\"'<>,;]+"
    r"|(?P<bare>\bauthorization[\"']?\s{0,2}[:=]\s{0,2}b?[\"']?|\bbearer\s{1,2})(?=[^\s\"'<>,;]{0,300}\d)[\w.~+/=-]{16,}",
    re.IGNORECASE,
)
"""What lets in, behind the words by which it is sent (RFC 9110, section 11.6.2): anything behind both of them, and
behind one of them what is so long and has a digit, as no word of a title."""
_TOKEN = regex(
    r"(?<![\w-])(?:(?P<head>hf_|gh[oprsu]_|github_pat_|gl(?:pat|rt)-|xox[abprs]-|sk-(?=[\w-]{0,300}\d)|[sr]k_(?:live|test)_"
    r"|AKIA(?=[\dA-Z]{16}\b)|AIza(?=[\w-]{35})|ya29\.|npm_(?=[A-Za-z0-9]{36}\b)|pypi-)[\w-]{16,}"
    r"|(?P<jwt>eyJ)[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"
)
"""What lets in at Hugging Face, GitHub, GitLab, Slack, OpenAI, Anthropic, Stripe, Amazon, Google, npm and PyPI, by how
it begins, and signed tokens (RFC 7519)."""
_COOKIE = regex(
    r"(?P<head>\b(?:set-)?cookie[\"']?\s{0,2}[:=]\s{0,2}b?[\"']?)[^\s=;,:<>\"']{1,256}=[^\r\n\"'<>]*", re.IGNORECASE
)
"""The cookies of a request or an answer, up to the end of their line or quote (RFC 6265, section 4)."""
_FIELD = regex(
    r"(?<![\w%.-])(?P<head>(?P<open>b?[\"'])?(?P<name>[a-z][\w.-]{0,63})(?(open)[\"'])\s{0,2}(?P<sign>[:=])\s{0,2})"
    r"(?:b?(?P<quote>[\"'])(?P<quoted>[^\"'\r\n]{1,1000})(?P=quote)|(?P<value>[^\s\"'<>,;&#`]+))",
    re.IGNORECASE,
)
"""A header, a setting or a member of JSON: its name, a sign, and what it is, in quotes or up to a blank."""
_WORD = regex(
    "token|secret|password|passphrase|passcode|signature|credentials?|assertion|authorization|bearer|pass|sig"
)
"""Names of secrets that are words of titles, too: "Token: A Study" is no secret."""
_QUOTED = regex(r"https?%3a%2f%2f[^\s<>\"'&]+", re.IGNORECASE)
"""An address as it stands in a parameter, alone (RFC 3986, section 2.1)."""
_SHORTEST_SECRET = 5
"""Characters of what stands behind such a word and is one, at least."""
_LOOSE_PARAMETER = regex(r"(?<![\w%.-])(?P<name>[\w%.-]{1,64})(?P<sign>\s{0,2}=\s{0,2})(?P<value>[^\s&;#<>\"'`]+)")
"""A parameter wherever it stands, blanks around its sign included."""
_RUNS = regex(r"\d+|[a-z]+", re.IGNORECASE)
_DRAWN = regex(r"[\w-]{16,}")
"""The letters of a value that was drawn by chance."""
_DRAWN_RUNS = 4
"""Runs of letters or digits in it, at least: the citation key `smith2020fast` has three."""


def without_secrets(text: str, *, pages: bool = False) -> str:
    """A text whose addresses have lost their secrets; parameters that are none stay, in their order.

    A parameter such as `key` counts as one; where the addresses are those of `pages`, which may be told apart by it,
    only if it looks drawn by chance.
    """
    if "/" not in text or not _SUSPECT.search(text):
        return text
    return _bare_addresses(text, pages, 0)


def told_without_secrets(text: str) -> str:
    """A text that quotes what somebody gave, without secrets: what was meant for an address may lack its scheme
    (`ann:pw@papers.org`, `papers.org/x?token=a`, `token=a`), and stands for a file or a paper then. In place of a
    value that lets in and stands outside an address is "…".

    >>> told_without_secrets("There is no file called ann:pw@papers.org/x?page=2&token=a.")
    'There is no file called papers.org/x?page=2.'
    >>> told_without_secrets("There is no file called token=a.")
    'There is no file called token=….'
    >>> told_without_secrets("Authorization: Basic YW5uOnB3")
    'Authorization: Basic …'
    """
    text = _HEADER.sub(lambda found: f"{found['head'] or found['bare']}…", _QUOTED.sub(_unquoted, text))
    text = _TOKEN.sub(lambda found: f"{found['head'] or found['jwt']}…", _COOKIE.sub(r"\g<head>…", text))
    text = _FIELD.sub(_without_value, text) if ":" in text or "=" in text else text
    if "=" not in text and "@" not in text:
        return text
    return _LOOSE_PARAMETER.sub(_hidden, without_secrets(_LOOSE_USER.sub("", text)))


def _unquoted(found: re.Match[str]) -> str:
    """An address that is quoted, without its secrets."""
    given = found[0].rstrip(_CLOSING)
    told = unquote(given)
    bare = without_secrets(told)
    return found[0] if bare == told else f"{quote(bare, safe='')}{found[0][len(given) :]}"


def _without_value(found: re.Match[str]) -> str:
    """A field without its value where that lets in."""
    name, value = _NO_LETTER.sub("", found["name"].lower()), found["quoted"] or found["value"].rstrip(_CLOSING)
    if "…" in value or not value or not _SECRET.fullmatch(name):
        return found[0]
    is_set = found["quoted"] and (found["open"] or found["sign"] == "=")
    if not is_set and (found["sign"] == "=" or value.startswith("//")):
        return found[0]  # A parameter, or an address.
    if not is_set and _WORD.fullmatch(name) and not (len(value) >= _SHORTEST_SECRET and re.search(r"\d", value)):
        return found[0]
    closing = found["quote"] if found["quoted"] else found["value"][len(value) :]
    return f"{found['head']}{found['quote'] or ''}…{closing}"


def _hidden(found: re.Match[str]) -> str:
    name, value = _NO_LETTER.sub("", unquote(found["name"]).lower()), found["value"].rstrip(_CLOSING)
    if not value or not (_SECRET.fullmatch(name) or _lets_in(name, value, found.string, pages=True)):
        return found[0]
    return f"{found['name']}{found['sign']}…{found['value'][len(value) :]}"


def _bare_addresses(text: str, pages: bool, depth: int) -> str:
    return _ADDRESS.sub(lambda found: _scheme(found[1]) + _bared(found[2], pages, depth), text)


def _scheme(start: str) -> str:
    """What an address begins with; a user and password are no part of it."""
    return start if _SCHEME.fullmatch(start) else ""


def _bared(rest: str, pages: bool, depth: int) -> str:
    """An address behind its scheme, which stands in the parameters of so many others."""
    rest = _AUTHORITY.sub("", rest, count=1) if _AUTHORITY.match(rest) else rest
    if "=" not in rest:
        return rest
    kept = _PARAMETER.sub(lambda found: _parameter(found, pages, depth), rest)
    return kept if kept == rest else _joined(kept)


_GONE = "\0"
"""Stands where a parameter was taken out."""


def _parameter(found: re.Match[str], pages: bool, depth: int) -> str:
    name, value = _NO_LETTER.sub("", unquote(found["name"]).lower()), found["value"].rstrip(_CLOSING)
    behind = found["value"][len(value) :]
    if _SECRET.fullmatch(name) or _lets_in(name, value, found.string, pages=pages):
        return f"{found['sign']}{_GONE}{behind}"
    told = unquote(value)
    if "//" not in told and "=" not in told:
        return found[0]
    if depth == _DEEPEST:  # Nobody reads what stands so deep, and a secret may.
        return f"{found['sign']}{_GONE}{behind}"
    bare = _bare_addresses(told, pages, depth + 1)
    if "//" not in told:  # It may be an address on the same site.
        kept = _PARAMETER.sub(lambda inner: _parameter(inner, pages, depth + 1), bare)
        bare = bare if kept == bare else _joined(kept)
    return found[0] if bare == told else f"{found['sign']}{found['name']}={quote(bare, safe='')}{behind}"


def _lets_in(name: str, value: str, around: str, *, pages: bool) -> bool:
    """Whether a parameter that may be a secret is one, by its value where it may name a page, and what is `around`."""
    if _SESSION.fullmatch(name):
        return _is_drawn(value) if pages else _PLAIN.fullmatch(unquote(value)) is None
    if name == "code" and _STATE.search(around) and _PLAIN.fullmatch(unquote(value)) is None:
        return not pages or len(value) >= _SHORTEST_CODE
    if name == "ticket":
        return not pages or _TRACKED.fullmatch(unquote(value)) is None
    if _UNSURE.fullmatch(name):
        return not pages or _is_drawn(value)
    return _HARMLESS.fullmatch(name) is not None and _is_drawn(value)


def _is_drawn(value: str) -> bool:
    return _DRAWN.fullmatch(value) is not None and len(_RUNS.findall(value)) >= _DRAWN_RUNS


def _joined(rest: str) -> str:
    """What is left of an address, its parameters joined as they were."""
    rest = re.sub(f"[&;]{_GONE}", "", rest)
    rest = re.sub(f"([?#]){_GONE}[&;]", r"\1", rest)
    return re.sub(f"[?#]{_GONE}", "", rest)
