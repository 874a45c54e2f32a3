# SPDX-License-Identifier: Apache-2.0
"""One officer releases alone what takes two: he reads his reason and signs it."""

from __future__ import annotations

from playwright.sync_api import expect

from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.precedence import Mode, Precedence
from parley.station.authority.terms_file import parse_terms, write_terms
from parley.testing.stations import ALFA, ANN, BRAVO, DRAFTER

REASON = "The second officer is ill."


def allow_override(pair) -> None:
    """Let both sides sign that a FLASH may be released by override."""
    alfa, bravo = (pair.up[party].parts.api for party in ("alfa", "bravo"))
    agreed = pair.do(alfa.agreement)
    terms = parse_terms(agreed.file)
    rule = ReleaseRule(Mode.TEST, Precedence.FLASH, 2, override=True)
    others = tuple(
        each for each in terms.rules if each.precedence is not rule.precedence
    )
    file = write_terms(replace(terms, rules=(*others, rule)))
    proposed = pair.do(lambda: alfa.propose_terms(BRAVO, file))
    assert proposed

    async def there():
        return (await bravo.agreement()).proposed

    pair.until("bravo", there)
    digest = pair.do(bravo.agreement).proposed.digest
    pair.do(lambda: bravo.accept_terms(ALFA, digest))

    async def in_force():
        return (await alfa.agreement()).version > agreed.version

    pair.until("alfa", in_force)


def test_officer_alone_overrides_with_a_reason_that_both_sides_read(pair, seats):
    """At night with one person, the line must work, and nobody may say he hid it."""
    allow_override(pair)
    alfa = pair.up["alfa"]
    texts = [("en", "Our aircraft is lost, not hostile.")]
    draft = pair.do(
        lambda: alfa.parts.api.write_draft(
            None, DRAFTER, "FLASH", [], texts, read_through=alfa.newest()
        )
    )
    page = seats.open("alfa", f"/draft/{draft.number}", ANN)
    page.get_by_text("No second officer is here").click()
    page.locator("#reason").fill(REASON)
    page.get_by_role("button", name="Show what I would sign alone").click()
    expect(page.locator("#draft")).to_have_attribute("data-computed", "same")
    expect(page.locator("#more")).to_contain_text(REASON)
    expect(page.locator("#draft")).to_contain_text("you release alone what takes two")
    page.locator("#addressee").fill("Bravo")
    page.locator("#addressee").press("Enter")
    expect(page.locator("#draft")).to_contain_text("Released and queued.")
    theirs = pair.up["bravo"].parts.api

    async def come():
        every = await theirs.messages("all", None, 20)
        return [one for one in every if one.override == REASON]

    pair.until("bravo", come)
    (message,) = pair.do(come)
    there = seats.open("bravo", f"/message/{message.ref}", ANN)
    expect(there.locator("main")).to_contain_text(
        "OVERRIDE: one officer released alone"
    )
    expect(there.locator("main")).to_contain_text(REASON)
    pair.quiet("bravo")
