# SPDX-License-Identifier: Apache-2.0
"""Links, order wire, people and station of two real stations, seen and spoken."""

import re

import pytest
from playwright.sync_api import expect

from parley.testing.stations import ALFA, ANN, DRAFTER
from tests.console.looks import fits, keep_picture, serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("lived"),
]

HOSTILE = (
    "<script>alert(1)</script> \u202eevoba\u202c "
    + "Z\u0301\u0327\u0336" * 12
    + "W" * 200
)


@pytest.fixture
def keep(tmp_path):
    return lambda page, name, **options: keep_picture(page, name, tmp_path, **options)


@pytest.fixture(scope="module")
def lived(pair):
    """Some tests, messages and acknowledgements between the two."""
    for text, precedence in (
        ("Are you there?", "FLASH"),
        ("Vessel 4417 crossed at 0921Z.", "IMMEDIATE"),
        ("Monthly register.", "ROUTINE"),
    ):
        pair.send(text, precedence)
    pair.quiet()
    for party in ("alfa", "bravo"):
        api = pair.up[party].parts.api
        for _ in range(3):
            pair.do(api.test_link)

    async def all_answered():
        return await answered(pair) >= 3

    pair.until("bravo", all_answered)
    return pair


async def answered(pair):
    """Return how many link tests of BRAVO have an answer on record."""
    found = await pair.up["bravo"].parts.api.link_figures(None, 24)
    return len(found.round_trips)


def test_links_page_shows_circuits_trips_and_waits(pair, seats):
    """Every picture has its numbers beside it, and a test can be asked for."""
    tests = pair.do(lambda: answered(pair))
    page = seats.open("bravo", "/links")
    for name in ("Circuits", "Round trips", "Alarms in ten minutes"):
        expect(page.get_by_role("img", name=re.compile(f"^{name}"))).to_be_visible()
    waits = page.locator("section").filter(has_text="Theirs, until one of our")
    expect(waits.locator("tbody").first).to_contain_text("FLASH")
    expect(waits.locator("tbody").first).to_contain_text("2 min 0 s")
    expect(page.locator("body")).to_contain_text(f" {tests} answered")
    page.get_by_text("The same as a table").first.click()
    expect(page.locator(".links")).to_contain_text("Up, of the time known")
    page.get_by_role("button", name="Test the link now").click()
    expect(page.locator("body")).to_contain_text(f" {tests + 1} answered")
    assert fits(page)
    assert serious(page) == []
    page.get_by_role("link", name="30 days").click()
    expect(page).to_have_url(re.compile("days=30"))
    expect(page.get_by_role("img", name=re.compile("^Circuits"))).to_be_visible()
    assert pair.do(lambda: pair.up["bravo"].parts.api.link_figures(None, 24))


def test_order_wire_is_spoken_from_desk_to_desk(pair, seats, keep):
    """A line said here stands there a moment later; hostile ones stand in boxes."""
    ours = seats.open("bravo", "/wire", ANN)
    theirs = seats.open("alfa", "/wire", ANN)
    expect(theirs.locator("#live")).to_have_text("Screen live")
    ours.locator("#text").fill("Changing the antenna at 1000Z, ten minutes.")
    ours.keyboard.press("Enter")
    expect(ours.locator(".wire-lines")).to_contain_text("Changing the antenna")
    expect(theirs.locator(".wire-lines")).to_contain_text("Changing the antenna")
    pair.do(lambda: pair.up["alfa"].act("SERVICE", "", {"text": HOSTILE}))
    expect(ours.locator(".wire-lines")).to_contain_text("<script>alert(1)</script>")
    expect(ours.locator(".wire-lines .mark").first).to_contain_text("U+202E")
    assert fits(ours)
    assert serious(ours) == []
    keep(ours, "order-wire")
    board = seats.open("bravo", "/", context=seats.contexts[0])
    expect(board.locator(".wire")).to_contain_text("<script>")
    assert fits(board)


def test_minimize_is_ordered_and_ended_on_the_order_wire(seats):
    """Both screens say what waits, and who said so."""
    page = seats.open("bravo", "/wire", ANN)
    page.get_by_text("MINIMIZE: let only what matters pass").click()
    page.locator("#reason").fill("Many calls at once.")
    page.get_by_role("button", name="Sign: MINIMIZE").click()
    order = page.locator("li.fault")
    expect(order).to_contain_text("MINIMIZE, ordered by us")
    expect(order).to_contain_text("Many calls at once.")
    there = seats.open("alfa", "/wire")
    expect(there.locator("li.fault")).to_contain_text("ordered by Bravo")
    page.get_by_text("MINIMIZE: let only what matters pass").click()
    page.get_by_role("button", name="Sign: traffic is as usual again").click()
    expect(order).to_have_count(0)
    expect(there.locator("li.fault")).to_have_count(0)


def test_review_is_asked_for_only_while_minimize_holds(pair, seats):
    """A button that stands for nothing teaches officers to press it unread."""
    bravo = pair.up["bravo"]
    texts = [("en", "The register follows.")]
    number = pair.do(
        lambda: bravo.parts.api.write_draft(
            None, DRAFTER, "ROUTINE", [], texts, read_through=bravo.newest()
        )
    ).number
    page = seats.open("bravo", f"/draft/{number}", ANN)
    review = page.get_by_role("button", name="Reviewed: it must go")
    expect(page.locator("#draft")).to_have_attribute("data-computed", "same")
    expect(review).to_have_count(0)
    said = {"spares": 2, "until_ms": None, "reason": "One circuit is left."}
    order = pair.do(lambda: bravo.act("MINIMIZE", ALFA, said))
    expect(page.locator("#draft")).to_contain_text("MINIMIZE holds")
    review.click()
    expect(review).to_have_count(0)
    pair.do(lambda: bravo.act("MINIMIZE_ENDED", order.ref))
    pair.do(lambda: bravo.parts.api.withdraw(number))


def test_people_and_keys_of_both_sides(pair, seats):
    """Who may sign for them is read here, and nothing can be changed by a browser."""
    people = pair.do(pair.up["alfa"].parts.api.officers)
    page = seats.open("bravo", "/people")
    theirs = page.locator(f"section:has(#theirs-{ALFA.replace('.', '-')})")
    expect(theirs.locator("tbody tr")).to_have_count(len(people))
    expect(theirs).to_contain_text("software key")
    expect(theirs).to_contain_text("Minister")
    expect(page.locator("main form")).to_have_count(0)
    assert fits(page)
    assert serious(page) == []


def test_station_page_says_what_a_custodian_must_do(pair, seats, keep, tmp_path):
    """A copy that was never made is said, and its making is seen."""
    page = seats.open("bravo", "/station")
    row = page.locator("tr").filter(has_text="Last copy")
    expect(row).to_contain_text("never made")
    assert serious(page) == []
    assert fits(page)
    keep(page, "station", full_page=True)
    api = pair.up["bravo"].parts.api
    pair.do(lambda: api.backup(str(tmp_path / "copy")))
    pair.do(api.fsck)
    page.reload()
    expect(row).not_to_contain_text("never made")
    expect(row).to_contain_text("entries")
    expect(page.locator("tr").filter(has_text="Record verified")).not_to_contain_text(
        "verify it"
    )


@pytest.mark.parametrize("path", ["/links", "/wire", "/people", "/station", "/write"])
def test_pages_on_a_narrow_screen_and_on_paper(seats, path):
    """320 px, then paper, then a language from the right: nothing sticks out."""
    page = seats.open("bravo", path, viewport={"width": 320, "height": 640})
    expect(page.locator("h1").first).to_be_visible()
    assert fits(page)
    assert serious(page) == []
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert fits(page)
    page.emulate_media(media="print")
    expect(page.locator("nav.places")).to_be_hidden()
