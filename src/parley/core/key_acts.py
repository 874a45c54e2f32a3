# SPDX-License-Identifier: Apache-2.0
"""What custodians do about a line's keys: events like the others, in a file apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeysShown:
    """The digits of our keys of now are wanted, to be read aloud to a counterpart."""

    link: str


@dataclass(frozen=True, slots=True)
class NewKeysPresented:
    """A courier brought a card with new keys; answered with link and digits."""

    data: bytes  # a card file


@dataclass(frozen=True, slots=True)
class NewKeysConfirmed:
    """The 60 digits of new keys were read aloud and compared."""

    link: str
    digits: str


@dataclass(frozen=True, slots=True)
class PagesWanted:
    """A custodian wants a set of pages for a line; answered with its bytes."""

    link: str
    count: int  # for each side


@dataclass(frozen=True, slots=True)
class PagesTaken:
    """A set of pages came on a medium, and whoever made it read its digits aloud.

    Answered with link, number of the set and how many pages each side has in it.
    """

    data: bytes
    digits: str


@dataclass(frozen=True, slots=True)
class PagesDestroyed:
    """Unused pages are destroyed, of one set or all; answered with how many."""

    link: str
    set: bytes | None = None


@dataclass(frozen=True, slots=True)
class PagesAlone:
    """A custodian lets a line go by pages alone, or ends that; answered with it."""

    link: str
    alone: bool


KeyAct = (
    KeysShown
    | NewKeysPresented
    | NewKeysConfirmed
    | PagesWanted
    | PagesTaken
    | PagesDestroyed
    | PagesAlone
)
