# SPDX-License-Identifier: Apache-2.0
"""The alarms about keys, stops and pages."""

from __future__ import annotations

from parley.core.alarm_kind import AlarmKind
from parley.core.records import Severity

KEY_ALARMS: dict[str, AlarmKind] = {
    "NEW-KEYS": AlarmKind(
        Severity.WARNING,
        "New keys of theirs",
        "A card with new keys of {link} was taken in. None of them counts before its 60"
        " digits were compared by voice: `parley rekey confirm`.",
    ),
    "PAGES-SHORT": AlarmKind(
        Severity.WARNING,
        "Few pages left",
        "The line with {link} has fewer than four unused pages of pre-shared key on one"
        " side. Make a set, carry it and take it in on both sides.",
    ),
    "PAGE-MISSING": AlarmKind(
        Severity.WARNING,
        "A page is missing here",
        "{link} opened an epoch with a page of set {subject} that this station does not"
        " have, or with none where one is agreed. Its station was told. Compare the"
        " sets with its custodian.",
        event=True,
    ),
    "PAGE-REUSED": AlarmKind(
        Severity.ALARM,
        "A page was used twice",
        "{link} opened another epoch with a page of set {subject} that it had used. It"
        " was refused. Perhaps a copy of its station runs: ask its watch on another"
        " line.",
        event=True,
    ),
    "PAGE-REFUSED": AlarmKind(
        Severity.WARNING,
        "A page is missing there",
        "{link} does not have the pages of set {subject}; ours of that set were"
        " destroyed. The line goes on as the agreement says. Compare the sets with its"
        " custodian.",
        event=True,
    ),
    "PAGES-ALONE": AlarmKind(
        Severity.WARNING,
        "By pages alone",
        "The line with {link} goes by pages of pre-shared key alone, and each epoch"
        " uses one. It ends when new keys are confirmed, or with `parley pages alone"
        " --end` on both sides.",
    ),
    "GOES-ALONE": AlarmKind(
        Severity.ALARM,
        "They go by pages alone",
        "{link} opened an epoch by a page alone, and here the line does not go so. Ask"
        " its custodian on another line why; if he began it, do the same here with"
        " `parley pages alone`.",
    ),
    "REVOKED": AlarmKind(
        Severity.ALARM,
        "Their keys are revoked",
        "The keys of the station of {link} were revoked. Nothing it sends is opened and"
        " nothing is sent to it; what came before stays readable. Speak to its watch on"
        " another line, go on by pages if you have them, and let it bring new keys.",
    ),
    "OFFICER-REVOKED": AlarmKind(
        Severity.ALARM,
        "An officer of theirs is revoked",
        "{link} or its paper stopped the keys of {subject}. What he signs is refused"
        " from now on; what he signed before stays good.",
    ),
}
