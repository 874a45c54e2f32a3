# SPDX-License-Identifier: Apache-2.0
"""One message from a drafter's desk to a named officer of the other side, and back."""

from __future__ import annotations

from parley.core.effects import Sound
from parley.core.records import Rung
from parley.core.shelves import decode_fact
from parley.model.precedence import Precedence
from parley.testing.desks import Pair


def test_two_stations_agree_before_anything_is_released(pair: Pair) -> None:
    """Both signatures are exchanged by the stations themselves once both confirmed."""
    assert pair.alfa.core.agreement("bravo.example") is not None
    assert pair.bravo.core.agreement("alfa.example") == pair.alfa.core.agreement(
        "bravo.example"
    )


def test_flash_sounds_and_is_acknowledged_by_name(pair: Pair) -> None:
    """The main job: released by two, alarmed, acknowledged, seen by the sender."""
    alfa, bravo = pair.alfa, pair.bravo
    gone = alfa.say(
        "bravo.example", "Ours, accidental, not an attack.", Precedence.FLASH
    )
    assert gone.serial is not None
    bravo.effects.clear()
    pair.carry()
    sounds = [each for each in bravo.effects if isinstance(each, Sound)]
    assert [each.precedence for each in sounds] == [Precedence.FLASH]
    assert bravo.inbox() == ["Ours, accidental, not an attack."]
    bravo.acknowledge("alfa.example", sounds[0].serial)
    pair.carry()
    facts = [decode_fact(value) for _, value in alfa.store.shelf("ladder")]
    assert [fact.rung for fact in facts] == [Rung.RECEIPT, Rung.ACKNOWLEDGEMENT]
    assert facts[1].officer == bravo.officers["watch"][0]


def test_both_sides_keep_the_same_two_trees(pair: Pair) -> None:
    """Whatever was said, each mirror has the root of the log it mirrors."""
    for number in range(5):
        pair.alfa.say("bravo.example", f"text {number}")
        pair.bravo.say("alfa.example", f"ответ {number}")
    pair.carry()
    ours, theirs = pair.alfa.core.roots("bravo.example")
    assert (theirs, ours) == pair.bravo.core.roots("alfa.example")
    assert ours[0] > 5
