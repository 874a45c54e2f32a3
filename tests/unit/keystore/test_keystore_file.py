# SPDX-License-Identifier: Apache-2.0
"""What a keystore file must withstand beyond the kit: its system and its forgers."""

from __future__ import annotations

import hashlib
import os
import resource

import pytest

from parley.errors import LocalFault
from parley.keystore.file import box
from parley.keystore.file.store import FileKeystore
from parley.testing.refused import refused
from parley.wire import cbor

SECRETS = {"archive": bytes(32)}


def frighteningly_weak_keystore(path):
    return FileKeystore(path, memory_kib=8, iterations=1, lanes=1)


@pytest.fixture
def keystore(tmp_path):
    made = frighteningly_weak_keystore(tmp_path / "keys.sealed")
    made.save(b"passphrase", SECRETS)
    return made


@pytest.fixture
def path(keystore):
    return keystore._path


def forge(path, **changes):
    """Rewrite the header as somebody who can write the file would, digest and all."""
    header, nonce, sealed, _ = cbor.loads(path.read_bytes())
    header = cbor.dumps({**cbor.loads(header), **changes})
    digest = hashlib.sha256(cbor.dumps([header, nonce, sealed])).digest()
    path.write_bytes(cbor.dumps([header, nonce, sealed, digest]))


@pytest.mark.parametrize(
    "changes",
    [
        {"memory_kib": 2**20 + 1},
        {"memory_kib": 2**63},
        {"memory_kib": 7},
        {"memory_kib": -8},
        {"iterations": 17},
        {"iterations": 2**32},
        {"iterations": 0},
        {"lanes": 17},
        {"lanes": 0},
    ],
)
def test_hostile_cost_is_refused_before_deriving(keystore, path, changes):
    """A prepared file must not take the machine's memory or its hour."""
    forge(path, **changes)
    with refused("PLY-KEY-008"):
        keystore.load(b"passphrase")


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": b"short"},
        {"salt": "text"},
        {"memory_kib": b"8"},
        {"box": "something else"},
        {"more": 1},
        {"version": "1"},
    ],
)
def test_forged_header_is_refused(keystore, path, changes):
    """Every field of the header is of its kind and no field is added."""
    forge(path, **changes)
    with refused("PLY-KEY-002"):
        keystore.load(b"passphrase")


def test_changed_parameter_within_bounds_does_not_open(keystore, path):
    """The header is sealed with the secrets: another salt is another box."""
    forge(path, salt=bytes(16))
    with refused("PLY-KEY-001"):
        keystore.load(b"passphrase")
    keystore.save(b"passphrase", SECRETS)
    forge(path, iterations=2)
    with refused("PLY-KEY-001"):
        keystore.load(b"passphrase")


def test_cost_that_a_thief_lowered_in_the_file_opens_nothing(tmp_path):
    """Whoever can write the file must not make a later guess cheaper by it."""
    path = tmp_path / "keys.sealed"
    dear = FileKeystore(path, memory_kib=64, iterations=2, lanes=1)
    dear.save(b"passphrase", SECRETS)
    forge(path, memory_kib=8, iterations=1)
    with refused("PLY-KEY-001"):
        dear.load(b"passphrase")


def test_newer_box_is_refused(keystore, path):
    """An old release does not guess what a newer box means."""
    forge(path, version=2)
    with refused("PLY-KEY-009"):
        keystore.load(b"passphrase")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o601])
def test_box_open_to_others_is_refused_with_the_remedy(keystore, path, mode):
    """Whoever could read the box can guess at its passphrase for ever."""
    path.chmod(mode)
    with pytest.raises(LocalFault, match="PLY-KEY-005") as caught:
        keystore.load(b"passphrase")
    assert f"chmod 600 {path}" in caught.value.do
    path.chmod(0o600)
    assert keystore.load(b"passphrase") == SECRETS


def test_unreadable_is_refused(tmp_path, path):
    """A folder, a device or a locked file in its place is named."""
    (tmp_path / "folder").mkdir()
    with refused("PLY-KEY-004"):
        frighteningly_weak_keystore(tmp_path / "folder").load(b"passphrase")
    with refused("PLY-KEY-004"):
        frighteningly_weak_keystore(path / "inside a file").load(b"passphrase")


def test_endless_file_is_not_read_to_its_end(tmp_path):
    """A file of any size costs at most a mebibyte to refuse."""
    path = tmp_path / "keys.sealed"
    path.touch(0o600)
    os.truncate(path, 1 << 40)
    with refused("PLY-KEY-002"):
        frighteningly_weak_keystore(path).load(b"passphrase")


def test_failed_save_keeps_the_old_box(keystore, path):
    """A disk that is full while a passphrase changes must not cost the keys."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (0, 1, 100, path.stat().st_size - 1):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with refused("PLY-KEY-007"):
                keystore.save(b"new", SECRETS)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert keystore.load(b"passphrase") == SECRETS
        assert [file.name for file in path.parent.iterdir()] == ["keys.sealed"]


def test_missing_folder_is_told(tmp_path):
    """A path that leads nowhere is refused before anything is believed saved."""
    with refused("PLY-KEY-007"):
        frighteningly_weak_keystore(tmp_path / "no" / "keys").save(b"p", SECRETS)


def test_what_a_stopped_save_left_is_no_hindrance(keystore, path):
    """A station that stopped while saving left a file; it is replaced, not followed."""
    victim = path.with_name("victim")
    victim.write_bytes(b"somebody's file")
    path.with_name("keys.sealed.new").symlink_to(victim)
    keystore.save(b"new", SECRETS)
    assert keystore.load(b"new") == SECRETS
    assert victim.read_bytes() == b"somebody's file"
    assert sorted(f.name for f in path.parent.iterdir()) == ["keys.sealed", "victim"]


def test_box_is_for_its_owner_only(tmp_path):
    """Whatever the mask of the shell was."""
    before = os.umask(0)
    try:
        frighteningly_weak_keystore(tmp_path / "k").save(b"p", SECRETS)
    finally:
        os.umask(before)
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600


def test_a_guess_costs_what_was_decided(tmp_path):
    """All other tests seal cheaply; a station must not."""
    made = FileKeystore(tmp_path / "keys.sealed")
    assert made._cost == box.Cost(memory_kib=262_144, iterations=3, lanes=4)


def test_cost_outside_the_bounds_is_our_mistake(tmp_path):
    """No release may write a box that it would refuse to open."""
    with pytest.raises(AssertionError):
        FileKeystore(tmp_path / "k", memory_kib=box.MEMORY_KIB_MAX + 1)


def test_too_little_memory_is_told(monkeypatch, keystore):
    """A small machine hears how much is needed."""

    class NoMemory:
        def __init__(self, **_parameters):
            pass

        def derive(self, _passphrase):
            raise MemoryError

    monkeypatch.setattr(box, "Argon2id", NoMemory)
    with refused("PLY-KEY-006"):
        keystore.load(b"passphrase")
