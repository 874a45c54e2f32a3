# SPDX-License-Identifier: Apache-2.0
"""RaptorQ (RFC 6330) as we use it: one block, symbols by number, nothing unproved.

This is the only place that knows the library, and it is loaded with the first frame
that is cut: most never are.

The library has no integrity check, and one wrong symbol spoils a whole frame; so only
symbols whose mark is good come here.
"""

from __future__ import annotations

from parley.wire.fragment import symbols_needed

_NUMBER_BYTES = 4  # block and number, as the library writes them; the block is 0
NUMBERS_MAX = 2**24  # RFC 6330 gives the number of a symbol 24 bits
SYMBOL_BYTES_MAX = 2**16 - 1
SYMBOLS_MAX = 56_403  # of one block


def symbols_of(frame: bytes, size: int, first: int, count: int) -> list[bytes]:
    """Return `count` symbols of a frame from number `first` on.

    Symbols 0 to K - 1 are the frame itself; those after it are each as good as any.
    """
    assert first + count <= NUMBERS_MAX, "the numbers are used up"
    assert 0 < size <= SYMBOL_BYTES_MAX, "length of a symbol"
    needed = symbols_needed(len(frame), size)
    assert 0 < needed <= SYMBOLS_MAX, "number of symbols"
    from raptorq import Encoder  # noqa: PLC0415 - as said above

    extra = max(0, first + count - needed)
    symbols = Encoder.with_defaults(frame, size).get_encoded_packets(extra)
    return [numbered[_NUMBER_BYTES:] for numbered in symbols[first : first + count]]


class Joiner:
    """Takes symbols of one frame in any order until it is whole."""

    def __init__(self, length: int, size: int) -> None:
        """Begin with none."""
        # The library ends the whole process over what is asserted here and in `take`,
        # by an exception that nobody expects; so nothing of the kind may reach it.
        assert length > 0, "length of a frame"
        assert 0 < size <= SYMBOL_BYTES_MAX, "length of a symbol"
        self.length = length
        self.size = size
        self.needed = symbols_needed(length, size)
        assert self.needed <= SYMBOLS_MAX, "number of symbols"
        from raptorq import Decoder  # noqa: PLC0415 - as said above

        self._seen: set[int] = set()
        self._decoder = Decoder.with_defaults(length, size)

    @property
    def held(self) -> int:
        """How many different symbols are here."""
        return len(self._seen)

    def has(self, number: int) -> bool:
        """Say whether this symbol is here."""
        return number in self._seen

    def take(self, number: int, symbol: bytes) -> bytes | None:
        """Take one symbol; return the frame once it is whole."""
        assert 0 <= number < NUMBERS_MAX, "number of a symbol"
        assert len(symbol) == self.size, "length of a symbol"
        if number in self._seen:
            return None
        self._seen.add(number)
        numbered = number.to_bytes(_NUMBER_BYTES, "big") + symbol
        whole: bytes | None = self._decoder.decode(numbered)
        return whole
