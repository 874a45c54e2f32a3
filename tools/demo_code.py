# SPDX-License-Identifier: Apache-2.0
"""The scene of the code: one action in Russian, whole sentences in English."""

from __future__ import annotations

import re

from demo_scenes import WATCH, Alarm, Desks, state
from demo_story import verify

APART_MS_MAX = 1_000
SHOWN = re.compile(r"^(?:From|To|Event|- |От кого|Кому|Событие).*", re.MULTILINE)


def code(desks: Desks) -> None:
    """Play UNPLANNED from Bravo's Russian desk to Alfa's English one."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("Ours, accidental, not an attack: one action at Bravo's Russian desk")
    looks = [
        station.must("code", "UNPLANNED", "--dry-run") for station in (alfa, bravo)
    ]
    seen = looks[1]
    digests = {look["digest"] for look in looks}
    verify(digests == {seen["digest"]}, "both sides hold the same book")
    story.step(f"Both sides hold the same code book, SHA-256 {seen['digest'][:16]}...")
    officer = WATCH["Bravo"]
    alarm = Alarm(alfa)
    sent = bravo.must(
        "code",
        "UNPLANNED",
        "--as",
        officer,
        "--passphrase-file",
        bravo.passphrase(officer),
    )
    message = alarm.heard()
    gone = bravo.ask("message", ref=sent["ref"])
    took_ms = alarm.wall_ms - gone["logged_ms"]  # both by one machine's clock
    verify(took_ms <= APART_MS_MAX, f"it stood there within {APART_MS_MAX} ms")
    texts = dict(alfa.must("show", message["ref"])["message"]["texts"])
    verify("This is NOT an attack." in texts["en"], "Alfa reads it in English")
    russian = dict(gone["texts"])["ru"]
    verify("Это НЕ нападение." in russian, "Bravo wrote it in Russian")  # noqa: RUF001
    size = len(bytes.fromhex(gone["coded"]["body"]))
    story.step(
        f"{officer} released it alone: {size} bytes; Alfa was alarmed, {took_ms} ms."
    )
    story.more(*SHOWN.findall(russian))
    story.step("Alfa's own book says, in English:")
    story.more(*SHOWN.findall(texts["en"]))
    desks.acknowledge(alfa, message["ref"])
    state(bravo, sent["ref"], "ACKNOWLEDGED")
    story.step(f"{WATCH['Alfa']} has acknowledged; Bravo sees it.")
