# SPDX-License-Identifier: Apache-2.0
"""What a station's sealed box holds."""

from __future__ import annotations

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


@pytest.mark.parametrize("lost", ["witness_ed25519", "mldsa44", "delegation"])
def test_box_that_lost_one_key_is_refused(box, lost):
    """Half a pair is damage and not age: nothing may be drawn in its place."""
    keystore, found, path = box
    keystore.save(PASSPHRASE, {n: each for n, each in found.items() if n != lost})
    with pytest.raises(LocalFault, match="PLY-CFG-022"):
        load_secrets(keystore, PASSPHRASE, path)
