# SPDX-License-Identifier: Apache-2.0

"""Terms both parties signed are looked for, bent or not, and in both directions."""

from __future__ import annotations

from parley.texts.agreed import AgreedTerm, missing_terms
from parley.texts.comparing import Sort, compare

VESSEL = AgreedTerm("en", "vessel", "ru", "судно")
TERMS = (VESSEL, AgreedTerm("en", "general staff", "ru", "генеральный штаб"))


def lacking(source, target, language="en", into="ru"):
    """Return the terms whose rendering is not there."""
    found = missing_terms(source, language, target, into, TERMS)
    return [one.term for one in found]


def test_missing_rendering_is_found():
    """A drinking glass is no ship."""
    assert lacking("The vessel is near.", "Сосуд рядом.") == ["vessel"]
    assert lacking("The vessel is near.", "Судно рядом.") == []


def test_words_bend():
    """Russian has six cases, English a plural."""
    assert lacking("Two vessels are near.", "Рядом два судна.") == []
    assert lacking("The General Staff knows.", "Знают в Генеральном штабе.") == []


def test_terms_count_on_the_way_back():
    """Who reads the answer meets the same words."""
    assert lacking("Судно рядом.", "The cup is near.", "ru", "en") == ["судно"]
    assert lacking("Судно рядом.", "The vessel is near.", "ru-RU", "en") == []


def test_other_languages_and_other_words_are_left_alone():
    """A false alarm at every text is no alarm at any."""
    assert lacking("Le navire.", "Сосуд.", "fr", "ru") == []
    assert lacking("The aircraft is near.", "Сосуд рядом.") == []
    assert lacking("Vesselling is another word.", "Нет.") == []


def test_comparison_tells_it():
    """The linguist sees which term, and how both have agreed to read it."""
    found = compare("The vessel is near.", "en", "Сосуд рядом.", "ru", (VESSEL,))
    assert [one.detail for one in found.differences if one.sort is Sort.AGREED] == [
        "vessel = судно"
    ]
