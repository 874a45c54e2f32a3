# SPDX-License-Identifier: Apache-2.0
"""Silence diagnosed: the cable, the machine, the watch, or the decision."""

from __future__ import annotations

import pytest

from parley.core.events import CircuitDown, LinkTestRequested, StalenessOwned
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import (
    Reference,
    Resumed,
    Suspended,
    WatchAnswered,
    WatchAsked,
)
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.lies import unchecked_act, utter
from parley.testing.looks import alarms, only_link, rows

ALFA, BRAVO = "alfa.example", "bravo.example"
REASON = "Maintenance."
DAY_S = 86_400


def silence(desk):
    """Return the diagnosis of a desk's one link."""
    (facts,) = desk.core.links()
    return facts.silence


def suspend(pair, *, until_ms=None):
    """Let BRAVO suspend the line; return the entry that says so."""
    said = Suspended(until_ms, REASON)
    pair.bravo.tell(pair.bravo.signed_act(ALFA, said))
    pair.carry()
    return rows(pair.bravo, Direction.OUT)[-1]


def proved(pair):
    """Let each side prove the other's station and watch."""
    for desk, other in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
        desk.tell(LinkTestRequested(other))
        desk.tell(desk.signed_act(other, WatchAsked()))
        pair.carry()
    for desk, other in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
        answer(desk, other)
    pair.carry()


def answer(desk, link):
    """Answer the check that waits at a desk."""
    _, serial, _ = only_link(desk).tended.checked
    return desk.tell(
        desk.signed_act(link, WatchAnswered(), desk.received(link, serial))
    )


# -- diagnosis ---------------------------------------------------------------------


def test_three_silences_have_three_diagnoses(pair):
    """Four days were once lost to telling a broken line from a decision."""
    proved(pair)
    assert silence(pair.alfa) == "none"
    pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH)
    pair.carry()
    pair.pass_time(130)
    pair.carry()
    assert silence(pair.alfa) == "unmanned"
    pair.alfa.say(BRAVO, "Once more.", Precedence.FLASH)
    pair.lose()
    pair.pass_time(20)
    pair.lose()
    assert silence(pair.alfa) == "fault: station"
    pair.alfa.tell(CircuitDown("one", "cut"))
    assert silence(pair.alfa) == "fault: path"


def test_declaration_is_known_whatever_the_wire_does(pair):
    """A party that closed the line openly must not be taken for a fault."""
    suspend(pair)
    pair.alfa.tell(CircuitDown("one", "cut"))
    (facts,) = pair.alfa.core.links()
    assert facts.silence == "suspended by declaration"
    assert REASON in facts.silence_evidence[0]


def test_nothing_asked_is_not_known(pair):
    """What nobody has proved is not well."""
    assert silence(pair.alfa) == "unknown"


# -- suspend and resume ------------------------------------------------------------


def test_suspension_is_seen_on_both_sides_and_survives_a_crash(pair):
    """Who, since when, until when and why, from the store alone."""
    suspend(pair)
    for desk in (pair.alfa, pair.bravo):
        desk.crash()
        (facts,) = desk.core.links()
        (known,) = facts.suspensions
        assert (known.ours, known.reason) == (desk is pair.bravo, REASON)
        assert [code for code, _ in alarms(desk)] == ["LINE-SUSPENDED"]


@pytest.mark.parametrize("who", ["alfa", "bravo"])
def test_only_flash_is_released_while_it_lasts(pair, who):
    """Either side may have closed it; what cannot wait still passes."""
    suspend(pair)
    desk, link = (pair.alfa, BRAVO) if who == "alfa" else (pair.bravo, ALFA)
    with pytest.raises(LocalFault) as refused:
        desk.say(link, "Routine.")
    assert refused.value.code == "PLY-WCH-017"
    assert desk.say(link, "Cannot wait.", Precedence.FLASH).serial is not None


def test_resumption_ends_the_suspension_it_names(pair):
    """And opens the line on both sides."""
    said = suspend(pair)
    pair.bravo.tell(pair.bravo.signed_act(ALFA, Resumed(), said))
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        desk.crash()
        assert not only_link(desk).tended.suspensions
        assert not alarms(desk)
    pair.alfa.say(BRAVO, "Routine.")


def test_nobody_resumes_for_the_other_side(pair):
    """A line closed by one party is opened by that party."""
    said = suspend(pair)
    with pytest.raises(LocalFault) as refused:
        pair.alfa.tell(pair.alfa.signed_act(BRAVO, Resumed(), said))
    assert refused.value.code == "PLY-WCH-016"
    lie = unchecked_act(pair.alfa, BRAVO, Resumed(), Reference(1, 1, said.leaf))
    utter(pair.alfa, BRAVO, lie)
    pair.carry()
    assert only_link(pair.bravo).tended.suspensions


def test_resumption_of_an_older_suspension_ends_nothing(pair):
    """A late copy must not open what was closed again since."""
    first = suspend(pair)
    pair.bravo.tell(pair.bravo.signed_act(ALFA, Resumed(), first))
    pair.carry()
    suspend(pair)
    about = Reference(1, first.key.serial, first.leaf)
    utter(pair.bravo, ALFA, unchecked_act(pair.bravo, ALFA, Resumed(), about))
    pair.carry()
    assert only_link(pair.alfa).tended.suspensions


def test_suspension_ends_at_its_time(pair):
    """Nobody has to be awake for a line to open as was said."""
    suspend(pair, until_ms=pair.bravo.wall_ms + 60_000)
    pair.pass_time(61)
    for desk in (pair.alfa, pair.bravo):
        assert not only_link(desk).tended.suspensions
        assert not alarms(desk)


def test_second_suspension_is_refused(pair):
    """Two declarations at once would leave the other side to choose."""
    suspend(pair)
    with pytest.raises(LocalFault) as refused:
        suspend(pair)
    assert refused.value.code == "PLY-WCH-015"


def test_agreement_may_forbid_it(pair):
    """Where both settled that the line stays open, nobody closes it."""
    for desk in (pair.alfa, pair.bravo):
        link = only_link(desk)
        terms = replace(link.agreement.terms, suspend=False)
        link.agreement = replace(link.agreement, terms=terms)
    with pytest.raises(LocalFault) as refused:
        suspend(pair)
    assert refused.value.code == "PLY-WCH-014"
    lie = unchecked_act(pair.bravo, ALFA, Suspended(None, REASON), None)
    utter(pair.bravo, ALFA, lie)
    pair.carry()
    assert not only_link(pair.alfa).tended.suspensions


# -- a test that a person answers --------------------------------------------------


def test_answered_check_proves_the_watch(pair):
    """A machine's answer proves a machine."""
    pair.alfa.tell(pair.alfa.signed_act(BRAVO, WatchAsked()))
    pair.carry()
    assert "WATCH-CHECK" in {code for code, _ in alarms(pair.bravo)}
    (facts,) = pair.alfa.core.links()
    assert facts.checked_wall_ms is None
    for desk in (pair.alfa, pair.bravo):
        desk.crash()
    answer(pair.bravo, ALFA)
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    (facts,) = pair.alfa.core.links()
    assert facts.checked_wall_ms is not None
    assert facts.watch_wall_ms is not None
    assert not alarms(pair.bravo)


def test_check_that_nobody_answers_is_an_alarm(pair):
    """The station works and the watch does not: that calls for another line."""
    pair.alfa.tell(pair.alfa.signed_act(BRAVO, WatchAsked()))
    pair.carry()
    pair.alfa.crash()
    pair.pass_time(601)
    assert "WATCH-SILENT" in {code for code, _ in alarms(pair.alfa)}
    assert silence(pair.alfa) == "unmanned"
    answer(pair.bravo, ALFA)
    pair.carry()
    assert "WATCH-SILENT" not in {code for code, _ in alarms(pair.alfa)}


def test_answer_to_another_entry_proves_nothing(pair):
    """An answer must be to our question."""
    pair.alfa.tell(pair.alfa.signed_act(BRAVO, WatchAsked()))
    pair.carry()
    about = Reference(1, 1, b"x" * 32)
    utter(pair.bravo, ALFA, unchecked_act(pair.bravo, ALFA, WatchAnswered(), about))
    pair.carry()
    (facts,) = pair.alfa.core.links()
    assert facts.checked_wall_ms is None


# -- staleness ---------------------------------------------------------------------


def stale(desk):
    """Return the days of the staleness alarm, if it stands."""
    return [subject for code, subject in alarms(desk) if code == "LINK-STALE"]


def test_link_that_nobody_proves_grows_stale_every_day(pair):
    """A line was once dead for years because nobody was bothered by it."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    for days in (1, 2, 3):
        pair.pass_time(DAY_S + 1)
        assert stale(alfa) == [str(days)]


def test_named_officer_owns_it_for_a_week_at_most(pair):
    """It is quiet while somebody mends it, and loud again when he has not."""
    alfa = pair.alfa
    pair.pass_time(3 * DAY_S)
    index, _ = alfa.officers["watch"]
    until_ms = alfa.wall_ms + 2 * DAY_S * 1_000
    alfa.tell(StalenessOwned(BRAVO, index, until_ms))
    alfa.crash()
    pair.pass_time(DAY_S)
    assert stale(alfa) == []
    pair.pass_time(2 * DAY_S)
    assert stale(alfa) == ["6"]
    for too_long in (alfa.wall_ms + 8 * DAY_S * 1_000, alfa.wall_ms):
        with pytest.raises(LocalFault) as refused:
            alfa.tell(StalenessOwned(BRAVO, index, too_long))
        assert refused.value.code == "PLY-WCH-019"


def test_proof_ends_staleness(pair):
    """One answered test is enough."""
    pair.pass_time(2 * DAY_S)
    assert stale(pair.alfa)
    pair.carry()
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    pair.pass_time(1)
    assert stale(pair.alfa) == []
