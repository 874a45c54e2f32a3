# SPDX-License-Identifier: Apache-2.0
"""How a sender opens a one-way epoch of its log."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.precedence import Mode


class Opening(Fixed):
    """What an opening statement says.

    ``first_serial`` is the serial of the first entry of the epoch;
    ``previous_last_serial`` the last of the epoch before (0: there was none).
    ``book`` is the SHA-256 of the code book both signed, None if there is none.
    ``page`` names the pre-shared page that is mixed in.  ``sealed`` is the fresh
    secret, sealed to the recipient's prekey ``prekey_number``; both are None where the
    page stands alone.
    """

    sender: str
    recipient: str
    mode: Mode
    incarnation: int
    first_serial: int
    previous_last_serial: int
    opened_ms: int
    prekey_number: int | None
    book: bytes | None
    page: bytes | None
    sealed: bytes | None
