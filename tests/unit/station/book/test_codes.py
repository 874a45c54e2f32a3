# SPDX-License-Identifier: Apache-2.0
"""One action at one desk, whole sentences on the other, with two whole stations."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.station.views import DraftView, MessageView
from parley.testing.stations import ANN, DRAFTER, Up, both

CIRCLE = "circle 57°00'00\"N 162°30'00\"E 120 km"


async def coded(up: Up, name: str, **values: str) -> DraftView:
    """Write a code in Ann's name and release it alone."""
    draft = await up.parts.api.write_code(name, values, ANN)
    signature = up.sign(ANN, draft.digest)
    return await up.parts.api.release(draft.number, ANN, "SOFTWARE_ED25519", signature)


async def arrived(up: Up, count: int) -> list[MessageView]:
    """Wait for received messages; return them whole, oldest first."""

    async def there() -> bool:
        return len((await up.parts.api.board()).open) >= count

    await up.until(there)
    messages = await up.parts.api.messages("open")
    return [await up.parts.api.message(one.ref) for one in reversed(messages)]


def test_ours_accidental_is_one_action(run, folders):
    """The watch of Brahmos' day had a telephone and nobody on it."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            sent = await coded(alfa, "OURS-ACCIDENTAL")
            assert sent.ref is not None
            assert sent.needed == 1
            (seen,) = await arrived(bravo, 1)
            assert [tag for tag, _ in seen.texts] == ["en", "ru"]
            english, russian = (text for _, text in seen.texts)
            assert "- This is NOT an attack." in english
            assert "- Это НЕ нападение." in russian  # noqa: RUF001 - Russian
            assert "From: Alfa\nTo: Bravo\nContext: LINK TEST ONLY" in english
            assert seen.subject.startswith("ACCIDENTAL")
            assert seen.coded is not None
            (moment,) = seen.critical
            assert moment.endswith("Z")
            assert moment in english
            assert moment in russian
            assert [one.good for one in seen.releases] == [True]
            assert (await bravo.acknowledge(seen.ref)).state == "ACKNOWLEDGED"
            check = await bravo.parts.api.fsck()
            assert check.problems == ()

    run(story())


def test_question_and_answer_name_each_other(run, folders):
    """ "Not ours" must say to which question, for whoever reads it later."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            asked = await coded(alfa, "IS-IT-YOURS", where=CIRCLE)
            (question,) = await arrived(bravo, 1)
            place = question.coded.places[0]
            assert (place.field, place.kind, place.radius) == ("where", "circle", 120)
            await coded(bravo, "NOT-OURS", about=question.ref)
            (answer,) = await arrived(alfa, 1)
            number = question.number
            assert f"No. {number} (sender: Alfa), check " in answer.texts[0][1]
            assert "is NOT responsible" in answer.texts[0][1]
            assert answer.relation is not None
            # Taking it back is one action too, and the record says what it cancels.
            cancel = await coded(alfa, "CANCEL", about=str(asked.ref))
            (_, cancelled) = await arrived(bravo, 2)
            assert cancelled.relation.startswith("cancels")
            assert cancel.coded.format == "AMEND"

    run(story())


def test_preview_shows_every_language_and_the_lead_time(run, folders):
    """Before it is signed: bytes, digest, drafts marked, minutes that are left."""

    async def story() -> None:
        async with both(folders) as (alfa, _):
            values = {
                "instalment": "1",
                "what": "1",
                "when": "now",
                "impact": CIRCLE,
                "impact_at": "+20",
                "intent": "1",
            }
            seen = await alfa.parts.api.code_preview("UNPLANNED", values)
            assert [tag for tag, _, _ in seen.texts][:2] == ["en", "ru"]
            drafts = {tag for tag, draft, _ in seen.texts if draft}
            assert drafts == {"uk", "fr", "zh", "ar"}
            assert 17 * 60_000 < seen.lead_ms <= 20 * 60_000
            assert seen.size == len(bytes.fromhex(seen.body))
            assert (seen.needed, seen.alone, seen.precedence) == (1, True, "FLASH")
            assert (await alfa.parts.api.drafts()) == ()

    run(story())


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("DRAGON", {}, "PLY-BOK-007"),
        ("NOT-OURS", {}, "PLY-BOK-008"),
        ("ASK", {"colour": "red"}, "PLY-BOK-008"),
        ("ASK", {"object": "99", "instalment": "1"}, "PLY-BOK-008"),
        ("ASK", {"when": "2027-02-30T00:00Z"}, "PLY-BOK-006"),
        ("NOT-OURS", {"about": "nrrc.bravo.example/in/1/99"}, "PLY-CFG-015"),
        ("LAUNCH", {"vehicle": "1"}, "PLY-BOK-008"),
    ],
)
def test_what_cannot_be_coded_is_refused_before_anything_is_kept(
    run, folders, name, values, code
):
    """Nothing half coded waits for a signature."""

    async def story() -> None:
        async with both(folders) as (alfa, _):
            with pytest.raises(LocalFault, match=code):
                await alfa.parts.api.write_code(name, values, ANN)
            assert (await alfa.parts.api.drafts()) == ()

    run(story())


def test_a_drafter_writes_what_two_release(run, folders):
    """A notification goes the ordinary way, through other persons' hands."""

    async def story() -> None:
        async with both(folders) as (alfa, _):
            values = {"kind": "1", "level": "4", "at": "+600"}
            draft = await alfa.parts.api.write_code("CALL", values, DRAFTER)
            assert draft.coded.format == "CALL"
            signature = alfa.sign(DRAFTER, draft.digest)
            given = (draft.number, DRAFTER, "SOFTWARE_ED25519", signature)
            with pytest.raises(LocalFault, match="PLY-REL-004"):
                await alfa.parts.api.release(*given)

    run(story())
