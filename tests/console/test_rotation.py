# SPDX-License-Identifier: Apache-2.0
"""Keys that change on a page of their own; a custodian opens epochs, nobody else."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.console.app import PAGES
from parley.testing.stations import ALFA, ANN
from tests.console.looks import fits
from tests.console.test_sight import as_class

pytestmark = pytest.mark.browser

POST = """async ([path, fields]) => {
  const body = new URLSearchParams(fields);
  const answer = await fetch(path, { method: "POST", body });
  return [answer.status, answer.redirected, await answer.text()];
}"""
OWN = ("/desk", "/screen", "/register", "/printed")
"""What a screen does for itself: signing on and off, its language, its prints."""


def rolled(pair):
    """Return who rolled an epoch of BRAVO, by its audit log, the newest first."""
    noted = pair.do(lambda: pair.up["bravo"].parts.api.audit(None, 200))
    return [one.officer for one in noted if one.deed == "EPOCH_ROLLED"]


def test_a_custodian_opens_a_fresh_epoch_and_nobody_else_does(pair, seats):
    """After a doubt about the machine it must be one press, and one name on the log."""
    before = len(rolled(pair))
    page = seats.open("bravo", "/rotation", ANN)
    expect(page.locator("main")).to_contain_text("The keys of this station")
    expect(page.locator("form[action='/rotation/roll']")).to_have_count(0)
    given = ["/rotation/roll", {"link": ALFA}]
    assert "PLY-AUT-033" in page.evaluate(POST, given)[2]
    as_class(pair, ["CUSTODIAN"])
    try:
        page = seats.open("bravo", "/rotation", ANN)
        opened = page.locator("table", has_text="Our epoch")
        was = opened.inner_text()
        page.get_by_role("button", name="Open a fresh epoch").click()
        told = f"A fresh epoch to {ALFA} is open"
        expect(page.locator(".told")).to_contain_text(told)
        assert opened.inner_text() != was or "0 s ago" in was
        assert rolled(pair)[: len(rolled(pair)) - before] == [ANN]
    finally:
        as_class(pair, ["RELEASER", "WATCH"])
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)


def test_an_auditor_opens_every_page_and_changes_nothing(pair, seats):
    """SPEC 7.42: what is hidden from him nobody audits; what he can press, he did."""
    ref = pair.send("Announced for noon.")
    as_class(pair, ["AUDITOR", "WATCH", "CUSTODIAN"])
    routes = [one for each in PAGES for one in each.ROUTES]
    try:
        page = seats.open("bravo", "/", ANN)
        for route in routes:
            path = route.path.replace("{ref:path}", ref).replace("{number:int}", "1")
            if "GET" in route.methods and "{" not in path and ".json" not in path:
                told = page.evaluate("async p => (await fetch(p)).text()", path)
                assert "PLY-AUT-030" not in told, path
        page.goto(f"{pair.url('bravo')}/inside/one/{ref}")
        expect(page.locator("main")).to_contain_text("Announced for noon.")
        before = pair.do(lambda: noticed(pair))
        fields = {"ref": ref, "link": ALFA, "drop": "yes", "text": "x", "number": "1"}
        for route in routes:
            path = route.path.replace("{ref:path}", ref).replace("{number:int}", "1")
            if "POST" in route.methods and "{" not in path and not path.startswith(OWN):
                status, redirected, told = page.evaluate(POST, [path, fields])
                assert status >= 400, path
                assert not redirected, (path, told[:200])
        assert "PLY-AUT-030" in page.evaluate(POST, ["/inside/notice", fields])[2]
        assert "PLY-AUT-030" in page.evaluate(POST, ["/rotation/roll", fields])[2]
        assert pair.do(lambda: noticed(pair)) == before
    finally:
        as_class(pair, ["RELEASER", "WATCH"])
        pair.quiet("bravo")


async def noticed(pair):
    """Return what stands announced at BRAVO, and what waits there."""
    api = pair.up["bravo"].parts.api
    return await api.notices(), await api.drafts(), (await api.board()).open
