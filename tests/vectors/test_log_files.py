# SPDX-License-Identifier: Apache-2.0
"""Whole proof files against the verdicts that every verifier must give."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest

from parley.tlog.verdict import verdict
from tools import tree

PAGE = json.loads(
    (tree.ROOT / "spec" / "vectors" / "log-proof.json").read_text("utf-8")
)
FILES = {name: b64decode(text) for name, text in PAGE["files"].items()}


def given(vector):
    data = FILES[vector["file"]]
    if "edit" not in vector:
        return data
    first, removed, text, times = vector["edit"]
    return data[:first] + bytes.fromhex(text) * times + data[first + removed :]


@pytest.mark.parametrize("vector", PAGE["vectors"], ids=lambda each: each["name"])
def test_verdict_is_the_agreed_one(vector):
    """Two readers who are told different things by one file will not trust either."""
    policies = [PAGE["policies"][name].encode() for name in vector["policies"]]
    assert verdict(given(vector), policies) == vector["expect"]


def policies_of(name):
    """Return only the policies that a file needs: most of the time goes there."""
    log = {"hostile": ["hostile"], "receipt": ["bravo to alfa"]}
    both = ["alfa to bravo", "bravo to alfa"] if name == "both" else ["alfa to bravo"]
    return [PAGE["policies"][each].encode() for each in log.get(name, both)]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_altered_in_any_byte_is_refused(name):
    """A proof in which one bit can change unseen proves something else to somebody."""
    policies = policies_of(name)
    data = FILES[name]
    assert verdict(data, policies)["code"] is None
    # One file of each form whole, the others in steps that meet every field.
    step = 1 if name in ("contact", "chosen", "evidence") else 13
    for at in range(0, len(data), step):
        altered = bytearray(data)
        altered[at] ^= 1 << (at % 8)
        assert verdict(bytes(altered), policies)["code"] is not None, at


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_cut_anywhere_is_refused(name):
    """What came through half is not half a proof."""
    policies = policies_of(name)
    data = FILES[name]
    for end in range(0, len(data), 97):
        assert verdict(data[:end], policies)["code"] is not None, end
