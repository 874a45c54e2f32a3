# SPDX-License-Identifier: Apache-2.0
"""What a third witness answers: one request at a time, kept before it is answered."""

from __future__ import annotations

import asyncio

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.station.witness.place import WitnessKeys, WitnessPlace
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.cosignature import sign
from parley.tlog.note import Note, parse_note
from parley.tlog.policy import Policy
from parley.tlog.submission import judge_submission, parse_submission

SIZE_TYPE, TEXT_TYPE = "text/x.tlog.size", "text/plain; charset=utf-8"
_OK, _BAD, _STRANGER, _UNKNOWN, _CONFLICT, _UNPROVED = 200, 400, 403, 404, 409, 422
# SPEC 5.43: "A refusal has the status 400 for a request that is not well-formed, 403
# for a head that its log has not signed, 404 for an unknown log, 409 for an old size or
# a root that is not the one known, and 422 for a head that does not continue it."
_STATUS = {
    "PLY-LOG-004": _UNPROVED,
    "PLY-LOG-008": _STRANGER,
    "PLY-LOG-009": _STRANGER,
    "PLY-LOG-010": _UNKNOWN,
    "PLY-LOG-011": _STRANGER,
    "PLY-LOG-032": _CONFLICT,
    "PLY-LOG-033": _CONFLICT,
}


class Told(Fixed):
    """An answer as HTTP carries it."""

    status: int
    body: bytes
    kind: str = TEXT_TYPE


class WitnessService:
    """Judges and cosigns; what it cosigned is on its disk first."""

    def __init__(
        self,
        place: WitnessPlace,
        own: WitnessKeys,
        policies: tuple[Policy, ...],
        clock: Clock,
    ) -> None:
        self._place = place
        self._own = own
        self._policies = policies
        self._clock = clock
        # Between the look at the newest head and its replacement nobody else may come.
        self._busy = asyncio.Lock()

    async def add(self, data: bytes) -> Told:
        """Answer one request."""
        async with self._busy:
            return await asyncio.to_thread(self._add, data)

    def _add(self, data: bytes) -> Told:
        try:
            asked = parse_submission(data)
            origin = parse_checkpoint(asked.note.text).origin
            newest = self._newest(origin)
            known = None if newest is None else parse_checkpoint(newest.text)
            checkpoint = judge_submission(asked, self._policy(origin), known)
        except CounterpartFault as fault:
            return _refusal(fault)
        except LocalFault as fault:
            return Told(500, f"{fault.code}\n".encode())
        return self._cosigned(checkpoint, newest)

    def _policy(self, origin: str) -> Policy:
        for policy in self._policies:
            if policy.knows(origin):
                return policy
        raise CounterpartFault("PLY-LOG-010", name=origin)

    def _newest(self, origin: str) -> Note | None:
        data = self._place.head(origin)
        if data is None:
            return None
        try:
            return parse_note(data)
        except CounterpartFault as damaged:
            # Beginning anew would forget what was promised: a custodian must look.
            raise LocalFault("PLY-LOG-036", name=origin) from damaged

    def _cosigned(self, checkpoint: Checkpoint, before: Note | None) -> Told:
        time_s = max(self._clock.now().wall_ms // 1_000, _time_of(before))
        pair, keys = self._own.pair, self._own.keys
        lines = tuple(
            sign(keys, key, checkpoint, time_s) for key in (pair.ed25519, pair.mldsa44)
        )
        try:
            note = Note(checkpoint.text(), lines).encode()
            self._place.keep(checkpoint.origin, note)
        except LocalFault as fault:
            return Told(500, f"{fault.code}\n".encode())
        return Told(_OK, "".join(f"{line.text()}\n" for line in lines).encode())


def _time_of(note: Note | None) -> int:
    """Return when the head before was cosigned: no clock takes a witness back."""
    if note is None:
        return 0
    return max(int.from_bytes(line.payload[:8], "big") for line in note.lines)


def _refusal(fault: CounterpartFault) -> Told:
    status = _STATUS.get(fault.code, _BAD)
    if fault.code == "PLY-LOG-032":
        return Told(status, f"{fault.facts['size']}\n".encode(), SIZE_TYPE)
    return Told(status, f"{fault.code}\n".encode())
