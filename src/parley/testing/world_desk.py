# SPDX-License-Identifier: Apache-2.0
"""A station of a simulated world: the real core on a disk and a clock that fail.

It commits, then sends, then shows, as the station's runner does, and can die before the
commit, after it, or half-way through what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from parley.core.effects import Answer, Effect, Recall, Sound, Transmit
from parley.core.events import CircuitDeclared, CircuitUp, Event, Recalled
from parley.core.station import Station
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.model.message import Message
from parley.model.precedence import Mode
from parley.model.record import Append, Change, Direction, EntryFlag, EntryRow, Put
from parley.store.memory.store import MemoryStore
from parley.testing.desks import DURABLE, Desk
from parley.testing.rows import read_once
from parley.testing.world_network import Carrier


class Died(Exception):  # noqa: N818 - it is no error of the world's
    """The station stopped in the middle of what it was doing."""


class Standing(Fixed):
    """How a station stands to a counterpart."""

    link: str
    confirmed: bool


class WorldDesk(Desk):
    """One station with its disk, clocks and crashes."""

    def __init__(self, name: str, party: str, mode: Mode, stream: Random) -> None:
        """Start with an empty disk; `stream` drives this station's misfortunes."""
        self.stream = stream
        self.alive = False
        self.fragile = False
        self.disk_full = False
        self.crash_rate = stream.choice((0.0, 0.005, 0.03))
        self.disk_rate = stream.choice((0.0, 0.0, 0.01))
        self.drift = stream.uniform(0.999, 1.001)
        self.leaves: dict[tuple[str, int, int], bytes] = {}
        self.sounded: list[tuple[str, int, int]] = []
        self.carriers: dict[str, list[Carrier]] = {}
        self.wire: Callable[[str, bytes], None] = lambda _circuit, _frame: None
        self.armed_ms: int | None = None
        self.moved_nothing = False  # by the last event
        super().__init__(name, party, mode)
        self.mono_exact = float(self.mono_ms)
        self.wall_exact = float(self.wall_ms)
        self.alive = True

    def start(self) -> None:
        """Come up from whatever the disk holds and declare the circuits again."""
        self.core, effects = Station.recover(
            self.settings, self.keys, self.store, self.now()
        )
        self.alive = True
        self.perform(effects)
        for link, carriers in self.carriers.items():
            for carrier in carriers:
                name = f"{link}/{carrier.name}"
                self.tell(CircuitDeclared(name, link, carrier.traits_at(self.name)))
                if not carrier.is_cut:
                    self.tell(CircuitUp(name))

    def connect(self, link: str, carriers: list[Carrier]) -> None:
        """Give the station its circuits to one counterpart."""
        self.carriers[link] = carriers
        for carrier in carriers:
            name = f"{link}/{carrier.name}"
            self.tell(CircuitDeclared(name, link, carrier.traits_at(self.name)))
            self.tell(CircuitUp(name))

    def kill(self) -> None:
        """Stop at once; only what was committed stays."""
        self.alive = False
        # A monotonic clock begins anywhere after a start.
        self.mono_exact = float(self.stream.randrange(1_000_000))
        self.mono_ms = round(self.mono_exact)
        self.armed_ms = None

    def facts(self) -> list[Standing]:
        """Return which counterparts are known, and how well."""
        if not self.alive:
            return []
        return [
            Standing(each.link, each.state != "alleged") for each in self.core.links()
        ]

    def names(self) -> set[str]:
        """Return the names on our roster."""
        return {officer.name for officer in self.core.roster().officers}

    def messages(self) -> list[tuple[str, EntryRow]]:
        """Return text and row of every message kept, in filing order."""
        found = []
        for filed in self.store.flagged(EntryFlag.MESSAGE):
            _, entry = read_once(filed.row)
            assert isinstance(entry.payload, Message)
            found.append((entry.payload.content.texts[0].text, filed.row))
        return found

    def filed_out(self, text: str) -> bool:
        """Tell whether a text of ours is on our record as gone."""
        return any(
            known == text and row.key.direction is Direction.OUT
            for known, row in self.messages()
        )

    def put_back(self, backup: MemoryStore) -> None:
        """Start from an old copy of the disk, as `parley restore` does."""
        self.store = backup.snapshot()
        self.store.commit([Put("station", b"restored", b"1")])
        self.kill()

    def tell(self, event: Event) -> object:
        """Hand over one event; a dead station answers nothing.

        Returns the answer, the fault of a refused act, or None.
        """
        if not self.alive:
            return None
        try:
            effects = self.core.handle(event, self.now())
        except (LocalFault, CounterpartFault) as fault:
            return fault
        try:
            return self.perform(effects)
        except Died:
            self.kill()
            return None
        except LocalFault:
            # The disk refused: what the core thinks is not true, so it is thrown away.
            # Like the runner, this waits before it tries again.
            self.kill()
            return None

    def start_again(self) -> None:
        """Rebuild the core from the disk; with the disk still full, stop."""
        try:
            self.start()
        except (LocalFault, Died):
            self.kill()

    def perform(self, effects: tuple[Effect, ...]) -> object:
        """Commit, then send, then show; die wherever this world wants it."""
        self.moved_nothing = not effects
        changes = [each for each in effects if isinstance(each, DURABLE)]
        if changes:
            self._check_heard(effects)
        self._maybe_die()
        if changes:
            self._commit(changes)
        self._maybe_die()
        answer: object = None
        for effect in effects[len(changes) :]:
            match effect:
                case Transmit(circuit, frame):
                    self._maybe_die()
                    self.wire(circuit, frame)
                case Sound(link, incarnation, serial):
                    self.sounded.append((link, incarnation, serial))
                case Answer(value):
                    answer = value
                case Recall(link, direction, incarnation, first, limit):
                    rows = self.store.entries(
                        link, direction, incarnation, first, limit
                    )
                    self.tell(Recalled(effect, tuple(each.row for each in rows)))
                case _:
                    pass
        return answer

    def _check_heard(self, effects: tuple[Effect, ...]) -> None:
        """Whatever else goes on, a message sounds in the turn that files it."""
        opened = {
            (each.row.key.link, each.row.key.incarnation, each.row.key.serial)
            for each in effects
            if isinstance(each, Append) and EntryFlag.OPEN in each.row.flags
        }
        if opened:
            loud = {
                (each.link, each.incarnation, each.serial)
                for each in effects
                if isinstance(each, Sound)
            }
            assert opened <= loud, f"{self.name} filed and nobody heard {opened - loud}"

    def _maybe_die(self) -> None:
        if self.fragile and self.stream.random() < self.crash_rate / 3:
            raise Died

    def _commit(self, changes: list[Change]) -> None:
        refused = self.disk_full or (
            self.fragile and self.stream.random() < self.disk_rate
        )
        if refused:
            raise LocalFault("PLY-STO-001", path="simulated")
        self.store.commit(changes)
        for change in changes:
            if isinstance(change, Append) and change.row.key.direction is Direction.OUT:
                self._note_serial(change)

    def _note_serial(self, change: Append) -> None:
        """No serial of any incarnation may ever be given to a second entry."""
        key = change.row.key
        place = (key.link, key.incarnation, key.serial)
        known = self.leaves.setdefault(place, change.row.leaf)
        assert known == change.row.leaf, f"{self.name} used {place} twice"
