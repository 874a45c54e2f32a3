# SPDX-License-Identifier: Apache-2.0
"""The one loop in which events meet the core and effects meet the ports.

Take every event that waits, give each to the core, commit all their changes as one
transaction in the store's writer thread, then send, then show, then make notes.
While the disk is slow the loop is free: screens, health and circuits go on answering.

If a commit fails, the core is thrown away and recovered from the store, so memory
never runs ahead of the disk.  Until the disk takes a write again the station is
read-only: acts are refused with the reason, frames are left to be asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeVar

from parley.core.effects import (
    Effect,
    LookAgain,
    Page,
    Recall,
    Refused,
    Sound,
    Transmit,
)
from parley.core.events import (
    ConsolesArmed,
    Event,
    FrameArrived,
    Recalled,
    TimerFired,
)
from parley.core.station import Station
from parley.core.watch.following import SHELF as FOLLOW
from parley.errors import LocalFault
from parley.errors.fault import Fault
from parley.model.now import Now
from parley.model.record import Change, Drop, Put
from parley.ports.clock import Clock
from parley.ports.pager import Pager
from parley.ports.store import Store
from parley.station.batch import Batch
from parley.station.changes import Changes
from parley.station.facts import Facts
from parley.station.inbox import Inbox, Waiting
from parley.station.limits import (
    BATCH_EVENTS_MAX,
    DISK_STAY_S,
    LONE_CHANGES_MAX,
    MISTAKES_MAX,
    RECOVER_S_FIRST,
    RECOVER_S_MAX,
)
from parley.station.logs import Log
from parley.station.meters import Meters
from parley.station.waiting import WaitingMessages
from parley.station.writer import Writer

Answered = TypeVar("Answered")

PROBE_SHELF = "shell"
PROBE_KEY = b"written"
_TOLD = frozenset({"ladder", FOLLOW})


class Circuits(Protocol):
    """What the runner needs of the bearers."""

    def transmit(self, circuit: str, frame: bytes) -> None:
        """Hand a frame to a circuit; never raises."""
        ...

    def declarations(self) -> list[Event]:
        """Return what a fresh core must be told of every circuit as it is now."""
        ...


Recover = Callable[[Now], tuple[Station, tuple[Effect, ...]]]


class Runner:
    """Owns the core; everything else only asks."""

    def __init__(
        self,
        recover: Recover,
        store: Store,
        clock: Clock,
        changes: Changes,
        meters: Meters,
        log: Log,
    ) -> None:
        """Recover the core from the store, and make durable what that asks for.

        Raises:
            LocalFault: the store cannot be read or written.

        """
        self._recover = recover
        self._store = store
        self._clock = clock
        self._changes = changes
        self._meters = meters
        self._log = log
        self._inbox = Inbox()
        self._fresh: list[Waiting] = []
        self._circuits: Circuits | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due = False
        self._stopping = False
        self._wait_s = RECOVER_S_FIRST
        self._core, effects = recover(clock.now())
        begun = Batch()
        begun.take(effects, None)
        store.commit(begun.changes())
        self._writer = Writer("record")
        self._owed: tuple[Effect, ...] = tuple(begun.outward)
        self.facts = Facts.of(self._core)
        self.waiting = WaitingMessages(store)
        self.read_only: str | None = None
        self.pager: Pager | None = None

    # Asking.

    async def act(self, event: Event, kind: type[Answered]) -> Answered:
        """Do an officer's act; return its answer, a `kind`, once it is on the disk.

        Raises:
            Fault: the core's refusal, or the store's; nothing was changed.

        """
        if self._stopping:
            raise LocalFault("PLY-CFG-017")
        if self.read_only is not None:
            raise LocalFault("PLY-CFG-016", reason=self.read_only)
        asker: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if not self._inbox.put_act(Waiting(event, asker)):
            raise LocalFault("PLY-CFG-018")
        answer = await asker
        assert isinstance(answer, kind), f"{event} was answered by no {kind}"
        return answer

    def tell(self, event: Event) -> None:
        """Take what a circuit says; cheap, never raises."""
        if isinstance(event, FrameArrived):
            self._meters.frame_in(event.circuit, len(event.frame))
        if not self._inbox.put(event):
            self._meters.frames_dropped += 1

    def stop(self) -> None:
        """Take no more acts; `run` ends when everything that waits is done."""
        self._stopping = True
        self._inbox.wake()

    def resume(self) -> None:
        """Take acts again after `stop`; `run` may then be called once more."""
        self._stopping = False

    def close(self) -> None:
        """Let the writer thread go, after `run` has ended."""
        self._disarm()
        self._writer.close()

    # The loop.

    async def run(self, circuits: Circuits | None = None) -> None:
        """Serve until `stop`; raises only for mistakes of ours."""
        self._circuits = circuits
        self.armed(self._changes.armed_consoles)
        if circuits is not None:
            for event in circuits.declarations():
                self.tell(event)
        try:
            while True:
                self._arm()
                if not (self._fresh or self._owed):
                    await self._inbox.wait()
                await self._turn()
                if self._stopping and not self._inbox:
                    return
        finally:
            self._refuse_waiting(LocalFault("PLY-CFG-017"))
            self._disarm()

    async def _turn(self) -> None:
        waiting = self._fresh + self._inbox.take(BATCH_EVENTS_MAX)
        self._fresh = []
        if self._timer_due:
            self._timer_due = False
            waiting.append(Waiting(TimerFired()))
        if self.read_only is not None:
            await self._probe()  # what waited is asked again, or was refused
            return
        try:
            batch = self._handle(waiting)
            facts = await self._commit(batch)
        except LocalFault as fault:
            _refuse(waiting, fault)
            self._set_read_only(fault)
            return
        self._owed = ()
        self._perform(batch, facts)
        if batch.outward:
            # Whoever was told goes first: an alarm does not wait for our notes of it.
            await asyncio.sleep(0)
            self._note(batch)

    def _handle(self, waiting: list[Waiting]) -> Batch:
        """Give each event to the core, collecting what it asks for."""
        for _ in range(MISTAKES_MAX):
            batch = Batch()
            batch.take(self._owed, None)
            for index, one in enumerate(waiting):
                try:
                    effects = self._core.handle(one.event, self._clock.now())
                except Fault as fault:
                    self._refuse_one(one, fault)
                except Exception as mistake:  # noqa: BLE001 - told, and survived
                    rest = waiting[:index] + waiting[index + 1 :]
                    self._survive(one, mistake)
                    waiting = self._fresh + rest
                    self._fresh = []
                    break
                else:
                    batch.take(effects, one.asker)
            else:
                return batch
        raise AssertionError("the core makes a mistake with every event")

    def _survive(self, one: Waiting, mistake: Exception) -> None:
        """A mistake of ours must not take the line down: forget it, start clean.

        The core may be half changed, so it is recovered, and the other events of the
        batch are given to the fresh one; nothing of them was committed yet.
        """
        name = type(one.event).__name__
        self._meters.mistakes += 1
        self._log.error("core.mistake", kind=name, place=_where(mistake))
        _refuse([one], mistake)
        self._renew()

    def _refuse_one(self, one: Waiting, fault: Fault) -> None:
        if one.asker is None:
            self._log.info("event.refused", code=fault.code)
        _refuse([one], fault)

    async def _commit(self, batch: Batch) -> Facts:
        """Make a batch durable; return what the core knows with it."""
        changes = batch.changes()
        if not changes:
            return self.facts if batch.is_empty else Facts.of(self._core)
        given = self._writer.give(partial(self._store.commit, changes))
        started_ms = self._clock.now().mono_ms
        stay_s = DISK_STAY_S if len(changes) <= LONE_CHANGES_MAX else 0
        given.let_work(stay_s)
        # Copied while the disk works, shown when it has; nothing moves the core.
        facts = Facts.of(self._core)
        news = self.waiting.read(changes)
        await given.done(stay_s)
        self._meters.committed(len(changes), self._clock.now().mono_ms - started_ms)
        self._wait_s = RECOVER_S_FIRST
        self.waiting.follow(news)
        self._changes.retold += any(_retells(change) for change in changes)
        return facts

    def _perform(self, batch: Batch, facts: Facts) -> None:
        """Send, then show, then answer: in this order, all in one turn of the loop."""
        # Whatever was filed may stand on a screen, told of or not.
        look = bool(batch.filed)
        for effect in batch.outward:
            match effect:
                case Transmit(circuit, frame):
                    if self._circuits is not None:
                        self._circuits.transmit(circuit, frame)
                case Sound():
                    self._changes.sounds += 1
                    look = True
                case LookAgain():
                    look = True
                case _:
                    pass
        self.facts = facts
        if look:
            self._changes.look_again()
        batch.answer()

    def _note(self, batch: Batch) -> None:
        """Count and log what happened, and fetch what the core asks for."""
        for effect in batch.outward:
            match effect:
                case Transmit(circuit, frame):
                    self._meters.frame_out(circuit, len(frame))
                case Sound(link, _, serial):
                    self._log.info("alarm.sounded", link=link, serial=serial)
                case Page():
                    self._page(effect)
                case Refused(circuit, code):
                    self._meters.refused(circuit, code)
                    self._log.warning("frame.refused", circuit=circuit, code=code)
                case Recall():
                    self._recall(effect)
                case _:
                    pass

    def _page(self, page: Page) -> None:
        self._log.info(
            "watch.paged",
            link=page.link,
            serial=page.serial,
            step=page.step.name,
            late_s=page.late_s,
        )
        if self.pager is not None:
            self.pager.page(page)

    def armed(self, count: int) -> None:
        """Tell the core how many consoles would sound."""
        self.tell(ConsolesArmed(count))

    def _recall(self, recall: Recall) -> None:
        try:
            found = self._store.entries(
                recall.link,
                recall.direction,
                recall.incarnation,
                recall.first,
                recall.limit,
            )
        except LocalFault as fault:
            self._log.error("record.unreadable", code=fault.code)
            return
        self._inbox.put(Recalled(recall, tuple(filed.row for filed in found)))

    # When the disk does not take a write.

    def _set_read_only(self, fault: LocalFault) -> None:
        self.read_only = fault.what.rstrip(".")
        self._meters.commits_failed += 1
        self._log.error("record.read-only", code=fault.code, wait_s=self._wait_s)
        self._refuse_waiting(LocalFault("PLY-CFG-016", reason=self.read_only))
        self._changes.look_again()
        self._wake_in(self._wait_s)
        self._wait_s = min(self._wait_s * 2, RECOVER_S_MAX)

    async def _probe(self) -> None:
        """Try the disk with one small write; on success begin again from the store."""
        if self._timer is not None and not self._stopping:
            return  # woken by a circuit: the pause is not over
        wait_s = self._wait_s
        written = str(self._clock.now().wall_ms).encode()
        try:
            probe = Batch([Put(PROBE_SHELF, PROBE_KEY, written)])
            await self._commit(probe)
            self._renew()
        except LocalFault as fault:
            self._set_read_only(fault)
            return
        # A small write may fit where the next message does not: the pause goes on
        # growing until a whole batch has been committed.
        self._wait_s = wait_s
        self.read_only = None
        self._log.info("record.writable")
        self._changes.look_again()

    def _renew(self) -> None:
        """Throw the core away and recover it from the store."""
        self._core, self._owed = self._recover(self._clock.now())
        told: list[Event] = [ConsolesArmed(self._changes.armed_consoles)]
        if self._circuits is not None:
            told += self._circuits.declarations()
        self._fresh = [Waiting(event) for event in told]

    def _refuse_waiting(self, fault: LocalFault) -> None:
        _refuse(self._inbox.take(len(self._inbox)), fault)

    # The one timer.

    def _arm(self) -> None:
        if self.read_only is not None:
            return
        self._disarm()
        wakeup = self._core.next_wakeup()
        if wakeup is not None:
            delay_ms = max(0, wakeup - self._clock.now().mono_ms)
            self._wake_in(delay_ms / 1000)

    def _wake_in(self, delay_s: float) -> None:
        self._disarm()
        self._timer = asyncio.get_running_loop().call_later(delay_s, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._timer_due = self.read_only is None
        self._inbox.wake()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _retells(change: Change) -> bool:
    """Tell whether a change alters what is shown of a message that is filed."""
    return isinstance(change, Put | Drop) and change.shelf in _TOLD


def _refuse(waiting: Iterable[Waiting], fault: Exception) -> None:
    for one in waiting:
        if one.asker is not None and not one.asker.done():
            one.asker.set_exception(fault)


def _where(mistake: BaseException) -> str:
    """Name a mistake by kind and place; its own words could quote a text."""
    place = mistake.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(mistake).__name__
    code = place.tb_frame.f_code
    return f"{type(mistake).__name__} in {code.co_name}, line {place.tb_lineno}"
