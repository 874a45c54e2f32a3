# SPDX-License-Identifier: Apache-2.0
"""The console in Chromium: from an event of the station to pixels, and under load."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from bench_figures import Figure, at_most, ms
from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from parley.console.drawing import make_drawing
from parley.core.records import EntryHead
from parley.core.shelves import encode_head
from parley.model.entry import Entry, EntryKind
from parley.model.message import Content, Message, Text
from parley.model.precedence import Precedence
from parley.model.record import Append, Change, Direction, EntryFlag, EntryKey, EntryRow
from parley.station.catalogue import open_store
from parley.station.folder import StationFolder
from parley.station.measure.rounds import Spread
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.stations import (
    ALFA,
    ANN,
    DRAFTER,
    PASSPHRASE,
    Up,
    pair_stations,
    running,
)
from parley.wire.entry import encode_entry
from parley.wire.padding import pad

PIXELS_S_MAX = 0.060
BURST_S_MAX = 0.5
BOARD_S_MAX = 0.1
STALE_S_MAX = 5.0
AGAIN_S_MAX = 1.0
GROWTH_BYTES_MAX = 1_000_000
ROUNDS, BURST, EVENTS = 100, 100, 10_000
MANY, OPEN, PER_COMMIT = 10_000, 150, 1_000
ASKED = 40
LOOKS_A_ROUND = 500
FIRST_MS = 1_700_000_000_000

# Two frames after the rows changed, what was drawn is on the glass.
WATCHING = """() => {
  window.seen = [];
  const rows = document.querySelector("#open");
  new MutationObserver(() => {
    const count = rows.children.length;
    requestAnimationFrame(() => requestAnimationFrame(() =>
      window.seen.push([count, performance.timeOrigin + performance.now()])));
  }).observe(rows, { childList: true });
}"""


def measure(root: Path) -> list[Figure]:
    """Measure everything on one pair of stations, then a long record."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    desks = import_module("tests.console.desk_pair")
    root.mkdir(parents=True)
    pair = desks.DeskPair(root / "pair")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-gpu"],
            )
            page = browser.new_context(
                viewport={"width": 1440, "height": 900}
            ).new_page()
            page.goto(pair.url("bravo") + "/")
            expect(page.locator("#live")).to_have_text("Screen live")
            page.evaluate(WATCHING)
            figures = [pixels(pair, page), burst(pair, page)]
            figures += silence(pair, page)
            figures.append(memory(pair, page))
            browser.close()
    finally:
        pair.stop()
    return [*figures, board(root / "long")]


class _Filed:
    """Notes on the station's own loop when each message became open."""

    def __init__(self, up: Up) -> None:
        self._up = up
        self.at_ms: dict[int, float] = {}

    async def follow(self, until: int) -> None:
        changes = self._up.parts.changes
        while True:
            seen = changes.count
            count = len(self._up.parts.runner.waiting)
            self.at_ms.setdefault(count, time.time() * 1_000)  # noqa: TID251
            if count >= until:
                return
            await changes.after(seen)


def _seen(page: Page, count: int) -> float:
    """Return when so many rows were on the glass, milliseconds since 1970."""
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s:
        found: list[list[float]] = page.evaluate("() => window.seen")
        for rows, at_ms in found:
            if rows >= count:
                return at_ms
        page.wait_for_timeout(5)
    message = f"{count} rows never came"
    raise RuntimeError(message)


def pixels(pair: Any, page: Page) -> Figure:  # noqa: ANN401 - of the tests
    """One message after another: filed by the station, then seen by an eye."""
    seconds = []
    filed = _Filed(pair.up["bravo"])
    for number in range(1, ROUNDS + 1):
        following = asyncio.run_coroutine_threadsafe(filed.follow(number), pair.loop)
        pair.send(f"Message {number}.", "ROUTINE")
        following.result(30)
        seconds.append((_seen(page, number) - filed.at_ms[number]) / 1_000)
    spread = Spread(tuple(seconds))
    return Figure(
        "console, event of the station to pixels",
        f"p50 <= {ms(PIXELS_S_MAX)}",
        f"p50 {ms(spread.p50)}, p95 {ms(sorted(seconds)[int(0.95 * len(seconds))])}",
        at_most(spread.p50, PIXELS_S_MAX),
        {"messages": ROUNDS, "worst": ms(max(seconds))},
    )


def burst(pair: Any, page: Page) -> Figure:  # noqa: ANN401 - of the tests
    """A hundred at once: until the last one filed is seen."""
    alfa, bravo = pair.up["alfa"], pair.up["bravo"]
    api = alfa.parts.api

    async def drafted() -> list[tuple[int, bytes]]:
        ready = []
        for number in range(BURST):
            draft = await api.write_draft(
                None, DRAFTER, "ROUTINE", [], [("en", f"Burst {number}.")]
            )
            ready.append((draft.number, alfa.sign(ANN, draft.digest)))
        return ready

    async def released(ready: list[tuple[int, bytes]]) -> None:
        async with asyncio.TaskGroup() as group:
            for number, signature in ready:
                group.create_task(
                    api.release(number, ANN, "SOFTWARE_ED25519", signature)
                )

    ready = pair.do(drafted)
    before = len(bravo.parts.runner.waiting)
    filed = _Filed(bravo)
    wanted = before + BURST
    following = asyncio.run_coroutine_threadsafe(filed.follow(wanted), pair.loop)
    pair.do(lambda: released(ready))
    following.result(60)
    shown = min(wanted, 200)  # a board shows no more
    took_s = (_seen(page, shown) - filed.at_ms[wanted]) / 1_000
    return Figure(
        f"console, burst of {BURST} all shown",
        f"<= {ms(BURST_S_MAX)}",
        ms(max(0.0, took_s)),
        at_most(took_s, BURST_S_MAX),
        {
            "after the last was filed, from the first filed": ms(
                (_seen(page, shown) - min(filed.at_ms.values())) / 1_000
            )
        },
    )


def silence(pair: Any, page: Page) -> list[Figure]:  # noqa: ANN401 - of the tests
    """Stop the station's whole loop: when the banner comes, and goes again."""
    thaw = threading.Event()
    pair.loop.call_soon_threadsafe(thaw.wait, 60)
    began_s = time.perf_counter()
    expect(page.locator("#stale")).to_be_visible(timeout=20_000)
    stale_s = time.perf_counter() - began_s
    thaw.set()
    began_s = time.perf_counter()
    expect(page.locator("#live")).to_have_text("Screen live", timeout=20_000)
    again_s = time.perf_counter() - began_s
    return [
        Figure(
            "console, station silent to banner",
            f"<= {STALE_S_MAX:.0f} s",
            f"{stale_s:.2f} s",
            at_most(stale_s, STALE_S_MAX),
        ),
        Figure(
            "console, station back to live screen",
            f"<= {AGAIN_S_MAX:.0f} s",
            f"{again_s:.2f} s",
            at_most(again_s, AGAIN_S_MAX),
        ),
    ]


def _heap(probe: CDPSession) -> int:
    probe.send("HeapProfiler.collectGarbage")
    return int(probe.send("Runtime.getHeapUsage")["usedSize"])


def memory(pair: Any, page: Page) -> Figure:  # noqa: ANN401 - of the tests
    """Ten thousand changes: what the page keeps of them."""
    probe = page.context.new_cdp_session(page)
    changes = pair.up["bravo"].parts.changes

    async def changed() -> None:
        for _ in range(LOOKS_A_ROUND):
            changes.look_again()
            await asyncio.sleep(0)

    pair.do(changed)
    before = _heap(probe)
    nodes = int(probe.send("Memory.getDOMCounters")["nodes"])
    for _ in range(EVENTS // LOOKS_A_ROUND):
        pair.do(changed)
    page.wait_for_timeout(1_000)
    grown = _heap(probe) - before
    after = int(probe.send("Memory.getDOMCounters")["nodes"])
    return Figure(
        f"console, page memory after {EVENTS:,} events",
        f"<= {GROWTH_BYTES_MAX // 1_000} kB more",
        f"{grown / 1_000:+.0f} kB",
        at_most(grown, GROWTH_BYTES_MAX),
        {"DOM nodes before": nodes, "after": after},
    )


def fill(folder: Path) -> None:
    """Put ten thousand messages of theirs on record, the last of them open."""
    root = StationFolder(folder)
    secrets = load_secrets(station_keystore(root.keys), PASSPHRASE, root.keys)
    with closing(open_store(root, secrets)) as store:
        for first in range(0, MANY, PER_COMMIT):
            store.commit([_row(n) for n in range(first, first + PER_COMMIT)])


def _row(number: int) -> Change:
    at_ms = FIRST_MS + number * 60_000
    level = list(Precedence)[number % 4]
    texts = (Text("en", f"Message {number}: the vessel of yesterday has left."),)
    content = Content(
        number + 1, level, at_ms, None, 1, (0,), None, texts, (), read_through=0
    )
    entry = Entry(at_ms, 0, Message(content, ()))
    leaf = number.to_bytes(32, "big")
    head = EntryHead(
        kind=int(EntryKind.MESSAGE),
        precedence=level,
        logged_ms=at_ms,
        filed_ms=at_ms,
        epoch_tag=leaf[-4:],
        opened_ms=FIRST_MS,
        leaf_secret=leaf,
        number=number + 1,
    )
    flags = EntryFlag.MESSAGE
    if number >= MANY - OPEN:
        flags |= EntryFlag.OPEN
    # Incarnation 0 is before any of the station's own.
    key = EntryKey(ALFA, Direction.IN, 0, number + 1)
    body = pad(encode_entry(entry, FIRST_MS))
    return Append(EntryRow(key, flags, leaf, encode_head(head), body))


def board(root: Path) -> Figure:
    """Ask for the board over a long record, page and picture, from the station."""
    pair_stations(root)
    fill(root / "bravo")
    make_drawing()
    seconds = asyncio.run(_asked(root / "bravo"))
    spread = Spread(tuple(seconds))
    return Figure(
        f"console, board over {MANY:,} messages, {OPEN} open",
        f"p50 <= {ms(BOARD_S_MAX)}",
        f"p50 {ms(spread.p50)}, worst {ms(max(spread.seconds))}",
        at_most(spread.p50, BOARD_S_MAX),
        {"asked": ASKED},
    )


async def _asked(folder: Path) -> list[float]:
    seconds = []
    async with running(folder, lambda _c, _p: None) as up:
        for _ in range(ASKED + 1):
            began_s = time.perf_counter()
            await _get(up.console_port, "/board.json")
            seconds.append(time.perf_counter() - began_s)
    return seconds[1:]


async def _get(port: int, path: str) -> bytes:
    """Ask over the wire, as a browser does, for one answer whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    answer = await reader.read()
    writer.close()
    if b" 200 " not in answer[:20]:
        message = answer[:200].decode(errors="replace")
        raise RuntimeError(message)
    return answer
