# SPDX-License-Identifier: Apache-2.0
"""A station by hand behind the real console, and a real browser in front of it.

The station by hand keeps the promises of `parley.console.needs` and nothing more; it
lives on the loop of the console's thread, and tests reach it through `Post.do`.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from parley.console.app import create_console
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.precedence import Mode
from parley.station.listeners import Listener
from parley.station.record.contacts import (
    ContactFact,
)
from parley.station.views import (
    ActView,
    AlarmView,
    BoardView,
    CircuitView,
    CounterpartView,
    DraftView,
    FactView,
    MessageView,
    OfficerView,
    ReleaseView,
    SigningView,
    StageView,
    StatusView,
)
from parley.station.watch.floor import WireLineView
from parley.station.writing.views import UnfinishedView
from tests.console import hand_views
from tests.console.desk_pair import DeskPair, Seats
from tests.console.hand_floor import HandFloor
from tests.console.hand_sheet import HandSheet
from tests.console.hand_texts import HandTexts
from tests.console.hardware_world import World
from tests.console.looks import listened

NOON_MS = 1_795_426_478_000  # 23 NOV 2026 09:34:38Z
OFFICERS = (
    OfficerView(1, "LT Adaeze Okoye", "Duty officer", ("watch",), "software key", 0),
    OfficerView(2, "CDR Nils Lindqvist", "Watch chief", ("watch", "releaser"), "", 0),
)
ORDER = {"FLASH": 3, "IMMEDIATE": 2, "PRIORITY": 1, "ROUTINE": 0}


class HandStation(HandFloor, HandSheet, HandTexts, hand_views.Answers):
    """Messages in a list, a counter for changes, and the acknowledge rule."""

    def __init__(self) -> None:
        self.messages: list[MessageView] = []
        self.alarms: tuple[AlarmView, ...] = ()
        self.drafts: tuple[DraftView, ...] = ()
        self.circuit_state = ("up", "")
        self.mode = "LIVE"
        self.now_ms = NOON_MS
        self.seq = 1
        self.armed = 0
        self.silenced_ms: int | None = None
        self.watchers: set[asyncio.Event] = set()
        self.contact_facts: tuple[ContactFact, ...] = ()
        self.other = "ALFA"
        self.link_state = "in force"
        self.given = 0  # acknowledgements really made
        self.wire: tuple[WireLineView, ...] = ()
        self.called = ()
        self.reasons: tuple[str, ...] = ()
        self.offset_ms: int | None = None
        self.beside = hand_views.Beside()
        self.noted: list[tuple[str, str, int | None]] = []

    def look_again(self) -> None:
        self.seq += 1
        for watcher in self.watchers:
            watcher.set()

    def receive(self, precedence: str = "FLASH", **other: Any) -> str:
        message = a_message(len(self.messages) + 1, precedence, **other)
        self.messages.append(message)
        self.look_again()
        return message.ref

    def stand(self, state: str) -> None:
        """Let the counterpart stand otherwise: revoked, or by pages alone."""
        self.link_state = state
        self.look_again()

    async def note(self, deed: str, subject: str, officer: int | None = None) -> None:
        """Note what somebody did at a screen."""
        self.noted.append((deed, subject, officer))

    async def board(self) -> BoardView:
        bare = [replace(m, texts=()) for m in self.messages]
        open_ = sorted(
            (m for m in bare if m.direction == "in" and m.state != "ACKNOWLEDGED"),
            key=lambda m: (-ORDER[m.precedence], m.filed),
        )
        status = StatusView(
            station="nrrc.bravo.example",
            party="BRAVO",
            mode=self.mode,
            now_ms=self.now_ms,
            ready=not self.reasons,
            reasons=self.reasons,
            counterparts=(self._counterpart(),),
            alarms=self.alarms,
            drafts=len(self.drafts),
            unacknowledged=len(open_),
            armed_consoles=self.armed,
        )
        recent = tuple(reversed(bare))[:50]
        return BoardView(
            self.seq,
            status,
            tuple(open_),
            recent,
            self.drafts,
            OFFICERS,
            self.silenced_ms,
        )

    def _counterpart(self) -> CounterpartView:
        facts = (
            FactView("path", "up", self.now_ms - 12_000, 12.0),
            FactView("station", "answered", self.now_ms - 12_000, 12.0),
            FactView("watch", "answered by name", self.now_ms - 2_640_000, 2640.0),
            FactView("principal", "never proved", None, None),
            FactView("round trip", "1200 ms", self.now_ms - 2_078_000, 2078.0),
        )
        state, reason = self.circuit_state
        circuits = (
            CircuitView(
                "fibre", "nrrc.alfa.example", "tcp", state, reason,
                self.now_ms - 9_000_000, self.now_ms - 12_000, 38,
                waiting=3, tested_ms=self.now_ms - 12_000, came_back_on="fibre",
                delivered=0.97, half_ms=36, most_ms=210,
            ),
            CircuitView(
                "satellite", "nrrc.alfa.example", "tcp", "down",
                "refused by 192.0.2.7:7100",
                self.now_ms - 1_500_000, self.now_ms - 1_500_000, None,
            ),
        )  # fmt: skip
        return CounterpartView(
            "nrrc.alfa.example", "ALFA", self.link_state, "0" * 60, facts, 38, 0, 0,
            812, 790, 40, "provable", circuits, offset_ms=self.offset_ms, paths_up=1,
            paths_independent=1,
        )  # fmt: skip

    async def message(self, ref: str) -> MessageView:
        for message in self.messages:
            if message.ref == ref:
                return message
        raise LocalFault("PLY-REL-008", serial=ref)

    async def positions(self) -> tuple[str, ...]:
        return ("Duty officer", "Watch chief")

    async def act_request(
        self,
        kind: str,
        ref: str,
        officer: int,
        fields: dict[str, object] | None = None,
    ) -> SigningView:
        assert (kind, fields) == ("ACKNOWLEDGEMENT", None)
        if (await self.message(ref)).state == "ACKNOWLEDGED":
            raise LocalFault("PLY-REL-008", serial=ref)
        return SigningView(
            ref, officer, self.now_ms, "00", "11" * 32, "AAAA-BBBB", kind
        )

    async def act(
        self,
        kind: str,
        ref: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        fields: dict[str, object] | None = None,
    ) -> ActView:
        assert (kind, fields) == ("ACKNOWLEDGEMENT", None)
        message = await self.message(ref)
        if message.state == "ACKNOWLEDGED":
            raise LocalFault("PLY-REL-008", serial=ref)
        assert (scheme, detail) == ("SOFTWARE_ED25519", b"")
        assert signature == bytes([officer]) * 64
        name = next(one.name for one in OFFICERS if one.index == officer)
        stage = StageView("acknowledgement", created_ms, created_ms, name, 9)
        changed = replace(
            message, state="ACKNOWLEDGED", stages=(*message.stages, stage)
        )
        self.messages[self.messages.index(message)] = changed
        self.given += 1
        self.look_again()
        return ActView(ref, kind, message.link, ref, name, created_ms)

    async def latest_lines(self) -> tuple[WireLineView, ...]:
        return self.wire[-1:]

    async def draft(self, number: int, _override: str | None = None) -> DraftView:
        return next(one for one in self.drafts if one.number == number)

    async def unfinished(self, _officer: int) -> tuple[UnfinishedView, ...]:
        return ()

    async def watch_changes(self) -> Any:
        watcher = asyncio.Event()
        self.watchers.add(watcher)
        try:
            yield self.seq
            while True:
                await watcher.wait()
                watcher.clear()
                yield self.seq
        finally:
            self.watchers.discard(watcher)

    async def silence(self) -> None:
        self.silenced_ms = self.now_ms
        self.look_again()

    def armed_console(self) -> Any:
        return _Armed(self)


class _Armed:
    def __init__(self, station: HandStation) -> None:
        self.station = station

    def __enter__(self) -> None:
        self.station.armed += 1
        self.station.look_again()

    def __exit__(self, *_: object) -> None:
        self.station.armed -= 1
        self.station.look_again()


class HandDesk:
    """Two officers, one passphrase, signatures that name who signed."""

    def __init__(self) -> None:
        self.open: dict[str, int] = {}
        self.made = 0

    async def unlock(self, officer: int, passphrase: str) -> str:
        if passphrase != "correct horse":
            raise LocalFault("PLY-KEY-001", path=f"officers/{officer}.sealed")
        self.made += 1
        token = f"token-{officer}-{self.made}"
        self.open[token] = officer
        return token

    def lock(self, token: str) -> None:
        self.open.pop(token, None)

    def officer(self, token: str) -> int | None:
        return self.open.get(token)

    def sign(self, token: str, digest: bytes) -> bytes:
        assert len(digest) == 32
        return bytes([self.open[token]]) * 64


def a_message(serial: int, precedence: str = "FLASH", **other: Any) -> MessageView:
    text = other.pop(
        "text",
        "We observe an unannounced missile launch from your northern range. "
        "Confirm at once whether this is the test announced on 21 November.",
    )
    facts: dict[str, Any] = {
        "ref": f"nrrc.alfa.example/in/1/{serial}",
        "filed": serial,
        "link": "nrrc.alfa.example",
        "party": "ALFA",
        "direction": "in",
        "incarnation": 1,
        "serial": serial,
        "number": 116 + serial,
        "mode": "LIVE",
        "precedence": precedence,
        "state": "RECEIVED",
        "refusal": None,
        "created_ms": NOON_MS - 60_000,
        "logged_ms": NOON_MS - 42_000,
        "filed_ms": NOON_MS - 41_000,
        "not_after_ms": None,
        "drafted_by": "LT Mei Tanaka",
        "to": ("Duty officer",),
        "language": "en",
        "subject": text.split("\n", 1)[0][:80],
        "texts": (("en", text),),
        "relation": None,
        "releases": (
            ReleaseView(3, "CAPT R. Castillo", "Watch chief", "software key", True),
            ReleaseView(4, "MAJ A. Petrov", "Releaser", "software key", True),
        ),
        "stages": (StageView("receipt", NOON_MS - 40_900, NOON_MS - 41_000, None, 7),),
    }
    facts.update(other)
    return MessageView(**facts)


class _Console:
    def __init__(self, listen: str) -> None:
        self.listen = listen


class HandSettings:
    def __init__(self, listen: str) -> None:
        self.console = _Console(listen)
        self.origin = f"http://{listen}"


class Post:
    """The console on the station's own listener, in a thread of its own."""

    def __init__(self) -> None:
        self.station = HandStation()
        self.desk = HandDesk()
        self.bound = socket.create_server(("127.0.0.1", 0))
        self.bound.setblocking(False)
        self.url = f"http://127.0.0.1:{self.bound.getsockname()[1]}"
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.started.wait(20)

    def _run(self) -> None:
        async def listen() -> None:
            self.loop = asyncio.get_running_loop()
            settings = HandSettings(self.url.removeprefix("http://"))
            app = create_console(self.station, self.desk, settings)
            self.listener = Listener(app, self.bound, websockets=True)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.listener.listen())
                await self.listener.ready.wait()
                self.started.set()

        asyncio.run(listen())

    def do(self, act: Callable[[HandStation], Any]) -> Any:
        """Run `act` on the station's own loop and return its result."""

        async def call() -> Any:
            return act(self.station)

        return asyncio.run_coroutine_threadsafe(call(), self.loop).result(60)

    def until(self, true: Callable[[HandStation], bool]) -> None:
        """Wait until `true` holds of the station."""

        async def wait() -> None:
            async for _ in self.station.watch_changes():
                if true(self.station):
                    return

        asyncio.run_coroutine_threadsafe(wait(), self.loop).result(60)

    def freeze(self) -> threading.Event:
        """Stop the whole loop, sockets left open, until the event is set.

        It stands still when this returns: no beat of its own goes out any more.
        """
        thaw, frozen = threading.Event(), threading.Event()

        def stand_still() -> None:
            frozen.set()
            thaw.wait(60)

        self.loop.call_soon_threadsafe(stand_still)
        assert frozen.wait(60)
        return thaw

    def stop(self) -> None:
        if not self.thread.is_alive():
            return
        self.listener.stop()
        self.thread.join(10)
        self.bound.close()


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    yield post
    post.stop()


class Screens:
    """Opens screens and remembers every complaint their browsers make."""

    def __init__(self, browser: Browser, post: Post) -> None:
        self.browser, self.post = browser, post
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def context(self, *, heard: bool = True, **options: Any) -> BrowserContext:
        """Return a browser's store of its own; somebody has heard its alarm, or not."""
        context = self.browser.new_context(
            **{
                "viewport": {"width": 1440, "height": 900},
                "timezone_id": "Asia/Karachi",
                "locale": "en-GB",
                **options,
            }
        )
        context.set_default_timeout(30_000)  # a busy machine is no fault of the page
        context.on("request", self._only_ours)
        if heard:
            listened(context)
        self.contexts.append(context)
        return context

    def open(self, path: str = "/", **options: Any) -> Page:
        return self.page(self.context(**options), path)

    def page(self, context: BrowserContext, path: str = "/") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        page.goto(self.post.url + path)
        return page

    def sign_on(self, page: Page, officer: str = "1") -> None:
        """Fill in the sign-on page that is open."""
        page.locator("#officer").select_option(officer)
        page.locator("#passphrase").fill("correct horse")
        page.get_by_role("button", name="Sign on").click()

    def _only_ours(self, request: Request) -> None:
        # Asked is enough to complain: that no other host is found, is the browser's.
        if not request.url.startswith(self.post.url):
            self.complaints.append(f"asked for {request.url}")


@pytest.fixture
def screens(browser: Browser, post: Post) -> Iterator[Screens]:
    screens = Screens(browser, post)
    yield screens
    for context in screens.contexts:
        context.close()
    assert screens.complaints == []


@pytest.fixture(
    scope="session",
    params=[Mode.LIVE, pytest.param(Mode.EXERCISE, marks=pytest.mark.soak)],
    ids=lambda mode: mode.name,
)
def world(request, tmp_path_factory) -> Iterator[World]:
    """Two real stations of one mode, for every test with hardware keys."""
    world = World(tmp_path_factory.mktemp(request.param.name), request.param)
    yield world
    world.stop()


@pytest.fixture(scope="session")
def pair(tmp_path_factory) -> Iterator[DeskPair]:
    """Two real stations with software keys, for every test of pages between them."""
    pair = DeskPair(tmp_path_factory.mktemp("pair"))
    yield pair
    pair.stop()


@pytest.fixture
def seats(browser: Browser, pair: DeskPair) -> Iterator[Seats]:
    """Screens at the two stations; any complaint of a browser fails the test."""
    seats = Seats(browser, pair)
    yield seats
    seats.close()
    assert seats.complaints == []
