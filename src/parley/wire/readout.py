# SPDX-License-Identifier: Apache-2.0
"""The own fields of readouts, written and read side by side; see `parley.wire.act`."""

from __future__ import annotations

from parley.model.readout import (
    Answer,
    Contact,
    Difference,
    ReadoutAnswered,
    ReadoutPublished,
    ReadoutShown,
)
from parley.wire.cbor import Value
from parley.wire.limits import (
    DIFFERENCE_BYTES_MAX,
    DIFFERENCES_MAX,
    LANGUAGE_BYTES_MAX,
    NUMBER_MAX,
    READOUT_CONTACTS_MAX,
    READOUT_TEXT_BYTES_MAX,
    READOUT_TEXTS_MAX,
    SENTENCES_MAX,
    SERIAL_MAX,
    TIME_MS_MAX,
)
from parley.wire.shape import Fields
from parley.wire.text import language_problem, problems


def write_shown(said: ReadoutShown, base_ms: int) -> list[Value]:
    """Return the own fields of a readout that is shown."""
    contacts: list[Value] = [
        [each.ours, each.incarnation, each.serial, each.leaf] for each in said.contacts
    ]
    texts: list[Value] = [[language, text] for language, text in said.texts]
    return [texts, contacts, said.not_before_ms - base_ms, said.proof]


def read_shown(fields: Fields, base_ms: int) -> ReadoutShown:
    """Take the own fields of a readout that is shown."""
    texts = tuple(_text(each) for each in _each(fields, READOUT_TEXTS_MAX, "text"))
    languages = [language for language, _ in texts]
    # SPEC 11.51: "It has one to four texts, each in another language, and at least one
    # contact."
    if not texts or len(set(languages)) != len(languages):
        raise fields.wrong("it has no text, or two in one language")
    contacts = tuple(
        _contact(each) for each in _each(fields, READOUT_CONTACTS_MAX, "contact")
    )
    if not contacts or len(set(contacts)) != len(contacts):
        raise fields.wrong("it is about no contact, or twice about one")
    not_before_ms = fields.sint(-TIME_MS_MAX, TIME_MS_MAX) + base_ms
    if not 0 <= not_before_ms <= TIME_MS_MAX:
        raise fields.wrong("a time is out of range")
    return ReadoutShown(texts, contacts, not_before_ms, fields.boolean())


def write_answered(said: ReadoutAnswered, _base_ms: int) -> list[Value]:
    """Return the own fields of an answer to a readout."""
    differences: list[Value] = [
        [each.language, each.sentence, each.words] for each in said.differences
    ]
    return [said.answer, said.digest, differences, said.proof]


def read_answered(fields: Fields, _base_ms: int) -> ReadoutAnswered:
    """Take the own fields of an answer to a readout."""
    answer = fields.one_of(Answer)
    digest = fields.digest()
    differences = tuple(
        _difference(each) for each in _each(fields, DIFFERENCES_MAX, "difference")
    )
    # SPEC 11.54: "Differences are named with the second answer and with no other, and a
    # sentence is named once."
    places = {(each.language, each.sentence) for each in differences}
    named = bool(differences) == (answer is Answer.WITH_DIFFERENCES)
    if not named or len(places) != len(differences):
        raise fields.wrong("its differences do not fit its answer")
    return ReadoutAnswered(answer, digest, differences, fields.boolean())


def write_published(said: ReadoutPublished, _base_ms: int) -> list[Value]:
    """Return the own fields of a publication."""
    return [said.digest, said.proof]


def read_published(fields: Fields, _base_ms: int) -> ReadoutPublished:
    """Take the own fields of a publication."""
    return ReadoutPublished(fields.digest(), fields.boolean())


def _each(fields: Fields, most: int, what: str) -> list[Fields]:
    return [Fields(item, what) for item in fields.array(most)]


def _text(fields: Fields) -> tuple[str, str]:
    language = fields.checked(LANGUAGE_BYTES_MAX, language_problem)
    text = fields.checked(READOUT_TEXT_BYTES_MAX, problems)
    fields.end()
    return language, text


def _contact(fields: Fields) -> Contact:
    contact = Contact(
        fields.boolean(),
        fields.uint(NUMBER_MAX),
        fields.uint(SERIAL_MAX, 1),
        fields.digest(),
    )
    fields.end()
    return contact


def _difference(fields: Fields) -> Difference:
    difference = Difference(
        fields.checked(LANGUAGE_BYTES_MAX, language_problem),
        fields.uint(SENTENCES_MAX),
        fields.checked(DIFFERENCE_BYTES_MAX, problems),
    )
    fields.end()
    return difference
