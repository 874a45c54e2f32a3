# SPDX-License-Identifier: Apache-2.0
"""Every fault that a page can show is said in the language of its screen."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import parley
from parley.console.pages.message.picture import message_picture
from parley.console.spoken import SPOKEN
from parley.console.words import speak
from parley.errors import CATALOGUE
from tests.console.conftest import NOON_MS, a_message

ROOT = Path(parley.__file__).parent
CODE = re.compile(r"PLY-[A-Z]{2,3}-\d{3}")
# Besides the files that have a method which a page calls: what these methods rest on.
BENEATH = (
    "console",
    *("core/acts.py", "core/drafting.py", "core/releasing.py", "core/step.py"),
    *("core/authority/counters.py", "core/authority/persons.py"),
    *("core/book", "core/texts", "core/watch"),
    *("crypto/assertion.py", "crypto/enrolment.py", "crypto/hardware_key.py"),
    *("crypto/officer.py", "crypto/webauthn.py"),
    *("formats/coding.py", "formats/notation.py", "formats/render.py"),
    "keystore/file",
    *("station/desk.py", "station/queries.py", "station/reading.py"),
    *("station/runner.py", "station/sight.py"),
    *("station/authority/challenges.py", "station/authority/codes.py"),
    *("station/authority/hardware.py", "station/authority/kept_keys.py"),
    *("station/book", "station/readouts", "station/texts"),
    *("station/watch", "station/writing"),
    *("store/sqlite/changes.py", "store/sqlite/faults.py", "store/sqlite/store.py"),
)


def classes(path):
    """Return the classes of a file, each with the names of its methods."""
    return {
        one.name: {each.name for each in one.body if isinstance(each, METHODS)}
        for one in ast.parse(path.read_text("utf-8")).body
        if isinstance(one, ast.ClassDef)
    }


METHODS = (ast.FunctionDef, ast.AsyncFunctionDef)


def answering():
    """Return every file whose faults may reach a page."""
    called = classes(ROOT / "console" / "needs.py")["Station"]
    faces = {
        path
        for path in (ROOT / "station").rglob("*api.py")
        if any(called & methods for methods in classes(path).values())
    }
    places = [ROOT / each for each in BENEATH]
    assert all(each.exists() for each in places)
    trees = [each.rglob("*.py") if each.is_dir() else [each] for each in places]
    # It says one sentence of each of its faults, and its own test looks at every one.
    return faces.union(*trees) - {ROOT / "console" / "circuit_words.py"}


def test_fault_that_a_page_can_show_is_in_every_language():
    """Whoever reads Russian must not be told in English why nothing went out."""
    named = {
        code: path.relative_to(ROOT)
        for path in answering()
        for code in CODE.findall(path.read_text("utf-8"))
    }
    assert len(named) > 150
    missing = {code: str(path) for code, path in named.items() if not spoken(code)}
    assert missing == {}


def spoken(code):
    return code.startswith(SPOKEN)


def test_list_names_no_fault_that_there_is_not():
    """A list that is longer than the truth hides where it is shorter."""
    for start in SPOKEN:
        assert any(code.startswith(start) for code in CATALOGUE), start


@pytest.mark.parametrize("language", ["en", "ru"])
def test_message_that_is_not_good_is_shown_whatever_was_wrong(language):
    """Of a refusal its code alone is kept; a page that fails hides the message."""
    speak(language)
    try:
        for code, text in CATALOGUE.items():
            message = a_message(1, state="SIGNATURE BAD", refusal=code)
            page = message_picture(message, NOON_MS, "")
            said = (page["refusal_what"], page["refusal_do"])
            if spoken(code) and language == "ru":
                assert said[0] != text.what, code
                assert said[1] != text.do, code
            assert "{" not in said[0], code
    finally:
        speak("en")
