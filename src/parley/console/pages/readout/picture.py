# SPDX-License-Identifier: Apache-2.0
"""The pictures of readouts: the list, and one with its sentences and its acts."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.times import dtg
from parley.console.words import _
from parley.model.readout import Answer
from parley.station.readouts.views import ReadoutText, ReadoutView

_SPEAKERS = frozenset({"RELEASER", "PRINCIPAL"})
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def list_picture(every: list[ReadoutView]) -> Picture:
    """Return the list: drafts first, then what was shown, the newest first."""
    return {"rows": [_row(one) for one in every]}


def _row(one: ReadoutView) -> Picture:
    return {
        "url": url_of(one),
        "title": shown(one.texts[0].sentences[0].shown.strip()),
        "party": shown(one.party),
        "whose": _whose(one),
        "state": _state(one),
        "answer": _answer(one),
        "not_before": dtg(one.not_before_ms),
    }


def url_of(one: ReadoutView) -> str:
    """Return the address of a readout's page."""
    return f"/readout/{one.ref or one.number}"


def readout_picture(one: ReadoutView, watch: Watch | None) -> Picture:
    """Return a readout whole, with the acts that the officer signed on may do."""
    may = watch is not None and bool(watch.classes & _SPEAKERS) and not one.withheld
    theirs = one.direction == "in"
    return {
        "name": one.ref or str(one.number),
        "ref": one.ref,
        "link": one.link,
        "party": shown(one.party),
        "whose": _whose(one),
        "state": _state(one),
        "by": shown(one.by),
        "contacts": list(one.contacts),
        "not_before": dtg(one.not_before_ms),
        "answer": _answer(one),
        "answered_by": shown(one.answered_by or ""),
        "published": "" if one.published_ms is None else dtg(one.published_ms),
        "proof": _("may go along") if one.proof else _("does not go along"),
        "digest": one.digest,
        "texts": [_text(each) for each in one.texts],
        "overtakes": list(one.overtakes),
        "withheld": one.withheld,
        "may": may,
        "show": may and one.state == "DRAFT",
        "reply": may and theirs and one.state == "SHOWN",
        "publish": may and one.may_publish,
        "with_proof": one.proof and one.answer is not None,
        "withhold": may and one.state != "PUBLISHED",
        "answers": [(each.name, _ANSWERS[each]()) for each in Answer],
    }


def _text(text: ReadoutText) -> Picture:
    bare = text.language.partition("-")[0]
    return {
        "language": text.language,
        "dir": "rtl" if bare in _RIGHT_TO_LEFT else "ltr",
        "sentences": [
            {
                "number": number,
                "field": f"d.{text.language}.{number}",
                "shown": shown(each.shown.strip()),
                "differs": None if each.differs is None else shown(each.differs),
            }
            for number, each in enumerate(text.sentences, 1)
        ],
    }


def _whose(one: ReadoutView) -> str:
    return _("ours") if one.direction == "out" else _("theirs")


def _state(one: ReadoutView) -> str:
    if one.withheld:
        return _("neither confirmed nor denied")
    words = {
        "DRAFT": _("draft, nobody outside has seen it"),
        "SHOWN": _("shown, no answer yet"),
        "ANSWERED": _("answered"),
        "PUBLISHED": _("published"),
    }
    return words[one.state]


def _answer(one: ReadoutView) -> str:
    return "-" if one.answer is None else _ANSWERS[Answer[one.answer]]()


_ANSWERS = {
    Answer.AGREED: lambda: _("agreed"),
    Answer.WITH_DIFFERENCES: lambda: _("agreed with differences"),
    Answer.NOT_AGREED: lambda: _("not agreed"),
}
