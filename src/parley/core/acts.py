# SPDX-License-Identifier: Apache-2.0
"""The judge of acts: the same rules before ours leaves and after theirs arrives.

`ACTS` is the one table: which classes of officer may do an act, and which rung of a
message's ladder it proves.  What each kind refers to stands with its form
(`parley.wire.act`).
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.core.records import Rung
from parley.core.releasing import RELEASE_LABEL, find_officer
from parley.crypto.digest import tagged
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.act import Act, Reference, Said
from parley.model.entry import EntryKind
from parley.model.identity import Credential, OfficerClass, Roster
from parley.model.message import Setting
from parley.wire.act import act_manifest, kind_said


class ActRule(Fixed):
    """Who may do an act, and what it proves of the message that it is about."""

    classes: tuple[OfficerClass, ...]
    rung: Rung | None = None

    @property
    def needed(self) -> str:
        """The classes in words."""
        return " or ".join(each.name.lower() for each in self.classes)


_WATCH = (OfficerClass.WATCH,)
# Words for the public are a matter of those who release words.
_RELEASER_OR_PRINCIPAL = (OfficerClass.RELEASER, OfficerClass.PRINCIPAL)
_LINGUIST = (OfficerClass.LINGUIST,)
_SPEAKING = (OfficerClass.RELEASER, OfficerClass.PRINCIPAL)
_WATCH_OR_PRINCIPAL = (OfficerClass.WATCH, OfficerClass.PRINCIPAL)

ACTS: Mapping[EntryKind, ActRule] = {
    EntryKind.ACKNOWLEDGEMENT: ActRule(_WATCH, Rung.ACKNOWLEDGEMENT),
    EntryKind.UNDERSTOOD: ActRule(_WATCH, Rung.UNDERSTOOD),
    EntryKind.DELIVERED: ActRule(_WATCH_OR_PRINCIPAL, Rung.DELIVERED),
    EntryKind.STANDBY: ActRule(_WATCH, Rung.STANDBY),
    EntryKind.DECLINE: ActRule(_WATCH_OR_PRINCIPAL, Rung.DECLINED),
    EntryKind.SUSPEND: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.RESUME: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.WATCH_ASKED: ActRule(_WATCH),
    EntryKind.WATCH_ANSWERED: ActRule(_WATCH),
    EntryKind.REPORTED: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.COUNTERSIGNED: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.SERVICE: ActRule(_WATCH),
    EntryKind.MINIMIZE: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.MINIMIZE_ENDED: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.WATCH_CHANGED: ActRule(_WATCH),
    EntryKind.EXERCISE: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.EXERCISE_STEP: ActRule(_WATCH_OR_PRINCIPAL),
    EntryKind.READOUT_SHOWN: ActRule(_RELEASER_OR_PRINCIPAL),
    EntryKind.READOUT_ANSWERED: ActRule(_RELEASER_OR_PRINCIPAL),
    EntryKind.READOUT_PUBLISHED: ActRule(_RELEASER_OR_PRINCIPAL),
    EntryKind.CLARIFICATION_ASKED: ActRule(_LINGUIST),
    EntryKind.CLARIFIED: ActRule(_SPEAKING),
    EntryKind.TERM_PROPOSED: ActRule(_LINGUIST),
    EntryKind.TERM_AGREED: ActRule(_LINGUIST),
}


def act_digest(
    setting: Setting, said: Said, about: Reference | None, created_ms: int
) -> bytes:
    """Return the 32 bytes that the acting officer signs."""
    return tagged(RELEASE_LABEL, act_manifest(setting, said, about, created_ms))


def judge_act(setting: Setting, roster: Roster, act: Act, at_ms: int) -> Credential:
    """Return the key of the officer who acted, or say why it does not count.

    `setting.sender` is the station that acts, `roster` its roster.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer; of a hardware key also
            what `verify_release` says.

    """
    # SPEC 8.5: "An act counts only if its officer is on the speaker's roster, valid
    # when the entry was logged, and of a class that may do it."
    for needed in ACTS[kind_said(act.said)].classes:
        officer = find_officer(roster, act.release.officer, needed, at_ms)
        if officer is not None:
            break
    else:
        raise CounterpartFault("PLY-SIG-003")
    digest = act_digest(setting, act.said, act.about, act.created_ms)
    return verify_release(officer, digest, act.release)
