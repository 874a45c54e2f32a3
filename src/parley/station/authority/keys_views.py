# SPDX-License-Identifier: Apache-2.0
"""What a face shows of keys that change: delegations, epochs, prekeys, pages."""

from __future__ import annotations

from parley.fixed import Fixed


class DelegationView(Fixed):
    """Keys that a root has delegated; `keys` are 16 characters that name them."""

    number: int
    keys: str
    valid_from_ms: int
    valid_to_ms: int


class LinkKeysView(Fixed):
    """By which keys a counterpart speaks, and how fresh those of the line are."""

    link: str
    party: str
    state: str
    delegation: DelegationView
    earlier: tuple[DelegationView, ...]  # on record, the newest first
    epoch_ms: int | None  # when our present epoch was opened
    prekeys: int  # of theirs, unused: so many epochs of ours can still be opened
    pages_ours: int
    pages_theirs: int


class KeysView(Fixed):
    """The keys of this station and of every line."""

    ours: DelegationView
    links: tuple[LinkKeysView, ...]
