# SPDX-License-Identifier: Apache-2.0
"""The picture of one message: exact text, releases, ladder with both sides' times."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.frame import BAD
from parley.console.pages.message.forms import offered
from parley.console.pages.message.ladder import ladder
from parley.console.places import places_picture
from parley.console.rows import row
from parley.console.shown import shown
from parley.console.station_words import is_left_out, language_words, text_words
from parley.console.times import apart, dtg, full, iso
from parley.console.told import acknowledged
from parley.console.words import _, ngettext
from parley.errors import CATALOGUE
from parley.station.views import MessageView, ReleaseView

_GENERAL_REFUSAL = "PLY-SIG-002"


def _text(language: str, text: str) -> Picture:
    characters = ngettext("{n} character", "{n} characters", len(text))
    return {
        "language": language,
        "name": language_words(language),
        "shown": shown(text_words(text)),
        "size": "" if is_left_out(text) else characters.format(n=f"{len(text):,}"),
    }


def _release(release: ReleaseView) -> Picture:
    return {
        "name": shown(release.name),
        "position": shown(release.position),
        "key": release.key,
        "judgement": _("signature good") if release.good else _("SIGNATURE BAD"),
        "bad": not release.good,
    }


def _crossed(message: MessageView) -> str:
    if message.crossed_ms is None:
        return ""
    words = (
        _("CROSSED: their message of {time} had not been read when this was written.")
        if message.direction == "out"
        else _(
            "CROSSED: our message of {time} had not been read when this was written."
        )
    )
    return words.format(time=apart(full(message.crossed_ms)))


def _followed(message: MessageView) -> str:
    """Return what its writers did with it since."""
    return {
        "corrects": _("CORRECTED by a later message."),
        "cancels": _("CANCELLED by a later message."),
        "supersedes": _("SUPERSEDED by a later message."),
    }.get(message.followed or "", "")


def _did(message: MessageView, did: str) -> str:
    """Return what an officer has just done, read from the message itself."""
    rung = {"DECLINE": "declined"}.get(did, did.lower())
    wanted = {rung, "misread"} if rung == "understood" else {rung}
    found = [stage for stage in message.stages if stage.stage in wanted]
    if not found or rung not in _ACTS_TOLD:
        return ""
    last = max(found, key=lambda stage: stage.serial)
    if last.stage == "misread":
        return _("What was read back differs from the message. Read it again.")
    return _("On the record and on its way, by {name}.").format(name=last.by or "")


def _whole(sentence: str) -> str:
    """Return a sentence of the catalogue; of a refusal its code alone is kept."""
    return _("Its releases are not good.") if "{" in sentence else _(sentence)


_ACTS_TOLD = ("understood", "standby", "delivered", "declined")


def message_picture(
    message: MessageView,
    now_ms: int,
    told: str,
    positions: tuple[str, ...] = (),
    did: str = "",
) -> Picture:
    """Return one message."""
    bad = message.state == BAD
    coded = message.coded
    refusal = CATALOGUE.get(message.refusal or "", CATALOGUE[_GENERAL_REFUSAL])
    waits = message.direction == "in" and acknowledged(message) is None and not bad
    return {
        **row(message, now_ms),
        "told": shown(told or _did(message, did)),
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
        "ladder": ladder(message),
        "acts": offered(message, positions),
        "stop": message.stop,
        "crossed": _crossed(message),
        "followed": _followed(message),
        "followed_url": f"/message/{message.followed_by}" if message.followed else "",
        "waits": waits,
        "code": f"{coded.format}, {coded.edition}" if coded else "",
        "critical": list(message.critical),
        "places": places_picture(
            coded, "en", _("Places"), _("An outline of land; no chart.")
        ),
        "refusal": message.refusal or "",
        "refusal_what": _whole(refusal.what) if bad else "",
        "refusal_do": _(refusal.do) if bad else "",
        "incarnation": message.incarnation,
        "serial": message.serial,
    }
