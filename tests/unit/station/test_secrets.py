# SPDX-License-Identifier: Apache-2.0
"""What a station's sealed box holds, and a box from before it held all of it."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from parley.errors import LocalFault
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.stations import PASSPHRASE


@pytest.fixture
def box(folders):
    """Give the box of a station, what is in it, and where it lies."""
    root = StationFolder(folders / "alfa")
    keystore = station_keystore(root.keys)
    return keystore, keystore.load(PASSPHRASE), root.keys


def test_box_without_witness_keys_gets_them_once_and_for_ever(box):
    """A pair drawn at each start would make each of its cosignatures a stranger's."""
    keystore, found, path = box
    old = {name: each for name, each in found.items() if "witness" not in name}
    keystore.save(PASSPHRASE, old)
    first = load_secrets(keystore, PASSPHRASE, path)
    assert load_secrets(keystore, PASSPHRASE, path) == first
    kept = asdict(first)
    assert {name: kept[name] for name in old} == old
    keys = first.keys()
    assert keys.public.ed25519 != keys.witness.public.ed25519
    assert keys.public.mldsa44 != keys.witness.public.mldsa44


@pytest.mark.parametrize("lost", ["witness_ed25519", "mldsa44"])
def test_box_that_lost_one_key_is_refused(box, lost):
    """Half a pair is damage and not age: nothing may be drawn in its place."""
    keystore, found, path = box
    keystore.save(PASSPHRASE, {n: each for n, each in found.items() if n != lost})
    with pytest.raises(LocalFault, match="PLY-CFG-022"):
        load_secrets(keystore, PASSPHRASE, path)
