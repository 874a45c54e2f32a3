# SPDX-License-Identifier: Apache-2.0

"""A term proposed at one desk and agreed at the other; a draft there and back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from parley.station.desk import keep_officer_key, make_officer_key
from parley.testing.stations import (
    ANN,
    DRAFTER,
    FAR_MS,
    NAMES,
    OFFICER_PASSPHRASE,
)
from parley.testing.word_model import word_model
from tests.console.desk_pair import DeskPair, Seats
from tests.console.looks import fits, keep_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "The vessel is adrift."
WORDS = {"ship": "корабль", "not": "не", "attack": "нападение", "stop": "стоп"}
BACK = {"корабль": "ship", "не": "not", "нападение": "assault", "стоп": "stop"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where pictures go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


def enlisted(pair: DeskPair, party: str, name: str, *classes: str) -> int:
    """Give a station an officer whom the other one knows; return his number."""
    up, other = pair.up[party], {"alfa": "bravo", "bravo": "alfa"}[party]
    root = up.parts.folder.root
    public = make_officer_key(root, OFFICER_PASSPHRASE, frighteningly_weak=True)
    added = pair.do(
        lambda: up.parts.api.add_officer(
            name, "Duty officer", list(classes), "SOFTWARE_ED25519", public, FAR_MS
        )
    )
    keep_officer_key(root, public, added.index)

    async def known() -> bool:
        links = pair.up[other].parts.runner.facts.links
        return links[NAMES[party]].roster.officer(added.index) is not None

    pair.until(other, known)
    return added.index


@pytest.fixture(scope="module")
def lidia(pair: DeskPair) -> int:
    """Give BRAVO a linguist; return her number."""
    return enlisted(pair, "bravo", "Lidia", "LINGUIST")


def answered(pair: DeskPair, ref: str, linguist: int) -> None:
    """Have a phrase asked about at BRAVO and answered at ALFA."""
    alfa, bravo = pair.up["alfa"], pair.up["bravo"]
    asked = {
        "language": "en",
        "phrase": "vessel",
        "start": TEXT.index("vessel"),
        "readings": ["a ship", "a container"],
    }
    pair.do(lambda: bravo.act("CLARIFICATION_ASKED", ref, asked, linguist))

    async def come() -> bool:
        found = await alfa.parts.api.questions()
        return any(one.phrase == "vessel" for one in found)

    pair.until("alfa", come)
    (question,) = (
        one for one in pair.do(alfa.parts.api.questions) if one.phrase == "vessel"
    )
    said = {"choice": 1, "words": None}
    pair.do(lambda: alfa.act("CLARIFIED", question.ref, said))

    async def known() -> bool:
        return all(one.answer for one in await bravo.parts.api.clarifications(ref))

    pair.until("bravo", known)


@pytest.mark.soak
def test_a_term_is_proposed_at_one_desk_and_agreed_at_the_other(
    pair: DeskPair, seats: Seats, lidia: int, folder: Path
) -> None:
    """What was asked once should not be asked in every crisis anew."""
    lev = enlisted(pair, "alfa", "Lev", "LINGUIST")
    ref = pair.send(TEXT, "PRIORITY")
    answered(pair, ref, lidia)
    page = seats.open("bravo", f"/message/{ref}", lidia)
    expect(page.locator("#live")).to_have_text("Screen live")
    page.get_by_text("Propose a term for the glossary").click()
    expect(page.locator("#term-1")).to_have_value("vessel")
    page.locator("#rendering-1").fill("корабль")
    page.locator("#into-1").fill("ru")
    page.get_by_role("button", name="Sign: we propose to read it so").click()
    expect(page).to_have_url(f"{pair.url('bravo')}/glossary")
    expect(page.locator("main")).to_contain_text("Waits for the other side's linguist")
    expect(page.locator(".term")).to_contain_text("Proposed by our linguist Lidia")
    assert not page.get_by_role("button", name="Sign: we read it so").count()

    alfa = pair.up["alfa"].parts.api

    async def come() -> bool:
        return bool(await alfa.glossary())

    pair.until("alfa", come)
    there = seats.open("alfa", "/glossary", lev)
    expect(there.locator("#live")).to_have_text("Screen live")
    expect(there.locator(".term")).to_contain_text("vessel")
    keep_picture(there, "glossary", folder)
    assert not serious(there)
    there.get_by_role("button", name="Sign: we read it so").click()
    expect(there.locator("main")).to_contain_text("Signed by both sides")
    expect(there.locator(".term")).to_contain_text("Agreed by Lev.")
    there.set_viewport_size({"width": 320, "height": 800})
    assert fits(there)

    bravo = pair.up["bravo"].parts.api

    async def agreed() -> bool:
        return all(one.agreed for one in await bravo.glossary())

    pair.until("bravo", agreed)
    again = seats.open("bravo", "/glossary", ANN)
    expect(again.locator("main")).to_contain_text("Only a linguist proposes and agrees")
    expect(again.locator(".term")).to_contain_text("Agreed by Lev.")
    assert not seats.complaints


def install(
    pair: DeskPair, root: Path, name: str, ways: tuple[str, str], words
) -> None:
    """Install a model made by hand at BRAVO, approved by two persons."""
    up = pair.up["bravo"]
    place = root / name
    place.mkdir()
    for file, data in word_model(words).files.items():
        (place / file).write_bytes(data)
    source, target = ways
    api = up.parts.api
    pair.do(lambda: api.install_model(str(place), name, source, target, "own"))
    approvers = [
        one.index for one in pair.do(api.officers) if one.name in {"Lidia", "Cora"}
    ]
    for officer in approvers:
        asked = pair.do(lambda officer=officer: api.model_request(name, officer))
        signature = up.sign(officer, asked.digest)
        pair.do(
            lambda officer=officer, asked=asked, signature=signature: api.approve_model(
                name, officer, asked.created_ms, "SOFTWARE_ED25519", signature
            )
        )


def test_a_draft_is_seen_there_and_back_before_it_is_released(
    pair: DeskPair,
    seats: Seats,
    lidia: int,
    folder: Path,
    tmp_path: Path,
) -> None:
    """A word that comes home as another one is read as another one over there."""
    assert lidia
    enlisted(pair, "bravo", "Cora", "CUSTODIAN")
    install(pair, tmp_path, "hand-en-ru", ("en", "ru"), WORDS)
    api = pair.up["bravo"].parts.api
    draft = pair.do(
        lambda: api.write_draft(
            None, DRAFTER, "ROUTINE", [], [("en", "ship not attack. stop")]
        )
    )
    page = seats.open("bravo", f"/draft/{draft.number}", DRAFTER)
    page.get_by_role("link", name="There and back by machine").click()
    expect(page.locator("main")).to_contain_text("No two models are ready")
    install(pair, tmp_path, "hand-ru-en", ("ru", "en"), BACK)
    page.reload()
    page.get_by_role("button", name="Translate there and back").click()
    rows = page.locator(".pairs-table tbody tr")
    expect(rows.first).to_contain_text("корабль не")
    expect(page.locator("main")).to_contain_text("MACHINE TRANSLATION - NOT CERTIFIED")
    expect(page.locator("main")).to_contain_text("hand-ru-en (fxtranslate 0.5.0)")
    expect(page.locator("main")).to_contain_text("nothing found proves nothing")
    keep_picture(page, "back", folder)
    assert not serious(page)
    stranger = seats.open("bravo", f"/back/{draft.number}?way=en+ru")
    expect(stranger.locator("main")).to_contain_text("Nobody is signed on")
    assert not stranger.locator(".pairs-table").count()
    page.goto(f"{pair.url('bravo')}/back/{draft.number}?way=en+fr")
    expect(page.locator("main")).to_contain_text("PLY-UI-004")
    pair.do(lambda: api.withdraw(draft.number))
    for name in ("hand-en-ru", "hand-ru-en"):
        pair.do(lambda name=name: api.remove_model(name))
