# SPDX-License-Identifier: Apache-2.0
"""Proofs made by whole stations: what they show, and what keeps them in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from parley.cli import main
from parley.core.agreements import standard_terms
from parley.core.shelves import link_key, number_key
from parley.core.statements import make_statement
from parley.crypto.keys import StationKeys
from parley.errors import LocalFault
from parley.model.export import ExportEntry, ExportPart, ExportRequest
from parley.model.precedence import Mode
from parley.model.record import Direction, Put
from parley.testing.stations import ALFA, BRAVO, both, pair_stations
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.cosignature import sign
from parley.tlog.evidence import make_evidence
from parley.tlog.merkle import Frontier
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.verdict import verdict
from parley.wire.export import encode_export_request
from parley.wire.statement import StatementKind

SECRET = "nobody mentions heliotrope"


def keys_of(up):
    return StationKeys.from_seeds(up.parts.secrets.ed25519, up.parts.secrets.mldsa44)


def cosign(sender, recipient, size=None):
    """File, at both stations, the newest head of one log with its four signatures."""
    own, other = sender.parts, recipient.parts
    name, witness = own.settings.station.name, other.settings.station.name
    rows = other.store.entries(name, Direction.IN, 1, 1, 10_000)[:size]
    frontier = Frontier().extend([found.row.leaf for found in rows])
    origin = Origin(name, witness, Mode.TEST, 1).text()
    head = Checkpoint(origin, frontier.size, frontier.root())
    log = KeyPair.of_log(origin, keys_of(sender).public)
    seen = KeyPair.of_witness(witness, keys_of(recipient).public)
    now_s = int(time.monotonic()) + 10**10  # after everything that was logged
    lines = (
        *(
            sign(keys_of(sender), key, head, now_s)
            for key in (log.ed25519, log.mldsa44)
        ),
        *(
            sign(keys_of(recipient), key, head, now_s)
            for key in (seen.ed25519, seen.mldsa44)
        ),
    )
    note = Note(head.text(), lines).encode()
    for parts, link, way in (
        (own, witness, Direction.OUT),
        (other, name, Direction.IN),
    ):
        place = link_key(link, bytes([way]) + number_key(1))
        parts.store.commit([Put("note", place, note)])


async def talk(alfa, bravo):
    """Three messages of Alfa's, one a FLASH that is acknowledged; heads cosigned."""
    for text, precedence in (
        (SECRET, "FLASH"),
        (SECRET + " still", "ROUTINE"),
        (SECRET + " again", "ROUTINE"),
    ):
        sent = await alfa.send(text, precedence)
        await alfa.until(lambda ref=sent.ref: receipted(alfa, ref))
        if precedence == "FLASH":
            flash = sent.ref
    await bravo.acknowledge(flash.replace(f"{BRAVO}/out", f"{ALFA}/in"))
    await alfa.until(lambda: acknowledged(alfa, flash))
    cosign(alfa, bravo)
    cosign(bravo, alfa)
    return flash


async def receipted(up, ref):
    return (await up.parts.api.message(ref)).state != "QUEUED"


async def acknowledged(up, ref):
    return (await up.parts.api.message(ref)).state == "ACKNOWLEDGED"


def judged(view):
    return verdict(view.data, [each.text.encode() for each in view.policies])


def rows(found, part=0):
    return {
        (row["kind"], row["precedence"]): (
            row["count"],
            row["receipted"],
            row["acknowledged"],
        )
        for row in found["parts"][part]["counts"]
    }


def test_contacts_of_a_period_are_proved_and_hold_no_word(folders, run):
    """The dispute that founded this: how often, how urgent, answered by whom."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await talk(alfa, bravo)
            show = ("kind", "precedence", "time", "receipt", "acknowledgement")
            return await alfa.parts.api.prove(complete=True, show=show)

    view = run(story())
    found = judged(view)
    assert found == view.verdict
    assert found["code"] is None
    assert rows(found)[1, 3] == (1, 1, 1)
    assert rows(found)[1, 0] == (2, 2, 0)
    assert all(part["period"]["begins_log"] for part in found["parts"])
    for word in (*SECRET.split(), "Ann", "Ben", "Dora"):
        assert word.encode() not in view.data
    shown = {each.field: each.shown for each in view.fields}
    assert shown["content"] == shown["releases"] == 0


def test_exactly_so_many_shows_no_more_than_it_takes(folders, run):
    """Exactly one FLASH: other entries show that they are something else, no time."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await talk(alfa, bravo)
            return await alfa.parts.api.prove(
                complete=True,
                direction="out",
                kinds=["MESSAGE"],
                precedences=["FLASH"],
                show=["kind", "precedence"],
            )

    view = run(story())
    found = judged(view)
    assert rows(found)[1, 3] == (1, 0, 0)
    entries = found["parts"][0]["entries"]
    assert all("reference" not in each["shown"] for each in entries)
    for each in entries[1:-1]:
        assert "logged" not in each["shown"]
        if each["shown"]["kind"] != 1:
            assert set(each["shown"]) == {"kind"}


def test_one_message_and_its_receipt(folders, run):
    """Proof of receipt: the counterpart's own entry names the message's leaf."""

    async def story():
        async with both(folders) as (alfa, bravo):
            flash = await talk(alfa, bravo)
            return (
                await alfa.parts.api.prove([flash]),
                await alfa.parts.api.prove([flash], show=["kind", "receipt"]),
                await bravo.parts.api.prove(
                    [flash.replace(f"{BRAVO}/out", f"{ALFA}/in")], show=["kind"]
                ),
            )

    alone, received, theirs = run(story())
    assert alone.verdict["form"] == "contact"
    assert alone.data_bytes <= 8_000
    assert judged(received)["parts"][0]["counts"][0]["receipted"] == 1
    assert judged(theirs)["parts"][0]["origin"].startswith(f"{ALFA}/{BRAVO}")


def test_entry_not_yet_cosigned_is_not_proved(folders, run):
    """A proof under a head that only one side signed would prove nothing."""

    async def story():
        async with both(folders) as (alfa, bravo):
            sent = await alfa.send(SECRET)
            await alfa.until(lambda: receipted(alfa, sent.ref))
            cosign(alfa, bravo, size=1)
            cosign(bravo, alfa, size=1)
            for asked in ({"refs": [sent.ref]}, {"complete": True, "to_ms": 10**13}):
                with pytest.raises(LocalFault, match="PLY-REC-001"):
                    await alfa.parts.api.prove(**asked)

    run(story())


def test_choice_of_nothing_and_of_strangers_is_refused(folders, run):
    """Whatever cannot be proved is said before a file is made."""

    async def story():
        async with both(folders) as (alfa, bravo):
            flash = await talk(alfa, bravo)
            for code, asked in (
                ("PLY-REC-005", {"from_ms": 1, "to_ms": 2, "kinds": ["MESSAGE"]}),
                ("PLY-REC-010", {"from_ms": 2, "to_ms": 1, "complete": True}),
                ("PLY-REC-010", {"refs": [flash], "complete": True}),
                ("PLY-CFG-015", {"refs": [flash + "9"]}),
                ("PLY-CFG-014", {"refs": [flash], "show": ["content"]}),
                ("PLY-CFG-014", {"kinds": ["GOSSIP"]}),
                ("PLY-REC-004", {"consent": b"anything"}),
            ):
                with pytest.raises(LocalFault, match=code):
                    await alfa.parts.api.prove(**asked)
            with pytest.raises(LocalFault, match="PLY-REC-007"):
                await bravo.parts.api.export_consent(b"anything")

    run(story())


@pytest.fixture
def agreed(monkeypatch, tmp_path):
    """Pair two stations whose parties settled something else about evidence."""

    def pair(evidence):
        def terms(mode):
            return replace(standard_terms(mode), evidence=evidence)

        monkeypatch.setattr("parley.core.agreements.standard_terms", terms)
        pair_stations(tmp_path)
        return tmp_path

    return pair


def test_deniable_evidence_never_leaves(agreed, run):
    """What the parties agreed holds against either of them, below every face."""

    agreed_so = agreed("deniable")

    async def story():
        async with both(agreed_so) as (alfa, bravo):
            flash = await talk(alfa, bravo)
            for asked in ({"refs": [flash]}, {"complete": True}):
                with pytest.raises(LocalFault, match="PLY-REC-002"):
                    await alfa.parts.api.prove(**asked)

    run(story())


def test_joint_evidence_takes_both_signatures_over_one_choice(agreed, run):
    """A consent for one choice opens that choice and no other."""

    agreed_so = agreed("joint")

    async def story():
        async with both(agreed_so) as (alfa, bravo):
            flash = await talk(alfa, bravo)
            alfa_api, bravo_api = alfa.parts.api, bravo.parts.api
            asked = await alfa_api.prove([flash])
            assert asked.data == b""
            assert asked.request
            wished = await bravo_api.export_wished(asked.request)
            assert wished.data == b""
            assert wished.verdict == asked.verdict
            given = (await bravo_api.export_consent(asked.request)).data
            for other in ({"show": ["kind"]}, {"show": ["kind", "receipt"]}):
                with pytest.raises(LocalFault, match="PLY-REC-004"):
                    await alfa_api.prove([flash], consent=given, **other)
            for consent in (asked.request, given[:-1], given + b"x", b""):
                if consent:
                    with pytest.raises(LocalFault, match="PLY-REC-004"):
                        await alfa_api.prove([flash], consent=consent)
            # Neither side can give itself the other's consent.
            for api, request in ((alfa_api, asked.request), (bravo_api, given)):
                with pytest.raises(LocalFault, match="PLY-REC-007"):
                    await api.export_consent(request)
            with pytest.raises(LocalFault, match="PLY-REC-004"):
                await bravo_api.prove(consent=given)
            named = await alfa_api.prove([flash], consent=given)
            bare = await alfa_api.prove(consent=given)
            return named, bare, asked

    named, bare, asked = run(story())
    assert named.data == bare.data
    assert named.request == b""
    assert judged(named) == asked.verdict


def test_consent_is_not_asked_where_either_may_export_alone(folders, run):
    """A consent nobody needs would be a signature nobody understands."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await talk(alfa, bravo)
            part = ExportPart(ALFA, 1, None, (ExportEntry(0, 1),))
            payload = encode_export_request(
                ExportRequest(ALFA, BRAVO, Mode.TEST, (part,))
            )
            request = make_statement(
                StatementKind.EXPORT_REQUEST, payload, keys_of(alfa)
            )
            with pytest.raises(LocalFault, match="asks for no consent"):
                await bravo.parts.api.export_consent(request)

    run(story())


def test_contradiction_is_exported_and_stands_alone(folders, run, tmp_path, capsys):
    """Whoever is shown two versions can show them on, whatever was agreed."""
    out = tmp_path / "two-versions"

    async def story():
        async with both(folders) as (alfa, bravo):
            assert await alfa.parts.api.evidence() == ()
            keys = keys_of(bravo)
            origin = Origin(BRAVO, ALFA, Mode.TEST, 1).text()
            pair = KeyPair.of_log(origin, keys.public)
            both_keys = (pair.ed25519, pair.mldsa44)
            notes = [
                Note(head.text(), tuple(sign(keys, key, head, 1) for key in both_keys))
                for head in (
                    Checkpoint(origin, 7, bytes(32)),
                    Checkpoint(origin, 7, b"\1" * 32),
                )
            ]
            data = make_evidence(both_keys, *notes)
            place = link_key(BRAVO, number_key(1) + number_key(7))
            alfa.parts.store.commit([Put("evidence", place, data)])
            (found,) = await alfa.parts.api.evidence()
            station = ["--station", str(folders / "alfa")]
            words = ["record", "evidence", "--out", str(out), *station]
            assert await asyncio.to_thread(main.run, words) == 0
            for more in (["--number", "2"], []):
                code = await asyncio.to_thread(main.run, [*words, *more])
                assert code in (1, 2), "no such number; the file exists already"
            assert (
                await asyncio.to_thread(
                    main.run,
                    ["record", "evidence", "--station", str(folders / "bravo")],
                )
                == 0
            )
            return found, data

    found, data = run(story())
    assert (found.link, found.incarnation, found.size) == (BRAVO, 1, 7)
    assert out.read_bytes() == found.data == data
    assert verdict(data, [])["code"] is None
    said = capsys.readouterr().out
    assert "two contradictory versions were signed" in said
    assert "No contradiction is on record" in said
