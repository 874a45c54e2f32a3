# SPDX-License-Identifier: Apache-2.0
"""Two real stations in one mode, and officers with keys in a real browser.

The stations run on a loop of their own in a thread; each has a console of its own name
below localhost, so that each has an rpId of its own.  The keys are Chromium's virtual
ones: the browser believes them, and a test can take their private half to lie with.
"""

from __future__ import annotations

import asyncio
import base64
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.serialization import load_der_private_key
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Error,
    Page,
    expect,
)

from parley.model.identity import KeyScheme
from parley.model.precedence import Mode
from parley.station.offline import offline
from parley.testing.loopback import loopback_pair
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from parley.testing.stations import (
    FAR_MS,
    NAMES,
    PASSPHRASE,
    Up,
    free_port,
    make_station,
    running,
)
from tests.console.looks import listened

T = TypeVar("T")
PEOPLE = {
    "Dora Drafter": ["DRAFTER"],
    "Ann Releaser": ["RELEASER", "WATCH"],
    "Ben Releaser": ["RELEASER", "WATCH"],
    "Cora Custodian": ["CUSTODIAN"],
}
DORA, ANN, BEN, CORA = 1, 2, 3, 4
CUT_OFF = re.compile("interrupted by another navigation|net::ERR_ABORTED")


class World:
    """ALFA and BRAVO, paired and in force."""

    def __init__(self, root: Path, mode: Mode) -> None:
        self.mode = mode
        self.ports = {party: free_port() for party in NAMES}
        self.hosts = {
            party: f"{party}-{mode.name.lower()}.localhost" for party in NAMES
        }
        self.root = root
        self.up: dict[str, Up] = {}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(60)

    def origin(self, party: str) -> str:
        return f"http://{self.hosts[party]}:{self.ports[party]}"

    def _pair(self) -> None:
        cards = {}
        others = {"alfa": "bravo", "bravo": "alfa"}
        for party, other in others.items():
            line = ("line-1", NAMES[other], "dial", "127.0.0.1:1")
            make_station(self.root / party, party, mode=self.mode, circuits=[line])
            path = self.root / party / "station.toml"
            path.write_text(
                path.read_text().replace(
                    "[console]", f'[console]\norigin = "{self.origin(party)}"'
                )
            )
            with offline(self.root / party, PASSPHRASE) as rest:
                for name, classes in PEOPLE.items():
                    person = {"name": name, "classes": classes, "valid_to_ms": FAR_MS}
                    nothing = {"scheme": None, "public_key": None}
                    rest.ask(
                        "add_officer", {**person, **nothing, "position": "Duty officer"}
                    )
                cards[party] = bytes.fromhex(str(rest.ask("card")))
        for party, other in others.items():
            with offline(self.root / party, PASSPHRASE) as rest:
                seen = rest.run(rest.api.pair(cards[other]))
                rest.run(rest.api.confirm(seen.link, seen.fingerprint, "Ann"))

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._stop = asyncio.Event()
            near, far, _line = loopback_pair()
            ends = {"alfa": near, "bravo": far}
            async with AsyncExitStack() as stack:
                for party, end in ends.items():
                    self.up[party] = await stack.enter_async_context(
                        running(
                            self.root / party,
                            lambda _c, _p, end=end: end,
                            console_port=self.ports[party],
                        )
                    )
                for up in self.up.values():
                    await up.until(up.connected)
                self._ready.set()
                await self._stop.wait()

        # The browser's loop holds the main thread, so even pairing is done here.
        self._pair()
        asyncio.run(serve())

    def do(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run something on the stations' own loop."""
        return asyncio.run_coroutine_threadsafe(act(), self._loop).result(60)

    def until(self, party: str, true: Callable[[], Awaitable[object]]) -> None:
        """Wait until something is true of a station; every change looks again."""
        self.do(lambda: self.up[party].until(true))

    def draft(self, text: str, precedence: str = "FLASH", party: str = "alfa") -> int:
        up = self.up[party]
        # Whatever another test has sent the other way was read.
        newest = up.newest()
        draft = self.do(
            lambda: up.parts.api.write_draft(
                None, DORA, precedence, [], [("en", text)], read_through=newest
            )
        )
        return draft.number

    def code(self, officer: int, party: str = "alfa") -> str:
        api = self.up[party].parts.api
        return self.do(lambda: api.officer_code(officer)).code

    def inbox(self, party: str = "bravo") -> list[Any]:
        """Return the messages received, newest first."""
        api = self.up[party].parts.api
        found = self.do(lambda: api.messages("all"))
        return [one for one in found if one.direction == "in"]

    def logged(self, party: str = "alfa") -> str:
        return self.up[party].log.getvalue()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)


KEY = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Seat:
    """One officer at one browser, with a key of his own in its port."""

    def __init__(self, context: BrowserContext, world: World, party: str) -> None:
        self.world, self.party = world, party
        self.context = context
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.cdp: CDPSession = context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.key = self.plug_in()

    def _hear(self, said: Any) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

    def plug_in(self, **other: object) -> str:
        made = self.cdp.send(
            "WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **other}}
        )
        return made["authenticatorId"]

    def unplug(self) -> None:
        self.cdp.send(
            "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.key}
        )

    def credentials(self) -> list[dict[str, Any]]:
        found = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.key})
        return found["credentials"]

    def copied_key(self) -> Copy:
        """Take the key apart, as nobody can do with a real one."""
        (made,) = self.credentials()
        return Copy(made, self.world.origin(self.party))

    def open(self, path: str) -> Page:
        """Open a page, once more if the page before was just going elsewhere.

        It shows by its live redraw what was signed before its own way to the next page
        has begun, and that way cuts this one off.
        """
        address = self.world.origin(self.party) + path
        try:
            self.page.goto(address)
        except Error as cut:
            if not CUT_OFF.search(cut.message):
                raise
        if self.page.url != address:
            self.page.wait_for_load_state()
            self.page.goto(address)
        return self.page

    def register(self, officer: int, code: str | None = None) -> None:
        page = self.open("/register")
        page.locator("#code").fill(code or self.world.code(officer, self.party))
        page.get_by_role("button", name="Register this key").click()
        expect(page.locator(".told")).to_contain_text("is on the roster")

    def sign_on(self, officer: int) -> Page:
        page = self.open("/desk")
        page.locator("#key-officer").select_option(str(officer))
        page.get_by_role("button", name="Sign on with my hardware key").click()
        expect(page.locator("html")).to_have_attribute("data-bound", "yes")
        return page

    def read(self, number: int) -> Page:
        page = self.open(f"/draft/{number}")
        expect(page.locator("#draft")).to_have_attribute("data-computed", "same")
        return page

    def release(self, number: int, addressee: str = "Bravo") -> Page:
        page = self.read(number)
        page.locator("#addressee").fill(addressee)
        page.locator("#addressee").press("Enter")
        return page

    def told(self) -> Any:
        return self.page.locator("#release [data-told]")

    def post(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        """Post as the page itself would, with whatever fields."""
        return self.page.evaluate(
            """async ([path, fields]) => {
                 const { post } = await import("/static/screen_key.js");
                 return (await post(path, fields)).json();
               }""",
            [path, fields],
        )


class Copy(FrighteninglySoftHardwareKey):
    """The private half of a virtual key, to make assertions no browser would."""

    def __init__(self, made: dict[str, Any], origin: str) -> None:
        super().__init__("copy", KeyScheme.WEBAUTHN_ES256, origin, made["signCount"])
        self._id = base64.b64decode(made["credentialId"])
        private = base64.b64decode(made["privateKey"])
        key = load_der_private_key(private, None)
        self._key = key  # type: ignore[assignment]
        if not hasattr(key, "curve"):
            self.scheme = KeyScheme.WEBAUTHN_EDDSA

    @property
    def credential(self) -> bytes:
        return self._id

    def fields(self, digest: str, **lie: Any) -> dict[str, str]:
        """Return the fields that the page's script would post."""
        wanted = bytes.fromhex(digest)
        made = self.assertion(lie.pop("signs", wanted), **lie)
        return {
            "credential": self.credential.hex(),
            "authenticator": made.authenticator.hex(),
            "browser": made.browser.hex(),
            "signature": self.sign_bytes(made.signed).hex(),
            "digest": digest,
            "created_ms": "0",
        }


@contextmanager
def seats(browser: Browser, world: World, *parties: str) -> Iterator[list[Seat]]:
    """Seat one officer at one browser for each party named; nothing may complain."""
    contexts = [
        browser.new_context(viewport={"width": 1440, "height": 900}) for _ in parties
    ]
    for context in contexts:
        listened(context).set_default_timeout(30_000)
    made = [
        Seat(context, world, party)
        for context, party in zip(contexts, parties, strict=True)
    ]
    yield made
    complaints = [said for seat in made for said in seat.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
