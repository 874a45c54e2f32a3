# SPDX-License-Identifier: Apache-2.0
"""What every keystore must do, as checks that a new keystore's test runs one by one.

A keystore's author gives a `KeystoreBench`.  Derivation should be made cheap for the
checks, through whatever the keystore's constructor offers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from parley.errors import LocalFault
from parley.ports.keystore import Keystore
from parley.testing.refused import refused, same

PASSPHRASE = "корабль 船 ship, six words and a comma".encode()
SECRETS = {
    "station ed25519": bytes(range(32)),
    "archive": b"\x00" * 32,
    "empty": b"",
    "имя": b"a name in another script",
}


class KeystoreBench(Protocol):
    """What the checks need of a keystore's author; one bench serves one check."""

    def new(self) -> Keystore:
        """Return a keystore that holds nothing yet."""
        ...

    def again(self) -> Keystore:
        """Return the same keystore as a restarted station opens it."""
        ...

    def sealed(self) -> bytes:
        """Return everything that lies on the disk."""
        ...

    def alter(self, sealed: bytes | None) -> None:
        """Put other bytes in that place; None removes them."""
        ...


KeystoreCheck = Callable[[KeystoreBench], None]


def check_secrets_come_back(bench: KeystoreBench) -> None:
    """What was saved is what a restarted station loads."""
    bench.new().save(PASSPHRASE, SECRETS)
    same(bench.again().load(PASSPHRASE), SECRETS)
    bench.again().save(PASSPHRASE, {})
    same(bench.again().load(PASSPHRASE), {})


def check_large_secrets_are_kept(bench: KeystoreBench) -> None:
    """Post-quantum keys are kilobytes, and a station has many."""
    many = {f"key {n}": bytes([n]) * 4000 for n in range(100)}
    bench.new().save(PASSPHRASE, many)
    same(bench.again().load(PASSPHRASE) == many, True)


def check_missing_is_refused(bench: KeystoreBench) -> None:
    """No keystore is not an empty keystore."""
    with refused("PLY-KEY-003"):
        bench.new().load(PASSPHRASE)


def check_wrong_passphrase_is_refused(bench: KeystoreBench) -> None:
    """Near misses are as wrong as any other, and are told apart from damage."""
    bench.new().save(PASSPHRASE, SECRETS)
    wrong = (PASSPHRASE[:-1], PASSPHRASE + b"\n", PASSPHRASE.upper(), b"", b"\x00")
    for passphrase in wrong:
        with refused("PLY-KEY-001"):
            bench.again().load(passphrase)
    same(bench.again().load(PASSPHRASE), SECRETS)


def check_empty_passphrase_is_refused(bench: KeystoreBench) -> None:
    """An empty passphrase seals nothing."""
    with refused("PLY-KEY-011"):
        bench.new().save(b"", SECRETS)


def check_new_passphrase_replaces_the_old(bench: KeystoreBench) -> None:
    """After a change the old passphrase opens nothing."""
    bench.new().save(b"old", SECRETS)
    bench.again().save(b"new", SECRETS)
    with refused("PLY-KEY-001"):
        bench.again().load(b"old")
    same(bench.again().load(b"new"), SECRETS)


def check_equal_secrets_look_different(bench: KeystoreBench) -> None:
    """Two boxes of the same secrets tell nothing by comparison."""
    keystore = bench.new()
    keystore.save(PASSPHRASE, SECRETS)
    first = bench.sealed()
    keystore.save(PASSPHRASE, SECRETS)
    same(first == bench.sealed(), False)


def check_nothing_readable_on_disk(bench: KeystoreBench) -> None:
    """Neither secrets nor their names stand open."""
    secret = b"a secret that must not be found"
    bench.new().save(PASSPHRASE, {"a name that must not be found": secret})
    sealed = bench.sealed()
    same(secret in sealed or b"must not be found" in sealed, False)
    same(PASSPHRASE in sealed, False)


def check_every_damaged_byte_is_refused(bench: KeystoreBench) -> None:
    """No single byte can change unnoticed, wherever it lies."""
    bench.new().save(PASSPHRASE, {"k": b"secret"})
    sealed = bench.sealed()
    for place in range(len(sealed)):
        for mask in (0x01, 0x80):
            altered = bytearray(sealed)
            altered[place] ^= mask
            bench.alter(bytes(altered))
            with refused("PLY-KEY-002"):
                bench.again().load(PASSPHRASE)
    bench.alter(sealed)
    same(bench.again().load(PASSPHRASE), {"k": b"secret"})


def check_every_truncation_is_refused(bench: KeystoreBench) -> None:
    """A disk that filled up or lost its tail leaves nothing half opened."""
    bench.new().save(PASSPHRASE, {"k": b"secret"})
    sealed = bench.sealed()
    for length in range(len(sealed)):
        bench.alter(sealed[:length])
        with refused("PLY-KEY-002"):
            bench.again().load(PASSPHRASE)
    for foreign in (sealed + b"\x00", b"\x00" * 4096, b"\xff" * 4096, b"text\n" * 99):
        bench.alter(foreign)
        with refused("PLY-KEY-002"):
            bench.again().load(PASSPHRASE)


def check_too_much_is_refused_and_the_old_kept(bench: KeystoreBench) -> None:
    """A box that could not be loaded again is never written over a good one."""
    bench.new().save(PASSPHRASE, SECRETS)
    for secrets in (
        {"k": bytes(1024 * 1024)},
        {f"{n}": b"" for n in range(5000)},
    ):
        with refused("PLY-KEY-010"):
            bench.again().save(PASSPHRASE, secrets)
        same(bench.again().load(PASSPHRASE), SECRETS)


def check_faults_name_no_secret(bench: KeystoreBench) -> None:
    """What is shown and logged of a fault holds no passphrase."""
    bench.new().save(PASSPHRASE, SECRETS)
    wrong = b"hunter2 but longer"
    try:
        bench.again().load(wrong)
    except LocalFault as fault:
        told = f"{fault} {fault.facts} {fault.do} {fault.then} {fault.kept}"
        same(wrong.decode() in told or PASSPHRASE.decode() in told, False)
    else:
        raise AssertionError("a wrong passphrase was accepted")


KEYSTORE_CHECKS: tuple[KeystoreCheck, ...] = (
    check_secrets_come_back,
    check_large_secrets_are_kept,
    check_missing_is_refused,
    check_wrong_passphrase_is_refused,
    check_empty_passphrase_is_refused,
    check_new_passphrase_replaces_the_old,
    check_equal_secrets_look_different,
    check_nothing_readable_on_disk,
    check_every_damaged_byte_is_refused,
    check_every_truncation_is_refused,
    check_too_much_is_refused_and_the_old_kept,
    check_faults_name_no_secret,
)


def check_keystore(make: Callable[[], KeystoreBench]) -> None:
    """Run every check, each with a bench of its own."""
    for check in KEYSTORE_CHECKS:
        check(make())
