# SPDX-License-Identifier: Apache-2.0
"""The station's own words for facts and states, in the language of the screen.

The station speaks one language to every face; what comes from a fixed table of its own
is said here in the reader's.  A word that is in no table is shown as it came.
"""

from __future__ import annotations

from parley.console.words import _


def silence_words(silence: str) -> str:
    """Return why the other side is silent; empty if it is not."""
    return {
        "": "",
        "none": "",
        "fault: path": _("Silent: a fault of the path."),
        "fault: station": _("Silent: their station does not answer."),
        "unmanned": _("Silent: their station answers, and nobody there does."),
        "suspended by declaration": _("Silent: suspended by their declaration."),
        "unknown": _("Not known whether anybody is there."),
    }.get(silence, silence)


def fact_words(fact: str) -> str:
    """Return the name of one of the five facts."""
    return {
        "path": _("path"),
        "station": _("station"),
        "watch": _("watch"),
        "principal": _("principal"),
        "round trip": _("round trip"),
    }.get(fact, fact)


def state_words(word: str) -> str:
    """Return the state of a fact or of a circuit, or how a counterpart stands."""
    return {
        "up": _("up"),
        "down": _("down"),
        "slow": _("slow"),
        "silent": _("silent"),
        "untried": _("untried"),
        "by hand": _("by hand"),
        "no circuit": _("no circuit"),
        "never proved": _("never proved"),
        "answered": _("answered"),
        "answered by name": _("answered by name"),
        "reached": _("reached"),
        "alleged": _("alleged"),
        "waiting for their signature": _("waiting for their signature"),
        "in force": _("in force"),
        "revoked": _("revoked"),
    }.get(word, word)
