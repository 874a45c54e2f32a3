# SPDX-License-Identifier: Apache-2.0
"""A whole station hands its watch over; what is signed is what a command shows."""

from __future__ import annotations

import pytest

from parley.cli.handing import sheet_lines, sheet_to_sign, side_of
from parley.errors import LocalFault
from parley.station.desk import keep_officer_key, make_officer_key, sign_once
from parley.station.methods import plain
from parley.testing.stations import ANN, OFFICER_PASSPHRASE, both

FAR_MS = 4_000_000_000_000


async def second(station):
    """Put a second officer of the watch, with a key, on a roster; return his number."""
    folder = station.parts.folder.root
    public = make_officer_key(folder, OFFICER_PASSPHRASE, frighteningly_weak=True)
    added = await station.parts.api.add_officer(
        "Nils", "Duty officer", ["WATCH"], "SOFTWARE_ED25519", public, FAR_MS
    )
    keep_officer_key(folder, public, added.index)
    return added.index


async def sign(station, officer):
    """Sign the sheet as the command does: from what is shown."""
    api = station.parts.api
    shown = plain((await api.watch()).under_way)
    side = side_of(shown, officer)
    asked = plain(await api.handover_request(side.name))
    digest = sheet_to_sign(shown, side, asked, plain(await api.status()))
    folder = station.parts.folder.root
    signature = sign_once(folder, officer, OFFICER_PASSPHRASE, digest)
    return await api.handover_sign(side.name, officer, "SOFTWARE_ED25519", signature)


async def hand_over(station, officer):
    """Answer, listen and sign until nothing more has come up meanwhile."""
    api = station.parts.api
    while True:
        sheet = await api.handover_begin(ANN, officer)
        for line in sheet.lines:
            await api.handover_answer(line.line, officer, "Known.")
        await api.handover_sound(officer, True)
        try:
            await sign(station, ANN)
            return await sign(station, officer)
        except LocalFault as more:
            if more.code != "PLY-WCH-058":
                raise


def test_watch_passes_on_through_the_door(run, folders):
    """A command that signed another sheet than it shows would sign anything."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await bravo.send("Who has the watch?")
            api = alfa.parts.api

            async def arrived():
                return bool((await api.board()).open)

            await alfa.until(arrived)
            officer = await second(alfa)
            sheet = await api.handover_begin(ANN, officer)
            assert "UNACKNOWLEDGED" in {each.matter for each in sheet.lines}
            words = "\n".join(sheet_lines(plain(sheet)))
            assert "waits for an officer" in words
            assert "not answered yet" in words
            with pytest.raises(LocalFault) as early:
                await sign(alfa, ANN)
            assert early.value.code == "PLY-WCH-057"
            done = await hand_over(alfa, officer)
            assert done.done_ms is not None
            watch = await api.watch()
            assert (watch.name, watch.under_way) == ("Nils", None)
            (kept,) = await api.handovers()
            assert kept.signed == ("OUTGOING", "INCOMING")
            deeds = [each.deed for each in await api.audit()]
            assert "HANDED_OVER" in deeds
            changed = plain(kept)
            changed["lines"][0]["note"] = "Another word."
            asked = {"digest": "00" * 32}
            status = plain(await api.status())
            with pytest.raises(LocalFault) as other:
                sheet_to_sign(changed, side_of(changed, ANN), asked, status)
            assert other.value.code == "PLY-CLI-031"

    run(story())
