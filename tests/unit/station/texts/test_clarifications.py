# SPDX-License-Identifier: Apache-2.0

"""A question, its answer and the term that comes of it, through both doors."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.desk import keep_officer_key, make_officer_key
from parley.station.offline import offline
from parley.station.record.retention import DAY_MS, Retention, retain
from parley.testing.stations import (
    ANN,
    BRAVO,
    FAR_MS,
    OFFICER_PASSPHRASE,
    PASSPHRASE,
    both,
)

TEXT = "The vessel is damaged."
LINA = 4
FIELDS = {
    "language": "en",
    "phrase": "vessel",
    "start": 4,
    "readings": ["a ship", "a container"],
}


@pytest.fixture
def desks(folders):
    """Give both sides a linguist."""
    for party in ("alfa", "bravo"):
        folder = folders / party
        with offline(folder, PASSPHRASE) as rest:
            public = make_officer_key(
                folder, OFFICER_PASSPHRASE, frighteningly_weak=True
            )
            rest.ask(
                "add_officer",
                {
                    "name": "Lina",
                    "position": "Duty officer",
                    "classes": ["LINGUIST"],
                    "scheme": "SOFTWARE_ED25519",
                    "public_key": public,
                    "valid_to_ms": FAR_MS,
                },
            )
            keep_officer_key(folder, public, LINA)
    return folders


async def act(up, kind, ref, officer, fields=None):
    """Do an act; return the name of its entry."""
    api = up.parts.api
    asked = await api.act_request(kind, ref, officer, fields)
    signature = up.sign(officer, asked.digest)
    done = await api.act(
        kind, ref, officer, asked.created_ms, "SOFTWARE_ED25519", signature,
        fields=fields,
    )  # fmt: skip
    return done.ref


async def received(alfa, bravo):
    """Send the text; return its name on both sides."""
    sent = await alfa.send(TEXT)

    async def there():
        return (await bravo.parts.api.board()).open

    await bravo.until(there)
    return sent.ref, (await bravo.parts.api.board()).open[0].ref


async def clarified(alfa, bravo, ours, theirs):
    """Let BRAVO ask and ALFA answer; return BRAVO's view of it."""
    await act(bravo, "CLARIFICATION_ASKED", theirs, LINA, FIELDS)
    await alfa.until(alfa.parts.api.questions)
    (question,) = await alfa.parts.api.clarifications(ours)
    fields = {"choice": 1, "words": "As in our 38."}
    await act(alfa, "CLARIFIED", question.ref, ANN, fields)

    async def answered():
        (found,) = await bravo.parts.api.clarifications(theirs)
        return found.answer

    await bravo.until(answered)
    return (await bravo.parts.api.clarifications(theirs))[0]


def test_answer_stands_beside_the_original_on_both_sides(run, desks):
    """Both linguists must see the same words, and who answers for them."""

    async def story():
        async with both(desks) as (alfa, bravo):
            ours, theirs = await received(alfa, bravo)
            found = await clarified(alfa, bravo, ours, theirs)
            assert (found.phrase, found.readings) == (
                "vessel",
                ("a ship", "a container"),
            )
            assert (found.direction, found.by, found.fits) == ("out", "Lina", True)
            assert found.answer is not None
            assert (found.answer.choice, found.answer.meant) == (1, "a ship")
            assert (found.answer.by, found.answer.words) == ("Ann", "As in our 38.")
            (seen,) = await alfa.parts.api.clarifications(ours)
            assert (seen.direction, seen.answer.meant) == ("in", "a ship")
            assert await bravo.parts.api.questions() == ()
            message = await bravo.parts.api.message(theirs)
            assert message.texts == (("en", TEXT),)

    run(story())


def test_agreed_term_is_looked_for_in_translations(run, desks):
    """What both have signed once need not be asked again; its absence is told."""

    async def story():
        async with both(desks) as (alfa, bravo):
            ours, theirs = await received(alfa, bravo)
            found = await clarified(alfa, bravo, ours, theirs)
            term = {
                "language": "en",
                "term": "vessel",
                "into": "ru",
                "rendering": "судно",
            }
            api = bravo.parts.api
            await act(bravo, "TERM_PROPOSED", found.answer.ref, LINA, term)
            cup = ("sight", "ru", "Сосуд повреждён.", ANN)
            told = "agreed term not found as agreed: vessel = судно"
            assert told not in (await api.add_translation(theirs, *cup)).findings
            await alfa.until(alfa.parts.api.glossary)
            (proposal,) = await alfa.parts.api.glossary()
            assert (proposal.agreed, proposal.by) == (False, "Lina")
            await act(alfa, "TERM_AGREED", proposal.ref, LINA)

            async def agreed():
                return (await api.glossary())[0].agreed

            await bravo.until(agreed)
            assert told in (await api.translations(theirs))[0].findings
            ship = await api.add_translation(
                theirs, "sight", "ru", "Судно повреждено.", ANN
            )
            assert told not in ship.findings

    run(story())


def test_question_is_destroyed_with_its_text(run, desks):
    """A question quotes; what retention destroyed must not live on in the quote."""

    async def story():
        async with both(desks) as (alfa, bravo):
            ours, theirs = await received(alfa, bravo)
            await bravo.acknowledge(theirs)
            await clarified(alfa, bravo, ours, theirs)
            parts = bravo.parts
            rule = Retention(BRAVO, Mode.TEST, 1)
            now_ms = parts.clock.now().wall_ms + 2 * DAY_MS
            links = list(parts.queries.facts.links)
            retain(parts.store, links, now_ms, rule, dry_run=False)
            (found,) = await parts.api.clarifications(theirs)
            assert found.phrase == "(destroyed)"
            assert found.readings == ()
            assert found.answer.words == "(destroyed)"

    run(story())


def test_faults_of_a_question_are_told_in_words(run, desks):
    """A form that was filled in wrongly is corrected, not guessed at."""

    async def story():
        async with both(desks) as (alfa, bravo):
            _, theirs = await received(alfa, bravo)
            for change, code in (
                ({"start": 5}, "PLY-TXT-020"),
                ({"readings": ["a ship"]}, "PLY-WCH-004"),
                ({"readings": ["a ship", "a ship"]}, "PLY-WCH-004"),
                ({"phrase": ""}, "PLY-WCH-004"),
            ):
                with pytest.raises(LocalFault) as caught:
                    await act(
                        bravo, "CLARIFICATION_ASKED", theirs, LINA, {**FIELDS, **change}
                    )
                assert caught.value.code == code, change

    run(story())
