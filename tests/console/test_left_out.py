# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - words in Russian
"""What is not shown to whoever stands at a screen leaves whole sentences behind."""

from __future__ import annotations

import asyncio

from parley.console.pages.handover.picture import handover_picture
from parley.console.pages.message.picture import message_picture
from parley.console.words import speak
from parley.fixed import replace
from parley.station.sight import seen
from parley.station.sights import Sight
from parley.station.watch.handover import WatchView
from tests.console.conftest import HandStation, a_message
from tests.console.hand_sheet import sheet


def texts(shown: list[list[str]]) -> str:
    return "".join(text for text, _ in shown)


def test_sheet_of_a_handover_names_no_message_that_is_not_shown():
    """Two lines under one key lose one at the next look; a link would lead nowhere."""
    station = HandStation()
    now_ms = station.now_ms
    bare = sheet(now_ms)
    again = replace(bare.lines[0], line=4, subject="x/in/1/5")
    under_way = replace(bare, lines=(*bare.lines, again))
    whole = WatchView(1, "LT Okoye", now_ms, under_way)
    found = seen(whole, Sight.WAITING)
    board = asyncio.run(station.board())
    lines = handover_picture(board, found, (), None, {})["sheet"]["lines"]
    assert len({one["key"] for one in lines}) == 5
    assert {one["url"] for one in lines} == {""}
    said = [texts(one["said"]) for one in lines]
    assert said[0] == "No officer has acknowledged message …"
    assert all("Not shown" not in one for one in said)


def test_text_that_is_not_shown_has_no_language_and_no_length():
    """A reader must not take the notice for the text, nor zxx for a language."""
    message = seen(a_message(1, state="ACKNOWLEDGED"), Sight.WAITING)
    speak("ru")
    try:
        (text,) = message_picture(message, 0, None, ())["texts"]
    finally:
        speak("en")
    assert text["name"] == "Текст"
    assert text["size"] == ""
    assert texts(text["shown"]).startswith("Не показано")
