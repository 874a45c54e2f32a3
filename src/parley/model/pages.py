# SPDX-License-Identifier: Apache-2.0
"""Pages of pre-shared key: secrets that a courier carried, each for one opening."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.precedence import Mode

PAGE_BYTES = 32
SET_BYTES = 8


class PageSet(Fixed):
    """As many pages for the one station as for the other, made together.

    ``stations`` stand in ascending order; a page is used by the station in whose tuple
    it stands, to open one epoch.
    """

    mode: Mode
    stations: tuple[str, str]
    number: bytes  # 8 random bytes
    pages: tuple[tuple[bytes, ...], tuple[bytes, ...]]  # 32 bytes each

    def named(self, side: int) -> dict[bytes, bytes]:
        """Return the pages of one station by their names, in their order."""
        # SPEC 7.107: "A page is named by the number of its set, one byte for the side
        # and two for its place."
        return {
            self.number + bytes([side]) + place.to_bytes(2, "big"): page
            for place, page in enumerate(self.pages[side])
        }


def set_of(name: bytes) -> bytes:
    """Return the number of the set that a page's name says it is of."""
    return name[:SET_BYTES]
