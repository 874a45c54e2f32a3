# SPDX-License-Identifier: Apache-2.0
"""Alarms are data; each is raised somewhere, once a cause, and ends with its cause."""

from __future__ import annotations

import ast
import re

import pytest

from parley.core.alarms import ALARMS, end_alarm, raise_alarm
from parley.core.events import EpochRollRequested
from parley.core.step import Step
from parley.testing.looks import alarms, only_link
from tools import tree

ALFA, BRAVO = "alfa.example", "bravo.example"


def raised() -> dict[str, list[str]]:
    """Return the files that raise each alarm."""
    found: dict[str, list[str]] = {}
    for path in tree.python("src/parley/core/"):
        for call in ast.walk(tree.tree(path)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                constants = [a.value for a in call.args if isinstance(a, ast.Constant)]
                if call.func.id == "raise_alarm":
                    found.setdefault(str(constants[0]), []).append(path.name)
    return found


def test_every_alarm_is_raised_and_described():
    """An alarm nobody raises promises a watch that nobody keeps."""
    assert raised().keys() == ALARMS.keys()


@pytest.mark.parametrize("code", sorted(ALARMS))
def test_texts_are_whole(code):
    """A person reads this at three in the morning."""
    kind = ALARMS[code]
    filled = kind.text.format(link=BRAVO, subject="7")
    assert not re.search(r"[{}]", filled)
    assert filled.endswith(".")
    assert kind.title
    assert set(re.findall(r"\{(\w+)\}", kind.text)) <= {"link", "subject"}


def test_one_cause_is_one_alarm(pair):
    """A cause that lasts must not ring again every second."""
    step = Step(pair.alfa.core.state, pair.alfa.now())
    assert raise_alarm(step, "NO-PATH", BRAVO)
    assert not raise_alarm(step, "NO-PATH", BRAVO)
    assert raise_alarm(step, "UNRECEIPTED", BRAVO, "7")
    assert raise_alarm(step, "UNRECEIPTED", BRAVO, "8")
    assert len(step.changes) == 3


def test_an_alarm_ends_alone(pair):
    """The end of one cause must not silence another."""
    step = Step(pair.alfa.core.state, pair.alfa.now())
    for subject in ("7", "8"):
        raise_alarm(step, "UNRECEIPTED", BRAVO, subject)
    end_alarm(step, "UNRECEIPTED", BRAVO, "7")
    end_alarm(step, "UNRECEIPTED", BRAVO, "9")
    assert alarms(pair.alfa) == [("UNRECEIPTED", "8")]


def test_an_unknown_code_is_a_mistake_of_ours(pair):
    """A misspelt code would be an alarm without words."""
    step = Step(pair.alfa.core.state, pair.alfa.now())
    with pytest.raises(AssertionError):
        raise_alarm(step, "NO-SUCH", BRAVO)


def test_alarms_survive_a_restart(pair):
    """A cause does not end because the station was started again."""
    desk = pair.alfa
    desk.perform(_with_alarm(desk))
    desk.crash()
    assert ("RECEIPT-DIFFERS", "7") in alarms(desk)


def test_refused_epoch_ends_with_the_next_good_one(pair):
    """What could not be read until another epoch can be read again."""
    prekeys = pair.bravo.core.state.prekeys
    number = min(only_link(pair.alfa).their_prekeys)
    kept = prekeys.pop(number)
    pair.alfa.tell(EpochRollRequested(BRAVO))
    pair.carry()
    assert [code for code, _ in alarms(pair.bravo)] == ["OPENING-REFUSED"]
    prekeys[number] = kept
    pair.pass_time(5)
    pair.carry()
    assert not alarms(pair.bravo)


def _with_alarm(desk):
    step = Step(desk.core.state, desk.now())
    raise_alarm(step, "RECEIPT-DIFFERS", BRAVO, "7")
    return step.effects()
