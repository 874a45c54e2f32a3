# SPDX-License-Identifier: Apache-2.0
"""Draws pages: one environment, strict, escaping everything.

Every page hands over one plain value, its picture.  The template draws it on the
server; the browser fills the same places from the same value when it looks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from parley.console.house import house_of
from parley.console.screen import screen_of
from parley.console.words import _, browser_words, ngettext
from parley.errors import CATALOGUE, Fault

_HERE = Path(__file__).parent

Picture = dict[str, object]


class Blank:
    """Stands for every field of a row when its `<template>` is drawn."""

    def __getitem__(self, name: str) -> Blank:
        """Return emptiness for any field."""
        return self

    def __iter__(self) -> Iterator[Blank]:
        """Yield nothing: lists in a template are empty."""
        return iter(())

    def __bool__(self) -> bool:
        """Be false, so that optional parts start hidden."""
        return False

    def __str__(self) -> str:
        """Draw nothing."""
        return ""


def commands(sentence: str) -> Markup:
    """Return a sentence whose `commands` in backquotes are set as such."""
    parts = sentence.split("`")
    drawn = (
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )
    return Markup("").join(drawn)


def make_drawing() -> Environment:
    """Return the environment that draws every page."""
    drawing = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    drawing.filters["commands"] = commands
    drawing.globals.update(blank=Blank(), _=_, ngettext=ngettext)
    return drawing


def fault_picture(fault: Fault) -> Picture:
    """Return a fault's four sentences as a page shows them."""
    text = fault.text
    return {
        "code": fault.code,
        "what": _(text.what).format(**fault.facts),
        "kept": _(text.kept).format(**fault.facts),
        "then": _(text.then).format(**fault.facts),
        "do": _(text.do).format(**fault.facts),
    }


def draw(
    request: Request, template: str, picture: Picture, status: int = 200
) -> HTMLResponse:
    """Return a page drawn from its picture."""
    page = house_of(request).drawing.get_template(template)
    html = page.render(
        p=picture,
        screen=screen_of(request),
        browser_words=json.dumps(browser_words(), ensure_ascii=False),
        stale=CATALOGUE["PLY-UI-002"],
        unarmed={
            "refused": CATALOGUE["PLY-UI-007"],
            "stopped": CATALOGUE["PLY-UI-024"],
        },
        untested=CATALOGUE["PLY-UI-025"],
        unheard=CATALOGUE["PLY-UI-026"],
        deaf=CATALOGUE["PLY-UI-010"],
    )
    return HTMLResponse(html, status)
