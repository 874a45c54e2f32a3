# SPDX-License-Identifier: Apache-2.0
"""Where a drill plays: two whole stations, their cable, and their clock."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from enum import Enum
from pathlib import Path

from parley.core.events import TimerFired
from parley.drills.cable import Cable
from parley.drills.clock import DrillClock
from parley.errors import Fault
from parley.model.precedence import Mode
from parley.station.delegation.root import RootFolder, sign_request
from parley.station.root_at_hand import DELEGATED_DAYS
from parley.station.views import (
    AlarmView,
    CounterpartView,
    DraftView,
    MessageView,
    StageView,
)
from parley.testing.stations import (
    ANN,
    PASSPHRASE,
    Up,
    make_strangers,
    move_circuit,
    pair_stations,
    running,
)


class Ground(Enum):
    """What a drill finds when it begins."""

    SHARED = "two paired stations that other drills use as well"
    OWN = "two paired stations of its own, for what cannot be taken back"
    STRANGERS = "two stations that do not know each other"
    BARE = "nothing"


class MissedError(Exception):
    """What a criterion asks for was not seen; it says what was."""


class Stage:
    """Two stations that talk, ALFA and BRAVO, with a person at each desk."""

    def __init__(self, folder: Path, clock: DrillClock) -> None:
        """Take the folder of both; nothing runs yet."""
        self.folder = folder
        self.cable = Cable()
        self.clock = clock
        self._up: dict[str, tuple[Up, AsyncExitStack]] = {}

    @property
    def alfa(self) -> Up:
        """ALFA's station, which runs."""
        return self._up["alfa"][0]

    @property
    def bravo(self) -> Up:
        """BRAVO's station, which runs."""
        return self._up["bravo"][0]

    async def start(self, party: str) -> Up:
        """Start the station of a party."""
        stack = AsyncExitStack()
        folder = self.folder / party
        running_now = running(folder, self.cable.make, clock=self.clock)
        up = await stack.enter_async_context(running_now)
        self._up[party] = (up, stack)
        self.cable.redial()
        return up

    async def stop(self, party: str) -> None:
        """Stop it; what was said stays on its disk."""
        _, stack = self._up.pop(party)
        await stack.aclose()

    async def stop_all(self) -> None:
        """Stop whatever runs."""
        for party in tuple(self._up):
            await self.stop(party)

    async def connect(self) -> None:
        """Wait until both are in force and a circuit is up."""
        await self.alfa.until(self.alfa.connected)
        await self.bravo.until(self.bravo.connected)

    def let_pass(self, seconds: float) -> None:
        """Let time pass at both stations, and let them notice."""
        self.clock.move_on(seconds)
        for station in (self.alfa, self.bravo):
            station.parts.runner.tell(TimerFired())

    def now_ms(self) -> int:
        """Return the wall clock of both."""
        return self.clock.now().wall_ms


async def arrived(station: Up, text: str) -> tuple[MessageView, float]:
    """Wait until a message whose text holds `text` is unacknowledged at a station.

    Returns it whole, and how long that took in seconds.
    """
    began_s = time.monotonic()
    found: list[MessageView] = []

    async def there() -> bool:
        for one in (await station.parts.api.board()).open:
            whole = await station.parts.api.message(one.ref)
            words = [words for _, words in whole.texts]
            if any(text in each for each in words):
                found.append(whole)
                return True
        return False

    await station.until(there)
    return found[0], time.monotonic() - began_s


async def reaches(station: Up, ref: str | None, rung: str) -> StageView:
    """Wait until a message of a station has reached a rung of the ladder."""
    assert ref is not None, "the message has gone"
    found: list[StageView] = []

    async def is_so() -> bool:
        stages = (await station.parts.api.message(ref)).stages
        found.extend(one for one in stages if one.stage == rung)
        return bool(found)

    await station.until(is_so)
    return found[-1]


async def alarmed(station: Up, code: str) -> AlarmView:
    """Wait until a station has an alarm."""
    found: list[AlarmView] = []

    async def there() -> bool:
        alarms = (await station.parts.api.status()).alarms
        found.extend(one for one in alarms if one.code == code)
        return bool(found)

    await station.until(there)
    return found[0]


async def silent(station: Up, silence: str) -> CounterpartView:
    """Wait until a station diagnoses the other's silence so."""

    async def is_so() -> bool:
        return (await counterpart(station)).silence == silence

    await station.until(is_so)
    return await counterpart(station)


async def counterpart(station: Up) -> CounterpartView:
    """Return the one counterpart of a station."""
    (one,) = (await station.parts.api.status()).counterparts
    return one


async def refused(act: Awaitable[object], *codes: str) -> str:
    """Return in words that an act was refused for one of these reasons.

    Raises:
        MissedError: it was done, or refused for another reason.

    """
    try:
        await act
    except Fault as fault:
        if fault.code in codes:
            return f"refused: {fault.what}"
        raise MissedError(f"refused for another reason: {fault.what}") from None
    raise MissedError("it was not refused")


async def release(station: Up, draft: DraftView) -> DraftView:
    """Release a draft with as many persons as it takes, Ann first."""
    for officer in range(ANN, ANN + draft.needed):
        signature = station.sign(officer, draft.digest)
        draft = await station.parts.api.release(
            draft.number, officer, "SOFTWARE_ED25519", signature
        )
    return draft


async def stop_code(station: Up, target: int) -> str:
    """Make revocation codes; return one when the other side can know it.

    `target` is an officer, or 0 for the station.
    """
    codes = await station.parts.api.revocation_codes()

    async def known() -> bool:
        # The digests of the codes have to be there before a code is read.
        return (await counterpart(station)).unreceipted == 0

    await station.until(known)
    return next(one.code for one in codes if one.target == target)


def let_root_sign(root: Path, wish: bytes, now_ms: int) -> bytes:
    """Let the root in a folder sign what a station asks for; return its answer."""
    folder = RootFolder(root)
    signed = sign_request(folder, PASSPHRASE, wish, now_ms, DELEGATED_DAYS)
    return folder.file_of(signed.station, signed.number).read_bytes()


def seconds(took_s: float) -> str:
    """Return a short time in words."""
    return f"{took_s * 1_000:.0f} ms" if took_s < 1 else f"{took_s:.1f} s"


def must(condition: object, otherwise: str) -> None:
    """Raise unless a condition holds.

    Raises:
        MissedError: with these words.

    """
    if not condition:
        raise MissedError(otherwise)


@asynccontextmanager
async def staged(
    folder: Path, mode: Mode, ground: Ground, clock: DrillClock
) -> AsyncIterator[Stage]:
    """Set the stage in `folder`, and start what stands on it until it talks."""
    with _place(folder, mode, ground) as place:
        await asyncio.to_thread(_prepare, place, mode, ground)
        stage = Stage(place, clock)
        try:
            if ground is not Ground.BARE:
                await stage.start("alfa")
                await stage.start("bravo")
            if ground in {Ground.SHARED, Ground.OWN}:
                await stage.connect()
            yield stage
        finally:
            await stage.stop_all()


@contextmanager
def _place(folder: Path, mode: Mode, ground: Ground) -> Iterator[Path]:
    if ground is Ground.SHARED:
        yield folder / mode.name.lower()
        return
    with tempfile.TemporaryDirectory(dir=folder) as own:
        yield Path(own) / "stage"


def _prepare(place: Path, mode: Mode, ground: Ground) -> None:
    """Make what a drill finds; keystores are weak, since their keys protect nothing."""
    if place.exists():
        move_circuit(place)
        return
    place.mkdir(parents=True)
    match ground:
        case Ground.SHARED | Ground.OWN:
            pair_stations(place, mode=mode)
            move_circuit(place)
        case Ground.STRANGERS:
            make_strangers(place, mode=mode)
        case Ground.BARE:
            pass
