# SPDX-License-Identifier: Apache-2.0
"""Between two running stations: a code on paper stops what a thief took."""

from __future__ import annotations

from contextlib import suppress

import pytest

from parley.errors import LocalFault
from parley.station.authority.revoking_api import code_bytes, code_text
from parley.testing.stations import ALFA, both


def test_codes_go_from_paper_to_the_other_side(folders, run):
    """The compromise is ended by a voice on any line, and both records stay."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await alfa.send("before", "ROUTINE")
            await bravo.until(
                bravo.parts.api.messages
            )  # what comes later is not opened
            made = await alfa.parts.api.revocation_codes()
            by_owner = {one.whose: one.code for one in made}
            assert set(by_owner) == {"the station", "Dora", "Ann", "Ben"}

            found = None

            async def told() -> bool:
                nonlocal found
                with suppress(LocalFault):
                    found = await bravo.parts.api.revoke_by_code(by_owner["Ben"])
                return found is not None

            await bravo.until(told)
            assert (found.link, found.whose) == (ALFA, "Ben")
            found = await bravo.parts.api.revoke_by_code(by_owner["the station"])
            assert (found.link, found.target) == (ALFA, 0)

            async def revoked() -> bool:
                (one,) = (await bravo.parts.api.status()).counterparts
                return one.state == "revoked"

            await bravo.until(revoked)
            (message,) = await bravo.parts.api.messages(limit=9)
            assert (await bravo.parts.api.message(message.ref)).texts
            noted = await bravo.parts.api.audit()
            assert [one.subject for one in noted if one.deed == "KEY_REVOKED"] == [
                f"the station of {ALFA} stopped by a code read aloud",
                f"Ben of {ALFA} stopped by a code read aloud",
            ]

    run(story())


def test_a_revocation_is_carried_by_hand(folders, run):
    """The owner writes it, a courier brings it, the other side takes it in."""

    async def story():
        async with both(folders) as (alfa, bravo):
            statement = await alfa.parts.api.revoke_station()
            found = await bravo.parts.api.take_revocation(statement)
            assert (found.link, found.whose) == (ALFA, "the station")

    run(story())


def test_a_code_is_forty_digits_whatever_its_first_bytes():
    """A leading zero is read aloud too, or the last digit would be missing."""
    for code in (bytes(16), b"\xff" * 16, bytes(15) + b"\x01"):
        text = code_text(code)
        assert len(text.replace(" ", "")) == 40
        assert code_bytes(text.replace(" ", "-")) == code


@pytest.mark.parametrize("text", ["", "1" * 39, "9" * 40, "\uff11" * 40, "x" * 40])
def test_digits_that_are_no_code_are_refused(text):
    """A mishearing must end in words and never in a trace."""
    with pytest.raises(LocalFault) as caught:
        code_bytes(text)
    assert caught.value.code == "PLY-KEY-121"
