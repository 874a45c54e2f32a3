# SPDX-License-Identifier: Apache-2.0
"""What a program read stands in the audit log, under its officer's number."""

from __future__ import annotations

from parley.testing.stations import ANN


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
