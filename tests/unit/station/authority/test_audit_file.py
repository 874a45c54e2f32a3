# SPDX-License-Identifier: Apache-2.0
"""An exported audit log is judged elsewhere, by the station's card."""

from __future__ import annotations

import json

import pytest

from parley.cli.main import run as parley
from parley.errors import LocalFault
from parley.station.authority.audit_file import verify_audit_file
from parley.station.offline import offline
from parley.testing.stations import PASSPHRASE, enlist, make_station


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the folder with an export, its station's card and another's."""
    root = tmp_path_factory.mktemp("exported")
    cards = {}
    for party in ("alfa", "bravo"):
        make_station(root / party, party)
        cards[party] = enlist(root / party)
        (root / f"{party}.card").write_bytes(cards[party])
    with offline(root / "alfa", PASSPHRASE) as rest:
        for subject in ("one", "two", "drei é"):
            rest.run(rest.api.note("READ", subject, 2))
        assert rest.run(rest.api.audit_export(str(root / "audit.txt"))).good
    return root


def judged(exported, data, card="alfa"):
    """Judge bytes by a card."""
    return verify_audit_file(data, (exported / f"{card}.card").read_bytes())


def test_an_export_is_verified_without_the_station(exported):
    """An auditor of the party judges it on a machine of his own."""
    data = (exported / "audit.txt").read_bytes()
    found = judged(exported, data)
    assert found.good
    assert found.size == data.count(b"}\n")
    assert verify_audit_file(data, None).good


def test_an_export_of_another_station_is_found(exported):
    """Good signatures of somebody else prove nothing about this station."""
    found = judged(exported, (exported / "audit.txt").read_bytes(), "bravo")
    assert not found.good
    assert "station of the card" in found.problem


def changed(data, place, **fields):
    """Return an export with one line changed, as an editor would."""
    lines = data.decode().split("\n")
    lines[place] = json.dumps(json.loads(lines[place]) | fields, ensure_ascii=False)
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "tamper",
    [
        lambda data: changed(data, 1, officer=3),
        lambda data: changed(data, 2, subject="x"),
        lambda data: changed(data, 0, time_ms=5),
        lambda data: data.partition(b"\n")[2],
        lambda data: data.replace(
            b"\nkey ", b"\n" + data.split(b"\n")[0] + b"\nkey ", 1
        ),
    ],
    ids=["officer", "subject", "time", "first-gone", "one-more"],
)
def test_an_edited_export_is_found(exported, tamper):
    """Whoever carries the file may not thereby write history."""
    found = judged(exported, tamper((exported / "audit.txt").read_bytes()))
    assert not found.good
    assert found.problem


@pytest.mark.parametrize(
    "broken",
    [
        lambda _: b"",
        lambda _: b"\xff\n\n",
        lambda data: data.partition(b"\n\n")[0],
        lambda data: data.replace(b"key ", b"kex ", 1),
        lambda data: data.replace(b'"READ"', b'"DREAMT"', 1),
        lambda data: changed(data, 0, time_ms=1.5),
        lambda data: changed(data, 0, more=1),
        lambda data: data.replace(b"\n\n", b"\n\n\n", 1),
    ],
    ids=["empty", "utf8", "head", "key", "deed", "float", "field", "note"],
)
def test_what_is_no_export_is_refused_in_words(exported, broken):
    """Bytes from outside end in a fault and never in a trace."""
    with pytest.raises(LocalFault) as caught:
        judged(exported, broken((exported / "audit.txt").read_bytes()))
    assert caught.value.code == "PLY-AUT-016"


def test_the_command_says_whether_it_is_whole(exported, capsys):
    """With an exit code that a script can use, and no station near."""
    card = ["--card", str(exported / "alfa.card")]
    name = str(exported / "audit.txt")
    assert parley(["audit", "verify-file", name, *card, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["good"] is True
    (exported / "bad.txt").write_bytes(
        changed((exported / "audit.txt").read_bytes(), 1, officer=9)
    )
    assert parley(["audit", "verify-file", str(exported / "bad.txt"), *card]) == 1
    assert "NOT WHOLE" in capsys.readouterr().out
