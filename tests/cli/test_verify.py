# SPDX-License-Identifier: Apache-2.0
"""`parley verify` as a stranger meets it: no station, any file, one answer."""

from __future__ import annotations

import json
import random
import socket
from base64 import b64decode
from pathlib import Path

import pytest

from parley.cli.main import run
from parley.tlog.verdict import verdict
from tests.cli.transcript import ROOT, Player

PAGE = json.loads(
    (ROOT / "spec" / "vectors" / "log-proof.json").read_text(encoding="utf-8")
)
FILES = {name: b64decode(text) for name, text in PAGE["files"].items()}
POLICIES = {name: text.encode() for name, text in PAGE["policies"].items()}
STORY = Path(__file__).parent / "stories" / "proofs" / "verify.txt"
AT_HAND = {
    "contact.tlog-proof": FILES["contact"],
    "both.proof": FILES["both"],
    "two-versions.evidence": FILES["evidence"],
    "hostile.tlog-proof": FILES["hostile"],
    "alfa-to-bravo.policy": POLICIES["alfa to bravo"],
    "bravo-to-alfa.policy": POLICIES["bravo to alfa"],
    "strangers.policy": POLICIES["another's"],
    "hostile.policy": POLICIES["hostile"],
}


def test_story_of_a_stranger(tmp_path):
    """What a journalist or a judge types is answered as the story says."""
    for name, data in AT_HAND.items():
        (tmp_path / name).write_bytes(data)
    player = Player(tmp_path)
    player.play(STORY.read_text("utf-8"), STORY.name)
    assert not player.running


def judged(folder, capsys, data, policies):
    """Return the exit code and the JSON of the command on one file."""
    (folder / "file").write_bytes(data)
    names = []
    for number, policy in enumerate(policies):
        names.append(folder / f"{number}.policy")
        names[-1].write_bytes(policy)
    code = run(["verify", str(folder / "file"), *map(str, names), "--json"])
    said = capsys.readouterr()
    assert not said.err
    return code, json.loads(said.out)


def test_command_gives_the_verdicts_of_the_vectors(tmp_path, capsys, monkeypatch):
    """The same files as for the page; whatever it refuses ends with exit code 1.

    No address is asked for and no socket is made: the answer rests on the files alone.
    """
    monkeypatch.setattr(socket, "socket", None)
    for vector in PAGE["vectors"]:
        data = FILES[vector["file"]]
        if "edit" in vector:
            first, removed, text, times = vector["edit"]
            put_in = bytes.fromhex(text) * times
            data = data[:first] + put_in + data[first + removed :]
        policies = [POLICIES[name] for name in vector["policies"]]
        code, found = judged(tmp_path, capsys, data, policies)
        assert found == vector["expect"], vector["name"]
        assert code == (vector["expect"]["code"] is not None), vector["name"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_proof_altered_anywhere_is_refused_or_means_the_same(name, tmp_path, capsys):
    """Any byte: nothing new may be proved and nothing may end in a stack trace."""
    chance = random.Random(name)
    data, policies = FILES[name], list(POLICIES.values())
    policies = [each for each in policies if verdict(b"", [each])["code"][-3:] == "019"]
    true = verdict(data, policies)["parts"]
    for _ in range(25):
        at = chance.randrange(len(data))
        changed = bytes([data[at] ^ 1 << chance.randrange(8)])
        altered = data[:at] + changed + data[at + 1 :]
        code, found = judged(tmp_path, capsys, altered, policies)
        assert code == 1 or found["parts"] == true, (at, found)


def test_file_larger_than_any_proof_is_not_cut_to_fit(tmp_path, capsys):
    """A good proof padded beyond what is read must not pass as the good proof."""
    padded = FILES["both"] + bytes(2_000_000)
    policies = [POLICIES["alfa to bravo"], POLICIES["bravo to alfa"]]
    code, found = judged(tmp_path, capsys, padded, policies)
    assert (code, found["code"]) == (1, "PLY-LOG-012")
    long = POLICIES["alfa to bravo"] + b"#" * 300_000 + b"\n"
    code, found = judged(tmp_path, capsys, FILES["contact"], [long])
    assert (code, found["code"]) == (1, "PLY-LOG-013")
