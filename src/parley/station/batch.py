# SPDX-License-Identifier: Apache-2.0
"""Sorts the effects of a batch: one transaction, then the outward ones in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from parley.core.effects import Answer, Effect, Outward
from parley.model.record import Append, Change, Clear, Drop, Forget, Put


@dataclass(slots=True)
class Batch:
    """Everything that becomes true with one commit."""

    filed: list[Change] = field(default_factory=list)
    shelved: dict[tuple[str, bytes], Change] = field(default_factory=dict)
    outward: list[Outward] = field(default_factory=list)
    answers: list[tuple[asyncio.Future[object], object]] = field(default_factory=list)

    def take(
        self, effects: Iterable[Effect], asker: asyncio.Future[object] | None
    ) -> None:
        """Add the effects of one event; a shelf keeps the last value it was given."""
        value: object = None
        for effect in effects:
            match effect:
                case Append() | Clear() | Forget():
                    self.filed.append(effect)
                case Put() | Drop():
                    self.shelved[effect.shelf, effect.key] = effect
                case Answer():
                    value = effect.value
                case _:
                    self.outward.append(effect)
        if asker is not None:
            self.answers.append((asker, value))

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for, nothing to be told: only places of a window moved."""
        return not (self.filed or self.shelved or self.outward or self.answers)

    def changes(self) -> list[Change]:
        """Return the transaction."""
        return [*self.filed, *self.shelved.values()]

    def answer(self) -> None:
        """Give everybody who asked his answer: it is on the disk now."""
        for asker, value in self.answers:
            if not asker.done():
                asker.set_result(value)
