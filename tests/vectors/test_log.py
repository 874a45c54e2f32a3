# SPDX-License-Identifier: Apache-2.0
"""The log against published vectors and against our own."""

from __future__ import annotations

import json

import pytest

from parley.errors import CounterpartFault
from parley.tlog.air import decode_air_head, open_air_head
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.consistency import verify_consistency
from parley.tlog.inclusion import verify_inclusion
from parley.tlog.leaf import (
    Field,
    LeafFields,
    disclose,
    disclosure_from_value,
    disclosure_to_value,
    leaf,
)
from parley.tlog.merkle import Frontier, leaf_hash
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair, parse_vkey
from parley.tlog.policy_text import parse_policy
from parley.tlog.selection import verify_selection
from parley.wire.cbor import dumps, loads
from spec.vectors import generate_log
from spec.vectors.log_keys import Signatures
from tools import tree

VECTORS = tree.ROOT / "spec" / "vectors"


def load(name):
    return json.loads((VECTORS / f"log-{name}.json").read_text("utf-8"))["vectors"]


def hexes(texts):
    return [bytes.fromhex(text) for text in texts]


def outcome(call):
    try:
        call()
    except CounterpartFault as fault:
        return f"refused: {fault.code}"
    return "accepted"


@pytest.mark.parametrize("vector", load("published"), ids=lambda each: each["name"])
def test_published_trees_and_proofs(vector):
    """Somebody else's trees and proofs: our own mistakes would not agree with us."""

    def check():
        if "data" in vector:
            frontier = Frontier()
            for data in hexes(vector["data"]):
                frontier = frontier.append(leaf_hash(data))
            assert frontier.root().hex() == vector["root"]
            return
        path = hexes(vector["path"])
        if "leaf" in vector:
            found, root = hexes([vector["leaf"], vector["root"]])
            verify_inclusion(found, vector["index"], vector["size"], path, root)
        else:
            roots = hexes([vector["old_root"], vector["new_root"]])
            verify_consistency(vector["old"], vector["new"], path, *roots)

    assert outcome(check) == vector["expect"]


@pytest.mark.parametrize("vector", load("tree"), ids=lambda each: each["name"])
def test_trees(vector):
    """Roots, stored frontiers and selections are the same in every implementation."""

    def check():
        root = bytes.fromhex(vector["root"])
        if "frontier" in vector:
            leaves = [leaf_hash(b"%d" % each) for each in range(vector["size"])]
            frontier = Frontier.decode(bytes.fromhex(vector["frontier"]))
            assert frontier == Frontier().extend(leaves)
            assert frontier.root() == root
            return
        hashes, leaves = hexes(vector["hashes"]), hexes(vector["leaves"])
        verify_selection(vector["places"], leaves, vector["size"], hashes, root)

    assert outcome(check) == vector["expect"]


@pytest.mark.parametrize("vector", load("leaf"), ids=lambda each: each["name"])
def test_leaves(vector):
    """A leaf is the same whether computed from all fields or from a disclosure."""

    def check():
        shown = disclosure_from_value(loads(bytes.fromhex(vector["disclosure"])))
        kind, precedence, logged, content, releases, reference = loads(
            bytes.fromhex(vector["fields"])
        )
        reference = None if reference is None else tuple(reference)
        fields = LeafFields(kind, precedence, logged, content, releases, reference)
        secret = bytes.fromhex(vector["secret"])
        chosen = frozenset(Field[each] for each in vector["chosen"])
        assert disclose(fields, secret, chosen) == shown
        assert shown.leaf() == leaf(fields, secret) == bytes.fromhex(vector["leaf"])
        assert dumps(disclosure_to_value(shown)).hex() == vector["disclosure"]

    assert outcome(check) == vector["expect"]


@pytest.mark.parametrize("vector", load("note"), ids=lambda each: each["name"])
def test_notes_keys_and_checkpoints(vector):
    """Examples of the C2SP texts are read; each leniency they allow is refused."""

    def check():
        if "note" in vector or "bytes" in vector:
            raw = bytes.fromhex(vector.get("bytes", "")) or vector["note"].encode()
            note = parse_note(raw)
            assert note.encode() == raw
            if "vkey" in vector:
                key = parse_vkey(vector["vkey"])
                assert key.vkey() == vector["vkey"]
                assert key.made(note.lines[0])
                key.verify(note.text.encode(), note.lines[0].payload)
        elif "vkey" in vector:
            parse_vkey(vector["vkey"])
        else:
            parse_checkpoint(vector["checkpoint"])

    assert outcome(check) == vector["expect"]


@pytest.mark.parametrize("vector", load("policy"), ids=lambda each: each["name"])
def test_policies(vector):
    """A policy that is read loosely is a policy that somebody else decides."""

    def check():
        policy = parse_policy(vector["policy"].encode())
        assert policy.text() == vector["written"]
        assert parse_policy(policy.text().encode()) == policy

    assert outcome(check) == vector["expect"]


@pytest.mark.parametrize("vector", load("air"), ids=lambda each: each["name"])
def test_heads_on_the_air(vector):
    """The text that was signed is rebuilt from a few bytes, to the letter."""

    def check():
        head = decode_air_head(bytes.fromhex(vector["head"]))
        assert head.encode().hex() == vector["head"]
        pair = KeyPair(parse_vkey(vector["ed25519"]), parse_vkey(vector["mldsa44"]))
        own_root = bytes.fromhex(vector["own_root"])
        _, lines = open_air_head(head, pair, vector["origin"], own_root)
        assert [line.text() for line in lines] == vector["lines"]

    assert outcome(check) == vector["expect"]


def test_vectors_are_what_the_code_makes():
    """A vector that nobody can make again cannot be extended either."""
    signatures = Signatures.load(VECTORS / "log-made.json")
    for name, text in generate_log.pages(signatures).items():
        assert (VECTORS / name).read_text("utf-8") == text, f"run `make gen`: {name}"
