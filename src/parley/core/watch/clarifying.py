# SPDX-License-Identifier: Apache-2.0
"""Clarification: a linguist asks which reading of a phrase is meant; its side answers.

The answer stands beside the original and changes no character of it.
"""

from __future__ import annotations

from typing import Any

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.events import ActGiven
from parley.core.limits import QUESTIONS_MAX
from parley.core.logging_out import Logged
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Question
from parley.core.watch.procedure import Heard, Procedure, place_of
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Act, ClarificationAsked, Clarified
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import Value, dumps

SHELF = "clarify"
_ALARM = "CLARIFICATION-ASKED"


def _check_ask(_step: Step, _link: Link, event: ActGiven) -> None:
    # SPEC 11.31: "A station MUST NOT ask about a phrase that does not stand in that
    # text of the message from that character on."
    said, about = event.said, event.about
    assert isinstance(said, ClarificationAsked), "this procedure is of a question"
    assert about is not None, "a question is about a message"
    texts = () if event.asked is None else event.asked.content.texts
    end = said.start + len(said.phrase)
    if not any(
        text.language == said.language and text.text[said.start : end] == said.phrase
        for text in texts
    ):
        raise LocalFault("PLY-TXT-020", serial=about.serial, language=said.language)


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _keep(step, link, event.act, logged.key, logged.leaf)


def _heard(step: Step, link: Link, heard: Heard) -> None:
    _keep(step, link, heard.act, heard.key(link), heard.leaf)
    raise_alarm(step, "CLARIFICATION-ASKED", link.name, str(heard.serial))


def _keep(step: Step, link: Link, act: Act, place: EntryKey, leaf: bytes) -> None:
    said, about = act.said, act.about
    assert isinstance(said, ClarificationAsked), "this procedure is of a question"
    assert about is not None, "a question is about a message"
    questions = link.tended.questions
    if len(questions) >= QUESTIONS_MAX:
        _forget(step, link)
    way = Direction(1 - place.direction)
    message = place_of(link, act, way)
    _put(step, link, place, Question(leaf, message, about.leaf, len(said.readings)))


def _forget(step: Step, link: Link) -> None:
    """Leave the oldest to the record alone, an answered one if there is any."""
    questions = link.tended.questions
    answered = (key for key, each in questions.items() if each.answer is not None)
    key = next(answered, next(iter(questions)))
    del questions[key]
    step.drop(SHELF, place_key(key))
    end_alarm(step, _ALARM, link.name, str(key.serial))


def _put(step: Step, link: Link, place: EntryKey, question: Question) -> None:
    link.tended.questions[place] = question
    step.put(SHELF, place_key(place), _encode(question))
    step.look("messages")


def _problem(link: Link, act: Act, place: EntryKey) -> str | None:
    """Return why an act answers no open question, or None."""
    # SPEC 11.33: "An answer counts if its question is open and has the reading that it
    # chooses; the first one counts."
    said, about = act.said, act.about
    assert isinstance(said, Clarified), "this procedure is of an answer"
    assert about is not None, "an answer is to a question"
    question = link.tended.questions.get(place)
    if question is None or question.leaf != about.leaf:
        return "it is no question that is open"
    if question.answer is not None:
        return "it is answered already"
    if said.choice is not None and said.choice > question.readings:
        return f"it has {question.readings} readings"
    return None


def _check_answer(_step: Step, link: Link, event: ActGiven) -> None:
    assert event.about is not None, "an answer is to a question"
    problem = _problem(link, event.act, place_of(link, event.act, Direction.IN))
    if problem is not None:
        raise LocalFault("PLY-TXT-021", serial=event.about.serial, reason=problem)


def _answered(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    place = place_of(link, event.act, Direction.IN)
    answer = (logged.key, logged.leaf)
    question = replace(link.tended.questions[place], answer=answer)
    _put(step, link, place, question)
    end_alarm(step, _ALARM, link.name, str(place.serial))


def _heard_answer(step: Step, link: Link, heard: Heard) -> None:
    place = place_of(link, heard.act, Direction.OUT)
    if _problem(link, heard.act, place) is not None:
        return
    answer = (heard.key(link), heard.leaf)
    question = replace(link.tended.questions[place], answer=answer)
    _put(step, link, place, question)


def recover(link: Link, place: EntryKey, kept: list[Any]) -> None:
    """Take a question from the shelf."""
    link.tended.questions[place] = decode_question(place, kept)


def decode_question(place: EntryKey, kept: list[Any]) -> Question:
    """Return what was kept of the question in a place."""
    leaf, incarnation, serial, about_leaf, readings, answer = kept
    way = Direction(1 - place.direction)
    about = EntryKey(place.link, way, incarnation, serial)
    by = None
    if answer is not None:
        by_incarnation, by_serial, by_leaf = answer
        by = (EntryKey(place.link, way, by_incarnation, by_serial), by_leaf)
    return Question(leaf, about, about_leaf, readings, by)


def _encode(question: Question) -> bytes:
    answer: Value = None
    if question.answer is not None:
        by, leaf = question.answer
        answer = [by.incarnation, by.serial, leaf]
    about = question.about
    return dumps(
        [
            question.leaf,
            about.incarnation,
            about.serial,
            question.about_leaf,
            question.readings,
            answer,
        ]
    )


ASK = Procedure(_check_ask, _given, _heard)
ANSWER = Procedure(_check_answer, _answered, _heard_answer)
