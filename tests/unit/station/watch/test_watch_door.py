# SPDX-License-Identifier: Apache-2.0
"""The acts of a watch through the door of two whole stations."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from parley.errors import LocalFault
from parley.model.message import Relation, RelationKind
from parley.station.names import parse_ref
from parley.station.watch.acts import Acts
from parley.testing.stations import ANN, DRAFTER, both

PLACE = "54N 019E"
LADDER = ["receipt", "acknowledgement", "understood", "delivered", "answered"]


async def arrived(station, number=1):
    """Wait for so many open messages; return the newest."""

    async def there():
        return len((await station.parts.api.board()).open) >= number

    await station.until(there)
    return (await station.parts.api.board()).open[-1]


async def released(station, draft):
    """Release a draft with as many persons as it takes."""
    for officer in range(ANN, ANN + draft.needed):
        signature = station.sign(officer, draft.digest)
        draft = await station.parts.api.release(
            draft.number, officer, "SOFTWARE_ED25519", signature
        )
    return draft


def month_of(station, days=0):
    """Return the month of a station's clock, some days before its first."""
    now_s = station.parts.clock.now().wall_ms / 1_000
    today = datetime.fromtimestamp(now_s, UTC)
    return (today.replace(day=1) - timedelta(days=days)).strftime("%Y-%m")


async def climb(alfa, bravo):
    """Let a message of ALFA climb the whole ladder; return its name at ALFA."""
    api = alfa.parts.api
    draft = await api.write_draft(
        None, DRAFTER, "FLASH", [], [("en", f"Cease at {PLACE}.")], critical=[PLACE]
    )
    sent = await released(alfa, draft)
    ref = (await arrived(bravo)).ref
    await bravo.act("acknowledgement", ref)
    await bravo.act("understood", ref, {"read_back": ["54n 019e"]})
    told = {"position": 1, "name": "The Minister", "at_ms": 5}
    await bravo.act("delivered", ref, told)
    serial = int(ref.rpartition("/")[2])
    relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=serial)
    answer = await bravo.parts.api.write_draft(
        None,
        DRAFTER,
        "FLASH",
        [],
        [("en", "We do.")],
        relation,
    )
    await released(bravo, answer)
    return sent.ref


def test_five_facts_have_five_signers_and_both_sides_times(run, folders):
    """Machine, officer, read-back, principal, answer: never one tick for two facts."""

    async def story():
        async with both(folders) as (alfa, bravo):
            ref = await climb(alfa, bravo)

            # An answer that is a FLASH may pass what was said before it.
            async def all_told():
                return len((await alfa.parts.api.message(ref)).stages) >= len(LADDER)

            await alfa.until(all_told)
            told = await alfa.parts.api.message(ref)
            assert [one.stage for one in told.stages] == LADDER
            assert told.state == "ANSWERED"
            assert len({one.serial for one in told.stages}) == len(LADDER)
            assert all(one.their_ms and one.seen_ms for one in told.stages)
            by = {one.stage: one.by for one in told.stages}
            assert (by["receipt"], by["understood"]) == (None, "Ann")
            notes = {one.stage: one.note for one in told.stages}
            assert notes["delivered"] == "The Minister, Minister"

    run(story())


def test_acts_are_read_strictly(run, folders):
    """A field of another kind, or odd, must not be signed as something else."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await alfa.send("Hello.")
            ref = (await arrived(bravo)).ref
            api = bravo.parts.api
            odd = [
                ("dance", ref, {}),
                ("standby", ref, {}),
                ("standby", ref, {"until_ms": "soon"}),
                ("standby", ref, {"until_ms": -5}),
                ("acknowledgement", ref, {"until_ms": 5}),
                ("decline", ref, {"reason": 99}),
                ("suspend", "", {"until_ms": None, "reason": ""}),
                ("reported", "", {"month": "2026-13", "figures": "{}"}),
            ]
            for kind, about, fields in odd:
                with pytest.raises(LocalFault) as refused:
                    await api.act_request(kind, about, ANN, fields)
                assert refused.value.code == "PLY-WCH-004", (kind, fields)

    run(story())


def test_correction_is_bound_and_shown_on_both_sides(run, folders):
    """One action away, and never able to go out as something new."""

    async def story():
        async with both(folders) as (alfa, bravo):
            ref = (await alfa.send("Missile inbound.")).ref
            api = alfa.parts.api
            prepared = await api.prepared(ref)
            assert prepared.cancellation == (
                ("en", "CANCELLED: our message 1. Do not act on it."),
            )
            parts, key = alfa.parts, parse_ref(ref)
            acts = Acts(parts.queries, parts.store, parts.clock)
            event = acts.correction(key, RelationKind.CANCELS, DRAFTER, (), None)
            assert (event.relation, event.relation_log) == (
                Relation(RelationKind.CANCELS, ours=True, serial=key.serial),
                key.incarnation,
            )
            with pytest.raises(LocalFault, match="PLY-WCH-011"):
                await api.write_draft(
                    *(None, DRAFTER, "FLASH", [], [("en", "Wrong.")]),
                    relation=event.relation,
                    relation_log=key.incarnation + 1,
                )
            draft = await api.correct(ref, "CANCELS", DRAFTER)
            assert draft.texts == prepared.cancellation
            gone = await released(alfa, draft)
            assert (await api.message(ref)).followed_by == gone.ref
            await arrived(bravo, 2)
            first = await bravo.parts.api.message(
                ref.replace("bravo", "alfa").replace("/out/", "/in/")
            )
            assert first.followed == "cancels"
            for kind in ("CORRECTS", "IN_REPLY_TO"):
                same = [("en", "Missile inbound.")]
                with pytest.raises(LocalFault) as refused:
                    await api.correct(ref, kind, DRAFTER, same)
                assert refused.value.code == "PLY-WCH-013"

    run(story())


def test_report_is_signed_by_both_with_the_figures_of_each(run, folders):
    """A line may not stay dead for years without two directors having signed it."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await climb(alfa, bravo)
            month = month_of(alfa, 1)
            figures = (await alfa.parts.api.availability(None, month)).figures
            said = {"month": month, "figures": figures}
            report = await alfa.act("reported", "", said)
            theirs = report.ref.replace("bravo", "alfa").replace("/out/", "/in/")

            async def heard():
                found = await bravo.parts.api.availability(None, month)
                return bool(found.signatures)

            await bravo.until(heard)
            await bravo.act("countersigned", theirs, {"figures": figures})

            async def signed():
                found = await alfa.parts.api.availability(None, month)
                return len(found.signatures) == 2

            await alfa.until(signed)
            ours, other = (await alfa.parts.api.availability(None, month)).signatures
            assert (ours.ours, ours.about) == (True, None)
            assert (other.ours, other.about) == (False, report.ref)

    run(story())


def test_figures_are_counted_from_the_record(run, folders):
    """What is reported must be what both logs hold."""

    async def story():
        async with both(folders) as (alfa, bravo):
            ref = await climb(alfa, bravo)

            async def all_told():
                return len((await alfa.parts.api.message(ref)).stages) >= len(LADDER)

            await alfa.until(all_told)
            found = await alfa.parts.api.availability(None, month_of(alfa))
            figures = json.loads(found.figures)
            assert (figures["messages_out"], figures["messages_in"]) == (1, 1)
            assert figures["human_answers_heard"] == 3
            assert figures["acknowledged_after_ms"]["FLASH"]["count"] == 1
            assert found.signatures == ()
            said = {"month": month_of(alfa), "figures": "{}"}
            with pytest.raises(LocalFault) as refused:
                await alfa.act("reported", "", said)
            assert refused.value.code == "PLY-WCH-020"
            with pytest.raises(LocalFault) as refused:
                await alfa.parts.api.availability(None, "yesterday")
            assert refused.value.code == "PLY-WCH-021"

    run(story())


def test_line_is_suspended_and_resumed_openly(run, folders):
    """The door names the suspension that a resumption must name."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await bravo.act("suspend", "", {"until_ms": None, "reason": "Storm."})

            async def told():
                (link,) = (await alfa.parts.api.status()).counterparts
                return bool(link.suspensions)

            await alfa.until(told)
            (link,) = (await alfa.parts.api.status()).counterparts
            assert link.silence == "suspended by declaration"
            (one,) = link.suspensions
            assert (one.ours, one.by, one.reason) == (False, "Ann", "Storm.")
            (own,) = (await bravo.parts.api.status()).counterparts[0].suspensions
            await bravo.act("resume", own.ref)

            async def open_again():
                return not await told()

            await alfa.until(open_again)

    run(story())
