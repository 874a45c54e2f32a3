# SPDX-License-Identifier: Apache-2.0
"""What of a log can be proved: the newest head that both stations have signed."""

from __future__ import annotations

from parley.core.shelves import decode_head, link_key, number_key
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.model.record import EntryKey
from parley.ports.store import Store
from parley.station.parties import Log, Parties
from parley.station.witness.thirds import Thirds
from parley.tlog.note import Note, parse_note
from parley.tlog.policy import Policy
from parley.tlog.verdict_lines import shown_time

NOTE_SHELF = "note"


class Cover(Fixed):
    """A cosigned head: everything up to `size` entries can be proved under it."""

    note: Note
    policy: Policy  # by which a reader judges it
    size: int
    signed_ms: int  # the earliest of the times that its signers state


class Covers:
    """The cosigned heads of a link's logs, as the record keeps them."""

    def __init__(self, store: Store, parties: Parties, thirds: Thirds) -> None:
        self._store = store
        self._parties = parties
        self._thirds = thirds
        self._found: dict[Log, Cover] = {}

    def of(self, log: Log) -> Cover:
        """Return the newest cosigned head of a log.

        Raises:
            LocalFault: PLY-REC-001 there is none yet; PLY-REC-008 it does not verify.

        """
        if log not in self._found:
            self._found[log] = self._read(log)
        return self._found[log]

    def size(self, log: Log) -> int:
        """Return how many entries of a log are cosigned; 0: none yet."""
        try:
            return self.of(log).size
        except LocalFault:
            return 0

    def _read(self, log: Log) -> Cover:
        link, direction, incarnation = log
        place = link_key(link, bytes([direction]) + number_key(incarnation))
        data = self._store.value(NOTE_SHELF, place)
        if data is None:
            raise self.lacking(log)
        try:
            kept = parse_note(data)
            note, policy = self._thirds.joined(
                log, kept, self._parties.policy(log, kept)
            )
            sealed = policy.judge(note)
        except CounterpartFault as fault:
            raise LocalFault("PLY-REC-008", reason=fault.what) from fault
        signed = [seal.time_s for seal in sealed.witness_seals if seal.time_s]
        size, signed_ms = sealed.checkpoint.size, min(signed, default=0) * 1_000
        return Cover(note, policy, size, signed_ms)

    def end_ms(self, log: Log) -> int:
        """Return the end of the longest period of a log that can be proved complete.

        Whatever was logged before that moment is covered, and either a later entry or
        the time of the signatures shows it.
        """
        cover = self.of(log)
        following = self.logged_ms(log, cover.size + 1)
        signed_ms = cover.signed_ms
        if following is not None:
            signed_ms = min(signed_ms, following)
        return max(self.logged_ms(log, cover.size) or 0, signed_ms)

    def logged_ms(self, log: Log, serial: int) -> int | None:
        """Return when an entry was logged, or None if there is none."""
        found = self._store.entry(EntryKey(*log, serial))
        return None if found is None else decode_head(found.row.head).logged_ms

    def lacking(self, log: Log) -> LocalFault:
        """Return the fault that says how far a log is cosigned."""
        covered = "nothing"
        if log in self._found:
            end = shown_time(self.end_ms(log))
            covered = f"{self._found[log].size} entries, which are complete to {end}"
        return LocalFault("PLY-REC-001", log=self._parties.origin(log), covered=covered)
