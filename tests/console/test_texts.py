# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - texts in three scripts
"""Translations beside the original, what a linguist signs of them, what is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.model.precedence import Mode
from parley.testing.stations import ANN, DRAFTER, FAR_MS
from tests.console.desk_pair import DeskPair, Seats
from tests.console.hardware_world import BEN, World
from tests.console.hardware_world import seats as hardware_seats
from tests.console.looks import fits, keep_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = (
    "The activity is NOT an attack. Cancel our message number 417; it was sent in"
    " error at 14:30."
)
WRONG = "Эта деятельность - нападение. Отмените наше сообщение номер 47."
RIGHT = (
    "Эта деятельность НЕ является нападением. Отмените наше сообщение номер 417; оно"
    " отправлено по ошибке в 14:30."
)
ARABIC = "هذا النشاط ليس هجوما. ألغوا رسالتنا رقم 417 المرسلة خطأ في 14:30."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where pictures go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


@pytest.fixture
def lina(pair: DeskPair) -> int:
    """Give BRAVO a linguist; return her number."""
    return pair.linguist()


def alive(page: Page) -> None:
    """Wait until the page's scripts have it: a bare post is no proof of a screen."""
    expect(page.locator("#live")).to_have_text("Screen live")


def attach(page: Page, text: str, into: str) -> None:
    alive(page)
    page.get_by_text("Attach a translation").click()
    page.locator("#into-attach").fill(into)
    page.locator("#text-attach").fill(text)
    page.get_by_role("button", name="Attach").click()
    expect(page.locator(".version").first).to_contain_text(text[:20])
    alive(page)


def version(page: Page, number: int):
    return page.locator(".version").filter(has_text=f"version {number},").first


def test_translations_stand_beside_the_original_under_their_grade(
    pair: DeskPair, seats: Seats, lina: int, folder: Path
) -> None:
    """A text in the reader's language is soon quoted as what the other side said."""
    ref = pair.send(TEXT, "PRIORITY")
    page = seats.open("bravo", f"/message/{ref}", lina)
    expect(page.locator("#translations")).to_contain_text("Nobody has attached")
    attach(page, WRONG, "ru")
    first = version(page, 1)
    expect(first.locator(".grade")).to_have_text("SIGHT TRANSLATION - NOT CERTIFIED")
    expect(first).to_contain_text("Only in the original: number 417")
    expect(first).to_contain_text("Only in the translation: number 47")
    expect(first).to_contain_text("Words that deny: 1 in the original, 0 in the")
    expect(first.locator("tbody tr").first).to_contain_text("NOT")
    first.locator("input[name=reason]").fill("The denial and the number are lost.")
    first.get_by_role("button", name="Sign: disputed").click()
    disputed = version(page, 2)
    expect(disputed.locator(".grade")).to_contain_text("DO NOT RELY ON IT")
    expect(disputed).to_contain_text("The denial and the number are lost.")
    attach(page, RIGHT, "ru")
    version(page, 3).get_by_role("button", name="Sign: it says").click()
    certified = version(page, 4)
    expect(certified.locator(".grade")).to_have_text("CERTIFIED TRANSLATION")
    expect(certified).to_contain_text("Whether the meaning is right, only a linguist")
    expect(version(page, 3)).not_to_have_attribute("open", "")
    keep_picture(page, "translations", folder, full_page=True)
    assert not serious(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert fits(page)
    assert not seats.complaints


def test_a_text_from_right_to_left_is_shown_so(
    pair: DeskPair, seats: Seats, lina: int, folder: Path
) -> None:
    """Numbers beside Arabic words change places when nobody says which way to read."""
    ref = pair.send(TEXT, "PRIORITY")
    page = seats.open("bravo", f"/message/{ref}", lina)
    attach(page, ARABIC, "ar")
    cell = version(page, 1).locator("tbody tr").first.locator("td").last
    assert cell.evaluate("node => getComputedStyle(node).direction") == "rtl"
    original = version(page, 1).locator("tbody tr").first.locator("td").first
    assert original.evaluate("node => getComputedStyle(node).direction") == "ltr"
    expect(version(page, 1)).to_contain_text("denials of these languages were not")
    assert not version(page, 1).get_by_text("Words that deny").count()
    keep_picture(page, "translations-rtl", folder, full_page=True)


def test_what_is_meant_is_asked_and_answered_at_two_desks(
    pair: DeskPair, seats: Seats, lina: int, folder: Path
) -> None:
    """A guess at a phrase becomes a fact in somebody's report within the hour."""
    ref = pair.send(TEXT, "PRIORITY")
    page = seats.open("bravo", f"/message/{ref}", lina)
    page.locator(".beside-act summary", has_text="Ask what is meant").click()
    page.locator("#phrase").fill("activity")
    page.locator("#readings").fill("the exercise\nthe launch")
    page.get_by_role("button", name="Sign: ask what is meant").click()
    expect(page.locator(".question")).to_contain_text("Nobody has answered yet.")
    expect(page.locator(".question li")).to_have_text(["the exercise", "the launch"])

    alfa = pair.up["alfa"].parts.api

    async def asked() -> bool:
        return any(one.phrase == "activity" for one in await alfa.questions())

    pair.until("alfa", asked)
    question = next(one for one in pair.do(alfa.questions) if one.phrase == "activity")
    there = seats.open("alfa", f"/message/{question.about}", ANN)
    expect(there.locator(".question")).to_contain_text("Their linguist Lina asks")
    there.get_by_label("1 the exercise").check()
    keep_picture(there, "clarification", folder, full_page=True)
    there.get_by_role("button", name="Sign: this is meant").click()
    expect(there.locator(".meant")).to_contain_text("the exercise THIS IS MEANT")

    bravo = pair.up["bravo"].parts.api

    async def answered() -> bool:
        return all(one.answer for one in await bravo.clarifications(ref))

    pair.until("bravo", answered)
    page.reload()
    expect(page.locator(".meant")).to_contain_text("the exercise THIS IS MEANT")
    expect(page.locator(".question")).to_contain_text("Answered by Ann")
    assert not seats.complaints


def test_nobody_but_a_linguist_is_offered_a_certificate(
    pair: DeskPair, seats: Seats
) -> None:
    """A button that always refuses teaches people to press it twice."""
    ref = pair.send(TEXT, "PRIORITY")
    bravo = pair.up["bravo"].parts.api
    pair.do(lambda: bravo.add_translation(ref, "rough", "ru", RIGHT, DRAFTER))
    page = seats.open("bravo", f"/message/{ref}")
    expect(page.locator("#translations")).to_contain_text("Whoever is signed on can")
    assert not page.get_by_role("button", name="Sign: it says").count()
    page = seats.open("bravo", f"/message/{ref}", ANN)
    expect(page.get_by_text("Attach a translation")).to_be_visible()
    assert not page.get_by_role("button", name="Sign: it says").count()
    assert not page.get_by_text("Ask what is meant").count()


@pytest.mark.parametrize("world", [Mode.TEST], indirect=True)
def test_a_linguist_certifies_and_asks_with_a_hardware_key(
    browser: Browser, world: World
) -> None:
    """A key that blinks must say the same of a translation as one that is typed in."""
    up = world.up["bravo"]
    added = world.do(
        lambda: up.parts.api.add_officer(
            "Lina Linguist", "Duty officer", ["LINGUIST"], None, None, FAR_MS
        )
    )
    number = world.draft(TEXT, "ROUTINE")
    with hardware_seats(browser, world, "alfa") as (ben,):
        ben.register(BEN)
        ben.sign_on(BEN)
        ben.release(number)
        expect(ben.page.locator("article")).to_contain_text("Released and queued")

    async def come() -> list[str]:
        found = await up.parts.api.messages("open")
        return [one.ref for one in found if one.subject.startswith(TEXT[:30])]

    world.until("bravo", come)
    (ref,) = world.do(come)
    with hardware_seats(browser, world, "bravo") as (lina,):
        lina.register(added.index)
        lina.sign_on(added.index)
        page = lina.open(f"/message/{ref}")
        attach(page, RIGHT, "ru")
        version(page, 1).get_by_role("button", name="Sign: it says").click()
        certified = version(page, 2)
        grade = certified.locator(".grade")
        expect(grade).to_have_text("CERTIFIED TRANSLATION")
        alive(page)
        page.locator(".beside-act summary", has_text="Ask what is meant").click()
        page.locator("#phrase").fill("activity")
        page.locator("#readings").fill("the exercise\nthe launch")
        page.get_by_role("button", name="Sign: ask what is meant").click()
        asked = page.locator(".question")
        expect(asked).to_contain_text("Nobody has answered yet.")
        assert not lina.complaints
    made = world.do(lambda: up.parts.api.translations(ref))
    assert made[1].by == "Lina Linguist"
