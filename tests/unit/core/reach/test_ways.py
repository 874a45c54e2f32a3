# SPDX-License-Identifier: Apache-2.0
"""How long a frame takes by what a carrier says of itself."""

import pytest

from parley.core.reach.ways import send_s, ways
from parley.core.state import Circuit
from parley.fixed import replace
from parley.model.circuit import CircuitState, Traits
from parley.testing.looks import only_link

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


@pytest.mark.parametrize(
    ("first_s", "second_s", "quicker"),
    [
        (0.1, 0.5, "first"),  # both within half a second: by name
        (0.5, 0.1, "first"),
        (1.01, 2.0, "first"),  # within one doubling
        (2.0, 1.01, "first"),
        (1.0, 1.01, "first"),  # a second is still of the doubling before
        (1.01, 1.0, "second"),
        (64.1, 64.0, "second"),
    ],
)
def test_a_circuit_a_little_quicker_does_not_take_the_traffic(
    pair, first_s, second_s, quicker
):
    """Else every frame hops between two circuits that are alike."""
    state = pair.alfa.core.state
    state.circuits.clear()
    for name, seconds in (("first", first_s), ("second", second_s)):
        known = Circuit(name, "bravo.example", Traits(1_000, 1, 0.2))
        known.state, known.srtt_ms = CircuitState.UP, seconds * 1_000
        known.measured.delivered = 1.0
        state.circuits[name] = known
    assert ways(state, only_link(pair.alfa))[0].name == quicker
