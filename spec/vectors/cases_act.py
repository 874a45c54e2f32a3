# SPDX-License-Identifier: Apache-2.0
"""Vectors of acts: what an officer signs who acts without a message."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.core.acts import act_digest, judge_act
from parley.fixed import replace
from parley.model.act import (
    Acknowledged,
    Act,
    ClarificationAsked,
    Clarified,
    Countersigned,
    Declined,
    DeclineReason,
    Delivered,
    ExerciseAnnounced,
    ExerciseMoved,
    ExerciseStep,
    Minimized,
    MinimizeEnded,
    Reference,
    Reported,
    Resumed,
    Said,
    Service,
    Standby,
    Suspended,
    TermAgreed,
    TermProposed,
    Understood,
    WatchAnswered,
    WatchAsked,
    WatchChanged,
)
from parley.model.entry import Payload
from parley.model.identity import KeyScheme, OfficerClass, Roster
from parley.model.message import Release, Setting
from parley.model.precedence import Precedence
from parley.model.readout import (
    Answer,
    Contact,
    Difference,
    ReadoutAnswered,
    ReadoutPublished,
    ReadoutShown,
)
from parley.wire.act import FORMS, Refers, act_manifest, kind_said
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made
from spec.vectors.samples import (
    ALFA,
    BRAVO,
    LOGGED_MS,
    SETTING,
    officer_key,
    roster,
    seed,
)

_SAID: dict[str, Said] = {
    "an acknowledgement": Acknowledged(),
    "an understanding": Understood(("1400 UTC", "54°12.4 N")),
    "an understanding of a text without critical fields": Understood(()),
    "a delivery": Delivered(1, "Второй офицер", LOGGED_MS - 60_000),
    "a delivery to a position": Delivered(1, None, LOGGED_MS - 60_000),
    "a standby": Standby(LOGGED_MS + 1_800_000),
    "a decline": Declined(DeclineReason.NO_COMMENT),
    "a decline without a reason": Declined(None),
    "a suspension": Suspended(LOGGED_MS + 7_200_000, "Maintenance of the site."),
    "a suspension without an end": Suspended(None, "By decision."),
    "a resumption": Resumed(),
    "a watch check": WatchAsked(),
    "an answer to a watch check": WatchAnswered(),
    "a report": Reported("2027-01", '{"messages_in":3}'),
    "a countersignature": Countersigned('{"messages_in":4}'),
    "a line of service": Service("Say again your 41."),
    "minimize": Minimized(Precedence.IMMEDIATE, None, "A single circuit is left."),
    "minimize until a time": Minimized(
        Precedence.FLASH, LOGGED_MS + 3_600_000, "Мало каналов."
    ),
    "an end of minimize": MinimizeEnded(),
    "a change of the watch": WatchChanged(),
    "an exercise": ExerciseAnnounced(
        "QUIET HARBOUR 26", LOGGED_MS + 86_400_000, LOGGED_MS + 90_000_000
    ),
    "a start of an exercise": ExerciseMoved(ExerciseStep.START),
    "a readout shown": ReadoutShown(
        (("en", "We spoke."), ("ru", "Мы говорили.")),
        (Contact(True, 1, 12, bytes(32)), Contact(False, 1, 9, bytes(32))),
        LOGGED_MS + 7_200_000,
        True,
    ),
    "a readout agreed": ReadoutAnswered(Answer.AGREED, bytes(32), (), True),
    "a readout agreed with differences": ReadoutAnswered(
        Answer.WITH_DIFFERENCES,
        bytes(32),
        (Difference("en", 0, "They called us."),),
        False,
    ),
    "a readout not agreed": ReadoutAnswered(Answer.NOT_AGREED, bytes(32), (), False),
    "a readout published": ReadoutPublished(bytes(32), True),
    "a question what is meant": ClarificationAsked(
        "en", "vessel", 4, ("a ship", "сосуд")
    ),
    "an answer by a reading": Clarified(1, None),
    "an answer in words": Clarified(None, "Neither: an aircraft."),
    "an answer by a reading with words": Clarified(2, "As in our 38."),
    "a term": TermProposed("en", "vessel", "ru", "судно"),
    "an agreement to a term": TermAgreed(),
}


def signed(
    said: Said, about: Reference | None, *, officer: int = 1, setting: Setting = SETTING
) -> Act:
    """Return an act, signed."""
    created_ms = LOGGED_MS - 5000
    digest = act_digest(setting, said, about, created_ms)
    signature = officer_key(ALFA, officer).sign(digest)
    release = Release(officer, KeyScheme.SOFTWARE_ED25519, signature)
    return Act(said, about, created_ms, release)


def acts(leaf: bytes) -> dict[str, Payload]:
    """Return every act, about entry 41 where it is about one."""
    about = Reference(1, 41, leaf)
    return {
        name: signed(
            said,
            None if FORMS[kind_said(said)].refers is Refers.NOTHING else about,
        )
        for name, said in _SAID.items()
    }


def act_cases(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of what is signed, and of acts that do not count."""
    for name, act in acts(seed("leaf")).items():
        assert isinstance(act, Act)
        facts = (SETTING, act.said, act.about, act.created_ms)
        key = judge_act(SETTING, _people(), act, LOGGED_MS)
        yield accepted(
            name,
            setting=SETTING,
            act=act,
            manifest=act_manifest(*facts),
            digest=act_digest(*facts),
            public=key.public_key,
        )
    for name, act in _bad().items():
        yield refused(
            name,
            partial(judge_act, SETTING, roster(ALFA), act, LOGGED_MS),
            setting=SETTING,
            act=act,
        )


def _people() -> Roster:
    """Return ALFA's roster with a linguist on it."""
    people = roster(ALFA)
    first, *others = people.officers
    linguist = replace(first, classes=first.classes | {OfficerClass.LINGUIST})
    return replace(people, officers=(linguist, *others))


def _bad() -> dict[str, Act]:
    about = Reference(1, 41, seed("leaf"))
    good = signed(Standby(LOGGED_MS), about)
    other = signed(Standby(LOGGED_MS), about, officer=2)
    return {
        "another officer's signature": replace(
            good, release=replace(other.release, officer=1)
        ),
        "moved to another entry": replace(good, about=replace(about, serial=42)),
        "moved to another incarnation": replace(
            good, about=replace(about, incarnation=2)
        ),
        "moved to another leaf": replace(good, about=replace(about, leaf=seed("x"))),
        "another time": replace(good, created_ms=good.created_ms + 1),
        "another field": replace(good, said=Standby(LOGGED_MS + 1)),
        "another kind": replace(good, said=Acknowledged()),
        "signed for another counterpart": signed(
            Standby(LOGGED_MS),
            about,
            setting=replace(SETTING, recipient="charlie.example"),
        ),
        "signed by the other side": signed(
            Standby(LOGGED_MS), about, setting=Setting(BRAVO, ALFA, SETTING.mode)
        ),
        "somebody not on the roster": replace(
            good, release=replace(good.release, officer=3)
        ),
    }
