# SPDX-License-Identifier: Apache-2.0
"""A real telephone call by SIP, between two baresips, as the only circuit."""

from __future__ import annotations

import asyncio

import pytest

from parley.bearers.voice.modem import MODES, Modem, NoModemError
from parley.core.shelves import decode_head
from parley.model.entry import EntryKind
from parley.model.record import Direction, EntryFlag
from parley.testing.carriers import OTHER, circuit_text, set_circuits
from parley.testing.sip_call import sip_call, why_not
from parley.testing.stations import ANN, both, pair_stations, running
from parley.testing.two_stories import nobody_walks, until

STORY_S_MAX = 150.0
HEAD = EntryKind.CHECKPOINT


def missing() -> str:
    """Say what is not installed here, if anything is not."""
    try:
        Modem(MODES["datac3"]).close()
    except NoModemError as none:
        return str(none)
    return why_not()


async def coded_flash(alfa, bravo) -> None:
    """Release one coded FLASH in Ann's name; both sides know of it at the end."""
    api = alfa.parts.api
    draft = await api.write_code("OURS-ACCIDENTAL", {}, ANN)
    signature = alfa.sign(ANN, draft.digest)
    gone = await api.release(draft.number, ANN, "SOFTWARE_ED25519", signature)

    async def receipted() -> bool:
        return (await api.message(str(gone.ref))).state == "RECEIPTED"

    await until(nobody_walks, receipted)
    (seen,) = (await bravo.parts.api.board()).open
    assert seen.precedence == "FLASH"
    for up in (alfa, bravo):
        (circuit,) = await up.parts.api.circuits()
        assert circuit.bearer == "voice"
        assert circuit.last_heard_ms is not None


async def logs_covered(folders) -> None:
    """Let both logs be signed and cosigned, as on a line that is in use."""

    async def covered() -> bool:
        return all(map(is_covered, ups))

    async with asyncio.timeout(STORY_S_MAX), both(folders) as ups:
        await until(nobody_walks, covered)


def is_covered(up) -> bool:
    """Tell whether a station's log has a head that is answered."""
    store = up.parts.store
    (link,) = {each.row.key.link for each in store.flagged(EntryFlag(0))}
    rows = store.entries(link, Direction.OUT, 1, 1, 100)
    heads = [each for each in rows if decode_head(each.row.head).kind == HEAD]
    return bool(heads) and not store.flagged(EntryFlag.PENDING)


@pytest.mark.soak
@pytest.mark.timeout(240)
def test_a_call_by_sip_carries_a_coded_flash_and_its_receipt(tmp_path):
    """A modem that bears our own lines only may fail on a telephone's.

    Between the two stations lie two whole telephone programs: SIP, RTP, the codec of
    every telephone network, buffers and clocks that are theirs.
    """
    reason = missing()
    if reason:
        pytest.skip(reason)
    pair_stations(tmp_path)
    asyncio.run(logs_covered(tmp_path))
    (tmp_path / "call").mkdir()
    with sip_call(tmp_path / "call") as ends:
        for party, end in zip(OTHER, ends, strict=True):
            table = circuit_text(party, "voice", hear=end.hear, speak=end.speak)
            set_circuits(tmp_path, **{party: table})
        asyncio.run(play(tmp_path))


async def play(folders) -> None:
    """Let both stations run with the call as their only circuit."""
    async with (
        asyncio.timeout(STORY_S_MAX),
        running(folders / "alfa") as alfa,
        running(folders / "bravo") as bravo,
    ):
        await coded_flash(alfa, bravo)
