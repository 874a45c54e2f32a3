# SPDX-License-Identifier: Apache-2.0
"""What is said of one kind of alarm."""

from __future__ import annotations

from parley.core.records import Severity
from parley.fixed import Fixed


class AlarmKind(Fixed):
    """What an alarm says; `{link}` and `{subject}` are filled in."""

    severity: Severity
    title: str
    text: str
    event: bool = False  # it happened and is over: one stands a link, for a day
