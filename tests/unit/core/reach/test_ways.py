# SPDX-License-Identifier: Apache-2.0
"""How long a frame takes by what a carrier says of itself."""

from dataclasses import replace

from parley.core.reach.ways import send_s
from parley.model.circuit import Traits

RADIO = Traits(256, 1, 30.0, rate_bps=75.0, latency_s=2.0)


def test_narrow_carrier_counts_its_bits():
    """A drafter must see two minutes before he signs and not after."""
    assert send_s(RADIO, 150) == 2.0 + 150 * 8 / 75


def test_longer_frame_goes_in_fragments_with_one_to_spare():
    """What is cut carries a head in each piece."""
    whole = send_s(replace(RADIO, frame_bytes_max=1_000), 1_000)
    cut = send_s(RADIO, 1_000)
    assert cut is not None
    assert whole is not None
    assert cut > whole
    assert cut == 2.0 + 6 * 256 * 8 / 75


def test_what_would_take_hours_of_fragments_is_not_carried():
    """Better to know it than to wait for it."""
    assert send_s(RADIO, 1_000_000) is None
    assert send_s(replace(RADIO, frame_bytes_max=16), 1_000) is None
