# SPDX-License-Identifier: Apache-2.0
"""Writing a text at a real desk: kept while it is made, looked at, filed once."""

import re

import pytest
from playwright.sync_api import expect

from parley.testing.stations import ALFA, ANN, DRAFTER
from tests.console.looks import fits, keep_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = (
    "Our vessel 4417 is adrift at 57 N 162 E.\nIt is not armed. Keep clear until 1200Z."
)


@pytest.fixture
def keep(tmp_path):
    return lambda page, name, **options: keep_picture(page, name, tmp_path, **options)


@pytest.fixture(autouse=True)
def nothing_left(pair):
    """A test finds no draft and no text of another one, and leaves none."""
    clear(pair)
    yield
    clear(pair)


def clear(pair):
    """Take back every draft at BRAVO and every text that is being written there."""
    api = pair.up["bravo"].parts.api
    for draft in pair.do(api.drafts):
        pair.do(lambda number=draft.number: api.withdraw(number))
    for officer in (DRAFTER, ANN):
        for one in pair.do(lambda who=officer: api.unfinished(who)):
            pair.do(lambda one=one: api.drop_unfinished(one.officer, one.slot))


def unfinished(pair, officer=DRAFTER):
    return pair.do(lambda: pair.up["bravo"].parts.api.unfinished(officer))


def drafts(pair):
    return pair.do(pair.up["bravo"].parts.api.drafts)


def test_text_is_kept_while_it_is_written_and_filed_as_it_was_shown(pair, seats, keep):
    """A browser that dies in the night takes no half of a statement along."""
    pair.quiet()
    page = seats.open("bravo", "/write", DRAFTER)
    page.locator("#precedence").select_option("IMMEDIATE")
    page.locator("#text-1").fill(TEXT)
    expect(page.locator("#saved")).to_contain_text("Kept at this station")
    expect(page.locator("#look")).to_contain_text("needs 1 release")
    expect(page.locator("#look .list")).to_contain_text("under 1 s")
    expect(page.locator("#look .look")).to_contain_text("Keep clear until 1200Z.")
    assert fits(page)
    assert serious(page) == []
    keep(page, "write")
    address = page.url
    page.close()
    (kept,) = unfinished(pair)
    assert dict(kept.fields)["text.1"] == TEXT

    again = seats.open("bravo", "/write", context=seats.contexts[0])
    again.get_by_role("link", name="Our vessel 4417").click()
    expect(again).to_have_url(address)
    expect(again.locator("#text-1")).to_have_value(TEXT)
    again.get_by_role("button", name="File the draft").click()
    expect(again).to_have_url(re.compile(r"/draft/\d+$"))
    expect(again.locator(".texts")).to_contain_text("It is not armed.")
    assert unfinished(pair) == ()
    again.get_by_role("button", name="Withdraw this draft").click()
    expect(again).to_have_url(re.compile(r"/$"))
    assert drafts(pair) == ()


def test_look_alike_letters_are_named_while_they_are_typed(pair, seats):
    """An eye reads two alphabets as one; the station does not."""
    page = seats.open("bravo", "/write", DRAFTER)
    page.locator("#text-1").fill(
        "The \u0441\u043e\u0440\u0443 of \u0420arley is ready."
    )
    look = page.locator("#look .findings")
    expect(look).to_contain_text("looks like a word of another script")
    expect(look).to_contain_text("mixes scripts in one word")
    expect(look).to_contain_text("U+0420")
    page.locator("#text-1").fill("Pay \u202ewon\u202c them.")
    expect(page.locator("#look")).to_contain_text("The station would not take it")
    expect(page.locator("#look")).to_contain_text("must be taken out")
    expect(page.locator("#look .mark").first).to_contain_text("U+202E")
    page.get_by_role("button", name="File the draft").click()
    expect(page.locator("#write [data-told]")).to_contain_text("PLY-REL-007")
    expect(page.locator("#text-1")).to_have_value("Pay \u202ewon\u202c them.")
    assert drafts(pair) == ()
    page.goto(f"{pair.url('bravo')}/write")
    page.get_by_role("button", name="Drop").click()
    expect(page.locator(".mine")).to_have_count(0)


def test_a_newer_message_of_theirs_is_read_before_the_text_goes(pair, seats, keep):
    """Two letters that pass each other have begun more than one quarrel."""
    pair.quiet()
    page = seats.open("bravo", "/write", DRAFTER)
    page.locator("#text-1").fill("We propose 1000Z for the call.")
    expect(page.locator("#saved")).to_contain_text("Kept")
    pair.send("Our proposal is 1100Z.", "PRIORITY")
    page.locator("#text-1").type(" Reply soon.")
    crossing = page.locator("#look .fault").filter(has_text="may cross theirs")
    expect(crossing).to_contain_text("Our proposal is 1100Z.")
    keep(page, "write-crossing")
    box = page.get_by_label("I have read their newer messages")
    box.check()
    expect(crossing).to_be_hidden()
    # What comes after the mark was set is not read by it.
    pair.send("Or 1130Z.", "PRIORITY")
    page.locator("#text-1").type(" Thanks.")
    expect(crossing).to_contain_text("Or 1130Z.")
    expect(box).not_to_be_checked()
    page.get_by_role("button", name="File the draft").click()
    draft = page.locator("#draft")
    expect(draft).to_contain_text("They have written since this draft was begun.")
    assert serious(page) == []
    page.get_by_role("button", name="We have read them").click()
    expect(draft).not_to_contain_text("They have written since")
    page.get_by_role("button", name="Withdraw this draft").click()
    expect(page).to_have_url(re.compile(r"/$"))
    pair.quiet()


def test_two_screens_do_not_overwrite_each_other(pair, seats):
    """The same text in two tabs: the second is told, and what it has stays on it."""
    page = seats.open("bravo", "/write", DRAFTER)
    page.locator("#text-1").fill("First version.")
    expect(page.locator("#saved")).to_contain_text("Kept")
    other = seats.open("bravo", page.url.partition("/write")[2], context=page.context)
    other.goto(page.url)
    # "Kept" stands there of the first version already: this one's own answer counts.
    with other.expect_response("**/write/look"):
        other.locator("#text-1").fill("Second version.")
    expect(other.locator("#saved")).to_contain_text("Kept")
    page.locator("#text-1").fill("Third version.")
    expect(page.locator("#saved")).to_contain_text("PLY-UI-020")
    expect(page.locator("#text-1")).to_have_value("Third version.")
    page.get_by_role("button", name="File the draft").click()
    expect(page.locator("#write [data-told]")).to_contain_text("PLY-UI-020")
    assert drafts(pair) == ()


def test_without_scripts_the_two_buttons_do_the_same(pair, seats):
    """Lines end as the station's own do, and a second press makes no second draft."""
    # Signing on needs no script with a software key.
    page = seats.open("bravo", "/write", DRAFTER, java_script_enabled=False)
    page.locator("#text-1").fill("One line.\nAnother line.")
    page.get_by_role("button", name="Keep and look at it").click()
    expect(page).to_have_url(re.compile(r"/write\?slot=\d+$"))
    expect(page.locator("#look .look")).to_contain_text("Another line.")
    page.get_by_role("button", name="File the draft").click()
    expect(page).to_have_url(re.compile(r"/draft/\d+$"))
    (draft,) = drafts(pair)
    assert draft.texts == (("en", "One line.\nAnother line."),)
    page.go_back()
    expect(page.locator("#write")).to_contain_text("has been filed or dropped")
    page.locator("#text-1").fill("One line.\nAnother line.")
    page.get_by_role("button", name="File the draft").click()
    expect(page).to_have_url(re.compile(rf"/draft/{draft.number}$"))
    assert len(drafts(pair)) == 1


def test_a_sent_message_is_corrected_one_action_away(pair, seats):
    """In 2018 it took 38 minutes, since nobody had prepared the correction."""
    pair.send("The test is on 25 November.", "PRIORITY", "bravo")
    page = seats.open("bravo", "/", DRAFTER)
    page.locator("#outgoing .row-link").first.click()
    page.get_by_role("link", name="Correct it").click()
    expect(page.locator("#text-1")).to_have_value("The test is on 25 November.")
    page.locator("#text-1").fill("The test is on 26 November.")
    page.get_by_role("button", name="File the draft").click()
    expect(page).to_have_url(re.compile(r"/draft/\d+$"))
    (draft,) = drafts(pair)
    assert draft.link == ALFA
    expect(page.locator("[data-fact=relation]")).to_contain_text("corrects")

    pair.quiet("alfa")


def test_narrow_writing_page_needs_no_sideways_scrolling(seats):
    """The same page on a screen of 320 px, with nobody signed on."""
    page = seats.open("bravo", "/write", viewport={"width": 320, "height": 640})
    expect(page.locator("#write")).to_contain_text("Nobody is signed on")
    assert fits(page)
    assert serious(page) == []


def test_line_without_end_of_ours_is_signed_to_the_letter(pair, seats):
    """What parts a long line on the page must never get into what is signed."""
    api, text = pair.up["bravo"].parts.api, "word " * 9_000
    draft = pair.do(
        lambda: api.write_draft(
            None,
            DRAFTER,
            "ROUTINE",
            [],
            [("en", text)],
            read_through=pair.up["bravo"].newest(),
        )
    )
    page = seats.open("bravo", f"/draft/{draft.number}", ANN)
    expect(page.locator("#draft")).to_have_attribute("data-computed", "same")
    expect(page.locator(".goes-on").first).to_have_text("the same line goes on")
    expect(page.locator("[data-odd]")).to_be_hidden()
    pair.do(lambda: api.withdraw(draft.number))
