# SPDX-License-Identifier: Apache-2.0
"""Proofs made by whole stations: what they show, and what keeps them in."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import ExitStack

import pytest

from parley.cli import main
from parley.core.entries import disclose_row, setting_of
from parley.core.shelves import link_key, number_key
from parley.core.statements import make_statement
from parley.errors import LocalFault
from parley.model.export import (
    ArchiveRequest,
    ExportEntry,
    ExportPart,
    ExportRequest,
)
from parley.model.precedence import Mode
from parley.model.record import EntryFlag, Put
from parley.station.catalogue import open_store
from parley.station.folder import StationFolder
from parley.station.offline import offline
from parley.station.record.archive_check import check_archive
from parley.station.record.retention import Retention, retain
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.stations import ALFA, BRAVO, PASSPHRASE, both, pair_stations
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.cosignature import sign
from parley.tlog.evidence import make_evidence
from parley.tlog.leaf import Field
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.verdict import verdict
from parley.wire.cbor import dumps
from parley.wire.export import encode_archive_request, encode_export_request
from parley.wire.statement import StatementKind

SECRET = "nobody mentions heliotrope"
EVERYTHING = ("kind", "precedence", "time", "receipt", "acknowledgement")
MESSAGE, FLASH, ROUTINE = 1, 3, 0


async def receipted(up, ref):
    return (await up.parts.api.message(ref)).state != "QUEUED"


async def proved(up, ref, answers):
    """Say whether both stations have signed a message and the answers to it."""
    try:
        view = await up.parts.api.prove([ref], show=["kind", *answers])
    except LocalFault:
        return False
    return view.fields[-1].shown == len(answers)


async def talk(folders):
    """Three messages of Alfa's, one a FLASH that is acknowledged, all of it cosigned.

    Two stations with real stores, keys and heads; the name of the FLASH is returned.
    """
    async with both(folders) as (alfa, bravo):
        for text, precedence in (
            (SECRET, "FLASH"),
            (SECRET + " still", "ROUTINE"),
            (SECRET + " again", "ROUTINE"),
        ):
            sent = await alfa.send(text, precedence)
            await alfa.until(lambda ref=sent.ref: receipted(alfa, ref))
            if precedence == "FLASH":
                flash = sent.ref
        await bravo.acknowledge(theirs(flash))
        both_answers = ["receipt", "acknowledgement"]
        await alfa.until(lambda: proved(alfa, flash, both_answers))
        await bravo.until(lambda: proved(bravo, theirs(flash), both_answers))
        await alfa.until(lambda ref=sent.ref: proved(alfa, ref, ["receipt"]))
        return flash


def theirs(ref):
    """Return Bravo's name for a message of Alfa's."""
    return ref.replace(f"{BRAVO}/out", f"{ALFA}/in")


def talked(root, evidence):
    """Pair two stations that settled something about evidence, and let them talk."""

    pair_stations(root, evidence=evidence)
    if evidence == "deniable":
        return root, None
    return root, asyncio.run(asyncio.wait_for(talk(root), 60))


@pytest.fixture(scope="module")
def provable(tmp_path_factory):
    return talked(tmp_path_factory.mktemp("provable"), "provable")


@pytest.fixture(scope="module")
def joint(tmp_path_factory):
    return talked(tmp_path_factory.mktemp("joint"), "joint")


@pytest.fixture
def desks(tmp_path):
    """Give both stations at rest, copied from a talk that is over."""
    with ExitStack() as open_now:

        def opened(made):
            root = tmp_path / "stations"
            shutil.copytree(made[0], root)
            return tuple(
                open_now.enter_context(offline(root / party, PASSPHRASE))
                for party in ("alfa", "bravo")
            )

        yield opened


def prove(desk, *refs, **asked):
    return desk.run(desk.api.prove(refs, **asked))


def refused(code, doing, *given, **asked):
    with pytest.raises(LocalFault, match=code):
        doing(*given, **asked)


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


def test_contacts_of_a_period_are_proved_and_hold_no_word(provable, desks):
    """The dispute that founded this: how often, how urgent, answered by whom."""
    alfa, _ = desks(provable)
    view = prove(alfa, complete=True, show=EVERYTHING)
    found = judged(view)
    assert found == view.verdict
    assert found["code"] is None
    assert rows(found)[MESSAGE, FLASH] == (1, 1, 1)
    assert rows(found)[MESSAGE, ROUTINE] == (2, 2, 0)
    assert all(part["period"]["begins_log"] for part in found["parts"])
    for word in SECRET.split():
        assert word.encode() not in view.data
    for name in ("Ann", "Ben", "Dora"):
        # Three letters occur in base64 by chance; as a text they have their head.
        assert dumps(name) not in view.data
    shown = {each.field: each.shown for each in view.fields}
    assert shown["content"] == shown["releases"] == 0


def test_both_parties_prove_the_same_of_either_log(provable, desks):
    """Neither depends on the other's goodwill: each holds both logs and both heads."""
    alfa, bravo = desks(provable)
    mine = prove(alfa, complete=True, direction="out").verdict["parts"][0]
    yours = prove(bravo, complete=True, direction="in").verdict["parts"][0]
    assert mine["origin"] == yours["origin"]
    assert mine["counts"] == yours["counts"]


def test_exactly_so_many_shows_no_more_than_it_takes(provable, desks):
    """Exactly one FLASH: other entries show that they are something else, no time."""
    alfa, _ = desks(provable)
    view = prove(
        alfa,
        complete=True,
        direction="out",
        kinds=["MESSAGE"],
        precedences=["FLASH"],
        show=["kind", "precedence"],
    )
    found = judged(view)
    assert rows(found)[MESSAGE, FLASH] == (1, 0, 0)
    entries = found["parts"][0]["entries"]
    inside = [each for each in entries if each["inside"]]
    assert all("reference" not in each["shown"] for each in entries)
    for each in inside[1:-1]:
        assert "logged" not in each["shown"]
        if each["shown"]["kind"] != MESSAGE:
            assert set(each["shown"]) == {"kind"}


def test_period_in_the_middle_shows_one_neighbour_at_each_end(provable, desks):
    """Completeness rests on the neighbours; of them nothing but the time is shown."""
    alfa, _ = desks(provable)
    whole = prove(alfa, complete=True, direction="out").verdict["parts"][0]
    times = [each["shown"]["logged"] for each in whole["entries"]]
    from_ms, to_ms = times[2], times[-2]
    assert times[0] < from_ms < to_ms, "the talk took some time"
    view = prove(alfa, complete=True, direction="out", from_ms=from_ms, to_ms=to_ms)
    entries = judged(view)["parts"][0]["entries"]
    assert [set(entries[at]["shown"]) for at in (0, -1)] == [{"logged"}] * 2
    assert [each["inside"] for each in entries] == [
        False,
        *(True for _ in entries[1:-1]),
        False,
    ]


def test_one_message_and_its_receipt(provable, desks):
    """Proof of receipt: the counterpart's own entry names the message's leaf."""
    alfa, bravo = desks(provable)
    flash = provable[1]
    alone = prove(alfa, flash)
    assert alone.verdict["form"] == "contact"
    assert alone.data_bytes <= 8_000
    received = prove(alfa, flash, show=["kind", "receipt"])
    assert judged(received)["parts"][0]["counts"][0]["receipted"] == 1
    held = prove(bravo, theirs(flash), show=["kind"])
    assert judged(held)["parts"][0]["origin"].startswith(f"{ALFA}/{BRAVO}")


def test_entry_not_yet_cosigned_is_not_proved(provable, desks):
    """A proof under a head that only one side signed would prove nothing."""
    alfa, _ = desks(provable)
    size = prove(alfa, complete=True, direction="out").verdict["parts"][0]["size"]
    for refs, asked in (
        ((f"{BRAVO}/out/1/{size + 1}",), {}),
        ((), {"complete": True, "to_ms": 10**13}),
    ):
        refused("PLY-REC-001", prove, alfa, *refs, **asked)


def test_choice_of_nothing_and_of_strangers_is_refused(provable, desks):
    """Whatever cannot be proved is said before a file is made."""
    alfa, bravo = desks(provable)
    flash = provable[1]
    for code, refs, asked in (
        ("PLY-REC-005", (), {"from_ms": 1, "to_ms": 2, "kinds": ["MESSAGE"]}),
        ("PLY-REC-010", (), {"from_ms": 2, "to_ms": 1, "complete": True}),
        ("PLY-REC-010", (flash,), {"complete": True}),
        ("PLY-CFG-015", (flash + "99",), {}),
        ("PLY-CFG-014", (flash,), {"show": ["content"]}),
        ("PLY-CFG-014", (), {"kinds": ["GOSSIP"]}),
        ("PLY-REC-004", (), {"consent": b"anything"}),
    ):
        refused(code, prove, alfa, *refs, **asked)
    refused("PLY-REC-007", agree, bravo, b"anything")


def agree(desk, request):
    return desk.run(desk.api.export_consent(request)).data


def test_deniable_evidence_never_leaves(tmp_path_factory, desks):
    """What the parties agreed holds against either of them, below every face."""
    alfa, _ = desks(talked(tmp_path_factory.mktemp("deniable"), "deniable"))
    refused("PLY-REC-002", prove, alfa, f"{BRAVO}/out/1/1")
    refused("PLY-REC-002", prove, alfa, complete=True)
    for redacted in (False, True):
        out = tmp_path_factory.mktemp("out") / "archive"
        refused("PLY-REC-002", archive, alfa, out, redacted=redacted)
        assert not out.exists()
    (shown,) = alfa.run(alfa.api.status()).counterparts
    assert shown.evidence == "deniable"


def test_joint_evidence_takes_both_signatures_over_one_choice(joint, desks):
    """A consent for one choice opens that choice and no other."""
    alfa, bravo = desks(joint)
    flash = joint[1]
    asked = prove(alfa, flash)
    assert asked.data == b""
    assert asked.request
    wished = bravo.run(bravo.api.export_wished(asked.request))
    assert wished.data == b""
    assert [part["entries"] for part in wished.verdict["parts"]] == [
        part["entries"] for part in asked.verdict["parts"]
    ]
    given = agree(bravo, asked.request)
    for other in ({"show": ["kind"]}, {"show": ["kind", "receipt"]}):
        refused("PLY-REC-004", prove, alfa, flash, consent=given, **other)
    for consent in (asked.request, given[:-1], given + b"x"):
        refused("PLY-REC-004", prove, alfa, flash, consent=consent)
    # Neither side can give itself the other's consent.
    refused("PLY-REC-007", agree, alfa, asked.request)
    refused("PLY-REC-007", agree, bravo, given)
    refused("PLY-REC-004", prove, bravo, consent=given)
    named, bare = prove(alfa, flash, consent=given), prove(alfa, consent=given)
    assert named.data == bare.data
    assert named.request == b""
    assert judged(named) == asked.verdict


def secrets_in(folder):
    root = StationFolder(folder)
    return load_secrets(station_keystore(root.keys), PASSPHRASE, root.keys)


def store_in(folder):
    return open_store(StationFolder(folder), secrets_in(folder))


def keys_in(folder):
    return secrets_in(folder).keys()


def test_consent_is_not_given_where_either_may_export_alone(provable, desks):
    """A consent nobody needs would be a signature nobody understands."""
    _, bravo = desks(provable)
    part = ExportPart(ALFA, 1, None, (ExportEntry(0, 1),))
    payload = encode_export_request(ExportRequest(ALFA, BRAVO, Mode.TEST, (part,)))
    keys = keys_in(provable[0] / "alfa")
    request = make_statement(StatementKind.EXPORT_REQUEST, payload, keys)
    refused("asks for no consent", agree, bravo, request)


def at_the_command_line(root, tmp_path):
    """Return a function that gives a command to one of two stations at rest."""
    path = tmp_path / "passphrase"
    path.touch(0o600)
    path.write_bytes(PASSPHRASE)

    def command(party, *words):
        station = ("--station", str(root / party), "--passphrase-file", str(path))
        return main.run(["record", *map(str, words), *station])

    return command


def test_contact_is_proved_after_its_text_was_destroyed(provable, tmp_path):
    """A party that let its texts go must not lose "exactly N of kind K" with them."""
    root = tmp_path / "stations"
    shutil.copytree(provable[0], root)
    with offline(root / "alfa", PASSPHRASE) as alfa:
        before = prove(alfa, complete=True)
    store = store_in(root / "alfa")
    rule = Retention(ALFA, Mode.TEST, 1)
    assert retain(store, [BRAVO], 10**13, rule, dry_run=False).destroyed == 3
    store.close()
    with offline(root / "alfa", PASSPHRASE) as alfa:
        assert prove(alfa, complete=True).data == before.data
        assert prove(alfa, provable[1]).data


def test_field_whose_salt_was_destroyed_is_not_shown(provable, tmp_path):
    """What was destroyed cannot be opened, whoever consents to it."""
    root = tmp_path / "stations"
    shutil.copytree(provable[0], root)
    store = store_in(root / "alfa")
    rule = Retention(ALFA, Mode.TEST, 1)
    retain(store, [BRAVO], 10**13, rule, dry_run=False)
    (row, *_) = (found.row for found in store.flagged(EntryFlag.FORGOTTEN))
    setting = setting_of(ALFA, Mode.TEST, BRAVO, row.key.direction)
    shown = disclose_row(row, setting, frozenset(Field))
    assert shown.leaf() == row.leaf
    assert [field for field in Field if not shown.shows(field)] == [
        Field.CONTENT,
        Field.RELEASES,
    ]
    store.close()


def test_joint_proof_at_the_command_line(joint, tmp_path, capsys):
    """Request, consent by name of the party, proof: three files, two houses."""
    root, flash = joint
    command = at_the_command_line(root, tmp_path)
    proof, consent = tmp_path / "may.proof", tmp_path / "may.consent"
    assert command("alfa", "prove", flash, "--out", proof) == 4
    assert not proof.exists()
    asked = ("consent", tmp_path / "may.proof.request", "--out", consent)
    assert command("bravo", *asked, "--confirm-party", "Cesar") == 4
    assert not consent.exists()
    assert command("bravo", *asked, "--confirm-party", "Alfa") == 0
    assert command("bravo", *asked, "--confirm-party", "Alfa") == 2, "written over"
    given = ("--consent", consent, "--out", proof)
    assert command("alfa", "prove", flash, "--show", "kind", *given) == 4
    assert command("alfa", "prove", *given) == 0
    policy = tmp_path / f"may.proof.{ALFA}.1.policy"
    assert main.run(["verify", str(proof), str(policy)]) == 0
    said = capsys.readouterr()
    assert "wishes to show this to others" in said.err
    assert "PLY-REC-003" in said.err
    assert "PLY-REC-011" in said.err
    assert SECRET not in said.out + said.err


def test_contradiction_is_exported_and_stands_alone(provable, tmp_path, capsys):
    """Whoever is shown two versions can show them on, whatever was agreed."""
    root, out = tmp_path / "stations", tmp_path / "two-versions"
    shutil.copytree(provable[0], root)
    command = at_the_command_line(root, tmp_path)
    keys = keys_in(root / "bravo")
    origin = Origin(BRAVO, ALFA, Mode.TEST, 1).text()
    pair = KeyPair.of_log(origin, keys.public)
    heads = [Checkpoint(origin, 7, root) for root in (bytes(32), b"\1" * 32)]
    notes = [
        Note(
            head.text(),
            tuple(sign(keys, key, head, 1) for key in (pair.ed25519, pair.mldsa44)),
        )
        for head in heads
    ]
    data = make_evidence((pair.ed25519, pair.mldsa44), *notes)
    store = store_in(root / "alfa")
    place = link_key(BRAVO, number_key(1) + number_key(7))
    store.commit([Put("evidence", place, data)])
    store.close()
    assert command("alfa", "evidence", "--out", out) == 0
    assert command("alfa", "evidence", "--out", out, "--number", "2") == 2
    assert command("alfa", "evidence", "--out", out) == 2, "never written over"
    assert command("bravo", "evidence") == 0
    assert out.read_bytes() == data
    assert verdict(data, [])["code"] is None
    said = capsys.readouterr().out
    assert "two contradictory versions were signed" in said
    assert "No contradiction is on record" in said


def archive(desk, out, **asked):
    return desk.run(desk.api.archive(str(out), from_ms=1, **asked))


def noted(desk):
    return [line.deed for line in desk.run(desk.api.audit())]


def test_archive_under_joint_takes_both_signatures(joint, desks, tmp_path):
    """It holds every text: what one field in a proof needs, an archive needs too."""
    alfa, bravo = desks(joint)
    out = tmp_path / "archive"
    asked = archive(alfa, out)
    assert asked.request
    assert not out.exists()
    wished = bravo.run(bravo.api.archive_wished(asked.request))
    assert (wished.messages, wished.data) == (3, b"")
    assert not wished.redacted
    given = bravo.run(bravo.api.archive_consent(asked.request)).data
    refused("PLY-REC-004", archive, alfa, out, consent=given, redacted=True)
    refused("PLY-REC-004", archive, alfa, out, consent=given, to_ms=10**13)
    refused("PLY-REC-004", archive, alfa, out, consent=asked.request)
    # A consent to an archive is none to a proof, nor the other way round.
    refused("PLY-REC-004", prove, alfa, consent=given)
    proof = agree(bravo, prove(alfa, joint[1]).request)
    refused("PLY-REC-004", archive, alfa, out, consent=proof)
    assert not out.exists()
    made = alfa.run(alfa.api.archive(str(out), consent=given))
    assert made.entries == wished.entries
    assert check_archive(out).problems == ()
    assert SECRET in (out / "logs/out-1.jsonl").read_text("utf-8")
    # Who asked, who consented and who wrote stands in each side's own log.
    assert noted(alfa)[:2] == ["EXPORTED", "CONSENT_ASKED"]
    assert noted(bravo)[:2] == ["CONSENTED", "CONSENTED"]


def test_archive_of_a_time_to_come_is_not_consented_to(joint, desks):
    """Nobody can know what he would consent to."""
    _, bravo = desks(joint)
    request = ArchiveRequest(ALFA, BRAVO, Mode.TEST, 1, 10**13, redacted=True)
    payload = encode_archive_request(request)
    keys = keys_in(joint[0] / "alfa")
    data = make_statement(StatementKind.ARCHIVE_REQUEST, payload, keys)
    for ask in (bravo.api.archive_wished, bravo.api.archive_consent):
        refused("has not ended", lambda ask=ask: bravo.run(ask(data)))


def test_joint_archive_at_the_command_line(joint, tmp_path, capsys):
    """The same three steps as for a proof, with the same command for the consent."""
    command = at_the_command_line(joint[0], tmp_path)
    out, consent = tmp_path / "year", tmp_path / "year.consent"
    assert command("alfa", "archive", "--redacted", "--out", out) == 4
    assert not out.exists()
    asked = ("consent", tmp_path / "year.request", "--out", consent)
    assert command("bravo", *asked, "--confirm-party", "Cesar") == 4
    assert command("bravo", *asked, "--confirm-party", "Alfa") == 0
    given = ("--consent", consent, "--out", out)
    assert command("alfa", "archive", *given) == 4
    assert command("alfa", "archive", "--redacted", *given) == 0
    said = capsys.readouterr()
    assert "PLY-REC-030" in said.err
    assert "no text, no officer" in said.err
    assert check_archive(out).problems == ()
    assert not any(
        SECRET in file.read_text("utf-8", "replace")
        for file in out.rglob("*")
        if file.is_file()
    )
