# SPDX-License-Identifier: Apache-2.0
"""Who is shown what officers wrote: one rule for the console, the API and the shell.

A custodian keeps the station and reads no texts; an auditor sees everything and changes
nothing; a screen at which nobody is signed on shows what waits for the watch and
nothing else.  Faces ask here and decide nothing themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from parley.errors import LocalFault
from parley.fixed import Fixed, names_of, replace
from parley.model.identity import OfficerClass
from parley.station.library.speech import UNREADABLE, CodedView
from parley.station.sights import Sight
from parley.station.texts.machine.views import BackView
from parley.station.texts.views import TranslationView
from parley.station.views import DraftView, MessageView, PreparedView, StageView
from parley.station.watch.floor import WireLineView
from parley.station.watch.handover import LineView
from parley.station.writing.views import DraftLookView, UnfinishedView

READERS: Final = frozenset(OfficerClass) - {OfficerClass.CUSTODIAN}
"""The classes whose officers read texts; one of them is enough."""


NOT_SHOWN: Final[Mapping[Sight, str]] = {
    Sight.WAITING: "Not shown while nobody is signed on.",
    Sight.NONE: "Not shown to your class.",
}

_KEEP = object()  # in place of a value: the reason why it is not shown
_WORDS: Final[Mapping[type, Mapping[str, object]]] = {
    MessageView: {
        "subject": _KEEP,
        "texts": _KEEP,
        "coded": None,
        "critical": (),
        "override": _KEEP,
    },
    StageView: {"note": _KEEP},
    DraftView: {
        "texts": _KEEP,
        "manifest": "",
        "override": _KEEP,
        "critical": (),
        "coded": None,
    },
    PreparedView: {"cancellation": _KEEP, "correction": _KEEP},
    DraftLookView: {"texts": _KEEP, "findings": ()},
    UnfinishedView: {"fields": ()},
    WireLineView: {"text": _KEEP},
    LineView: {"subject": _KEEP, "words": _KEEP, "note": _KEEP},
    TranslationView: {"text": _KEEP, "reason": _KEEP, "pairs": (), "findings": ()},
    BackView: {"sentences": (), "findings": ()},
    CodedView: {"body": "", "critical": (), "places": (), "event_ms": None},
}
"""Fields that say what an officer wrote, and what stands there for who may not read."""

_WORDS_BY_NAME: Final[Mapping[str, Mapping[str, object]]] = {
    "ChronologyView": {"subject": _KEEP},
    "MinimizeView": {"reason": _KEEP},
    "PlanView": {"notes": _KEEP},
    "ClarificationView": {"phrase": _KEEP, "readings": ()},
    "AnswerView": {"meant": _KEEP, "words": _KEEP},
    "NoticeView": {"subject": _KEEP},
    "AlarmView": {"shelved_reason": _KEEP},
    "OnwardView": {"subject": _KEEP},
    "CopyView": {"texts": _KEEP, "code": ""},
}
"""The same for views of parts that are loaded when somebody asks."""

ASKS: Final = frozenset(
    {
        "status", "board", "messages", "message", "drafts", "draft", "officers",
        "contacts", "calendar", "chronology", "chronologies", "card", "positions",
        "circuits", "link_figures", "agreement", "rosters", "authority_news",
        "officer_keys", "audit", "audit_verify", "look_at_draft", "unfinished",
        "code_preview", "prepared", "availability", "order_wire", "latest_lines",
        "minimize", "watch_log", "watch", "handovers", "exercises", "translations",
        "models", "upkeep", "readouts", "readout", "readout_site", "clarifications",
        "questions", "glossary", "note", "clocks", "notices", "onward",
        "onward_missing",
        "watch_changes", "armed_console", "calls", "onward_copy", "key_state",
    }
)  # fmt: skip
"""What changes nothing; an auditor asks these and nothing else."""


def sight_of(classes: Iterable[OfficerClass] | None) -> Sight:
    """Return what an officer of some classes is shown; None: nobody is signed on."""
    if classes is None:
        return Sight.WAITING
    return Sight.WHOLE if READERS & frozenset(classes) else Sight.NONE


def refuse_auditor(classes: Iterable[OfficerClass], method: str) -> None:
    """Refuse what changes something to who is there to look.

    Raises:
        LocalFault: PLY-AUT-030.

    """
    # SPEC 7.42: "An officer of class auditor sees everything and gives no release and
    # no act, whatever other classes he has."
    if OfficerClass.AUDITOR in frozenset(classes) and method not in ASKS:
        raise LocalFault("PLY-AUT-030")


def seen(value: object, sight: Sight) -> object:
    """Return what is shown of an answer: texts left out where they may not be read."""
    if sight is Sight.WHOLE:
        return value
    if isinstance(value, tuple | list):
        return type(value)(seen(one, sight) for one in value)
    if not isinstance(value, Fixed):
        return value
    if sight is Sight.WAITING and isinstance(value, MessageView) and _waits(value):
        return value
    hidden = _WORDS.get(type(value)) or _WORDS_BY_NAME.get(type(value).__name__, {})
    changed = {
        name: _left(getattr(value, name), hidden[name], sight)
        if name in hidden
        else seen(getattr(value, name), sight)
        for name in names_of(value)
    }
    return replace(value, **changed)


def _waits(message: MessageView) -> bool:
    """Tell whether the watch must see a message whoever stands there: nobody has it."""
    return message.direction == "in" and message.state in {"RECEIVED", "SIGNATURE BAD"}


def _left(before: object, instead: object, sight: Sight) -> object:
    """Return what stands in a field whose words are not shown."""
    if instead is not _KEEP:
        return instead
    if not before:
        return before  # there was nothing to say
    reason = NOT_SHOWN[sight]
    return reason if isinstance(before, str) else ((UNREADABLE, reason),)
