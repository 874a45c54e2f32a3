# SPDX-License-Identifier: Apache-2.0
"""The judge of releases: the same rules before a message leaves and after it arrives.

It knows the roster of the side that releases, the agreement both sides signed and the
signatures.  It does not know which side it is running on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from parley.core.authority.rules import Case, needs
from parley.crypto.digest import sha256, tagged
from parley.crypto.hardware_key import key_half
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault
from parley.model.agreement import LinkAgreement
from parley.model.entry import Acknowledgement
from parley.model.identity import (
    Credential,
    KeyScheme,
    Officer,
    OfficerClass,
    Roster,
)
from parley.model.message import Content, Message, Release, Setting
from parley.wire.manifest import acknowledgement_manifest, manifest

RELEASE_LABEL = "parley/1 release"
_SOFTWARE = frozenset({KeyScheme.SOFTWARE_ED25519})


@dataclass(frozen=True, slots=True)
class Bench:
    """What a release is judged by."""

    setting: Setting
    roster: Roster
    agreement: LinkAgreement


def release_digest(
    setting: Setting, content: Content, given: tuple[Release, ...]
) -> bytes:
    """Return the 32 bytes that the officer of the next step signs."""
    # SPEC 4.50: "Each step covers the digest of the signature of the step before."
    previous = sha256(given[-1].signature) if given else None
    return tagged(RELEASE_LABEL, manifest(setting, content, len(given) + 1, previous))


def acknowledgement_digest(
    setting: Setting, incarnation: int, serial: int, leaf: bytes, created_ms: int
) -> bytes:
    """Return the 32 bytes that an acknowledging officer signs."""
    return tagged(
        RELEASE_LABEL,
        acknowledgement_manifest(setting, serial, incarnation, leaf, created_ms),
    )


def find_officer(
    roster: Roster, index: int, needed: OfficerClass, at_ms: int
) -> Officer | None:
    """Return the officer if he is on the roster, valid at `at_ms` and of the class.

    Of his keys only those are returned that are valid then.
    """
    officer = roster.officer(index)
    if officer is None or at_ms > roster.valid_to_ms or needed not in officer.classes:
        return None
    if not officer.valid_from_ms <= at_ms <= officer.valid_to_ms:
        return None
    # SPEC 7.11: "A key that has ended at the time of logging verifies nothing."
    valid = tuple(
        key
        for key in officer.credentials
        if key.valid_to_ms is None or at_ms <= key.valid_to_ms
    )
    return replace(officer, credentials=valid)


def judge_step(
    bench: Bench,
    content: Content,
    given: tuple[Release, ...],
    release: Release,
    at_ms: int,
) -> Credential:
    """Return the key that gave the next step of `content`, or say why none did.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer, -004 drafter or repeat.

    """
    officer = find_officer(bench.roster, release.officer, OfficerClass.RELEASER, at_ms)
    if officer is None:
        raise CounterpartFault("PLY-SIG-003")
    # SPEC 4.51: "The drafter MUST NOT release his own text, and each step MUST be
    # released by another person with another key."
    before = {content.drafted_by, *(each.officer for each in given)}
    if release.officer in before or _one_person(bench.roster, officer, before):
        raise CounterpartFault("PLY-SIG-004")
    digest = release_digest(bench.setting, content, given)
    return verify_release(officer, digest, release)


def _one_person(roster: Roster, officer: Officer, others: set[int]) -> bool:
    """Tell whether two places on a roster are held by one name or one key."""
    keys = {key_half(key) for key in officer.credentials}
    for index in others:
        other = roster.officer(index)
        if other is not None and (
            other.name == officer.name
            or not keys.isdisjoint(map(key_half, other.credentials))
        ):
            return True
    return False


def judge_message(bench: Bench, message: Message, at_ms: int) -> tuple[Credential, ...]:
    """Return the keys that released a message as a whole, or say why it is not good.

    Raises:
        CounterpartFault: PLY-SIG-001 too few that count; else as `judge_step`.

    """
    counted, keys = 0, []
    for step, release in enumerate(message.releases):
        before = message.releases[:step]
        keys.append(judge_step(bench, message.content, before, release, at_ms))
        counted += (
            bench.agreement.terms.software_keys_count or release.scheme not in _SOFTWARE
        )
    needed = needs(bench.agreement, Case(message.content.precedence)).releases
    # SPEC 4.52: "A message MUST carry at least as many good releases as the agreement
    # asks for its precedence in its mode."
    if counted < needed:
        raise CounterpartFault("PLY-SIG-001", given=counted, needed=needed)
    return tuple(keys)


def judge_acknowledgement(
    setting: Setting, roster: Roster, said: Acknowledgement, at_ms: int
) -> Officer:
    """Return the officer who acknowledged, or say why it does not count.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer.

    """
    (release,) = said.releases
    officer = find_officer(roster, release.officer, OfficerClass.WATCH, at_ms)
    if officer is None:
        raise CounterpartFault("PLY-SIG-003")
    digest = acknowledgement_digest(
        setting, said.incarnation, said.serial, said.leaf, said.created_ms
    )
    verify_release(officer, digest, release)
    return officer
