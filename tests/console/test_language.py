# SPDX-License-Identifier: Apache-2.0
"""A second language is one file more: nothing on screen is glued or hard-wired."""

import gettext
import io
import re
import string

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from playwright.sync_api import expect

from parley.console import words
from parley.console.evidence_words import evidence_words
from parley.console.pages.draft.picture import field_labels
from parley.console.station_words import reason_words, table_sentences
from parley.console.times import age
from parley.console.words import LOCALES, browser_words, ngettext, speak
from parley.core.tended import Suspension
from parley.core.watch import silence
from parley.station.glance import ENDED, READ_ONLY
from parley.wire.manifest import MANIFEST_FIELDS
from tests.console.looks import keep_picture


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


def test_why_the_station_is_not_ready_is_said_in_the_readers_language():
    """What stops every release must not be the one English line of a page."""
    speak("ru")
    try:
        full = reason_words(READ_ONLY + "The disk that holds /srv is full")
        assert full.startswith("Ничего нельзя записать: The disk")
        assert reason_words(ENDED.format(name="api")).endswith(" завершила работу: api")
    finally:
        speak("en")


@pytest.mark.parametrize(
    "sentence",
    [
        silence.NO_PATH,
        silence.UNTRIED,
        silence.TESTS_MISSED,
        silence.UNRECEIPTED,
        silence.UNACKNOWLEDGED,
        silence.UNCHECKED,
        Suspension(1, 3, b"", None, "По решению.", 0).words(),
    ],
)
def test_what_shows_why_they_are_silent_is_said_in_the_readers_language(sentence):
    """It decides whom an officer calls next."""
    speak("ru")
    try:
        said = evidence_words([sentence.format(n=3)])
    finally:
        speak("en")
    assert not re.search("[A-Za-z]", said)
    assert ("3" in said) == ("3" in sentence.format(n=3))


def test_every_field_that_is_signed_has_a_name_on_the_page():
    """A field added to the manifest must not stand there under its wire name."""
    drawn = {"mode", "precedence", "recipient", "created", "not after", "relation"}
    drawn |= {"label", "texts", "number", "step"}
    assert drawn | set(field_labels()) == set(MANIFEST_FIELDS)


PO = LOCALES / "ru" / "LC_MESSAGES" / "parley.po"


def sources() -> set[str]:
    """Return every sentence that the console says, in its singular."""
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    options = {"**.html": {"extensions": "jinja2.ext.i18n"}}
    found = extract_from_dir(LOCALES.parent, methods, options)
    marked = {one[2][0] if isinstance(one[2], tuple) else one[2] for one in found}
    return marked | table_sentences()


def russian() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="ru")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(message: Message) -> list[str]:
    said = message.string
    return list(said) if isinstance(said, tuple) else [str(said)]


def test_every_sentence_has_its_russian_and_no_other_has():
    """Half a screen in another language is worse than none at three at night."""
    known = {
        one.id[0] if isinstance(one.id, tuple) else one.id
        for one in russian()
        if one.id
    }
    assert known == sources()
    for message in russian():
        if message.id:
            assert all(forms(message)), message.id
            assert not message.fuzzy, message.id


def test_russian_names_the_same_places():
    """A lost {name} would hide who acknowledged; an invented one would break a page."""
    for message in russian():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = places(ids[-1])
            assert all(places(one) == wanted for one in forms(message)), message.id


def test_the_compiled_russian_is_that_of_its_source():
    """What is read at run time is the .mo; a stale one shows yesterday's words."""
    made = io.BytesIO()
    write_mo(made, russian())
    assert PO.with_suffix(".mo").read_bytes() == made.getvalue()


@pytest.mark.browser
def test_a_screen_set_to_russian_speaks_it(post, screens, tmp_path):
    """The choice is the screen's own, and the browser's own words follow it."""
    ref = post.do(lambda station: station.receive("FLASH"))
    page = screens.open("/screen")
    page.get_by_label("Language").select_option("ru")
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{post.url}/message/{ref}")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#live")).to_have_text("Экран на связи")
    expect(page.locator("#acknowledge")).to_contain_text("Подтвердить получение")
    keep_picture(page, "message-ru", tmp_path)
