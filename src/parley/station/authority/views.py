# SPDX-License-Identifier: Apache-2.0
"""What a face shows of an agreement and of what was changed."""

from __future__ import annotations

from parley.fixed import Fixed


class ProposalView(Fixed):
    """Terms the counterpart signed and we have not; `digest` is what accepts them."""

    version: int
    digest: str  # hex
    changes: tuple[str, ...]


class AgreementView(Fixed):
    """A link agreement in plain words."""

    link: str
    state: str
    version: int
    digest: str  # hex, SHA-256 of the bytes both sign
    words: tuple[str, ...]
    file: str  # the terms as a file
    proposed: ProposalView | None
    open_proposals: int  # of ours, not signed by them


class NewsView(Fixed):
    """What one entry of a log changed in a roster or an agreement."""

    link: str
    direction: str
    incarnation: int
    serial: int
    seen_ms: int
    what: str
    lines: tuple[str, ...]


class PersonView(Fixed):
    """A person on a roster, and whether he can sign now."""

    index: int
    name: str
    position: str
    classes: tuple[str, ...]
    keys: tuple[tuple[str, int | None], ...]  # kind of key, until when
    valid_from_ms: int
    valid_to_ms: int


class RosterView(Fixed):
    """Who may act for a party, as its custodian signed it."""

    station: str
    party: str
    ours: bool
    version: int
    valid_to_ms: int
    positions: tuple[str, ...]
    people: tuple[PersonView, ...]
