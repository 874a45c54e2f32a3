# SPDX-License-Identifier: Apache-2.0
"""The picture of what stands beside a text; no translation is without its grade."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.frame import BAD
from parley.console.pages.texts.words import (
    difference_words,
    label_words,
    nothing_words,
)
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.times import full
from parley.console.words import _
from parley.fixed import Fixed
from parley.station.texts.clarification_views import ClarificationView
from parley.station.texts.machine.views import ModelView
from parley.station.texts.views import SentencePair, TranslationView
from parley.station.views import MessageView

_SIGNED = ("CERTIFIED", "DISPUTED")
_SPEAKING = frozenset({"RELEASER", "PRINCIPAL"})


class Beside(Fixed):
    """What the station has beside a message."""

    translations: tuple[TranslationView, ...]
    questions: tuple[ClarificationView, ...]
    models: tuple[ModelView, ...]


def beside_picture(
    message: MessageView, beside: Beside, watch: Watch | None, told: str = ""
) -> Picture:
    """Return translations, questions, and the acts that this officer can do."""
    classes = frozenset() if watch is None else watch.classes
    languages = [] if message.coded else [language for language, _text in message.texts]
    known = {one.target for one in beside.models if one.ready}
    good = bool(languages) and message.state != BAD
    linguist = good and "LINGUIST" in classes
    return {
        "told": told,
        "versions": [_version(one, linguist) for one in beside.translations],
        "questions": [
            _question(at, one, bool(classes & _SPEAKING), linguist)
            for at, one in enumerate(beside.questions, start=1)
        ],
        "languages": languages,
        "machine": sorted(known - set(languages)) if good and watch else [],
        "attach": good and watch is not None,
        "ask": linguist and message.direction == "in",
        "nobody": watch is None,
        "any": good,
    }


def _version(one: TranslationView, linguist: bool) -> Picture:
    newer = one.superseded_by
    return {
        "version": one.version,
        "grade": one.grade,
        "label": label_words(one.label),
        "language": one.language,
        "into": one.into,
        "by": shown(one.by),
        "time": full(one.created_ms),
        "old": newer is not None,
        "newer": _("Superseded by version {n}.").format(n=newer) if newer else "",
        "reason": shown(one.reason),
        "found": [shown(difference_words(each)) for each in one.differences],
        "plain": list(nothing_words(one)),
        "denials": _denials(one) if one.words else "",
        "pairs": [_pair(each) for each in one.pairs],
        "certify": linguist and newer is None and one.grade not in _SIGNED,
        "dispute": linguist and newer is None and one.grade != "DISPUTED",
    }


def _denials(one: TranslationView) -> str:
    words = _("Words that deny: {n} in the original, {m} in the translation.")
    return words.format(n=one.denials, m=one.denials_translation)


def _pair(pair: SentencePair) -> Picture:
    return {
        "original": shown(pair.original.strip()),
        "translation": shown(pair.translation.strip()),
        "denies": ", ".join(each.upper() for each in pair.denials),
        "denies_there": ", ".join(each.upper() for each in pair.denials_translation),
    }


def _question(
    at: int, one: ClarificationView, speaking: bool, linguist: bool
) -> Picture:
    theirs = one.direction == "in"
    who = (
        _("Their linguist {name} asks what is meant.")
        if theirs
        else _("Our linguist {name} asks what is meant.")
    )
    answer = one.answer
    return {
        "ref": one.ref,
        "who": who.format(name=one.by),
        "time": full(one.created_ms) if one.created_ms else "",
        "language": one.language,
        "phrase": shown(one.phrase),
        "odd": ""
        if one.fits
        else _("This phrase does not stand there in the message."),
        "readings": [
            {
                "number": number,
                "words": shown(reading),
                "meant": answer is not None and answer.choice == number,
            }
            for number, reading in enumerate(one.readings, start=1)
        ],
        "answered": answer is not None,
        "answer": ""
        if answer is None
        else _("Answered by {name}, {time}.").format(
            name=answer.by, time=full(answer.created_ms) if answer.created_ms else ""
        ),
        "none": answer is not None and answer.choice is None,
        "words": shown(answer.words) if answer is not None else [],
        "give": theirs and answer is None and speaking,
        "waits": answer is None,
        "at": str(at),
        "plain": one.phrase,
        "answer_ref": "" if answer is None else answer.ref,
        "term": not theirs and linguist and answer is not None,
    }
