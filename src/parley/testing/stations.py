# SPDX-License-Identifier: Apache-2.0
"""Two paired stations on disk, run in one process: real stores, keys, doors, bearers.

For tests of whole stations and for benchmarks.  Their keystores are frighteningly weak.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from parley.errors import LocalFault
from parley.model.message import Relation
from parley.model.precedence import Mode
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.assembly import Parts, assemble
from parley.station.catalogue import open_store
from parley.station.client import SOCKET
from parley.station.clock import SystemClock
from parley.station.config import load_settings
from parley.station.desk import keep_officer_key, make_officer_key, sign_once
from parley.station.folder import init_station
from parley.station.listeners import bound_path
from parley.station.logs import make_log
from parley.station.offline import offline
from parley.station.places import StationFolder
from parley.station.root_at_hand import Root
from parley.station.secrets import load_secrets, station_keystore
from parley.station.serving import Doors, MakeBearer, confirmed_bearer, serving
from parley.station.views import ActView, DraftView, MessageView
from parley.testing.loopback import loopback_pair

PASSPHRASE = b"a passphrase of tests"
OFFICER_PASSPHRASE = b"an officer's own words"
ALFA, BRAVO = "nrrc.alfa.example", "nrrc.bravo.example"
NAMES = {"alfa": ALFA, "bravo": BRAVO}
DRAFTER, ANN, BEN = 1, 2, 3
PEOPLE = {"Dora": ["DRAFTER"], "Ann": ["RELEASER", "WATCH"], "Ben": ["RELEASER"]}
FAR_MS = 4_000_000_000_000
WAIT_S = 30.0


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def root_of(folder: Path) -> Path:
    """Return where the root of a station of tests lies."""
    return folder.parent / "roots" / folder.name


def make_station(folder: Path, party: str, **more: object) -> StationFolder:
    """Make one station with a keystore that is frighteningly weak, and its root."""
    given = {
        "root": Root(root_of(folder), PASSPHRASE, frighteningly_weak=True),
        "name": NAMES[party],
        "party": party.capitalize(),
        "mode": Mode.TEST,
        "positions": ["Duty officer", "Minister"],
        "passphrase": PASSPHRASE,
    }
    return init_station(
        folder,
        frighteningly_weak_keystore=True,
        **{**given, **more},  # type: ignore[arg-type]
    )


def enlist(folder: Path) -> bytes:
    """Put a drafter and two releasers of the watch on a roster; return the card."""
    with offline(folder, PASSPHRASE) as rest:
        for name, classes in PEOPLE.items():
            public = make_officer_key(
                folder, OFFICER_PASSPHRASE, frighteningly_weak=True
            )
            added = rest.ask(
                "add_officer",
                {
                    "name": name,
                    "position": "Duty officer",
                    "classes": classes,
                    "scheme": "SOFTWARE_ED25519",
                    "public_key": public,
                    "valid_to_ms": FAR_MS,
                },
            )
            assert isinstance(added, dict)
            keep_officer_key(folder, public, added["index"])
        card = rest.ask("card")
    assert isinstance(card, str)
    return bytes.fromhex(card)


OTHERS = {"alfa": "bravo", "bravo": "alfa"}


def make_strangers(root: Path, **more: object) -> dict[str, bytes]:
    """Make ALFA and BRAVO in `root` with officers; return the card of each."""
    port = free_port()
    for party, way in {"alfa": "listen", "bravo": "dial"}.items():
        circuit = ("line-1", NAMES[OTHERS[party]], way, f"127.0.0.1:{port}")
        make_station(root / party, party, circuits=[circuit], **more)
    return {party: enlist(root / party) for party in OTHERS}


def pair_stations(root: Path, **more: object) -> None:
    """Make ALFA and BRAVO in `root` with officers, pair and confirm them."""
    cards = make_strangers(root, **more)
    for party, other in OTHERS.items():
        with offline(root / party, PASSPHRASE) as rest:
            seen = rest.run(rest.api.pair(cards[other]))
            rest.run(rest.api.confirm(seen.link, seen.fingerprint, "Ann"))
    asyncio.run(_sign_agreement(root))


async def _sign_agreement(root: Path) -> None:
    async with both(root):
        pass


def move_circuit(root: Path) -> None:
    """Give the circuit of both stations a port that is free now."""
    port = free_port()
    for party in NAMES:
        path = root / party / "station.toml"
        before, circuit, after = path.read_text().partition("[[circuit]]")
        path.write_text(
            before + circuit + re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", after)
        )


@dataclass
class Up:
    """A station that runs in this process."""

    parts: Parts
    log: StringIO
    health_port: int
    console_port: int
    api_port: int = 0
    served: object = field(default=None)

    async def until(self, condition: Callable[[], Awaitable[object]]) -> None:
        """Wait until something is true; every change looks again."""
        async with asyncio.timeout(WAIT_S):
            while True:
                seen = self.parts.changes.count
                if await condition():
                    return
                await self.parts.changes.after(seen)

    async def connected(self) -> bool:
        """Say whether the agreement is in force and the circuit is up."""
        (counterpart,) = (await self.parts.api.status()).counterparts
        states = [circuit.state for circuit in counterpart.circuits]
        return counterpart.state == "in force" and states == ["up"]

    def newest(self) -> int | None:
        """Return the serial of the counterpart's newest message.

        A draft says so far they were read; one that does not say it is held back
        as soon as they have written anything (PLY-WCH-006).
        """
        return self.parts.queries.link_knowledge(None).facts.newest

    async def send(
        self, text: str, precedence: str = "FLASH", relation: Relation | None = None
    ) -> DraftView:
        """Draft and release a text with as many persons as are needed."""
        draft = await self.parts.api.write_draft(
            None,
            DRAFTER,
            precedence,
            [],
            [("en", text)],
            relation,
            read_through=self.newest(),
        )
        for officer in (ANN, BEN)[: draft.needed]:
            signature = self.sign(officer, draft.digest)
            draft = await self.parts.api.release(
                draft.number, officer, "SOFTWARE_ED25519", signature
            )
        return draft

    def sign(self, officer: int, digest: str) -> bytes:
        """Sign with an officer's key file."""
        folder = self.parts.folder.root
        return sign_once(folder, officer, OFFICER_PASSPHRASE, bytes.fromhex(digest))

    async def acknowledge(self, ref: str) -> MessageView:
        """Acknowledge a message in Ann's name."""
        await self.act("ACKNOWLEDGEMENT", ref)
        return await self.parts.api.message(ref)

    async def act(
        self,
        kind: str,
        ref: str,
        said: Mapping[str, object] | None = None,
        officer: int = ANN,
    ) -> ActView:
        """Do any act in an officer's name."""
        api = self.parts.api
        fields = None if said is None else dict(said)
        asked = await api.act_request(kind, ref, officer, fields)
        signature = self.sign(officer, asked.digest)
        return await api.act(
            kind,
            ref,
            officer,
            asked.created_ms,
            "SOFTWARE_ED25519",
            signature,
            fields=fields,
        )


def open_parts(
    folder: Path,
    log: StringIO,
    store: Store | None = None,
    clock: Clock | None = None,
) -> Parts:
    """Put a station together from its folder."""
    root = StationFolder(folder)
    settings = load_settings(folder)
    secrets = load_secrets(station_keystore(root.keys), PASSPHRASE, root.keys)
    record = open_store(root, secrets) if store is None else store
    made = make_log("debug", log, station=settings.station.name)
    try:
        return assemble(root, settings, secrets, record, clock or SystemClock(), made)
    except LocalFault:
        record.close()
        raise


def bound(port: int = 0) -> socket.socket:
    """Return a socket on a port, a free one if none is given."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    made.listen()
    made.setblocking(False)
    return made


@asynccontextmanager
async def running(
    folder: Path,
    make: MakeBearer = confirmed_bearer,
    store: Store | None = None,
    console_port: int = 0,
    clock: Clock | None = None,
) -> AsyncIterator[Up]:
    """Run a station in this process, on ports of its own."""
    log = StringIO()
    parts = open_parts(folder, log, store, clock)
    with (
        bound(console_port) as console,
        bound() as health,
        bound() as api,
        bound_path(folder / SOCKET) as control,
    ):
        ports = [one.getsockname()[1] for one in (health, console, api)]
        up = Up(parts, log, *ports)
        doors = Doors(console, health, control, api)
        try:
            async with serving(parts, doors, make) as served:
                up.served = served
                yield up
        finally:
            parts.store.close()


@asynccontextmanager
async def both(folders: Path, *, tcp: bool = False) -> AsyncIterator[tuple[Up, Up]]:
    """Run both stations, over a loopback line or over TCP, until in force."""
    near, far, _line = loopback_pair()
    async with AsyncExitStack() as stack:
        alfa = await stack.enter_async_context(
            running(folders / "alfa", *(() if tcp else (lambda _c, _p: near,)))
        )
        bravo = await stack.enter_async_context(
            running(folders / "bravo", *(() if tcp else (lambda _c, _p: far,)))
        )
        await alfa.until(alfa.connected)
        await bravo.until(bravo.connected)
        yield alfa, bravo
