# SPDX-License-Identifier: Apache-2.0
"""Who writes and who cosigns the two logs of a link, as keys and as names."""

from __future__ import annotations

from collections.abc import Iterable

from parley.core.entries import setting_of
from parley.crypto.keys import StationKeys
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.identity import Delegation, PublicKeys
from parley.model.message import Setting
from parley.model.precedence import Mode
from parley.model.record import Direction
from parley.station.facts import LinkKnowledge
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.policy import Policy, Signer, link_policy, signers_of

Log = tuple[str, Direction, int]
"""A log of the record: its link, whose it is, its incarnation."""


class Parties(Fixed):
    """Who signs the two logs of a link, and in whose name."""

    mode: Mode
    own: Signer
    theirs: Signer

    @property
    def station(self) -> str:
        """The name of our station."""
        return self.own.name

    @property
    def link(self) -> str:
        """The name of the counterpart's."""
        return self.theirs.name

    def setting(self, log: Log) -> Setting:
        """Return where the entries of a log are valid."""
        return setting_of(self.station, self.mode, self.link, log[1])

    def origin(self, log: Log) -> str:
        """Return the name of a log."""
        return self.signers(log)[0]

    def signers(
        self, log: Log, note: Note | None = None
    ) -> tuple[str, KeyPair, KeyPair]:
        """Return the name of a log, and the pairs of who writes and who cosigns it.

        They are those of the delegations under which `note` was signed, if any was.
        """
        _, direction, incarnation = log
        ends = (self.own, self.theirs)
        ends = ends if direction is Direction.OUT else ends[::-1]
        return signers_of(*ends, self.mode, incarnation, note)

    def policy(self, log: Log, note: Note | None = None) -> Policy:
        """Return the policy that asks for all four signatures of a log."""
        return link_policy(*self.signers(log, note)[1:])


def own_signer(
    station: str, keys: StationKeys, known: Iterable[Delegation] = ()
) -> Signer:
    """Return our share in the logs of every link; `known` are our delegations."""
    public, witness = keys.public, keys.witness.public
    return Signer(station, public, witness, _earlier(public, known))


def _earlier(
    keys: PublicKeys, known: Iterable[Delegation]
) -> tuple[tuple[PublicKeys, PublicKeys], ...]:
    newest = sorted(known, key=lambda each: each.number, reverse=True)
    return tuple((each.keys, each.witness) for each in newest if each.keys != keys)


def parties_of(own: Signer, mode: Mode, link: LinkKnowledge) -> Parties:
    """Return the signers of a link that is confirmed.

    Raises:
        LocalFault: PLY-LNK-002, its card is not confirmed.

    """
    name, card = link.facts.link, link.card
    if card is None:
        raise LocalFault("PLY-LNK-002", name=name)
    earlier = _earlier(card.keys, link.delegations)
    return Parties(mode, own, Signer(name, card.keys, card.witness, earlier))
