# SPDX-License-Identifier: Apache-2.0
"""A token's class decides what its program is shown of what officers wrote."""

from __future__ import annotations

import json

import pytest

from parley.testing.stations import ANN, BEN

SECRET = "For readers only."


@pytest.fixture(scope="module")
def told(pair):
    """BRAVO's text has come, and Ben is custodian and auditor as well."""
    classes = ["RELEASER", "CUSTODIAN", "AUDITOR"]
    pair.on_loop(pair.alfa.parts.api.change_officer(BEN, classes=classes))
    pair.on_loop(pair.bravo.send(SECRET))

    async def come():
        return (await pair.alfa.parts.api.board()).open

    pair.on_loop(pair.alfa.until(come))
    (message,) = pair.on_loop(come())
    return pair, message.ref


ASKED = ("messages", "board", "message?ref={ref}", "chronology?ref={ref}")


@pytest.mark.parametrize("question", ASKED)
def test_custodian_is_shown_no_text(told, question):
    """Whoever keeps keys and disks is not thereby a reader of letters."""
    pair, ref = told
    method, mark, query = question.format(ref=ref).partition("?")
    for officer, cls, sees in ((BEN, "CUSTODIAN", False), (ANN, "WATCH", True)):
        program = pair.program(officer, cls)
        status, value = program.get(method, mark + query)
        assert status == 200, value
        assert (SECRET in json.dumps(value)) is sees


def test_auditor_reads_everything_and_changes_nothing(told):
    """SPEC 7.42: the same station, looked at from the side."""
    pair, ref = told
    auditor = pair.program(BEN, "AUDITOR")
    status, value = auditor.get("message", f"?ref={ref}")
    assert (status, SECRET in json.dumps(value)) == (200, True)
    assert auditor.get("audit", "?limit=5")[0] == 200
    for act, given in (
        ("test_link", {"link": None}),
        ("silence", {}),
        ("withdraw", {"number": 1}),
        ("roll_epoch", {"link": None}),
    ):
        status, fault = auditor.post(act, **given)
        assert (status, fault["code"]) == (403, "PLY-API-002")
