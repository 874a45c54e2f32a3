# SPDX-License-Identifier: Apache-2.0
"""One officer released what takes two: both watches are told aloud."""

from __future__ import annotations

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.state import Link
from parley.core.step import Step


def alarm_override(step: Step, link: Link, whose: str, serial: int) -> None:
    """Alarm the watch of an override; each one anew, so that none hides the next."""
    # SPEC 7.7: "A station MUST show an override and its reason with the message, and
    # alarm its watch, the sender's and the receiver's alike."
    end_alarms(step, "OVERRIDE", link.name)
    raise_alarm(step, "OVERRIDE", link.name, f"{whose} message {serial}")
