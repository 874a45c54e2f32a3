# SPDX-License-Identifier: Apache-2.0
"""What a screen shows follows who is signed on at it, on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from parley.testing.stations import ANN

SECRET = "Read this by name only."


@pytest.fixture
def had(pair):
    """A message of ALFA that BRAVO's watch has acknowledged already."""
    ref = pair.send(SECRET)
    pair.quiet("bravo")
    return ref


def as_class(pair, classes):
    """Give Ann other classes at BRAVO."""
    api = pair.up["bravo"].parts.api
    pair.do(lambda: api.change_officer(ANN, classes=classes))


def test_screen_of_nobody_shows_what_waits_and_nothing_else(pair, seats, had):
    """What came must be read by whoever stands there; what was had, by name."""
    page = seats.open("bravo", f"/message/{had}")
    expect(page.locator("main")).to_contain_text("Not shown while nobody is signed on.")
    expect(page.locator("main")).not_to_contain_text(SECRET)
    page.goto(f"{pair.url('bravo')}/")
    expect(page.locator("body")).not_to_contain_text(SECRET)
    waits = pair.send("A convoy is lost: read me now.")
    page.goto(f"{pair.url('bravo')}/message/{waits}")
    expect(page.locator("main")).to_contain_text("A convoy is lost: read me now.")
    again = seats.open("bravo", f"/message/{had}", ANN)
    expect(again.locator("main")).to_contain_text(SECRET)
    pair.quiet("bravo")


def test_custodian_sees_messages_and_no_text(pair, seats, had):
    """Whoever keeps keys and disks is not thereby a reader of letters."""
    as_class(pair, ["CUSTODIAN"])
    try:
        page = seats.open("bravo", f"/message/{had}", ANN)
        expect(page.locator("main")).to_contain_text("Not shown to your class.")
        for path in (f"/message/{had}", "/", f"/message.txt/{had}"):
            text = page.evaluate("async p => (await fetch(p)).text()", path)
            assert SECRET not in text
    finally:
        as_class(pair, ["RELEASER", "WATCH"])


def test_auditor_reads_and_no_act_of_his_is_taken(pair, seats, had):
    """SPEC 7.42: he has a desk, and nothing he presses there changes anything."""
    as_class(pair, ["AUDITOR", "WATCH"])
    try:
        page = seats.open("bravo", f"/message/{had}", ANN)
        expect(page.locator("main")).to_contain_text(SECRET)
        page.goto(f"{pair.url('bravo')}/links")
        told = page.evaluate(
            """async () => (await fetch("/silence", {method: "POST"})).text()"""
        )
        assert "PLY-AUT-030" in told
    finally:
        as_class(pair, ["RELEASER", "WATCH"])
