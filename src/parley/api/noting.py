# SPDX-License-Identifier: Apache-2.0
"""Who was refused at the door of the API stands in the audit log.

A line says the fault, the token's name where one was known, and the method where there
is one.  Nothing in it is the caller's own words, so he can neither fill the log nor
write into it: the audit log takes one such line in a while.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from parley.api.rights import RIGHTS
from parley.errors import LocalFault
from parley.station.api import StationApi
from parley.station.tokens import Token

NOTED = frozenset(
    {"PLY-API-001", "PLY-API-002", "PLY-API-004", "PLY-API-005", "PLY-AUT-030"}
)
"""No valid token, not for this, not from here, too often, an auditor who would act."""


@dataclass(slots=True)
class Caller:
    """What is known of a request so far."""

    token: Token | None = None
    method: str = ""


@asynccontextmanager
async def noting(station: StationApi) -> AsyncIterator[Caller]:
    """Note it in the audit log when the request within is refused.

    Raises:
        LocalFault: what the request within raises; never because of the note.

    """
    found = Caller()
    try:
        yield found
    except LocalFault as fault:
        if fault.code in NOTED:
            officer = None if found.token is None else found.token.officer
            # A disk that refuses the line must not change the answer.
            with suppress(LocalFault):
                await station.note("CALL_REFUSED", _subject(found, fault), officer)
        raise


def _subject(found: Caller, fault: LocalFault) -> str:
    named = found.token.name if found.token else fault.facts.get("token")
    token = f"by {named}" if named else "without a valid token"
    method = f"{found.method}, " if found.method in RIGHTS else ""
    return f"{method}over the API {token}: {fault.code}"
