# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door for new keys after a stop."""

from __future__ import annotations

from parley.core.key_acts import KeysShown, NewKeysConfirmed, NewKeysPresented
from parley.fixed import Fixed
from parley.model.identity import Counterpart
from parley.station.authority.audit import AuditLog, Deed
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import PairingView


class KeysView(Fixed):
    """The keys of one station, as digits to be read aloud."""

    link: str
    digits: str  # 12 groups of 5


class RekeyActs:
    """Mixed into `StationApi`, which sets `_runner`, `_queries` and `_audit`."""

    _runner: Runner
    _queries: Queries
    _audit: AuditLog

    async def keys_digits(self, link: str | None = None) -> KeysView:
        """Return the digits of our keys of now, for one counterpart's ears."""
        name = self._queries.link_named(link)
        return KeysView(name, await self._runner.act(KeysShown(name), str))

    async def take_new_keys(self, card: bytes) -> KeysView:
        """Take a card with new keys in; they wait for `confirm_new_keys`."""
        link, digits = await self._runner.act(NewKeysPresented(card), tuple)
        about = f"new keys of {link} taken in, not yet confirmed"
        await self._audit.note(Deed.KEYS_CHANGED, None, about)
        return KeysView(link, digits)

    async def confirm_new_keys(self, link: str, digits: str, name: str) -> PairingView:
        """Confirm that the 60 digits of new keys were compared by `name`."""
        known = self._queries.link_named(link)
        await self._runner.act(NewKeysConfirmed(known, digits), Counterpart)
        about = f"new keys of {known} confirmed by {name}"
        await self._audit.note(Deed.KEYS_CHANGED, None, about)
        return self._queries.pairing(known)
