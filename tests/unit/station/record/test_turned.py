# SPDX-License-Identifier: Apache-2.0
"""A log whose keys turned proves its contacts to strangers: rotation, a stop.

What was said under the old keys and what was said under the new ones stand in one
proof, which the program and the page in a browser judge alike.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest

from parley.drills.case import drill
from parley.drills.clock import DrillClock
from parley.drills.rehearsals.changing import ROTATION
from parley.drills.rehearsals.losing import COMPROMISE
from parley.drills.stage import arrived, reaches, staged
from parley.errors import LocalFault
from parley.station.record.archive_check import check_archive
from parley.testing.stations import ALFA, BRAVO
from parley.tlog.verdict import verdict
from tools import tree

BEFORE, AFTER = "Under the old keys.", "After the turn."
EVERYTHING = ["kind", "precedence", "time", "receipt"]
JUDGE = """async ([file, policies]) => {
  const bytes = (text) => unlatin1(atob(text));
  return verdict(bytes(file), policies.map(bytes));
}"""


async def proved(api, refs):
    """Return a proof of messages and their receipts, or None while it cannot be."""
    try:
        view = await api.prove(refs, show=EVERYTHING)
    except LocalFault:
        return None
    receipts = sum(
        row["receipted"] for part in view.verdict["parts"] for row in part["counts"]
    )
    return view if receipts == len(refs) else None


async def contact(stage, text):
    """Send a FLASH of ALFA's until both sides can prove it; return its two names."""
    sent = await stage.alfa.send(text, "FLASH")
    seen, _ = await arrived(stage.bravo, text)
    # A receipt alone calls for no checkpoint of its log; an officer's word does.
    await stage.bravo.acknowledge(seen.ref)
    await reaches(stage.alfa, sent.ref, "acknowledgement")
    stage.let_pass(6)
    await stage.alfa.until(lambda: proved(stage.alfa.parts.api, [sent.ref]))
    await stage.bravo.until(lambda: proved(stage.bravo.parts.api, [seen.ref]))
    return sent.ref, seen.ref


async def turned(folder, ceremony):
    """Play a ceremony between two contacts; return both sides' proofs of the two."""
    async with staged(folder, ceremony.mode, ceremony.ground, DrillClock()) as stage:
        first = await contact(stage, BEFORE)
        score = await drill(ceremony, stage)
        # The last step of one counts messages, and the first contact is one more.
        assert all(one.met for one in score.seen[:-1]), score
        second = await contact(stage, AFTER)
        views, archives = [], []
        for place, station in enumerate((stage.alfa, stage.bravo)):
            api = station.parts.api
            views.append(
                await api.prove([first[place], second[place]], show=EVERYTHING)
            )
            checked = await api.fsck()
            assert not checked.problems, checked.problems
            out = folder / f"archive-{place}"
            await api.archive(str(out))
            archives.append(out)
    return views, archives


@pytest.fixture(
    params=[
        ROTATION,
        pytest.param(COMPROMISE, marks=pytest.mark.soak),
    ],
    ids=["rotation", "new keys after a stop"],
)
def two_sides(request, tmp_path):
    """Both proofs and archives, made on a loop that is not the browser's."""
    with ThreadPoolExecutor(1) as apart:
        played = turned(tmp_path, request.param)
        return apart.submit(asyncio.run, played).result(120)


@pytest.mark.browser
def test_contacts_on_both_sides_of_a_turn_are_proved_by_both_verifiers(
    two_sides, browser
):
    """Keys end, and what they signed must not, for neither party and no judge."""
    views, archives = two_sides
    page = browser.new_page()
    page.goto((tree.ROOT / "web" / "verify.html").as_uri())
    for view in views:
        policies = [each.text.encode() for each in view.policies]
        found = verdict(view.data, policies)
        assert found == view.verdict
        assert found["code"] is None
        logs = [part["origin"] for part in found["parts"]]
        # Two logs of ALFA's, one for each pair of keys, and those that receipted.
        own = [one for one in logs if one.startswith(f"{ALFA}/{BRAVO}")]
        assert len(set(own)) == 2, logs
        texts = [b64encode(each).decode() for each in policies]
        given = [b64encode(view.data).decode(), texts]
        assert page.evaluate(JUDGE, given) == found
        # By the old keys alone nothing that the new ones signed is proved.
        for missing in range(len(policies)):
            fewer = policies[:missing] + policies[missing + 1 :]
            code = verdict(view.data, fewer)["code"]
            assert code is not None
            bare = [b64encode(each).decode() for each in fewer]
            judged = page.evaluate(JUDGE, [given[0], bare])
            assert judged["code"] == code
    page.close()
    for out in archives:
        assert check_archive(out).problems == ()
