# SPDX-License-Identifier: Apache-2.0
"""The judge of releases: the same rules before a message leaves and after it arrives.

It knows the roster of the side that releases, the agreement both sides signed and the
signatures.  It does not know which side it is running on.
"""

from __future__ import annotations

from parley.core.authority.persons import same_person
from parley.core.authority.rules import Needs, case_of, needs
from parley.crypto.digest import sha256, tagged
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault
from parley.fixed import Fixed, replace
from parley.model.agreement import LinkAgreement
from parley.model.identity import (
    Credential,
    KeyScheme,
    Officer,
    OfficerClass,
    Roster,
)
from parley.model.message import Content, Message, Release, Setting
from parley.model.precedence import Mode
from parley.texts.exercises import is_marked
from parley.wire.manifest import manifest

RELEASE_LABEL = "parley/1 release"
_SOFTWARE = frozenset({KeyScheme.SOFTWARE_ED25519})


class Bench(Fixed):
    """What a release is judged by; `positions` are those of the recipient."""

    setting: Setting
    roster: Roster
    agreement: LinkAgreement
    positions: tuple[str, ...]

    def needs(self, content: Content) -> Needs:
        """Return what it takes to release a content."""
        return needs(self.agreement, case_of(content, self.positions))


def release_digest(
    setting: Setting,
    content: Content,
    given: tuple[Release, ...],
    override: str | None = None,
) -> bytes:
    """Return the 32 bytes that the officer of the next step signs."""
    # SPEC 4.50: "Each step covers the digest of the signature of the step before."
    previous = sha256(given[-1].signature) if given else None
    step = len(given) + 1
    return tagged(RELEASE_LABEL, manifest(setting, content, step, previous, override))


def is_valid(roster: Roster, officer: Officer, at_ms: int) -> bool:
    """Tell whether an officer of a roster may act at `at_ms`, with whatever key."""
    # SPEC 7.42: "An officer of class auditor sees everything and gives no release and
    # no act, whatever other classes he has."
    if OfficerClass.AUDITOR in officer.classes or at_ms > roster.valid_to_ms:
        return False
    return officer.valid_from_ms <= at_ms <= officer.valid_to_ms


def valid_officer(roster: Roster, index: int, at_ms: int) -> Officer | None:
    """Return the officer if he is on the roster, valid at `at_ms` and may act.

    Of his keys only those are returned that are valid then.
    """
    officer = roster.officer(index)
    if officer is None or not is_valid(roster, officer, at_ms):
        return None
    # SPEC 7.11: "A key that has ended at the time of logging verifies nothing."
    valid = tuple(
        key
        for key in officer.credentials
        if key.valid_to_ms is None or at_ms <= key.valid_to_ms
    )
    every = len(valid) == len(officer.credentials)
    return officer if every else replace(officer, credentials=valid)


def find_officer(
    roster: Roster, index: int, needed: OfficerClass, at_ms: int
) -> Officer | None:
    """Return the officer if he is valid at `at_ms` and of the class."""
    officer = valid_officer(roster, index, at_ms)
    return officer if officer is not None and needed in officer.classes else None


def judge_step(
    bench: Bench,
    content: Content,
    given: tuple[Release, ...],
    release: Release,
    at_ms: int,
    override: str | None = None,
) -> Credential:
    """Return the key that gave the next step of `content`, or say why none did.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer, -004 drafter or repeat.

    """
    needed = bench.needs(content)
    officer = valid_officer(bench.roster, release.officer, at_ms)
    # SPEC 7.4: "A releaser MUST have every class that the case asks for."
    if officer is None or not needed.by <= officer.classes:
        raise CounterpartFault("PLY-SIG-003")
    # SPEC 4.51: "The drafter MUST NOT release his own text, and each step MUST be
    # released by another person with another key."
    others = {each.officer for each in given}
    if not (_alone(needed, officer, override) and not given):
        others.add(content.drafted_by)
    if any(same_person(bench.roster, release.officer, other) for other in others):
        raise CounterpartFault("PLY-SIG-004")
    digest = release_digest(bench.setting, content, given, override)
    return verify_release(officer, digest, release)


def _alone(needed: Needs, officer: Officer, override: str | None) -> bool:
    # SPEC 7.5: "Where the case says alone, an officer of class watch may be the only
    # releaser of his own text: of one that takes one release, or with an override."
    one = needed.releases == 1 or override is not None
    return needed.alone and one and OfficerClass.WATCH in officer.classes


def _check_marked(mode: Mode, content: Content) -> None:
    # SPEC 8.86: "One that is not is judged not good."
    if mode is Mode.EXERCISE and not all(is_marked(t.text) for t in content.texts):
        raise CounterpartFault("PLY-WCH-070")


def judge_message(bench: Bench, message: Message, at_ms: int) -> tuple[Credential, ...]:
    """Return the keys that released a message as a whole, or say why it is not good.

    Raises:
        CounterpartFault: PLY-SIG-001 too few that count, PLY-AUT-003 an override that
            the agreement does not allow, PLY-WCH-070 an exercise that does not say
            so; else as `judge_step`.

    """
    _check_marked(bench.setting.mode, message.content)
    needed = bench.needs(message.content)
    releases, override = message.releases, message.override
    count = needed.releases
    # SPEC 7.6: "An override MUST be refused where the case allows none, and with any
    # other number of releases than one."
    if override is not None:
        if not needed.override or len(releases) != 1:
            raise CounterpartFault("PLY-AUT-003")
        count = 1
    counted, keys = 0, []
    for step, release in enumerate(releases):
        given = releases[:step]
        keys.append(judge_step(bench, message.content, given, release, at_ms, override))
        counted += (
            bench.agreement.terms.software_keys_count or release.scheme not in _SOFTWARE
        )
    # SPEC 4.52: "A message MUST carry at least as many good releases as the agreement
    # asks for its precedence in its mode."
    if counted < count:
        raise CounterpartFault("PLY-SIG-001", given=counted, needed=count)
    return tuple(keys)
