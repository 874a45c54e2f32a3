# SPDX-License-Identifier: Apache-2.0
"""The picture of one message: exact text, releases, ladder with both sides' times."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.frame import BAD
from parley.console.places import places_picture
from parley.console.rows import row
from parley.console.shown import shown
from parley.console.times import dtg, full, iso
from parley.console.told import acknowledged
from parley.console.words import _, ngettext
from parley.errors import CATALOGUE
from parley.station.views import MessageView, ReleaseView

_GENERAL_REFUSAL = "PLY-SIG-002"


def _text(language: str, text: str) -> Picture:
    characters = ngettext("{n} character", "{n} characters", len(text))
    return {
        "language": language,
        "shown": shown(text),
        "size": characters.format(n=f"{len(text):,}"),
    }


def _release(release: ReleaseView) -> Picture:
    return {
        "name": shown(release.name),
        "position": shown(release.position),
        "key": release.key,
        "judgement": _("signature good") if release.good else _("SIGNATURE BAD"),
        "bad": not release.good,
    }


def _rung(word: str, who: str, theirs: int | None, ours: int | None) -> Picture:
    reached = theirs is not None or ours is not None
    return {
        "word": word,
        "who": shown(who),
        "theirs": full(theirs) if theirs is not None else "",
        "ours": full(ours) if ours is not None else "",
        "reached": reached,
        "missing": "" if reached else _("not yet"),
    }


def _ladder(message: MessageView) -> list[Picture]:
    """Return the rungs; each is one fact, with the time each side wrote for it."""
    stages = {stage.stage: stage for stage in message.stages}
    receipt, seen = stages.get("receipt"), acknowledged(message)
    out = message.direction == "out"
    wrote, filed = message.logged_ms, message.filed_ms
    station = message.party if out else _("this station")
    signed = _rung(
        _("Drafted"), message.drafted_by, None if out else message.created_ms,
        message.created_ms if out else None,
    )  # fmt: skip
    logged = _rung(
        _("On the record"),
        _("of its sender"),
        None if out else wrote,
        filed if out else None,
    )
    if out:
        received = _rung(
            _("Received by the station"),
            station,
            receipt.their_ms if receipt else None,
            receipt.seen_ms if receipt else None,
        )
    else:
        received = _rung(_("Received by the station"), station, None, filed)
    # `their_ms` is the time its writer gave; for a message of theirs that is us.
    named = _rung(
        _("Acknowledged by a named officer"),
        (seen.by or "") if seen else "",
        seen.their_ms if seen and out else None,
        None if seen is None else seen.seen_ms if out else seen.their_ms,
    )
    return [signed, logged, received, named]


def message_picture(message: MessageView, now_ms: int, told: str) -> Picture:
    """Return one message."""
    bad = message.state == BAD
    coded = message.coded
    refusal = CATALOGUE.get(message.refusal or "", CATALOGUE[_GENERAL_REFUSAL])
    waits = message.direction == "in" and acknowledged(message) is None and not bad
    return {
        **row(message, now_ms),
        "told": shown(told),
        "mode": message.mode,
        "override": shown(message.override or ""),
        "dtg": dtg(message.created_ms),
        "created": full(message.created_ms),
        "created_iso": iso(message.created_ms),
        "not_after": full(message.not_after_ms) if message.not_after_ms else "",
        "to": shown(", ".join(message.to) or _("all positions")),
        "drafted_by": shown(message.drafted_by),
        "relation": message.relation or "",
        "texts": [_text(language, text) for language, text in message.texts],
        "releases": [_release(release) for release in message.releases],
        "ladder": _ladder(message),
        "waits": waits,
        "code": f"{coded.format}, {coded.edition}" if coded else "",
        "critical": list(message.critical),
        "places": places_picture(
            coded, "en", _("Places"), _("An outline of land; no chart.")
        ),
        "refusal": message.refusal or "",
        "refusal_what": refusal.what.format(given="fewer", needed="more")
        if bad
        else "",
        "refusal_do": refusal.do if bad else "",
        "incarnation": message.incarnation,
        "serial": message.serial,
    }
