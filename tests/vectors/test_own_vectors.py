# SPDX-License-Identifier: Apache-2.0
"""The vectors of spec/ are fresh, and mean what they say to the reading side."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from parley.crypto.carrier import CarrierKeys
from parley.crypto.epoch import EpochKeys, epoch_root, open_secret
from parley.crypto.fingerprint import fingerprint
from parley.crypto.fragment import epoch_fragment_key, is_marked, opening_fragment_key
from parley.crypto.hardware_key import parse_hardware_key
from parley.crypto.officer import SoftwareKey
from parley.crypto.page import is_page_mac, set_digits
from parley.crypto.prekey import PrekeyPair
from parley.crypto.webauthn import verify_assertion
from parley.errors import CounterpartFault
from parley.model.identity import KeyScheme, PublicKeys
from parley.model.message import Release
from parley.wire.agreement import decode_agreement
from parley.wire.body import decode_body
from parley.wire.card import decode_card
from parley.wire.cardfile import decode_cardfile
from parley.wire.cbor import loads
from parley.wire.chunk import decode_chunk, decode_parcel
from parley.wire.delegation import decode_request
from parley.wire.entry import decode_entry, decode_entry_padded
from parley.wire.export import (
    decode_archive_request,
    decode_export_consent,
    decode_export_request,
)
from parley.wire.fountain import Joiner
from parley.wire.fragment import split_fragment
from parley.wire.frame import encode_header, split_frame, split_opening
from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.opening import decode_opening_payload
from parley.wire.padding import padded_bytes
from parley.wire.page_set import decode_page_opening, decode_page_set
from parley.wire.prekeys import decode_prekeys
from parley.wire.roster import decode_roster
from parley.wire.slip import decode_slip, decode_slips
from parley.wire.statement import StatementKind, decode_statement
from spec.vectors import generate
from spec.vectors.cases import plain
from spec.vectors.cases_identity import root_verified, verified
from spec.vectors.made import Made

FOLDER = generate.HERE
READERS: dict[str, Callable[[bytes], object]] = {
    "card": decode_card,
    "prekeys": decode_prekeys,
    "card file": decode_cardfile,
    "delegation": root_verified,
    "delegation request": decode_request,
    "request": decode_export_request,
    "archive request": decode_archive_request,
    "consent": decode_export_consent,
}
CARRIED: dict[str, Callable[[bytes], object]] = {
    "parcel": decode_parcel,
    "chunk": lambda data: decode_chunk(data)[0],
    "slip": lambda data: decode_slip(data)[0],
    "slips": decode_slips,
}


def vectors(name: str) -> list[dict[str, object]]:
    """Return the accepted vectors of one file."""
    page = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return [each for each in page["vectors"] if each["expect"] == "accepted"]


def raw(vector: dict[str, object], name: str) -> bytes:
    """Return one field of a vector as bytes."""
    return bytes.fromhex(str(vector[name]))


def test_vectors_are_fresh():
    """Code and vectors that drift apart would leave a second reader in the dark."""
    made = Made.load(FOLDER / "made.json")
    kept = dict(made.kept)
    for name, text in generate.pages(made).items():
        assert (FOLDER / name).read_text("utf-8") == text, f"run `make gen`: {name}"
    assert made.kept == kept


@pytest.mark.parametrize("name", sorted(generate.FILES))
def test_every_file_says_what_is_accepted(name):
    """A file of refusals alone would pass with a reader that refuses everything."""
    assert vectors(name)


def test_fragments_become_their_frame_whichever_are_lost():
    """A second implementation must cut, mark and join exactly alike."""
    for vector in vectors("fragment"):
        fragments = [
            split_fragment(bytes.fromhex(each)) for each in vector["fragments"]
        ]
        key = raw(vector, "key")
        assert all(is_marked(key, each.marked, each.mark) for each in fragments)
        if "root" in vector:
            assert key == epoch_fragment_key(raw(vector, "root"))
        else:
            ends = raw(vector, "sender"), raw(vector, "recipient")
            assert key == opening_fragment_key(*ends)
        last = fragments[-vector["symbols"] :]
        joiner = Joiner(last[0].whole.length, last[0].whole.symbol_bytes)
        whole = [joiner.take(each.number, each.symbol) for each in last]
        assert whole[-1] == raw(vector, "frame")


def test_encodings_have_their_values():
    """The two sides of the codec agree on every vector."""
    for vector in vectors("encoding"):
        assert plain(loads(raw(vector, "data"))) == vector["value"], vector["name"]


def test_texts_have_their_characters():
    """However a text is coded, the reader sees what was signed."""
    for vector in vectors("text"):
        assert decode_body(raw(vector, "body"), TEXT_BYTES_MAX) == vector["text"]


def test_padding_is_as_long_as_it_says():
    """One rule on every circuit."""
    for vector in vectors("padding"):
        assert padded_bytes(vector["length"]) == vector["padded"]


def test_statements_verify():
    """Both signatures, kept from an earlier run, are good today."""
    for vector in vectors("statement"):
        public = PublicKeys(
            raw(vector, "ed25519_public"), raw(vector, "mldsa44_public")
        )
        kind = StatementKind(str(vector["kind"]))
        assert verified(raw(vector, "data"), kind, public) == raw(vector, "payload")


@pytest.mark.parametrize(
    "name", ["card", "roster", "agreement", "export", "delegation"]
)
def test_identity_forms_have_their_values(name):
    """What a party says of itself reads as it was written."""
    other = {"roster": decode_roster, "agreement": decode_agreement}
    for vector in vectors(name):
        read = other.get(name) or READERS[str(vector["format"])]
        value = plain(read(raw(vector, "data")))
        assert "value" not in vector or value == vector["value"], vector["name"]


def test_carried_forms_have_their_values():
    """What lies on a stick or in a box reads the same to a second reader."""
    for vector in vectors("carried"):
        if "format" in vector:
            read = CARRIED[str(vector["format"])]
            assert plain(read(raw(vector, "data"))) == vector["value"], vector["name"]


def test_carrier_keys_come_from_the_shared_secret():
    """Another implementation must be able to tag what we then believe."""
    vector = vectors("carried")[0]
    names = (str(vector[name]) for name in ("kind", "sender", "recipient"))
    keys = CarrierKeys(raw(vector, "shared"), *names)
    assert keys.derive("tag") == raw(vector, "tag_key")
    assert keys.tag(b"") == raw(vector, "tag_of_nothing")


def test_entries_have_their_values():
    """Every kind of entry that has a form."""
    for vector in vectors("entry"):
        entry = decode_entry(raw(vector, "data"), vector["opened_ms"])
        assert plain(entry) == vector["value"], vector["name"]


def test_releases_are_the_officers_signatures():
    """Ed25519 is deterministic, so the signature can be made again."""
    steps = [each for each in vectors("manifest") if "signature" in each]
    for vector in steps:
        from_seed = SoftwareKey.from_seed
        name = f"nrrc.alfa.example officer {vector['step']}"
        key = from_seed(generate.cases_entry.seed(name))
        assert key.public == raw(vector, "public")
        assert key.sign(raw(vector, "digest")) == raw(vector, "signature")
    assert len(steps) == 2


def test_an_opening_opens():
    """From the frame to the secret, with the receiver's prekey."""
    (vector,) = (each for each in vectors("opening") if "secret" in each)
    mode, statement, _ = split_opening(raw(vector, "frame"))
    payload = decode_statement(statement, StatementKind.OPENING).payload
    opening = decode_opening_payload(payload)
    pair = PrekeyPair.from_seed(raw(vector, "prekey_seed"))
    secret = open_secret(pair, raw(vector, "info"), opening.sealed)
    assert mode is opening.mode
    assert plain(opening) == vector["value"]
    assert payload == raw(vector, "payload")
    assert pair.public == raw(vector, "prekey_public")
    assert secret == raw(vector, "secret")


def test_an_opening_under_a_page_alone_opens():
    """With no public key: the page verifies it, and is its root's only secret."""
    (vector,) = (each for each in vectors("opening") if "page" in each)
    mode, body, _ = split_opening(raw(vector, "frame"))
    said = decode_page_opening(body)
    page = raw(vector, "page")
    assert said.payload == raw(vector, "payload")
    assert is_page_mac(page, said.payload, said.mac)
    assert not is_page_mac(bytes(32), said.payload, said.mac)
    opening = decode_opening_payload(said.payload)
    assert mode is opening.mode
    assert plain(opening) == vector["value"]
    assert epoch_root(None, page, said.payload) == raw(vector, "root")


def test_a_set_of_pages_has_names_and_digits():
    """Both parties must call each page alike and read the same digits aloud."""
    (vector,) = vectors("page")
    made = decode_page_set(raw(vector, "data"))
    assert plain(made) == vector["value"]
    assert set_digits(raw(vector, "data")) == vector["digits"]
    names = [*made.named(0), *made.named(1)]
    assert plain(names) == vector["names"]


def test_the_key_schedule_and_a_frame():
    """Roots from a secret, a page and both; then a frame under one of them."""
    for vector in vectors("frame"):
        if "frame" not in vector:
            secret, page = (
                raw(vector, name) if vector[name] else None
                for name in ("secret", "page")
            )
            keys = EpochKeys(epoch_root(secret, page, raw(vector, "opening_payload")))
            assert keys.root == raw(vector, "root")
            assert keys.tag == raw(vector, "tag")
            assert keys.leaf_secret(1) == raw(vector, "leaf_secret_of_serial_1")
            continue
        keys = EpochKeys(raw(vector, "root"))
        header, sealed = split_frame(raw(vector, "frame"))
        padded = keys.open(encode_header(header), header.serial, sealed)
        assert padded == raw(vector, "padded")
        entry = decode_entry_padded(padded, vector["opened_ms"])
        assert entry == decode_entry(raw(vector, "plaintext"), vector["opened_ms"])


def test_a_fingerprint_is_the_same_from_both_sides():
    """Whoever computes it reads the same digits aloud."""
    said = {
        fingerprint(raw(vector, "one"), raw(vector, "other"))
        for vector in vectors("fingerprint")
    }
    assert said == {str(vector["fingerprint"]) for vector in vectors("fingerprint")}
    assert len(said) == 1


def test_hardware_releases_are_judged_as_they_say():
    """A second implementation must refuse exactly what this one refuses."""
    page = json.loads((FOLDER / "hardware-key.json").read_text("utf-8"))
    for vector in page["vectors"]:
        assert hardware_outcome(vector) == vector["expect"], vector["name"]
    assert len(page["vectors"]) > 50


def hardware_outcome(vector: dict[str, object]) -> str:
    """Return what this reader makes of one vector."""
    scheme = KeyScheme[str(vector["scheme"])]
    public = raw(vector, "public_key")
    try:
        if "digest" not in vector:
            parse_hardware_key(public, scheme)
            return "accepted"
        release = Release(2, scheme, raw(vector, "signature"), raw(vector, "detail"))
        verify_assertion(public, raw(vector, "digest"), release)
    except CounterpartFault as fault:
        return f"refused: {fault.code}"
    return "accepted"
