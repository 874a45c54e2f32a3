# SPDX-License-Identifier: Apache-2.0
"""What the settings of a mail circuit are, and how one is made of them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from parley.bearers.mail.config import Account, MailSettings
from parley.carriage.credentials import load_credential
from parley.carriage.ends import carrier_keys, needed, no_address
from parley.errors import LocalFault
from parley.ports.address import Address, split_address
from parley.ports.bearer import Bearer
from parley.ports.kind import BearerKind, CircuitTable, Ends

Mailbox = Annotated[
    str, Field(pattern=r"^[!#-'*+\-/-9=?A-Z^-~.]{1,64}@[A-Za-z0-9.-]{1,253}$")
]


class MailTable(CircuitTable):
    """Mails with a sealed attachment: SMTP out, IMAP in.

    The account's name and password are its credential (`parley circuit credential`).
    """

    bearer: Literal["mail"] = Field(description="Kind of carrier.")
    smtp: Address = Field(description="`HOST:PORT` that takes our mails, under TLS.")
    imap: Address = Field(description="`HOST:PORT` of our mailbox, under TLS.")
    starttls: bool = Field(
        default=False,
        description="TLS on the SMTP port begins by STARTTLS, as on port 587.",
    )
    sender: Mailbox = Field(description="Our address of mail.")
    recipient: Mailbox = Field(description="The counterpart's address of mail.")
    folder: str = Field(
        default="INBOX",
        min_length=1,
        max_length=255,
        description="Folder of the mailbox that is read.",
    )
    authorities: str | None = Field(
        default=None,
        description="File of certificates to trust in place of the system's, PEM.",
    )
    again_s: float = Field(
        default=300.0,
        ge=1.0,
        le=86_400.0,
        description="The same frame is not mailed again sooner.",
    )


def make(table: MailTable, ends: Ends) -> Bearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-BRR-060 its packages are not installed; PLY-BRR-043,
            PLY-BRR-044, PLY-BRR-062 its credential; PLY-BRR-061 its authorities;
            PLY-CFG-025 the counterpart's card has no certificate.

    """
    needed(table, "mail", "aiosmtplib", "imapclient")
    credential = load_credential(ends.folder, ends.key, table.name)
    missing = [name for name in ("account", "password") if name not in credential]
    if missing:
        raise LocalFault("PLY-BRR-062", missing=" and ".join(missing))
    account, password = credential["account"], credential["password"]
    settings = MailSettings(
        smtp=Account(
            *split_address(table.smtp),
            credential.get("smtp_account", account),
            credential.get("smtp_password", password),
        ),
        imap=Account(*split_address(table.imap), account, password),
        sender=table.sender,
        recipient=table.recipient,
        starttls=table.starttls,
        folder=table.folder,
        authorities=None if table.authorities is None else Path(table.authorities),
        again_s=table.again_s,
    )
    # Imported only here: a station without mail needs none of its packages.
    module = importlib.import_module("parley.bearers.mail.bearer")
    made: Bearer = module.MailBearer(settings, *carrier_keys(table, ends, "mail"))
    return made


MAIL: Final = BearerKind("mail", MailTable, make, no_address)
