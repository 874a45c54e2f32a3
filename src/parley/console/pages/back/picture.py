# SPDX-License-Identifier: Apache-2.0
"""The picture of a draft there and back; no machine's text is without its grade."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.pages.texts.words import label_words
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.words import _
from parley.station.texts.machine.views import BackView, ModelView
from parley.station.views import DraftView


def ways(draft: DraftView, models: tuple[ModelView, ...]) -> list[tuple[str, str]]:
    """Return (language of a text, language there) for which models go both ways."""
    ready = {(one.source, one.target) for one in models if one.ready}
    texts = [] if draft.coded is not None else [tag for tag, _text in draft.texts]
    return [
        (tag, there)
        for tag in texts
        for source, there in sorted(ready)
        if source == _main(tag) and (there, source) in ready
    ]


def _main(language: str) -> str:
    return language.partition("-")[0]


def back_picture(
    draft: DraftView,
    models: tuple[ModelView, ...],
    found: BackView | None,
    watch: Watch | None,
) -> Picture:
    """Return what can be asked, and what came back."""
    return {
        "number": str(draft.number),
        "nobody": watch is None,
        "ways": [
            {
                "value": f"{tag} {there}",
                "words": f"{tag} → {there} → {tag}",
                "on": found is not None
                and (found.language, found.into) == (tag, there),
            }
            for tag, there in ways(draft, models)
        ],
        "found": None if found is None else _found(found),
    }


def _found(found: BackView) -> Picture:
    return {
        "label": label_words(found.label),
        "language": found.language,
        "into": found.into,
        "made": _("There by {there}, back by {back}.").format(
            there=found.there_by, back=found.back_by
        ),
        "rows": [
            {
                "original": shown(one.original),
                "there": shown(one.there),
                "back": shown(one.back),
                "same": one.original.split() == one.back.split(),
            }
            for one in found.sentences
        ],
        "findings": [shown(each) for each in found.findings],
    }
