# SPDX-License-Identifier: Apache-2.0
"""Mail with the military header fields of RFC 6477, as a file; nothing is sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

from parley.errors import LocalFault
from parley.exchange.bodies import body_in, filling, note_of
from parley.exchange.cap_writing import identifier, left_of, status_of, token
from parley.exchange.moments import stamp
from parley.exchange.values import (
    Filling,
    Line,
    Outgoing,
    TextFilling,
    Written,
    shown,
)
from parley.formats.book import Library
from parley.model.precedence import Precedence

KIND = "RFC 6477"
_PRECEDENCES = {
    Precedence.ROUTINE: 1,
    Precedence.PRIORITY: 2,
    Precedence.IMMEDIATE: 3,
    Precedence.FLASH: 4,
}
_TYPES = {"Exercise": 0, "Actual": 1, "Test": 3}
"""RFC 6477 has exercise, operation, project and drill."""

_PRECEDENCE = "mmhs-primary-precedence"
_BODY = "coded-body.txt"
_PARTS_MAX = 100
_DOMAIN = "parley.invalid"
_OVERRIDE = "5"


def write_mail(message: Outgoing) -> Written:
    """Return a message as a mail, one part a language."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"{token(message.sender)}@{_DOMAIN}"
    mail["To"] = f"{token(message.recipient)}@{_DOMAIN}"
    mail["Date"] = format_datetime(stamp(message.created_ms))
    mail["Message-ID"] = f"<{identifier(message)}@{_DOMAIN}>"
    mail["Subject"] = message.subject
    mail["MMHS-Primary-Precedence"] = str(_PRECEDENCES[message.precedence])
    mail["MMHS-Message-Type"] = str(_TYPES[status_of(message)])
    mail["MMHS-Originator-Reference"] = message.ref
    (language, text), *others = message.texts
    mail.set_content(text)
    mail["Content-Language"] = language
    for tag, other in others:
        mail.add_attachment(other)
        mail.get_payload()[-1]["Content-Language"] = tag  # type: ignore[index]
    if message.coded is not None:
        mail.add_attachment(note_of(message.coded), filename=_BODY)
    return Written(mail.as_bytes(), left_of(message))


def read_mail(
    data: bytes, library: Library
) -> tuple[Filling, list[Line], list[Line], tuple[str, ...]]:
    """Return the draft of a mail, what it carries, what it leaves, and notes.

    Raises:
        LocalFault: PLY-XCH-002 no mail; -004 none of the header fields; -009 no text.

    """
    try:
        return _read(data, library)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as odd:
        # The reader of the standard library has no one fault of its own.
        reason = f"its parts are not in order ({type(odd).__name__})"
        raise LocalFault("PLY-XCH-002", kind="mail", reason=reason) from None


def _read(
    data: bytes, library: Library
) -> tuple[Filling, list[Line], list[Line], tuple[str, ...]]:
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage), "as the policy makes them"
    precedence, carried, left = _heads(mail)
    texts: dict[str, list[str]] = {}
    for at, part in enumerate(mail.walk(), 1):
        if at > _PARTS_MAX:
            reason = f"it has more than {_PARTS_MAX} parts"
            raise LocalFault("PLY-XCH-002", kind="mail", reason=reason)
        if part.is_multipart():
            continue
        place = f"part {at} ({part.get_content_type()})"
        text = part.get_content() if part.get_content_type() == "text/plain" else None
        if not isinstance(text, str):
            left.append(Line(place, f"{len(part.as_bytes())} bytes"))
            continue
        body = body_in(text) if part.get_filename() == _BODY else None
        if body is not None:
            whole, notes = filling(library, body, None)
            carried.append(Line(place, shown(text), "every field"))
            return whole, carried, left, notes
        language = str(part.get("Content-Language", "en"))
        texts.setdefault(language, []).append(text.strip())
        carried.append(Line(place, shown(text), f"text ({language})"))
    said = [(tag, "\n\n".join(one).strip()) for tag, one in texts.items()]
    if not any(text for _, text in said):
        raise LocalFault("PLY-XCH-009")
    whole_texts = tuple((tag, text) for tag, text in said if text)
    return TextFilling(whole_texts, precedence), carried, left, ()


def _heads(mail: EmailMessage) -> tuple[Precedence | None, list[Line], list[Line]]:
    """Return the precedence of a mail, and its header fields carried and left."""
    heads = [Line(name, shown(str(value))) for name, value in mail.items()]
    if not any(each.place.lower().startswith("mmhs-") for each in heads):
        raise LocalFault("PLY-XCH-004", found="no header field of RFC 6477")
    precedence = None
    carried, left = [], []
    for head in heads:
        known = None
        if head.place.lower() == _PRECEDENCE:
            known = _precedence(head.value)
        if known is None:
            left.append(head)
        else:
            precedence = known
            carried.append(Line(head.place, head.value, "precedence"))
    return precedence, carried, left


def _precedence(text: str) -> Precedence | None:
    """Return a precedence by number or by name; there is none above FLASH here."""
    word = text.partition("(")[0].strip()
    if word == _OVERRIDE:
        return Precedence.FLASH
    for precedence, number in _PRECEDENCES.items():
        if word.upper() in {str(number), precedence.name}:
            return precedence
    return None
