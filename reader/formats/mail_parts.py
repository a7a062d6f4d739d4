"""A mail as a program keeps it -> the text that a person reads in it (RFC 2045, RFC 2046; RFC 4155 for mailboxes).

>>> mail = "Subject: hedges\\nContent-Transfer-Encoding: quoted-printable\\n\\nHecken=\\n und B=C3=A4ume\\n"
>>> opened(mail)
('', 'Subject: hedges\\n\\nHecken und Bäume\\n')
>>> opened("Subject: hedges\\n\\nA mail that needs no opening.")
('', '')
"""

from __future__ import annotations

import re
from email import message_from_string
from email.message import Message

_MAIL = re.compile(
    r"\s*(?:From \S[^\n]*\n)?(?:[A-Za-z][A-Za-z\d-]{0,60}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++[ \t]*\n", re.ASCII
)
"""The header of a mail, perhaps the first of a mailbox."""
_ENCODED = re.compile(
    r"^(?:Content-Transfer-Encoding:\s*(?:quoted-printable|base64)|Content-Type:\s*(?:multipart/|text/html))",
    re.I | re.M,
)
_NEXT = re.compile(r"^From \S+@\S+ [^\n]*\d\d:\d\d[^\n]*\n(?=[A-Za-z][A-Za-z-]*:)", re.MULTILINE)
"""What parts the mails of a mailbox."""
_LOOKED_AT = 100_000
_PARTS = 30
"""Parts of one mail that may have parts themselves, each of which makes every line of it dearer."""


def opened(text: str) -> tuple[str, str]:
    """(web pages, plain texts) that a mail holds whose parts are encoded, several or a page; "" for none, and for any
    other text. Above the plain texts of each mail stands who sent it, and about what."""
    mails = letters(text)
    return "\n".join(page for page, _ in mails if page), "\n".join(plain for _, plain in mails if plain)


def letters(text: str) -> list[tuple[str, str]]:
    """The same for each mail of a mailbox."""
    head = text[:_LOOKED_AT]
    if _MAIL.match(head) is None or _ENCODED.search(head) is None:
        return []
    found: list[tuple[str, str]] = []
    for mail in _NEXT.split(text.encode("utf-8", "replace").decode()):
        if mail.count("multipart/") > _PARTS:
            return []
        message = message_from_string(mail.lstrip())
        texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        page = "\n".join(_text(part) for part in texts if part.get_content_subtype() == "html")
        told = [_text(part) for part in texts if part.get_content_subtype() != "html"]
        head = "".join(f"{name}: {message[name]}\n" for name in ("From", "Subject") if message[name])
        found.append((page, "\n".join([head, *told]) if told else ""))
    return found


def _text(part: Message) -> str:
    """The text of a part. Bytes that its letters do not mean become U+FFFD."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return ""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() not in ("quoted-printable", "base64"):
        return payload
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return payload
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace").replace("\r\n", "\n")
