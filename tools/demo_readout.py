# SPDX-License-Identifier: Apache-2.0
"""The scene of a joint readout: shown, agreed, published, and proved to any reader."""

from __future__ import annotations

import hashlib
from typing import Any

from demo_proof import NoBrowserError, page_text
from demo_scenes import DRAFTER, RELEASERS, WATCH, Desks
from demo_station import DemoStation
from demo_story import verify, wait_for

ENGLISH = "Our two watches spoke today. The matter is closed."
RUSSIAN = "Сегодня наши дежурные говорили друг с другом. Вопрос закрыт."  # noqa: RUF001
CHANGED = ENGLISH.replace("closed", "open")
COSIGNED_S_MAX = 40.0


def agreed_readout(desks: Desks) -> str:
    """Let Alfa show a readout, Bravo agree to it, Alfa publish; return its name."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("A joint readout: the other side knows the words before the public")
    contact = _acknowledged(alfa)
    speaker, answerer = RELEASERS["Alfa"][0], RELEASERS["Bravo"][0]
    drafted = alfa.must(
        "readout",
        "draft",
        *("--text", f"en={desks.text(alfa, ENGLISH)}"),
        *("--text", f"ru={desks.text(bravo, RUSSIAN)}"),
        *("--about", contact, "--proof", "--drafter", DRAFTER["Alfa"]),
    )
    verify(not drafted["overtakes"], "the message is there before its readout")
    number = str(drafted["number"])
    watch = WATCH["Alfa"]
    alfa.refused("PLY-WCH-001", *_signed(alfa, watch, "show", number))
    story.step(f"{watch} may not show it: words for the public need a releaser.")
    alfa.must(*_signed(alfa, speaker, "show", number))
    theirs = wait_for("the readout to stand at Bravo", lambda: _first(bravo, "SHOWN"))
    verify([t["text"] for t in theirs["texts"]] == [ENGLISH, RUSSIAN], "the same words")
    story.step(f"{speaker} has shown it to Bravo, in English and in Russian.")
    bravo.must(*_signed(bravo, answerer, "answer", theirs["ref"], "agreed"), "--proof")
    ours = wait_for("the answer to stand at Alfa", lambda: _first(alfa, "ANSWERED"))
    verify(ours["answer"] == "AGREED", "Bravo agreed")
    story.step(f"{answerer} agreed to it, and to a proof beside it.")
    alfa.must(*_signed(alfa, speaker, "publish", ours["ref"]), "--proof")
    wait_for("Bravo to know", lambda: _first(bravo, "PUBLISHED"))
    story.step("Alfa has published it; Bravo's record says so too.")
    changed = desks.text(alfa, f"[en]\n{CHANGED}\n[ru]\n{RUSSIAN}\n")
    bravo.refused("PLY-RDO-003", "readout", "check", theirs["ref"], changed)
    story.step("The same text with one word changed is not what was agreed.")
    ref: str = ours["ref"]
    return ref


def verified_readout(desks: Desks, ref: str) -> None:
    """Write what the public gets, and verify it as any reader can."""
    story, alfa = desks.story, desks.alfa
    story.chapter("What the public gets, verified by a reader who trusts nobody")
    site = alfa.root / "public"
    wait_for(
        "both stations to have signed it",
        lambda: alfa.parley("readout", "pages", site).code == 0 or None,
        COSIGNED_S_MAX,
    )
    page = next(site.glob("readout-*.html"))
    digest = alfa.ask("readout", name=ref)["digest"]
    told = page.read_text("utf-8")
    verify(ENGLISH.partition(".")[0] in told and digest in told, "the page says it")
    text = page.with_suffix(".txt").read_bytes()
    verify(hashlib.sha256(text).hexdigest() == digest, "its text has the digest")
    feed = (site / "feed.xml").read_text("utf-8")
    verify(ENGLISH in feed and RUSSIAN in feed, "the feed has both languages")
    story.step(f"{len(list(site.iterdir()))} files: page, text, feed, proof, policies.")
    policies = sorted(site.glob("*.policy"))
    try:
        shown = page_text([page.with_suffix(".proof"), *policies])
    except NoBrowserError as missing:
        story.more(f"verify.html was not tried: {missing}.")
        return
    verify("AGREED" in shown, "verify.html shows the answer")
    verify(shown.count(f"text file {digest}") > 1, "and that it was to this text")
    story.step("verify.html, in Chromium: AGREED, to the very text that is published.")


def _acknowledged(alfa: DemoStation) -> str:
    for one in alfa.ask("messages", only="all", limit=100):
        if one["direction"] == "out" and one["state"] == "ACKNOWLEDGED":
            ref: str = one["ref"]
            return ref
    raise AssertionError("a scene before this had one acknowledged")


def _first(station: DemoStation, state: str) -> dict[str, Any] | None:
    for one in station.ask("readouts"):
        if one["state"] == state:
            found: dict[str, Any] = one
            return found
    return None


def _signed(station: DemoStation, officer: str, *words: str) -> tuple[Any, ...]:
    key = station.passphrase(officer)
    return ("readout", *words, "--as", officer, "--passphrase-file", key)
