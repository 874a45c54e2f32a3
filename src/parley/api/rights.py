# SPDX-License-Identifier: Apache-2.0
"""Which class of officer may call what; a method that is not listed is not offered.

A token stands for one officer in one class.  What needs a person's key still needs it:
the API takes signatures, it makes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parley.fixed import Fixed
from parley.model.identity import OfficerClass

WATCH = OfficerClass.WATCH
DRAFTER = OfficerClass.DRAFTER
RELEASER = OfficerClass.RELEASER
CUSTODIAN = OfficerClass.CUSTODIAN
LINGUIST = OfficerClass.LINGUIST
EVERYONE: Final = frozenset(OfficerClass)
ACTORS: Final = frozenset({WATCH, RELEASER, LINGUIST, OfficerClass.PRINCIPAL})
DESK: Final = frozenset({WATCH, DRAFTER, RELEASER})
APPROVERS: Final = frozenset({CUSTODIAN, LINGUIST})
WRITERS: Final = frozenset({WATCH, DRAFTER})
AUDIT: Final = frozenset({CUSTODIAN, OfficerClass.AUDITOR})


class Right(Fixed):
    """`reads`: a question, asked with GET; else an act, asked with POST.

    `officer` names the parameter that must be the token's own officer.
    """

    classes: frozenset[OfficerClass]
    reads: bool = False
    officer: str | None = None


_READ = Right(EVERYONE, reads=True)

RIGHTS: Final[Mapping[str, Right]] = {
    "status": _READ,
    "board": _READ,
    "messages": _READ,
    "message": _READ,
    "drafts": _READ,
    "draft": _READ,
    "officers": _READ,
    "contacts": _READ,
    "calendar": _READ,
    "chronology": _READ,
    "chronologies": _READ,
    "card": _READ,
    "positions": _READ,
    "circuits": _READ,
    "link_figures": _READ,
    "agreement": _READ,
    "rosters": _READ,
    "authority_news": _READ,
    "officer_keys": Right(EVERYONE, reads=True),
    "audit": Right(AUDIT, reads=True),
    "audit_verify": Right(AUDIT, reads=True),
    "look_at_draft": Right(DESK),
    "unfinished": Right(WRITERS, reads=True, officer="officer"),
    "keep_unfinished": Right(WRITERS, officer="officer"),
    "drop_unfinished": Right(WRITERS, officer="officer"),
    "code_preview": Right(DESK),
    "write_code": Right(frozenset({WATCH, DRAFTER}), officer="drafted_by"),
    "use_circuit": Right(frozenset({WATCH})),
    "decide_waiting": Right(frozenset({WATCH})),
    "prepared": _READ,
    "availability": _READ,
    "act_request": Right(ACTORS, reads=True, officer="officer"),
    "act": Right(ACTORS, officer="officer"),
    "order_wire": _READ,
    "latest_lines": _READ,
    "minimize": _READ,
    "log_line": Right(frozenset({WATCH}), officer="officer"),
    "watch_log": Right(frozenset({WATCH}), reads=True),
    "watch": _READ,
    "handovers": Right(frozenset({WATCH}), reads=True),
    "handover_begin": Right(frozenset({WATCH})),
    "handover_answer": Right(frozenset({WATCH}), officer="officer"),
    "handover_sound": Right(frozenset({WATCH}), officer="officer"),
    "handover_request": Right(frozenset({WATCH}), reads=True),
    "handover_sign": Right(frozenset({WATCH}), officer="officer"),
    "handover_drop": Right(frozenset({WATCH})),
    "clocks": _READ,
    "notices": _READ,
    "keep_notice": Right(frozenset({WATCH}), officer="officer"),
    "onward": _READ,
    "onward_missing": _READ,
    "onward_copy": Right(frozenset({WATCH}), reads=True),
    "onward_got": Right(frozenset({WATCH}), officer="officer"),
    "calls": _READ,
    "reached": Right(EVERYONE - {OfficerClass.AUDITOR}, officer="officer"),
    "exercises": _READ,
    "plan_exercise": Right(ACTORS, officer="officer"),
    "drop_exercise_plan": Right(ACTORS),
    "interrupt_exercises": Right(ACTORS, officer="officer"),
    "review": Right(frozenset({RELEASER}), officer="officer"),
    "write_draft": Right(frozenset({DRAFTER}), officer="drafted_by"),
    "correct": Right(frozenset({DRAFTER}), officer="drafted_by"),
    "reread": Right(frozenset({DRAFTER, RELEASER})),
    "own_stale": Right(frozenset({WATCH}), officer="officer"),
    "shelve_alarm": Right(frozenset({WATCH}), officer="officer"),
    "withdraw": Right(frozenset({DRAFTER, RELEASER})),
    "release": Right(frozenset({RELEASER}), officer="officer"),
    "test_link": Right(DESK),
    "silence": Right(frozenset({WATCH})),
    "translations": _READ,
    "add_translation": Right(frozenset({LINGUIST}), officer="officer"),
    "certificate_request": Right(frozenset({LINGUIST}), reads=True, officer="officer"),
    "grade_translation": Right(frozenset({LINGUIST}), officer="officer"),
    "clarifications": _READ,
    "questions": _READ,
    "glossary": _READ,
    "models": _READ,
    "model_request": Right(APPROVERS, reads=True, officer="officer"),
    "approve_model": Right(APPROVERS, officer="officer"),
    "machine_translation": Right(DESK | {LINGUIST}),
    "back_translation": Right(DESK | {LINGUIST}),
    "upkeep": _READ,
    "readouts": _READ,
    "readout": _READ,
    "readout_site": _READ,
    "write_readout": Right(frozenset({DRAFTER, RELEASER}), officer="drafted_by"),
    "withhold_readout": Right(frozenset({RELEASER}), officer="officer"),
    "roll_epoch": Right(frozenset({CUSTODIAN}), officer="officer"),
    "key_state": _READ,
}

SHOWS_TEXTS: Final = frozenset(
    {
        "messages",
        "message",
        "drafts",
        "draft",
        "order_wire",
        "watch_log",
        "translations",
        "chronology",
        "audit",
    }
)
"""Reading these is noted in the audit log: they show what officers wrote."""

AT_THE_STATION: Final[Mapping[str, str]] = {
    "pair": "a ceremony between people",
    "confirm": "a ceremony between people",
    "add_officer": "the roster is changed where the station stands",
    "add_position": "the roster is changed where the station stands",
    "end_key": "the roster is changed where the station stands",
    "change_officer": "the roster is changed where the station stands",
    "officer_code": "the code is handed to the officer in person",
    "propose_terms": "an agreement is amended between people",
    "accept_terms": "an agreement is amended between people",
    "install_model": "it reads files of the station's machine",
    "remove_model": "it belongs to whoever installed the model",
    "note": "a face notes what it showed itself",
    "audit_export": "it writes a file on the station's machine",
    "revocation_codes": "keys are stopped by people at the station",
    "revoke_by_code": "keys are stopped by people at the station",
    "revoke_station": "keys are stopped by people at the station",
    "take_revocation": "keys are stopped by people at the station",
    "keys_digits": "a ceremony between people",
    "take_new_keys": "a ceremony between people",
    "confirm_new_keys": "a ceremony between people",
    "pages": "pages of key are counted by people at the station",
    "make_pages": "pages of key leave the station on a medium and no other way",
    "take_pages": "pages of key come on a medium and no other way",
    "destroy_pages": "it destroys keys",
    "pages_alone": "keys are stopped by people at the station",
    "backup": "it writes a folder of the station's machine",
    "archive": "it writes a folder of the station's machine",
    "archive_wished": "it belongs to the ceremony of an export",
    "archive_consent": "it belongs to the ceremony of an export",
    "fsck": "it takes minutes and belongs to the custodian's shell",
    "retain": "it destroys texts",
    "evidence": "it becomes a file for a third party, verified where it is made",
    "prove": "its preview has to be read by a person first",
    "export_wished": "it belongs to the ceremony of an export",
    "export_consent": "it belongs to the ceremony of an export",
}
"""What stays with the command line, and why."""
