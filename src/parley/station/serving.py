# SPDX-License-Identifier: Apache-2.0
"""A station at work: circuits, console, health and control around one runner.

Whatever fails alone is told and left alone: a bearer, a page, a listener.  Only the
runner's end ends the station.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.pager.phones import PhonePager
from parley.ports.bearer import Bearer
from parley.ports.kind import CircuitTable
from parley.station.assembly import Parts
from parley.station.catalogue import make_api, make_console, preload
from parley.station.circuits import CircuitTask, CircuitTasks
from parley.station.client import SOCKET
from parley.station.config import Settings
from parley.station.control import control_app
from parley.station.desk import DeskKeys
from parley.station.glance import ENDED
from parley.station.health import health_app
from parley.station.limits import STOP_S_MAX
from parley.station.listeners import Listener, bind, bound_path
from parley.station.notify import Notify
from parley.station.phones_settings import phones_of
from parley.station.places import StationFolder
from parley.station.reach.making import adjusted, make_bearer
from parley.station.tokens import TokenBook
from parley.station.watch.calls import is_wanted

MakeBearer = Callable[[CircuitTable, Parts], Bearer | None]


class Doors(Fixed):
    """The bound sockets of a station."""

    console: socket.socket
    health: socket.socket
    control: socket.socket
    api: socket.socket | None = None


@contextmanager
def open_doors(folder: StationFolder, settings: Settings) -> Iterator[Doors]:
    """Bind every socket before anything runs.

    Raises:
        LocalFault: PLY-CFG-009 an address is in use; PLY-CFG-008 the control socket
            cannot be made.

    """
    with (
        closing(bind(settings.console.listen, "console.listen")) as console,
        closing(bind(settings.health.listen, "health.listen")) as health,
        bound_path(folder.root / SOCKET) as control,
        _api_door(settings) as api,
    ):
        yield Doors(console, health, control, api)


@contextmanager
def _api_door(settings: Settings) -> Iterator[socket.socket | None]:
    """Bind the API's address, if the settings give it one."""
    if settings.api.listen is None:
        yield None
        return
    with closing(bind(settings.api.listen, "api.listen")) as bound:
        yield bound


def confirmed_bearer(circuit: CircuitTable, parts: Parts) -> Bearer | None:
    """Make a circuit's bearer, or None while its counterpart is not confirmed."""
    known = parts.runner.facts.links.get(circuit.counterpart)
    if known is None or known.card is None:
        return None
    return make_bearer(
        circuit,
        parts.settings.station.name,
        parts.secrets,
        known.card,
        parts.folder.circuits,
    )


def found_at(circuit: CircuitTable, parts: Parts) -> object:
    """Return where the counterpart of a circuit is found, by its card."""
    known = parts.runner.facts.links.get(circuit.counterpart)
    return None if known is None or known.card is None else known.card.addresses


@dataclass(slots=True)
class Served:
    """A station that is up."""

    parts: Parts
    desk: DeskKeys
    circuits: CircuitTasks
    listeners: dict[str, Listener]
    faces: Mapping[str, Callable[[], Listener]]
    ended: list[str] = field(default_factory=list)

    def reasons(self) -> tuple[str, ...]:
        """Return what of the station has ended before its time, in words."""
        return tuple(ENDED.format(name=name) for name in self.ended)

    async def listen(self, name: str) -> None:
        """Run one listener; its end is told and touches nothing else."""
        try:
            await self.listeners[name].listen()
        except Exception as mistake:  # noqa: BLE001 - one listener, never the station
            self._tell(name, mistake)
        self._note_end(name)

    async def show(self, name: str) -> None:
        """Load a face and run its listener; who comes earlier waits at its door."""
        try:
            await asyncio.to_thread(preload, name)
            if self.parts.changes.closed:
                return
            self.listeners[name] = self.faces[name]()
        except Exception as mistake:  # noqa: BLE001 - damaged pages, never the station
            self._tell(name, mistake)
            self._note_end(name)
        else:
            await self.listen(name)

    def _tell(self, name: str, mistake: Exception) -> None:
        # Its kind only: a traceback could quote a text.
        code = mistake.code if isinstance(mistake, LocalFault) else None
        kind = type(mistake).__name__
        self.parts.log.error("listener.failed", place=name, kind=kind, code=code)

    def _note_end(self, name: str) -> None:
        if not self.parts.changes.closed:
            self.ended.append(name)
            self.parts.changes.look_again()


@asynccontextmanager
async def serving(
    parts: Parts,
    doors: Doors,
    make: MakeBearer = confirmed_bearer,
    notify: Notify | None = None,
) -> AsyncIterator[Served]:
    """Run a station for as long as the block lasts; stop it gracefully afterwards."""
    served = _built(parts, doors, make)
    calling = _calling(parts)
    told = Notify() if notify is None else notify
    try:
        async with asyncio.TaskGroup() as group:
            runner = group.create_task(parts.runner.run(served.circuits))
            running = (circuit.run(parts.changes.next) for circuit in served.circuits)
            asking = parts.asking.run(lambda: parts.runner.facts.links)
            observing = parts.observer.run(parts.changes)
            loops = (_watchdog(told), asking, observing, *running, *calling)
            beside = [group.create_task(one) for one in loops]
            for name, listener in served.listeners.items():
                group.create_task(served.listen(name))
                await listener.ready.wait()
            told.send("READY=1", "STATUS=ready")
            for name in served.faces:
                group.create_task(served.show(name))
            try:
                yield served
            finally:
                told.send("STOPPING=1")
                await _stop(served, runner)
                for task in beside:
                    task.cancel()
                served.desk.lock_all()
    except BaseExceptionGroup as several:
        if len(several.exceptions) == 1:
            raise several.exceptions[0] from None
        raise
    finally:
        parts.runner.close()


def _calling(parts: Parts) -> tuple[Coroutine[object, object, None], ...]:
    """Return what calls phones, if there are any to be called."""
    lists = phones_of(parts.settings.phones, parts.folder.root)
    if not lists:
        return ()
    pager = PhonePager(
        lists, lambda page: is_wanted(parts.runner.facts, page), parts.runner.tell
    )
    parts.runner.pager = pager
    return (pager.run(),)


def _built(parts: Parts, doors: Doors, make: MakeBearer) -> Served:
    desk = DeskKeys(
        parts.folder.root,
        parts.clock,
        parts.settings.limits.desk_idle_s,
        parts.api.hardware.in_force,
    )
    circuits = CircuitTasks(
        CircuitTask(
            table.name,
            table.counterpart,
            partial(make, table, parts),
            parts.runner.tell,
            parts.log,
            parts.meters,
            partial(adjusted, table),
            partial(found_at, table, parts),
        )
        for table in parts.settings.circuit
    )
    listeners = {
        "health": Listener(
            health_app(parts.queries, partial(_metrics, parts)),
            doors.health,
            websockets=False,
        ),
        "control": Listener(
            control_app(parts.api, parts.log, parts.settings.shell.sight),
            doors.control,
            websockets=False,
        ),
    }
    faces = {"console": partial(_console, parts, desk, doors.console)}
    if doors.api is not None:
        faces["api"] = partial(_api, parts, doors.api)
    served = Served(parts, desk, circuits, listeners, faces)
    parts.queries.more_reasons = served.reasons
    return served


def _console(parts: Parts, desk: DeskKeys, door: socket.socket) -> Listener:
    console = make_console(parts.api, desk, parts.settings)
    return Listener(console, door, websockets=True)


def _api(parts: Parts, door: socket.socket) -> Listener:
    book = TokenBook(parts.folder.root)
    listen = parts.settings.api.listen or ""
    api = make_api(parts.api, book, parts.clock.now, listen)
    return Listener(api, door, websockets=False)


def _metrics(parts: Parts) -> tuple[bytes, str]:
    # Loaded when somebody asks: a start must not wait for it.
    from parley.station.metrics import StationMetrics  # noqa: PLC0415

    return StationMetrics(parts.queries, parts.meters).text()


async def _stop(served: Served, runner: asyncio.Task[None]) -> None:
    """Take nothing new, let what waits be committed and sent, then end the rest."""
    served.parts.changes.close()
    for listener in served.listeners.values():
        listener.stop()
    served.parts.runner.stop()
    _, late = await asyncio.wait([runner], timeout=STOP_S_MAX)
    for task in late:
        task.cancel()


async def _watchdog(notify: Notify) -> None:
    """Say that the loop turns; a loop that does not is restarted by systemd."""
    if notify.watchdog_s is None:
        return
    while True:
        notify.send("WATCHDOG=1")
        await asyncio.sleep(notify.watchdog_s)
