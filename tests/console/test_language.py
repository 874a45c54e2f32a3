# SPDX-License-Identifier: Apache-2.0
"""A second language is one file more: nothing on screen is glued or hard-wired."""

import gettext

import pytest

from parley.console import words
from parley.console.times import age
from parley.console.words import browser_words, ngettext, speak


class Shouted(gettext.NullTranslations):
    """A language that is English in capitals, so that a missed sentence shows."""

    def gettext(self, message: str) -> str:
        return message.upper().replace("{N}", "{n}").replace("{H}", "{h}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def shouted(monkeypatch):
    monkeypatch.setattr(words, "_catalogue", lambda _language: Shouted())
    speak("xx")
    yield
    monkeypatch.undo()
    speak("en")


@pytest.mark.usefixtures("shouted")
def test_words_follow_the_language_of_the_request():
    """The language is chosen for each request, never for the process."""
    assert age(0, 12_000) == "12 S AGO"
    assert ngettext("{n} waits", "{n} wait", 1) == "{n} WAITS"
    assert browser_words()["screen_live"] == "SCREEN LIVE"


def test_language_without_a_file_is_english():
    """A screen that asks for what is not there must still be read."""
    speak("tlh")
    assert age(0, 12_000) == "12 s ago"
