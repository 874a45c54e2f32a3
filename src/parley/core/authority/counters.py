# SPDX-License-Identifier: Apache-2.0
"""Counters of hardware keys: a key that was copied gives itself away by them."""

from __future__ import annotations

from collections.abc import Iterable

from parley.core.effects import Answer
from parley.core.events import KeyUsed
from parley.core.shelves import link_key
from parley.core.state import Counted, Link, StationState
from parley.core.step import Step
from parley.crypto.digest import sha256
from parley.crypto.hardware_key import key_half
from parley.crypto.webauthn import release_counter
from parley.errors import CounterpartFault, LocalFault
from parley.model.identity import Credential
from parley.model.message import Release
from parley.wire.cbor import dumps, loads

COUNTERS = "counter"
_NAME_BYTES = 16


def _name(key: Credential) -> bytes:
    return sha256(key_half(key))[:_NAME_BYTES]


def note_used(step: Step, event: KeyUsed) -> None:
    """Note a signature that goes nowhere: a sign-on.

    Raises:
        LocalFault: PLY-AUT-056.

    """
    _count(step, event.credential, event.counter)
    step.outward.append(Answer(event.counter))


def count_own(step: Step, key: Credential, release: Release) -> None:
    """Note what our own officer's key signed; refuse a counter that did not grow.

    Raises:
        LocalFault: PLY-AUT-056.

    """
    counter = release_counter(release)
    if counter is not None:
        _count(step, key, counter)


def _count(step: Step, key: Credential, counter: int) -> None:
    # SPEC 7.63: "A station MUST refuse what its own officer's key signed with a counter
    # that is not above the last one, unless both are 0"
    name = _name(key)
    known = step.state.counters.get(name, 0)
    if counter <= known and (counter or known):
        raise LocalFault("PLY-AUT-056")
    step.state.counters[name] = counter
    step.put(COUNTERS, link_key("", name), dumps([counter, 0]))


def check_counters(
    link: Link,
    releases: tuple[Release, ...],
    keys: tuple[Credential, ...],
    created_ms: int,
) -> None:
    """Refuse what was written at `created_ms` and whose keys counted backwards.

    Raises:
        CounterpartFault: PLY-AUT-056.

    """
    # SPEC 7.64: "MUST judge a message not good that was written after that time and
    # whose release has a counter that is not above it, unless both are 0."
    for key, release in zip(keys, releases, strict=True):
        counter = release_counter(release)
        if counter is None:
            continue
        known = link.counters.get(_name(key))
        if known is None or counter > known.counter:
            continue
        if created_ms > known.logged_ms and known.counter:
            raise CounterpartFault("PLY-AUT-056")


def note_counters(
    step: Step,
    link: Link,
    releases: tuple[Release, ...],
    keys: tuple[Credential, ...],
    logged_ms: int,
) -> None:
    """Note the counters of what is good of theirs."""
    for key, release in zip(keys, releases, strict=True):
        counter = release_counter(release)
        if counter is None:
            continue
        name = _name(key)
        known = link.counters.get(name)
        if known is not None and counter <= known.counter:
            continue
        link.counters[name] = Counted(counter, logged_ms)
        step.put(COUNTERS, link_key(link.name, name), dumps([counter, logged_ms]))


def recover_counters(state: StationState, kept: Iterable[tuple[bytes, bytes]]) -> None:
    """Take back what was noted before a restart."""
    for place, value in kept:
        link, name = place[:-_NAME_BYTES][:-1].decode(), place[-_NAME_BYTES:]
        said = loads(value)
        assert isinstance(said, list), "a counter on the disk is none"
        counter, logged_ms = (int(str(one)) for one in said)
        if not link:
            state.counters[name] = counter
        elif link in state.links:
            state.links[link].counters[name] = Counted(counter, logged_ms)
