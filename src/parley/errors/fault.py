# SPDX-License-Identifier: Apache-2.0
"""What every fault tells the person who meets it.

A fault carries a code; the code has four sentences in a catalogue: what happened,
what is kept safe, what happens next, what the reader can do.  The sentences live in
one file an area (``config.py``, ``store.py`` ...) and become the pages of
``docs/reference/errors``.
"""

from __future__ import annotations

from typing import ClassVar

from parley.fixed import Fixed


class Explanation(Fixed):
    """The four sentences of one code; ``{name}`` is filled from the fault's facts."""

    what: str
    kept: str
    then: str
    do: str


CATALOGUE: dict[str, Explanation] = {}


def register(texts: dict[str, Explanation]) -> None:
    """Add one area's texts; a code used twice is a mistake of ours."""
    for code, text in texts.items():
        if code in CATALOGUE:
            message = f"error code {code} is explained twice"
            raise AssertionError(message)
        CATALOGUE[code] = text


class Fault(Exception):  # noqa: N818 - "fault" is the word of the vocabulary
    """Base of everything Parley raises on purpose; never raised itself."""

    side: ClassVar[str] = ""

    def __init__(self, code: str, **facts: object) -> None:
        """Take a catalogued code and the facts its sentences name."""
        self.code = code
        self.facts = facts
        self.text = CATALOGUE[code]
        super().__init__(f"{self.what} [{code}]")

    @property
    def what(self) -> str:
        """What happened."""
        return self.text.what.format(**self.facts)

    @property
    def kept(self) -> str:
        """What is kept safe."""
        return self.text.kept.format(**self.facts)

    @property
    def then(self) -> str:
        """What happens next without the reader."""
        return self.text.then.format(**self.facts)

    @property
    def do(self) -> str:
        """What the reader can do."""
        return self.text.do.format(**self.facts)


class LocalFault(Fault):
    """Our side did or met something wrong: usage, settings, disk, rules."""

    side = "ours"


class CounterpartFault(Fault):
    """The other side, or somebody on the way, sent something we refuse."""

    side = "theirs"
