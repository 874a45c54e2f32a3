# SPDX-License-Identifier: Apache-2.0
"""Slips in a mail and out of it; whatever else lies in the mailbox is left alone.

A mail of ours is known by its Message-ID, which bears a tag, so that of strangers'
mails only a few header lines are ever read.
"""

from __future__ import annotations

import os
import re
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import formatdate
from typing import Final

from parley.crypto.carrier import CarrierKeys
from parley.fixed import Fixed
from parley.wire.slip import SLIPS_BYTES_MAX

SUBJECT: Final = "Document"
TEXT: Final = "Please find the document attached.\n"
FILE: Final = "document.dat"
MAIL_BYTES_MAX: Final = SLIPS_BYTES_MAX * 7 // 5 + 65_536
"""A mail of ours: base64 is 4 for 3 and a line end for 57."""

BOUNCE_BYTES_MAX: Final = 262_144
PARTS_MAX: Final = 16
_MULTIPARTS_MAX: Final = 8
_RANDOM_BYTES = 16
_TAG_BYTES = 8
_ID = re.compile(rb"<([0-9a-f]{32})\.([0-9a-f]{16})@[^\s<>@]{1,255}>")
_STATUS = re.compile(
    rb"^(?:Diagnostic-Code:[^\S\n]*smtp;|Status:)[^\S\n]*([^\r\n]{1,160})",
    re.IGNORECASE | re.MULTILINE,
)
# A colour, a bell or a right-to-left mark has no place on the board.
_ODD = re.compile(r"[^\x20-\x7e]")


class Letter(Fixed):
    """A mail to send, and the name by which a returned one is known."""

    name: str
    mail: EmailMessage


def write_letter(body: bytes, keys: CarrierKeys, sender: str, recipient: str) -> Letter:
    """Return a list of slips as a mail that looks like any other."""
    # SPEC 10.73: "A mail's Message-ID begins with 32 hexadecimal digits drawn at
    # random, a full stop and 16 that are the beginning of the tag over the first 32;
    # the list of slips MUST be its one attachment of the type
    # application/octet-stream."
    drawn = os.urandom(_RANDOM_BYTES).hex()
    local = f"{drawn}.{_name_tag(keys, drawn)}"
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = SUBJECT
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{local}@{sender.rpartition('@')[2]}>"
    mail.set_content(TEXT)
    mail.add_attachment(
        body, maintype="application", subtype="octet-stream", filename=FILE
    )
    return Letter(local, mail)


def is_ours(header: bytes, keys: CarrierKeys) -> bool:
    """Say whether a mail's header lines bear the tag of the other side."""
    # SPEC 10.74: "A receiver MUST read no more of a mail than its header lines before
    # that tag is judged."
    found = _ID.search(header)
    if found is None:
        return False
    drawn, tag = (part.decode("ascii") for part in found.groups())
    return tag == _name_tag(keys, drawn)


def is_bounce(header: bytes) -> bool:
    """Say whether a mail may be a report that another could not be delivered."""
    return b"multipart/report" in header.lower()


def read_letter(raw: bytes) -> bytes | None:
    """Return the list of slips of a mail that is ours, or None where there is none.

    What a host on the way has done to it is borne: added parts, other encodings.
    """
    # Nested parts cost the parser more than their bytes; ours has one level.
    if len(raw) > MAIL_BYTES_MAX or raw.lower().count(b"multipart/") > _MULTIPARTS_MAX:
        return None
    try:
        mail = BytesParser(policy=policy.SMTP).parsebytes(raw)
        for count, part in enumerate(mail.walk()):
            if count >= PARTS_MAX:
                return None
            if part.get_content_type() == "application/octet-stream":
                data = part.get_payload(decode=True)
                return data if isinstance(data, bytes) else None
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return None  # hostile MIME finds new ways into the parser every year
    except RecursionError:
        return None
    return None


def returned(raw: bytes, names: frozenset[str]) -> str | None:
    """Return why one of our mails came back, or None if the report is of none of them.

    A stranger who has seen no mail of ours cannot know a name.
    """
    if not any(name.encode() in raw for name in names):
        return None
    said = [found.decode("latin-1") for found in _STATUS.findall(raw)]
    words = max(said, key=len, default="without a reason")
    return _ODD.sub("?", words).strip()


def _name_tag(keys: CarrierKeys, drawn: str) -> str:
    return keys.tag(drawn.encode("ascii"))[:_TAG_BYTES].hex()
