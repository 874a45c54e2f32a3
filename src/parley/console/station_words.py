# SPDX-License-Identifier: Apache-2.0
"""The station's own words for facts and states, in the language of the screen.

The station speaks one language to every face; what comes from a fixed table of its own
is said here in the reader's.  A word that is in no table is shown as it came.
"""

from __future__ import annotations

import re

from parley.console.circuit_words import circuit_sentences
from parley.console.spoken import spoken_sentences
from parley.console.words import _
from parley.station.glance import ALARM_WORDS, ENDED, READ_ONLY
from parley.station.library.speech import UNREADABLE
from parley.station.sight import NOT_SHOWN
from parley.station.views import AlarmView

_ENDED = re.compile(ENDED.format(name="(.+)"))


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


def stop_words(state: str, party: str) -> str:
    """Return what every page says while keys are not as on other days; else empty."""
    words = {
        "revoked": _(
            "The keys of {party} are revoked: nothing it sends is opened and nothing is"
            " sent to it. Speak on another line."
        ),
        "by pages alone": _(
            "The line with {party} goes by pages of pre-shared key alone, until new"
            " keys are confirmed."
        ),
    }.get(state, "")
    return words.format(party=party)


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
    number, is_time, rest = word.partition(" ms")
    if is_time and not rest:
        return _("{n} ms").format(n=number)
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


def alarm_words(alarm: AlarmView) -> tuple[str, str]:
    """Return the title and the text of a condition."""
    if alarm.code not in ALARM_WORDS:
        return alarm.title, alarm.text
    title, text = ALARM_WORDS[alarm.code]
    return _(title), _(text).format(link=alarm.link, subject=alarm.subject)


def reason_words(reason: str) -> str:
    """Return why the station is not ready; what its disk said stays as it came."""
    if reason.startswith(READ_ONLY):
        return _("Nothing can be written: {why}").format(
            why=reason.removeprefix(READ_ONLY)
        )
    if ended := _ENDED.fullmatch(reason):
        return _("A part of the station has ended: {name}").format(name=ended[1])
    return reason


def severity_words(severity: str) -> str:
    """Return how loud a condition is."""
    return {
        "ALARM": _("ALARM"),
        "WARNING": _("WARNING"),
        "NOTICE": _("NOTICE"),
    }.get(severity, severity)


def text_words(text: str) -> str:
    """Return a text, or in the screen's language that it is not shown."""
    return _(text) if is_left_out(text) else text


def is_left_out(text: str) -> bool:
    """Say whether a text says only that it is not shown to whoever is here."""
    return text in NOT_SHOWN.values()


def language_words(tag: str) -> str:
    """Return how a text is headed; what is no text in a language is not called zxx."""
    return _("Text") if tag == UNREADABLE else tag


def class_words(name: str) -> str:
    """Return what an officer of a class does."""
    return {
        "WATCH": _("watch"),
        "DRAFTER": _("drafter"),
        "RELEASER": _("releaser"),
        "LINGUIST": _("linguist"),
        "PRINCIPAL": _("principal"),
        "CUSTODIAN": _("custodian"),
        "AUDITOR": _("auditor"),
    }.get(name, name.lower())


def key_words(kind: str) -> str:
    """Return what kind of key somebody signs with."""
    return {
        "software key": _("software key"),
        "hardware key (ES256)": _("hardware key (ES256)"),
        "hardware key (EdDSA)": _("hardware key (EdDSA)"),
        "no key": _("no key"),
    }.get(kind, kind)


def table_sentences() -> frozenset[str]:
    """Return every sentence of those tables."""
    alarms = {words for pair in ALARM_WORDS.values() for words in pair}
    return frozenset(
        alarms | spoken_sentences() | circuit_sentences() | set(NOT_SHOWN.values())
    )
