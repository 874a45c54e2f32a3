# SPDX-License-Identifier: Apache-2.0
"""Shelving: a known alarm is quiet by somebody's name, for a time, never for long."""

from __future__ import annotations

import pytest

from parley.core.alarms import ALARMS
from parley.core.events import ConsolesArmed, TimerFired
from parley.core.floor_events import AlarmShelved
from parley.core.watch.shelving import NEVER
from parley.errors import LocalFault
from parley.testing.looks import alarms

BRAVO = "bravo.example"
HOUR_MS = 3_600_000
REASON = "The carrier mends it."


@pytest.fixture
def desk(pair):
    """ALFA, whose link tests of BRAVO do not come."""
    alfa = pair.alfa
    alfa.pass_time(3 * 3_600)
    alfa.tell(TimerFired())
    assert "TEST-MISSED" in {code for code, _ in alarms(alfa)}
    return alfa


def shelve(desk, code="TEST-MISSED", *, hours=2.0, reason=REASON, who="watch"):
    """Shelve an alarm of a desk for so many hours; None takes it off."""
    until_ms = None if hours is None else desk.wall_ms + round(hours * HOUR_MS)
    link = "" if code == "NOBODY-HEARS" else BRAVO
    officer = desk.officers[who][0]
    return desk.tell(AlarmShelved(code, link, "", officer, until_ms, reason))


def shelved(desk, code="TEST-MISSED"):
    """Return who has shelved an alarm of a desk, and why."""
    (known,) = (each.shelved for each in desk.core.alarms() if each.code == code)
    return None if known is None else (known.officer, known.reason)


def test_shelved_alarm_stands_and_comes_back_at_its_time(desk):
    """What is forgotten on a shelf is worse than what rings too often."""
    shelve(desk)
    mine = (desk.officers["watch"][0], REASON)
    assert shelved(desk) == mine
    assert desk.core.next_wakeup() <= desk.mono_ms + 2 * HOUR_MS
    desk.crash()
    assert shelved(desk) == mine
    desk.pass_time(2 * 3_600 - 1)
    desk.tell(TimerFired())
    assert shelved(desk) == mine
    desk.pass_time(1)
    desk.tell(TimerFired())
    assert shelved(desk) is None
    desk.crash()
    assert shelved(desk) is None


def test_alarm_is_taken_off_the_shelf_by_hand(desk):
    """Whoever takes the watch over must be able to hear it again."""
    shelve(desk)
    shelve(desk, hours=None, reason="")
    assert shelved(desk) is None


def test_what_calls_a_person_is_never_shelved(desk):
    """A watch that could shelve \"nobody hears\" would, on the night that counts."""
    desk.tell(ConsolesArmed(0))
    desk.pass_time(31)
    desk.tell(TimerFired())
    with pytest.raises(LocalFault) as refused:
        shelve(desk, "NOBODY-HEARS")
    assert refused.value.code == "PLY-WCH-091"
    assert shelved(desk, "NOBODY-HEARS") is None
    assert ALARMS.keys() >= NEVER


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"hours": 12.1}, "PLY-WCH-092"),
        ({"hours": 0.0}, "PLY-WCH-092"),
        ({"reason": " "}, "PLY-WCH-093"),
        ({"reason": "x" * 1_001}, "PLY-WCH-093"),
        ({"who": "drafter"}, "PLY-CFG-020"),
        ({"code": "CLOCK-DIFFERS"}, "PLY-WCH-090"),
    ],
)
def test_shelf_wants_a_name_a_reason_and_an_end(desk, given, code):
    """Each of the three is what keeps a shelf from being a switch."""
    with pytest.raises(LocalFault) as refused:
        shelve(desk, **given)
    assert refused.value.code == code
    assert shelved(desk) is None
