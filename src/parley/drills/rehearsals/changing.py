# SPDX-License-Identifier: Apache-2.0
"""Officers come and go, keys are lost and turned, and somebody may be forced."""

from __future__ import annotations

import asyncio

from parley.drills.rehearsal import rehearsal
from parley.drills.stage import (
    Stage,
    alarmed,
    arrived,
    let_root_sign,
    must,
    refused,
    release,
    stop_code,
)
from parley.station.delegation.asking import ask_root, take_delegation
from parley.station.desk import keep_officer_key, make_officer_key
from parley.testing.stations import (
    ANN,
    BEN,
    DRAFTER,
    FAR_MS,
    OFFICER_PASSPHRASE,
    PASSPHRASE,
    Up,
    root_of,
)


async def _enlist(station: Up, name: str) -> int:
    """Put a watch officer who releases on a roster, with a key in his desk."""
    folder = station.parts.folder.root
    public = await asyncio.to_thread(
        make_officer_key, folder, OFFICER_PASSPHRASE, frighteningly_weak=True
    )
    added = await station.parts.api.add_officer(
        name,
        "Duty officer",
        ["WATCH", "RELEASER"],
        "SOFTWARE_ED25519",
        public,
        FAR_MS,
    )
    keep_officer_key(folder, public, added.index)
    return added.index


async def _change(stage: Stage) -> str:
    number = await _enlist(stage.alfa, "Cleo")
    await alarmed(stage.bravo, "ROSTER-CHANGED")
    return f"officer {number} is on the roster, and BRAVO is alarmed"


async def _tell(stage: Stage) -> str:
    await stage.alfa.act("SERVICE", "", {"text": "Roster changed. Please confirm."})

    async def lined() -> bool:
        return bool(await stage.bravo.parts.api.order_wire(None))

    await stage.bravo.until(lined)
    return "asked on the order wire, beside the messages and on the record"


ROSTER_CHANGE = rehearsal("roster-change", {2: _change, 5: _tell})


async def _stop_key(stage: Stage) -> str:
    alfa = stage.alfa
    code = await stop_code(alfa, BEN)
    gone = await stage.bravo.parts.api.revoke_by_code(code)
    await alfa.parts.api.change_officer(BEN, retired=True)
    draft = await alfa.parts.api.write_draft(
        None, DRAFTER, "ROUTINE", [], [("en", "By the thief.")]
    )
    stolen = alfa.parts.api.release(
        draft.number, BEN, "SOFTWARE_ED25519", alfa.sign(BEN, draft.digest)
    )
    said = await refused(stolen, "PLY-REL-004", "PLY-REL-005")
    return f"{gone.whose} is stopped at BRAVO by his code; at home he is {said}"


async def _new_key(stage: Stage) -> str:
    number = await _enlist(stage.alfa, "Ben (2)")
    draft = await stage.alfa.parts.api.write_draft(
        None, DRAFTER, "FLASH", [], [("en", "With the new key.")]
    )
    for officer in (ANN, number):
        signature = stage.alfa.sign(officer, draft.digest)
        draft = await stage.alfa.parts.api.release(
            draft.number, officer, "SOFTWARE_ED25519", signature
        )
    seen, _ = await arrived(stage.bravo, "With the new key")
    must(all(one.good for one in seen.releases), "BRAVO does not know the new key")
    return "a FLASH with his new key is good at BRAVO"


async def _codes(stage: Stage) -> str:
    return f"{len(await stage.alfa.parts.api.revocation_codes())} fresh codes"


LOST_KEY = rehearsal("lost-officer-key", {1: _stop_key, 4: _new_key, 6: _codes})


async def _request(stage: Stage) -> str:
    await stage.stop("alfa")
    folder = stage.folder / "alfa"
    request = await asyncio.to_thread(ask_root, folder, PASSPHRASE)
    (stage.folder / "wish").write_bytes(request)
    return f"a request of {len(request)} bytes, with nothing secret in it"


async def _sign(stage: Stage) -> str:
    wish = (stage.folder / "wish").read_bytes()
    root = root_of(stage.folder / "alfa")
    answer = await asyncio.to_thread(let_root_sign, root, wish, stage.now_ms())
    (stage.folder / "answer").write_bytes(answer)
    return f"an answer of {len(answer)} bytes, signed by both keys of the root"


async def _take(stage: Stage) -> str:
    answer = (stage.folder / "answer").read_bytes()
    said = await asyncio.to_thread(
        take_delegation, stage.folder / "alfa", PASSPHRASE, answer
    )
    await stage.start("alfa")
    return f"it runs with the keys of delegation {said.number}"


async def _prove(stage: Stage) -> str:
    await stage.connect()
    tested = await stage.alfa.parts.api.test_link()
    must(tested.answered, "BRAVO does not take the new keys")
    draft = await stage.alfa.parts.api.write_draft(
        None, DRAFTER, "FLASH", [], [("en", "Under new keys.")]
    )
    await release(stage.alfa, draft)
    await arrived(stage.bravo, "Under new keys")
    return "a FLASH went over, and nobody read digits again"


ROTATION = rehearsal("planned-rotation", {3: _request, 4: _sign, 5: _take, 6: _prove})


async def _practise(stage: Stage) -> str:
    await stage.alfa.act("SERVICE", "", {"text": "How is the weather with you?"})
    await stage.bravo.act("SERVICE", "", {"text": "Grey, as usual."})

    async def lined() -> bool:
        return len(await stage.alfa.parts.api.order_wire(None)) > 1

    await stage.alfa.until(lined)
    return "asked and answered on the order wire; the software knows of no phrase"


async def _outside(stage: Stage) -> str:
    code = await stop_code(stage.alfa, 0)
    await stage.bravo.parts.api.revoke_by_code(code)
    await alarmed(stage.bravo, "REVOKED")
    return "a code that somebody outside read stopped the station, whatever it said"


DURESS = rehearsal("duress", {4: _practise, 5: _outside})
