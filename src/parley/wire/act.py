# SPDX-License-Identifier: Apache-2.0
"""Acts of officers: what each kind refers to and says, written and read side by side.

`FORMS` is the one table.  A new kind is a line of it, a dataclass in
`parley.model.act`, and a line of `ACTS` in `parley.core.acts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from parley.fixed import Fixed
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
from parley.model.entry import EntryKind
from parley.model.message import Setting
from parley.model.precedence import Precedence
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown
from parley.wire.cbor import Value, dumps
from parley.wire.limits import (
    FIGURES_BYTES_MAX,
    INDEX_MAX,
    LANGUAGE_BYTES_MAX,
    MONTH_BYTES,
    NAME_BYTES_MAX,
    NUMBER_MAX,
    PHRASE_BYTES_MAX,
    READ_BACK_BYTES_MAX,
    READ_BACK_MAX,
    READINGS_MAX,
    REASON_BYTES_MAX,
    SERIAL_MAX,
    SERVICE_BYTES_MAX,
    TEXT_BYTES_MAX,
    TIME_MS_MAX,
)
from parley.wire.readout import (
    read_answered,
    read_published,
    read_shown,
    write_answered,
    write_published,
    write_shown,
)
from parley.wire.release import read_release, release_fields
from parley.wire.shape import Fields
from parley.wire.text import language_problem, month_problem, name_problem, problems

_ACT = "parley/1 act"


class Refers(Enum):
    """What an act of a kind is about."""

    THEIRS = "an entry of the hearer's log"
    OWN = "an entry of the speaker's own log"
    NOTHING = "nothing"


class Form(Fixed):
    """One kind: its type, what it refers to, and its own fields there and back.

    Times are written as differences from `base_ms`, which is the time of logging on
    the wire and 0 in what is signed.
    """

    said: type[Any]
    refers: Refers
    write: Callable[[Any, int], list[Value]] = lambda _said, _base_ms: []
    read: Callable[[Fields, int], Any] | None = None

    def take(self, fields: Fields, base_ms: int) -> Said:
        """Return what is said; a kind without fields of its own reads none."""
        said: Said = self.said() if self.read is None else self.read(fields, base_ms)
        return said


def time(fields: Fields, base_ms: int) -> int:
    """Take a time written as its difference from `base_ms`."""
    time_ms = fields.sint(-TIME_MS_MAX, TIME_MS_MAX) + base_ms
    if not 0 <= time_ms <= TIME_MS_MAX:
        raise fields.wrong("a time is out of range")
    return time_ms


def _read_back(fields: Fields) -> tuple[str, ...]:
    items = fields.array(READ_BACK_MAX)
    each = Fields(items, "read-back")
    return tuple(each.checked(READ_BACK_BYTES_MAX, problems) for _ in items)


def _figures(fields: Fields) -> str:
    return fields.checked(FIGURES_BYTES_MAX, problems)


def _phrase(fields: Fields) -> str:
    return fields.checked(PHRASE_BYTES_MAX, problems)


def _language(fields: Fields) -> str:
    return fields.checked(LANGUAGE_BYTES_MAX, language_problem)


def _asked(fields: Fields) -> ClarificationAsked:
    language, phrase = _language(fields), _phrase(fields)
    start = fields.uint(TEXT_BYTES_MAX)
    items = fields.array(READINGS_MAX, 2)
    each = Fields(items, "readings")
    readings = tuple(_phrase(each) for _ in items)
    if len(set(readings)) != len(readings):
        raise fields.wrong("two readings are the same")
    return ClarificationAsked(language, phrase, start, readings)


def _clarified(fields: Fields) -> Clarified:
    choice = fields.null_or(lambda each: each.uint(READINGS_MAX, 1))
    words = fields.null_or(lambda each: each.checked(REASON_BYTES_MAX, problems))
    if choice is None and words is None:
        raise fields.wrong("it says neither a reading nor words")
    return Clarified(choice, words)


def _term(fields: Fields) -> TermProposed:
    language, term = _language(fields), _phrase(fields)
    into, rendering = _language(fields), _phrase(fields)
    if language == into:
        raise fields.wrong("a term and its rendering are in one language")
    return TermProposed(language, term, into, rendering)


def _since(time_ms: int | None, base_ms: int) -> int | None:
    return None if time_ms is None else time_ms - base_ms


FORMS: Mapping[EntryKind, Form] = {
    EntryKind.ACKNOWLEDGEMENT: Form(Acknowledged, Refers.THEIRS),
    EntryKind.UNDERSTOOD: Form(
        Understood,
        Refers.THEIRS,
        lambda said, _: [list(said.read_back)],
        lambda fields, _: Understood(_read_back(fields)),
    ),
    EntryKind.DELIVERED: Form(
        Delivered,
        Refers.THEIRS,
        lambda said, base_ms: [said.position, said.name, said.at_ms - base_ms],
        lambda fields, base_ms: Delivered(
            fields.uint(INDEX_MAX),
            fields.null_or(lambda each: each.checked(NAME_BYTES_MAX, name_problem)),
            time(fields, base_ms),
        ),
    ),
    EntryKind.STANDBY: Form(
        Standby,
        Refers.THEIRS,
        lambda said, base_ms: [said.until_ms - base_ms],
        lambda fields, base_ms: Standby(time(fields, base_ms)),
    ),
    EntryKind.DECLINE: Form(
        Declined,
        Refers.THEIRS,
        lambda said, _: [said.reason],
        lambda fields, _: Declined(
            fields.null_or(lambda each: each.one_of(DeclineReason))
        ),
    ),
    EntryKind.SUSPEND: Form(
        Suspended,
        Refers.NOTHING,
        lambda said, base_ms: [_since(said.until_ms, base_ms), said.reason],
        lambda fields, base_ms: Suspended(
            fields.null_or(lambda each: time(each, base_ms)),
            fields.checked(REASON_BYTES_MAX, problems),
        ),
    ),
    EntryKind.RESUME: Form(Resumed, Refers.OWN),
    EntryKind.WATCH_ASKED: Form(WatchAsked, Refers.NOTHING),
    EntryKind.WATCH_ANSWERED: Form(WatchAnswered, Refers.THEIRS),
    EntryKind.REPORTED: Form(
        Reported,
        Refers.NOTHING,
        lambda said, _: [said.month, said.figures],
        lambda fields, _: Reported(
            fields.checked(MONTH_BYTES, month_problem), _figures(fields)
        ),
    ),
    EntryKind.COUNTERSIGNED: Form(
        Countersigned,
        Refers.THEIRS,
        lambda said, _: [said.figures],
        lambda fields, _: Countersigned(_figures(fields)),
    ),
    EntryKind.SERVICE: Form(
        Service,
        Refers.NOTHING,
        lambda said, _: [said.text],
        lambda fields, _: Service(fields.checked(SERVICE_BYTES_MAX, problems)),
    ),
    EntryKind.MINIMIZE: Form(
        Minimized,
        Refers.NOTHING,
        lambda said, base_ms: [
            said.spares,
            _since(said.until_ms, base_ms),
            said.reason,
        ],
        lambda fields, base_ms: Minimized(
            fields.one_of(Precedence),
            fields.null_or(lambda each: time(each, base_ms)),
            fields.checked(REASON_BYTES_MAX, problems),
        ),
    ),
    EntryKind.MINIMIZE_ENDED: Form(MinimizeEnded, Refers.OWN),
    EntryKind.WATCH_CHANGED: Form(WatchChanged, Refers.NOTHING),
    EntryKind.EXERCISE: Form(
        ExerciseAnnounced,
        Refers.NOTHING,
        lambda said, base_ms: [
            said.name,
            said.from_ms - base_ms,
            said.until_ms - base_ms,
        ],
        lambda fields, base_ms: ExerciseAnnounced(
            fields.checked(NAME_BYTES_MAX, name_problem),
            time(fields, base_ms),
            time(fields, base_ms),
        ),
    ),
    EntryKind.EXERCISE_STEP: Form(
        ExerciseMoved,
        Refers.OWN,
        lambda said, _: [said.step],
        lambda fields, _: ExerciseMoved(fields.one_of(ExerciseStep)),
    ),
    EntryKind.READOUT_SHOWN: Form(
        ReadoutShown, Refers.NOTHING, write_shown, read_shown
    ),
    EntryKind.READOUT_ANSWERED: Form(
        ReadoutAnswered, Refers.THEIRS, write_answered, read_answered
    ),
    EntryKind.READOUT_PUBLISHED: Form(
        ReadoutPublished, Refers.OWN, write_published, read_published
    ),
    EntryKind.CLARIFICATION_ASKED: Form(
        ClarificationAsked,
        Refers.THEIRS,
        lambda said, _: [said.language, said.phrase, said.start, list(said.readings)],
        lambda fields, _: _asked(fields),
    ),
    EntryKind.CLARIFIED: Form(
        Clarified,
        Refers.THEIRS,
        lambda said, _: [said.choice, said.words],
        lambda fields, _: _clarified(fields),
    ),
    EntryKind.TERM_PROPOSED: Form(
        TermProposed,
        Refers.THEIRS,
        lambda said, _: [said.language, said.term, said.into, said.rendering],
        lambda fields, _: _term(fields),
    ),
    EntryKind.TERM_AGREED: Form(TermAgreed, Refers.THEIRS),
}
"""Every kind of act."""

_KINDS: Mapping[type[Said], EntryKind] = {
    form.said: kind for kind, form in FORMS.items()
}


def kind_said(said: Said) -> EntryKind:
    """Return the kind of an act that says this."""
    return _KINDS[type(said)]


def act_fields(act: Act, logged_ms: int) -> list[Value]:
    """Return the fields of an act as they stand in its entry."""
    form = FORMS[kind_said(act.said)]
    assert (act.about is None) == (form.refers is Refers.NOTHING), "refers as its kind"
    return [
        *_reference(act.about),
        act.created_ms - logged_ms,
        release_fields(act.release),
        *form.write(act.said, logged_ms),
    ]


def read_act(kind: EntryKind, fields: Fields, logged_ms: int) -> Act:
    """Take the fields of an act.

    Raises:
        CounterpartFault: PLY-WIR-003.

    """
    form = FORMS[kind]
    about = None
    # SPEC 8.2: "An act that refers to an entry names its incarnation, its serial and
    # its leaf hash; one that refers to nothing has none of the three."
    if form.refers is not Refers.NOTHING:
        about = Reference(
            fields.uint(NUMBER_MAX), fields.uint(SERIAL_MAX, 1), fields.digest()
        )
    created_ms = time(fields, logged_ms)
    release = read_release(fields.any())
    return Act(form.take(fields, logged_ms), about, created_ms, release)


def act_manifest(
    setting: Setting, said: Said, about: Reference | None, created_ms: int
) -> bytes:
    """Return what the officer signs.

    `setting.sender` is the station that acts, `setting.recipient` the one that hears.
    """
    kind = kind_said(said)
    # SPEC 8.4: "An act's manifest is `["parley/1 act", kind, sender, recipient, mode,
    # reference, created, fields]`"
    return dumps(
        [
            _ACT,
            kind,
            setting.sender,
            setting.recipient,
            setting.mode,
            _reference(about) or None,
            created_ms,
            FORMS[kind].write(said, 0),
        ]
    )


def _reference(about: Reference | None) -> list[Value]:
    return [] if about is None else [about.incarnation, about.serial, about.leaf]
