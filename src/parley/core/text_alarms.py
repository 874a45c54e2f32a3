# SPDX-License-Identifier: Apache-2.0
"""Alarms about what a text means."""

from __future__ import annotations

from parley.core.alarm_kind import AlarmKind
from parley.core.records import Severity

TEXT_ALARMS: dict[str, AlarmKind] = {
    "CLARIFICATION-ASKED": AlarmKind(
        Severity.WARNING,
        "They ask what is meant",
        "A linguist of {link} asks in entry {subject} how a phrase of a message of ours"
        " is meant. Answer it at the message, or with `parley clarify answer`.",
    ),
    "TERM-PROPOSED": AlarmKind(
        Severity.NOTICE,
        "A term for the glossary",
        "{link} proposes in entry {subject} how both sides read a term. A linguist"
        " agrees on the console's page of the glossary, or with `parley glossary"
        " agree`.",
        event=True,
    ),
}
