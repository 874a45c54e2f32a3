# SPDX-License-Identifier: Apache-2.0
"""What a lying or careless party may try with checkpoints, proofs and evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.precedence import Mode
from parley.testing.two_logs import ALFA, BRAVO, KnownLog, two_logs
from parley.tlog.air import AirForm, decode_air_head, open_air_head, sign_air_head
from parley.tlog.bundle import Period, encode_bundle, prove_part
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.contact import prove_contact
from parley.tlog.evidence import make_evidence, verify_evidence
from parley.tlog.leaf import Field, LeafFields, disclose, leaf
from parley.tlog.merkle import SIZE_MAX
from parley.tlog.note import Note, parse_note
from parley.tlog.note_key import parse_vkey
from parley.tlog.origin import Origin, parse_origin
from parley.tlog.policy_text import parse_policy
from parley.tlog.proof import parse_tlog_proof
from parley.tlog.verdict import verdict

TIME_S = 1_800_100_000
SORT = (Field.KIND, Field.PRECEDENCE, Field.LOGGED)


@pytest.fixture(scope="module")
def alfa():
    return two_logs(100)[0]


@pytest.fixture(scope="module")
def note(alfa):
    return alfa.note(TIME_S)


def test_proofs_stay_small(alfa, note):
    """A proof must fit a mail, a form, and two dozen QR codes."""
    shown = alfa.shown(41, *SORT)
    contact = prove_contact(alfa.source, 41, 100, shown.disclosure, note)
    assert len(contact) <= 8_000
    entries = tuple(alfa.shown(index, *SORT) for index in range(100))
    assert len(encode_bundle((prove_part(alfa.source, None, entries, note),))) <= 26_000


def test_closed_fields_cannot_be_guessed():
    """There are four precedences: without a salt a reader would try them all."""
    fields = LeafFields(1, 3, 0, bytes(32), None, None)
    first, second = (
        disclose(fields, bytes([each] * 32), frozenset()) for each in (1, 2)
    )
    assert not set(first.places) & set(second.places)
    assert len(set(first.places)) == len(Field)


def test_no_word_of_a_message_is_in_a_proof(alfa, note):
    """The reader learns the chosen fields and six hashes, nothing else."""
    shown = alfa.shown(41, *SORT)
    contact = prove_contact(alfa.source, 41, 100, shown.disclosure, note)
    entry = verdict(contact, [alfa.policy.text().encode()])["parts"][0]["entries"][0]
    assert set(entry["shown"]) == {"kind", "precedence", "logged"}
    assert alfa.fields[41].content not in parse_tlog_proof(contact).extra


@given(
    st.builds(
        LeafFields,
        kind=st.integers(0, 255),
        precedence=st.none() | st.integers(0, 255),
        logged_ms=st.integers(0, SIZE_MAX),
        content=st.binary(max_size=64),
        releases=st.none() | st.binary(max_size=64),
        reference=st.none()
        | st.lists(
            st.none()
            | st.booleans()
            | st.integers(0, SIZE_MAX)
            | st.binary(max_size=64),
            max_size=8,
        ).map(tuple),
    ),
    st.binary(min_size=32, max_size=32),
    st.sets(st.sampled_from(Field)),
)
def test_any_disclosure_gives_the_leaf(fields, secret, chosen):
    """Whatever is opened, the leaf is the one both stations logged."""
    shown = disclose(fields, secret, frozenset(chosen))
    assert shown.leaf() == leaf(fields, secret)
    for field in chosen:
        assert shown.value(field) == fields.values()[field]


def test_two_heads_of_one_size_are_evidence(alfa, note):
    """The lie is on the record of whoever was lied to, and convinces a third party."""
    root = bytes(32)
    lie = alfa.signed(Checkpoint(alfa.origin, 100, root), TIME_S)
    pair = alfa.log_pair
    data = make_evidence((pair.ed25519, pair.mldsa44), note, lie)
    found = verify_evidence(data)
    assert {head.root for head in found.heads} == {
        root,
        parse_checkpoint(note.text).root,
    }
    assert len(data) <= 10_300


@pytest.mark.parametrize("case", ["same", "older", "other log", "unsigned"])
def test_honest_heads_are_no_evidence(alfa, note, case):
    """An honest counterpart must never be accused by a file that verifies."""
    pair = alfa.log_pair
    second = {
        "same": lambda: note,
        "older": lambda: alfa.note(TIME_S, 99),
        "other log": lambda: KnownLog(BRAVO, ALFA).note(TIME_S),
        "unsigned": lambda: Note(
            Checkpoint(alfa.origin, 100, bytes(32)).text(), note.lines
        ),
    }[case]()
    with pytest.raises(LocalFault) as fault:
        make_evidence((pair.ed25519, pair.mldsa44), note, second)
    assert fault.value.code == "PLY-LOG-021"


def test_light_head_over_another_history_is_refused(alfa):
    """A narrow circuit must not be the place where a fork goes unseen."""
    checkpoint = parse_checkpoint(alfa.note(TIME_S).text)
    lie = replace(checkpoint, root=bytes(32))
    head = sign_air_head(AirForm.LIGHT_HEAD, lie, TIME_S, alfa.log_pair, alfa.log_keys)
    assert len(head.encode()) == 71
    with pytest.raises(CounterpartFault) as fault:
        open_air_head(head, alfa.log_pair, alfa.origin, checkpoint.root)
    assert fault.value.code == "PLY-LOG-022"


def test_full_head_over_another_history_is_kept_as_evidence(alfa, note):
    """The full form carries its root, so the lie is signed and whole."""
    lie = Checkpoint(alfa.origin, 100, bytes(32))
    pair = alfa.log_pair
    head = sign_air_head(AirForm.FULL_HEAD, lie, TIME_S, pair, alfa.log_keys)
    again = decode_air_head(head.encode())
    checkpoint, lines = open_air_head(again, pair, alfa.origin, b"ours" * 8)
    assert checkpoint == lie
    make_evidence((pair.ed25519, pair.mldsa44), note, Note(lie.text(), lines))


def test_air_heads_altered_in_any_byte_are_refused(alfa):
    """A light form has no room for a checksum; its signature has to cover all of it."""
    checkpoint = parse_checkpoint(alfa.note(TIME_S).text)
    for form in AirForm:
        ours = form in (AirForm.LIGHT_HEAD, AirForm.FULL_HEAD)
        pair = alfa.log_pair if ours else alfa.witness_pair
        keys = alfa.log_keys if ours else alfa.witness_keys
        data = sign_air_head(form, checkpoint, TIME_S, pair, keys).encode()
        for at in range(len(data)):
            altered = bytearray(data)
            altered[at] ^= 1 << (at % 8)
            with pytest.raises(CounterpartFault):
                open_air_head(
                    decode_air_head(bytes(altered)), pair, alfa.origin, checkpoint.root
                )


def test_one_algorithm_is_not_enough(alfa, note):
    """Whoever breaks Ed25519 some day must still face ML-DSA, on both sides."""
    policy = alfa.policy
    for missing in range(4):
        lines = note.lines[:missing] + note.lines[missing + 1 :]
        with pytest.raises(CounterpartFault) as fault:
            policy.judge(Note(note.text, lines))
        assert fault.value.code == ("PLY-LOG-008" if missing == 0 else "PLY-LOG-011")


def test_a_lying_clock_of_one_signer_does_not_close_a_period(alfa):
    """The end of the log closes a period only if every witness signed after it."""
    part = prove_part(
        alfa.source, None, (alfa.shown(99, *SORT),), alfa.note(1_700_000_000)
    )
    from_ms = alfa.fields[99].logged_ms
    claim = replace(part, period=Period(from_ms - 1, from_ms + 1))
    found = verdict(encode_bundle((claim,)), [alfa.policy.text().encode()])
    assert found["code"] == "PLY-LOG-018"


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_is_a_log_of_its_own(mode):
    """An exercise must not be shown to anybody as the real thing."""
    origin = Origin(ALFA, BRAVO, mode, 7)
    assert parse_origin(origin.text()) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a/b/live",
        "a/b/live/1/2",
        "a/b/war/1",
        "a/b/live/01",
        "a/b/live/-1",
        "A/b/live/1",
        "a/<b>/live/1",
        "/b/live/1",
        f"{'a' * 254}/b/live/1",
        "a/b/live/\u0661",
    ],
)
def test_foreign_origins_are_refused(text):
    """The name of a log is read by people; it says exactly one thing or nothing."""
    with pytest.raises(CounterpartFault) as fault:
        parse_origin(text)
    assert fault.value.code == "PLY-LOG-020"


@given(st.binary(max_size=2000))
@pytest.mark.parametrize(
    "start", [b"", b"c2sp.org/tlog-proof@v1\n", b"\x83\x6eparley/1 proof"]
)
def test_garbage_gets_a_verdict_and_no_trace(start, data):
    """The verifier reads what strangers hand in; a code is all they get back."""
    assert verdict(start + data, [])["code"] is not None


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_readers_of_texts_refuse_with_faults_only(data):
    """Any other exception would be a stack trace in front of an officer."""
    for read in (parse_note, parse_policy, parse_tlog_proof, decode_air_head):
        with pytest.raises(CounterpartFault):
            read(data)
    for read in (parse_checkpoint, parse_vkey, parse_origin):
        with pytest.raises(CounterpartFault):
            read(data.decode("utf-8", "replace"))
