# SPDX-License-Identifier: Apache-2.0
"""C2SP tlog-policy: whose signatures make a checkpoint count.

The format lets any one of several log keys speak for a log.  A link wants both
algorithms of both stations, so its policy (`link_policy`) lists the log's ML-DSA key
among the witnesses and asks the quorum for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.identity import PublicKeys
from parley.model.precedence import Mode
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.cosignature import Seal, verify_line
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair, NoteKey
from parley.tlog.origin import Origin

NONE = "none"


class Group(Fixed):
    """At least `threshold` of `members` (witnesses or groups) must have signed."""

    threshold: int
    members: tuple[str, ...]


class SealedCheckpoint(Fixed):
    """A checkpoint that a policy accepts, with every signature that was verified."""

    checkpoint: Checkpoint
    log_seals: tuple[Seal, ...]
    witness_seals: tuple[Seal, ...]


class Policy(Fixed):
    """Known logs, known witnesses, and the quorum among the witnesses."""

    logs: tuple[NoteKey, ...]
    witnesses: Mapping[str, NoteKey]
    groups: Mapping[str, Group] = {}
    quorum: str = NONE

    def knows(self, origin: str) -> bool:
        """Tell whether a log of this name is listed."""
        return any(log.name == origin for log in self.logs)

    def judge(self, note: Note) -> SealedCheckpoint:
        """Verify a checkpoint note.

        Raises:
            CounterpartFault: PLY-LOG-007 not a checkpoint; -010 a log not listed;
                -009 a signature of a known key is not good; -008 the log has not
                signed; -011 the quorum is not reached.

        """
        checkpoint = parse_checkpoint(note.text)
        logs = [log for log in self.logs if log.name == checkpoint.origin]
        if not logs:
            raise CounterpartFault("PLY-LOG-010", name=checkpoint.origin)
        log_seals = tuple(_seals(logs, checkpoint, note).values())
        witness_seals = _seals(self.witnesses.values(), checkpoint, note)
        signed = {name for name, key in self.witnesses.items() if key in witness_seals}
        if not log_seals:
            raise CounterpartFault("PLY-LOG-008", name=checkpoint.origin)
        if not self._reached(signed):
            raise CounterpartFault("PLY-LOG-011")
        return SealedCheckpoint(checkpoint, log_seals, tuple(witness_seals.values()))

    def _reached(self, signed: set[str]) -> bool:
        reached = set(signed)
        for name, group in self.groups.items():  # members come before their group
            if sum(member in reached for member in group.members) >= group.threshold:
                reached.add(name)
        return self.quorum == NONE or self.quorum in reached

    def text(self) -> str:
        """Return the policy file."""
        rows = [f"log {log.vkey()}" for log in self.logs]
        rows += [f"witness {name} {key.vkey()}" for name, key in self.witnesses.items()]
        rows += [
            f"group {name} {group.threshold} {' '.join(group.members)}"
            for name, group in self.groups.items()
        ]
        rows.append(f"quorum {self.quorum}")
        return "".join(f"{row}\n" for row in rows)


def _seals(
    keys: Collection[NoteKey], checkpoint: Checkpoint, note: Note
) -> dict[NoteKey, Seal]:
    # SPEC 5.31: "A signature in the name and key id of a known key that is not good
    # refuses the whole note; one of an unknown key is ignored."
    return {
        key: verify_line(key, checkpoint, line)
        for line in note.lines
        for key in keys
        if key.made(line)
    }


class Signer(Fixed):
    """One station's share in the two logs of a link: name, and both of its pairs.

    `earlier` are the pairs it had under earlier delegations, the newest first.
    """

    name: str
    keys: PublicKeys
    witness: PublicKeys
    earlier: tuple[tuple[PublicKeys, PublicKeys], ...] = ()

    @property
    def pairs(self) -> tuple[tuple[PublicKeys, PublicKeys], ...]:
        """Both pairs of every delegation, the present ones first."""
        return ((self.keys, self.witness), *self.earlier)


def signers_of(
    sender: Signer,
    recipient: Signer,
    mode: Mode,
    incarnation: int,
    note: Note | None = None,
) -> tuple[str, KeyPair, KeyPair]:
    """Return the name of one log, and the pairs of who writes it and who cosigns it.

    Those are the present ones, or those that a `note` on record claims to be of.
    """
    origin = Origin(sender.name, recipient.name, mode, incarnation).text()
    logs = [KeyPair.of_log(origin, keys) for keys, _ in sender.pairs]
    name = recipient.name
    witnesses = [KeyPair.of_witness(name, witness) for _, witness in recipient.pairs]
    return origin, _claimed(logs, note), _claimed(witnesses, note)


def _claimed(pairs: Sequence[KeyPair], note: Note | None) -> KeyPair:
    lines = () if note is None else note.lines
    claimed = (pair for pair in pairs if any(pair.ed25519.made(line) for line in lines))
    return next(claimed, pairs[0])


def link_policy(log: KeyPair, counterpart: KeyPair) -> Policy:
    """Return the policy of one direction of a link: all four signatures, always."""
    witnesses = {
        "log-pq": log.mldsa44,
        "counterpart": counterpart.ed25519,
        "counterpart-pq": counterpart.mldsa44,
    }
    everyone = Group(len(witnesses), tuple(witnesses))
    return Policy((log.ed25519,), witnesses, {"both": everyone}, "both")


def with_thirds(
    policy: Policy, thirds: Sequence[Sequence[NoteKey]], few: int
) -> Policy:
    """Return a policy that wants `few` of some third witnesses besides.

    Each of `thirds` are the keys of one witness, all of which must have signed.
    """
    # SPEC 5.45: "Where third witnesses signed, the policy lists their keys as well,
    # a group of all keys for each, a group of as many of these as must have signed,
    # and as its quorum all of this group and the quorum of 5.32."
    witnesses, groups = dict(policy.witnesses), dict(policy.groups)
    watches = []
    for number, keys in enumerate(thirds, start=1):
        names = tuple(f"third-{number}-{at}" for at, _ in enumerate(keys, start=1))
        witnesses.update(zip(names, keys, strict=True))
        groups[f"third-{number}"] = Group(len(names), names)
        watches.append(f"third-{number}")
    groups["thirds"] = Group(few, tuple(watches))
    groups["everybody"] = Group(2, (policy.quorum, "thirds"))
    return Policy(policy.logs, witnesses, groups, "everybody")
