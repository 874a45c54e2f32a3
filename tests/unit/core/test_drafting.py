# SPDX-License-Identifier: Apache-2.0
"""From a text to a released message: who may, with which signature, and when not."""

from __future__ import annotations

from contextlib import suppress

import pytest

from parley.core import outgoing
from parley.core.events import CircuitDown, DraftWithdrawn, DraftWritten, ReleaseGiven
from parley.core.records import DraftRecord
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.message import Relation, RelationKind, Text
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.desks import YEAR_MS, Desk, enlist_watch, pair_up
from parley.testing.looks import alarms, at_rest, only_link, rows, settle

ALFA, BRAVO = "alfa.example", "bravo.example"


def written(desk, **changed):
    """Hand in a draft that differs in one thing from an ordinary one."""
    ordinary = {
        "link": BRAVO,
        "drafted_by": desk.officers["drafter"][0],
        "precedence": Precedence.ROUTINE,
        "to": (),
        "texts": (Text("en", "x"),),
    }
    return desk.tell(DraftWritten(**(ordinary | changed)))


def refused(act, *arguments):
    """Return the code of the fault that an act of ours is refused with."""
    with pytest.raises(LocalFault) as fault:
        act(*arguments)
    return fault.value.code


# -- two persons -------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 2])
def test_drafter_cannot_release_his_own_text(pair, step):
    """The second pair of eyes must be another's, at either step."""
    alfa = pair.alfa
    draft = written(alfa, drafted_by=_both(alfa, "first"))
    if step == 2:
        draft = alfa.release(draft, "second")
    assert refused(alfa.release, draft, "first") == "PLY-REL-002"
    assert alfa.core.drafts() == (draft,)


def test_same_officer_cannot_give_both_releases(pair):
    """Two signatures of one person are one person's decision."""
    draft = pair.alfa.release(pair.alfa.draft(BRAVO, "x"), "first")
    assert refused(pair.alfa.release, draft, "first") == "PLY-REL-003"
    assert len(pair.alfa.core.drafts()[0].releases) == 1


def test_two_officers_with_one_key_are_one(pair):
    """One key in two names is how one person would sign twice."""
    alfa = pair.alfa
    roster = alfa.core.state.roster
    index, key = alfa.officers["first"]
    twin = replace(
        next(each for each in roster.officers if each.index == index), index=99
    )
    alfa.core.state.roster = replace(roster, officers=(*roster.officers, twin))
    alfa.officers["twin"] = (99, key)
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    assert refused(alfa.release, draft, "twin") == "PLY-REL-003"


@pytest.mark.parametrize("who", ["watch", "drafter-of-another"])
def test_officer_without_the_class_cannot_release(pair, who):
    """Being on the roster is not being a releaser."""
    alfa = pair.alfa
    if who not in alfa.officers:
        alfa.officers[who] = (99, alfa.officers["first"][1])
    draft = alfa.draft(BRAVO, "x")
    assert refused(alfa.release, draft, who) == "PLY-REL-004"


def test_releaser_whose_time_is_over_cannot_release(pair):
    """A key is good for the time its holder was named for."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "x")
    alfa.wall_ms += YEAR_MS + 1
    assert refused(alfa.release, draft, "first") == "PLY-REL-004"


def test_nobody_releases_on_an_expired_roster(pair):
    """A party that renews nothing for two years is no longer known to be itself."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "x")
    state = alfa.core.state
    state.roster = replace(state.roster, valid_to_ms=alfa.wall_ms - 1)
    assert refused(alfa.release, draft, "first") == "PLY-REL-004"


def test_release_of_another_draft_does_not_fit(pair):
    """A signature is for one text; the next draft in the pile is another."""
    alfa = pair.alfa
    signed = alfa.sign(alfa.draft(BRAVO, "Stand down."), "first")
    other = alfa.draft(BRAVO, "Launch.")
    act = ReleaseGiven(other.content.number, signed)
    assert refused(alfa.tell, act) == "PLY-REL-005"


def test_release_for_another_counterpart_does_not_fit(pair):
    """The setting is signed: what goes to one party was not decided for another."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "x")
    elsewhere = alfa.sign(replace(draft, link="charlie.example"), "first")
    act = ReleaseGiven(draft.content.number, elsewhere)
    assert refused(alfa.tell, act) == "PLY-REL-005"


def test_text_changed_between_two_signatures_does_not_go(pair):
    """The second releaser must not be able to complete what the first never read."""
    alfa = pair.alfa
    draft = alfa.release(alfa.draft(BRAVO, "Withdraw ten."), "first")
    content = replace(draft.content, texts=(Text("en", "Withdraw none."),))
    changed = replace(draft, content=content)
    alfa.core.state.drafts[content.number] = changed
    assert refused(alfa.release, changed, "second") == "PLY-REL-005"


def test_second_signature_covers_the_first(pair):
    """Step 2 signed over another step 1 is no decision about this message."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "x")
    early = alfa.sign(replace(draft, releases=(alfa.sign(draft, "second"),)), "second")
    alfa.release(draft, "first")
    assert refused(alfa.tell, ReleaseGiven(draft.content.number, early)) == (
        "PLY-REL-005"
    )


def test_software_keys_that_do_not_count_are_not_enough(pair):
    """Parties may agree that only hardware keys count; then nothing else is enough."""
    alfa = pair.alfa
    link = only_link(alfa)
    link.agreement = settle(link.agreement, software_keys_count=False)
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    assert refused(alfa.release, draft, "second") == "PLY-REL-010"


def test_one_release_is_enough_where_the_agreement_says_so():
    """An exercise is not slowed down beyond what was settled."""
    desks = [Desk(each, each[:5], Mode.EXERCISE) for each in (ALFA, BRAVO)]
    for desk in desks:
        enlist_watch(desk)
    pair = pair_up(*desks)
    assert pair.alfa.say(BRAVO, "one signature").serial is not None
    assert len(pair.alfa.draft(BRAVO, "x", Precedence.FLASH).content.texts) == 1
    assert pair.alfa.core.drafts()[0].needed == 2
    pair.carry()
    assert pair.bravo.inbox() == ["EXERCISE\none signature\nEXERCISE"]


# -- drafts ------------------------------------------------------------------------


def test_first_signature_survives_a_restart(pair):
    """A releaser is not asked twice because the station was started again."""
    alfa = pair.alfa
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    alfa.crash()
    assert alfa.core.drafts() == (draft,)
    assert alfa.release(draft, "second").serial is not None


def test_draft_that_has_gone_is_no_draft(pair):
    """Released once, it goes once."""
    gone = pair.alfa.say(BRAVO, "x")
    assert not pair.alfa.core.drafts()
    assert refused(pair.alfa.release, gone, "first") == "PLY-REL-001"


def test_number_of_a_withdrawn_draft_is_never_given_again(pair):
    """Two texts under one number would let the second pass for the first."""
    alfa = pair.alfa
    numbers = set()
    for _ in range(3):
        draft = alfa.draft(BRAVO, "x")
        numbers.add(draft.content.number)
        assert alfa.tell(DraftWithdrawn(draft.content.number)) == draft
        alfa.crash()
    assert len(numbers) == 3
    assert not alfa.core.drafts()
    assert refused(alfa.tell, DraftWithdrawn(1)) == "PLY-REL-001"


def test_nothing_is_drafted_before_the_agreement_is_in_force(strangers):
    """Before both signed, no message is released (SPEC 4.13)."""
    alfa = strangers.alfa
    assert refused(written, alfa) == "PLY-LNK-001"


@pytest.mark.parametrize("by", ["first", "watch", "nobody"])
def test_only_a_drafter_drafts(pair, by):
    """Classes separate the one who writes from those who decide."""
    index = pair.alfa.officers.get(by, (99, None))[0]
    with pytest.raises(LocalFault) as fault:
        written(pair.alfa, drafted_by=index)
    assert fault.value.code == "PLY-REL-004"


def test_position_they_do_not_have_is_refused(pair):
    """A message to nobody would be receipted and read by nobody."""
    with pytest.raises(LocalFault) as fault:
        written(pair.alfa, to=("astrologer",))
    assert fault.value.code == "PLY-REL-009"
    assert "duty officer, principal" in fault.value.do


def test_positions_are_named_once_each(pair):
    """Said twice is meant once."""
    draft = written(pair.alfa, to=("principal", "duty officer", "principal"))
    assert draft.content.to == (0, 1)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((), "empty"),
        ((Text("en", ""),), "empty"),
        ((Text("en", " \n "),), "no visible character"),
        ((Text("en", "a\x00b"),), "NUL"),
        ((Text("en", "a\ud800b"),), "surrogate"),
        ((Text("en", "a\x07b"),), "control character"),
        ((Text("en", "a\ufffe"),), "no character"),
        ((Text("en", "x" * 1_000_001),), "1000000"),
        ((Text("en", "x" * 600_000), Text("ru", "x" * 600_000)), "1200000 bytes"),
    ],
)
def test_text_that_cannot_be_sent_is_refused_with_the_reason(pair, texts, words):
    """Told at the desk, not by silence on the other side."""
    with pytest.raises(LocalFault) as fault:
        written(pair.alfa, texts=texts)
    assert fault.value.code == "PLY-REL-007"
    assert words in fault.value.what
    assert not pair.alfa.core.drafts()


def test_times_are_whole_seconds(pair):
    """SPEC 2.8: a sender gives them no more finely."""
    alfa = pair.alfa
    alfa.wall_ms += 357
    draft = written(alfa, not_after_ms=alfa.wall_ms + 60_000)
    assert draft.content.created_ms % 1_000 == 0
    assert draft.content.not_after_ms == draft.content.created_ms + 60_000


POISON = {
    "a language that is none": {"texts": (Text("English!", "x"),)},
    "one language twice": {"texts": (Text("en", "x"), Text("en", "y"))},
    "seventeen texts": {
        "texts": tuple(Text(f"e{chr(97 + number)}", "x") for number in range(17))
    },
    "a relation to nothing": {"relation": Relation(RelationKind.CANCELS, True, 0)},
}


@pytest.mark.parametrize("changed", POISON.values(), ids=POISON.keys())
def test_draft_that_nobody_could_read_is_refused(pair, changed):
    """What the other side must refuse as malformed may not get into our log."""
    with pytest.raises(LocalFault):
        written(pair.alfa, **changed)


def test_draft_that_is_too_late_when_it_is_written_is_refused(pair):
    """A time after which it is void must lie after the time of writing."""
    with pytest.raises(LocalFault):
        written(pair.alfa, not_after_ms=pair.alfa.wall_ms - 60_000)


# -- the queue ---------------------------------------------------------------------


def test_full_queue_keeps_the_draft_and_its_signatures(pair, monkeypatch):
    """PLY-LNK-008 is told to the releaser; nothing signed is lost."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "no answer"))
    monkeypatch.setattr(outgoing, "PENDING_MAX", 3)
    monkeypatch.setattr(outgoing, "PENDING_RESERVED", 1)
    for _ in range(2):
        alfa.say(BRAVO, "x")
    draft = alfa.release(alfa.draft(BRAVO, "the third"), "first")
    before = len(rows(alfa, Direction.OUT))
    assert refused(alfa.release, draft, "second") == "PLY-LNK-008"
    assert alfa.core.drafts() == (draft,)
    assert len(rows(alfa, Direction.OUT)) == before
    monkeypatch.undo()
    assert isinstance(alfa.release(draft, "second"), DraftRecord)


def test_timed_acknowledgements_are_bounded(pair, monkeypatch):
    """What is not timed any more is still retried and shown."""
    monkeypatch.setattr("parley.core.watch.awaiting.AWAITED_MAX", 1)
    for _ in range(2):
        pair.alfa.say(BRAVO, "x", Precedence.FLASH)
    assert len(only_link(pair.alfa).awaited) == 1
    pair.carry()
    assert at_rest(pair.alfa)


# -- clocks ------------------------------------------------------------------------


def test_release_is_judged_by_the_time_the_other_side_will_judge_it_by(pair):
    """SPEC 4.53: the time at which the sender's station logged the entry.

    A clock that was years ahead for one link test leaves the log there: what is then
    released must be refused here and not arrive as SIGNATURE BAD.
    """
    alfa = pair.alfa
    alfa.wall_ms += 3 * YEAR_MS
    only_link(alfa).out.last_logged_ms = alfa.wall_ms
    alfa.wall_ms -= 3 * YEAR_MS
    draft = alfa.draft(BRAVO, "x")
    with suppress(LocalFault):
        alfa.release(alfa.release(draft, "first"), "second")
    pair.carry()
    assert not [code for code, _ in alarms(pair.bravo) if code == "SIGNATURE-BAD"]


def _both(desk, who):
    """Let a releaser draft as well; return his index."""
    state = desk.core.state
    index, _ = desk.officers[who]
    drafter = desk.officers["drafter"][0]
    classes = next(o for o in state.roster.officers if o.index == drafter).classes
    state.roster = replace(
        state.roster,
        officers=tuple(
            replace(each, classes=each.classes | classes)
            if each.index == index
            else each
            for each in state.roster.officers
        ),
    )
    return index
