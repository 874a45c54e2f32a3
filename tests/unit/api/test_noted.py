# SPDX-License-Identifier: Apache-2.0
"""What a program read stands in the audit log, under its officer's number."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.station.authority.audit import AGAIN_S
from parley.testing.stations import ANN, BEN, DRAFTER
from tests.unit.api.conftest import Program


def reads(pair):
    """Return the subjects of every read that is noted."""
    noted = pair.on_loop(pair.alfa.parts.api.audit())
    return [(one.officer, one.subject) for one in noted if one.deed == "READ"]


def test_a_read_over_the_api_is_noted_once_in_a_while(pair):
    """Who copies the traffic by program must be as visible as who reads a screen."""
    before = reads(pair)
    program = pair.program()
    for _ in range(3):
        assert program.get("messages")[0] == 200
    assert program.get("status")[0] == 200
    fresh = [one for one in reads(pair) if one not in before]
    assert len(fresh) == 1
    officer, subject = fresh[0]
    assert officer == ANN
    assert subject.startswith("messages, over the API by ")


def test_a_refused_read_is_not_noted_as_one(pair):
    """The log must not say that somebody saw what he was denied."""
    before = reads(pair)
    assert pair.drafter().get("watch_log")[0] == 403
    assert reads(pair) == before


def refused(pair):
    """Return officer and subject of every refused call that is noted."""
    noted = pair.on_loop(pair.alfa.parts.api.audit(None, 200))
    return [(one.officer, one.subject) for one in noted if one.deed == "CALL_REFUSED"]


def test_a_call_in_vain_is_noted_and_cannot_fill_the_log(pair):
    """Whoever tries tokens at night is found in the morning, on one line only."""
    before = len(refused(pair))
    for number in range(40):
        stranger = Program(pair.alfa.api_port, f"parley_{number:043d}")
        path = ("board", "events", "openapi.json", f"evil%0aline{number}")[number % 4]
        assert stranger.ask("GET", f"/api/v1/{path}")[0] == 401
    fresh = refused(pair)[: len(refused(pair)) - before]
    line = (None, "over the API without a valid token: PLY-API-001")
    assert len(fresh) <= 1
    assert line in refused(pair)
    assert "evil" not in str(refused(pair))
    assert AGAIN_S >= 60


@pytest.mark.parametrize(
    ("officer", "cls", "method", "code"),
    [
        (DRAFTER, "DRAFTER", "roll_epoch", "PLY-API-002"),
        (ANN, "WATCH", "release", "PLY-API-002"),
        (DRAFTER, "CUSTODIAN", "board", "PLY-API-002"),
    ],
    ids=["another class", "its officer's other class", "no longer of its class"],
)
def test_what_a_token_is_not_for_is_noted_by_its_name(pair, officer, cls, method, code):
    """A leaked token shows itself by what it tries."""
    program = pair.program(officer, cls)
    before = refused(pair)
    for _ in range(3):
        verb = program.get if method == "board" else program.post
        assert verb(method)[0] == 403
    (fresh,) = [one for one in refused(pair) if one not in before]
    known = cls != "CUSTODIAN"
    assert fresh[0] == (officer if known else None)
    assert fresh[1].endswith(f"over the API by {officer} {cls} {pair.made}: {code}")
    assert fresh[1].startswith(method if known else "over the API")


def test_an_act_for_another_officer_is_noted(pair):
    """Who would speak in a colleague's name is named by his own token."""
    program = pair.program(DRAFTER, "DRAFTER")
    asked = {"link": None, "precedence": "ROUTINE", "to": [], "texts": [["en", "x"]]}
    assert program.post("write_draft", drafted_by=BEN, **asked)[0] == 403
    officer, subject = refused(pair)[0]
    assert officer == DRAFTER
    assert subject.startswith("write_draft, over the API by ")


def test_a_disk_that_refuses_the_line_does_not_change_the_answer(pair, monkeypatch):
    """A full disk must not turn a refusal into anything else."""

    async def full(*_given):
        raise LocalFault("PLY-STO-001", path="simulated")

    monkeypatch.setattr(pair.alfa.parts.api, "note", full)
    status, _, told = Program(pair.alfa.api_port, "x").ask("GET", "/api/v1/board")
    assert (status, told["code"]) == (401, "PLY-API-001")
