# SPDX-License-Identifier: Apache-2.0
"""A readout from two desks to two publics; a stranger verifies it in Chromium."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from parley.errors import LocalFault
from parley.station.readouts.site import ATOM
from parley.testing.stations import ANN, DRAFTER
from tests.console.looks import fits, keep_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VERIFY = Path(__file__).resolve().parent.parent.parent / "web" / "verify.html"
ENGLISH = "We spoke about the exercise. It has ended."
ARABIC = "تحدثنا عن التدريب. لقد انتهى في 26 نوفمبر."
DIFFERS = "It was broken off."
DAY_MS = 86_400_000


@pytest.fixture
def keep(tmp_path):
    """Keep a picture under a name."""

    def keep(page: Page, name: str) -> None:
        keep_picture(page, name, tmp_path, full_page=True)

    return keep


async def shown(pair, party, digest):
    """Return one readout as a station lists it; None while it is not there."""
    every = await pair.up[party].parts.api.readouts()
    return next((one for one in every if one.ref and one.digest == digest), None)


def drafted(pair) -> str:
    """Let ALFA send a message and draft a readout of it; return its number."""
    pair.send("The exercise has ended.")
    api = pair.up["alfa"].parts.api

    async def write():
        sent = next(one for one in await api.messages() if one.direction == "out")
        until_ms = (await api.status()).now_ms + DAY_MS
        texts = [("en", ENGLISH), ("ar", ARABIC)]
        return await api.write_readout(texts, [sent.ref], until_ms, DRAFTER, None, True)

    return str(pair.do(write).number)


def published(pair, folder: Path) -> Path:
    """Write what ALFA's public gets, once both stations have signed the log."""
    api = pair.up["alfa"].parts.api

    async def site():
        try:
            found = await api.readout_site()
        except LocalFault:
            return None  # not cosigned yet
        proofs = [one for one in found.files if one.name.endswith(".proof")]
        return found if proofs else None

    pair.until("alfa", site)
    for one in pair.do(site).files:
        (folder / one.name).write_bytes(one.data)
    return next(folder.glob("readout-*.html"))


def test_from_two_desks_to_a_stranger_who_verifies_it(pair, seats, keep, tmp_path):
    """Both know the words before the public does, and the public can see that."""
    number = drafted(pair)
    digest = pair.do(lambda: pair.up["alfa"].parts.api.readout(number)).digest
    page = seats.open("alfa", f"/readout/{number}", ANN)
    expect(page.locator("article")).to_contain_text("nobody there has acknowledged")
    page.get_by_role("button", name="Sign and show it").click()
    expect(page.locator("article")).to_contain_text("shown, no answer yet")

    pair.until("bravo", lambda: shown(pair, "bravo", digest))
    theirs = pair.do(lambda: shown(pair, "bravo", digest))
    other = seats.open("bravo", f"/readout/{quote(theirs.ref)}", ANN)
    expect(other.locator("ol[lang=ar]")).to_have_attribute("dir", "rtl")
    assert serious(other) == []
    assert fits(other)
    other.get_by_label("Sentence 2, as we would have it").first.fill(DIFFERS)
    other.get_by_label("agreed with differences").check()
    other.get_by_label("A proof of these contacts").check()
    keep(other, "readout-answer")
    other.get_by_role("button", name="Sign the answer").click()
    expect(other.locator("article")).to_contain_text("We would say:")
    expect(other.locator("article")).to_contain_text(DIFFERS)

    async def answered():
        return (await shown(pair, "alfa", digest)).answer

    pair.until("alfa", answered)
    ours = pair.do(lambda: shown(pair, "alfa", digest))
    page.goto(f"{pair.url('alfa')}/readout/{quote(ours.ref)}")
    expect(page.locator("article")).to_contain_text("They would say:")
    keep(page, "readout-differs")
    page.get_by_label("With the proof that both sides allow").check()
    page.get_by_label("Although the public would know before them").check()
    page.get_by_role("button", name="Sign: it is public").click()
    expect(page.locator("article")).to_contain_text("published")
    page.goto(f"{pair.url('alfa')}/readouts")
    expect(page.locator("tbody tr").first).to_contain_text("agreed with differences")

    path = published(pair, tmp_path)
    as_the_public_sees_it(seats.context().new_page(), path, ours.digest, keep)
    as_a_stranger_verifies_it(seats.context().new_page(), path, ours.digest, keep)


def as_the_public_sees_it(page: Page, path: Path, digest: str, keep) -> None:
    """Read the page from the disk: it asks nobody for anything."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    expect(page.locator("section[lang=ar]")).to_have_attribute("dir", "rtl")
    expect(page.locator("blockquote").first).to_contain_text(DIFFERS)
    expect(page.locator("body")).to_contain_text("agreed with differences")
    expect(page.locator("body")).to_contain_text(digest)
    assert serious(page) == []
    assert fits(page)
    keep(page, "readout-published")
    text = path.with_suffix(".txt").read_bytes()
    assert hashlib.sha256(text).hexdigest() == digest
    feed = ET.parse(path.with_name("feed.xml")).getroot()  # noqa: S314 - our own
    contents = [one.text for one in feed.iter(f"{{{ATOM}}}content")]
    assert contents == [ENGLISH, ARABIC]


def as_a_stranger_verifies_it(page: Page, path: Path, digest: str, keep) -> None:
    """Verify with nothing but the published files and verify.html."""
    folder = path.parent
    files = [*folder.glob("*.proof"), *folder.glob("*.policy")]
    page.goto(VERIFY.as_uri())
    page.set_input_files("#files", [str(each) for each in files])
    result = page.locator("#result")
    expect(result).to_contain_text("PROVED.")
    expect(result).to_contain_text("answer to a readout")
    expect(result).to_contain_text("readout published")
    said = result.inner_text()
    assert "AGREED WITH DIFFERENCES" in said
    told = f"SHA-256 of the readout's text file {digest}"
    assert said.count(told) == 2, "answer and publication are of this very text"
    keep(page, "readout-verified")
    (proof,) = folder.glob("*.proof")
    data = bytearray(proof.read_bytes())
    at = bytes(data).find(bytes.fromhex(digest))
    assert at > 0
    data[at] ^= 1
    changed = folder / "changed.proof"
    changed.write_bytes(data)
    page.reload()
    page.set_input_files("#files", [str(changed), *map(str, folder.glob("*.policy"))])
    expect(page.locator("#result")).to_contain_text("REFUSED")


def test_nobody_signs_without_being_signed_on(pair, seats):
    """A screen that is open to all may read; words for the public need a person."""
    number = drafted(pair)
    page = seats.open("alfa", f"/readout/{number}")
    expect(page.get_by_role("link", name="Sign on").first).to_be_visible()
    assert page.get_by_role("button", name="Sign and show it").count() == 0
    page.goto(f"{pair.url('alfa')}/readouts")
    expect(page.locator("tbody")).to_contain_text("We spoke about the exercise.")
