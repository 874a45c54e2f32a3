# SPDX-License-Identifier: Apache-2.0
"""What custodians do about a line's keys: events like the others, in a file apart."""

from __future__ import annotations

from parley.fixed import Fixed


class KeysShown(Fixed):
    """The digits of our keys of now are wanted, to be read aloud to a counterpart."""

    link: str


class NewKeysPresented(Fixed):
    """A courier brought a card with new keys; answered with link and digits."""

    data: bytes  # a card file


class NewKeysConfirmed(Fixed):
    """The 60 digits of new keys were read aloud and compared."""

    link: str
    digits: str


class PagesWanted(Fixed):
    """A custodian wants a set of pages for a line; answered with its bytes."""

    link: str
    count: int  # for each side


class PagesTaken(Fixed):
    """A set of pages came on a medium, and whoever made it read its digits aloud.

    Answered with link, number of the set and how many pages each side has in it.
    """

    data: bytes
    digits: str


class PagesDestroyed(Fixed):
    """Unused pages are destroyed, of one set or all; answered with how many."""

    link: str
    set: bytes | None = None


class PagesAlone(Fixed):
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
