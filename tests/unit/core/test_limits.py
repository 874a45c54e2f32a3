# SPDX-License-Identifier: Apache-2.0
"""The bounds of the core fit one another and those of the formats."""

from __future__ import annotations

from parley.core import limits
from parley.wire import limits as formats


def test_an_epoch_ends_before_its_serials_do():
    """There is room between rolling and running out, for what is under way."""
    assert limits.EPOCH_SERIALS_MAX == formats.FRAME_SERIAL_MAX + 1
    assert limits.EPOCH_SERIALS_ROLL <= limits.EPOCH_SERIALS_MAX - limits.PENDING_MAX


def test_what_the_core_writes_the_formats_can_hold():
    """An account or a card beyond the limit of its format could not be sent."""
    assert limits.ACCOUNT_BEYOND_MAX == formats.BEYOND_MAX
    assert limits.PREKEY_STOCK <= formats.PREKEYS_MAX


def test_a_full_queue_leaves_room_for_what_empties_it():
    """Acknowledgements, tests and key events have places of their own."""
    assert 0 < limits.PENDING_RESERVED < limits.PENDING_MAX
    assert limits.RECALL_ROWS < limits.PENDING_MAX - limits.PENDING_RESERVED


def test_one_frame_fits_where_frames_are_held_back():
    """A quarantine smaller than a frame would hold nothing."""
    assert limits.QUARANTINE_BYTES_MAX >= 2 * formats.FRAME_BYTES_MAX


def test_waiting_grows_and_does_not_shrink():
    """The first wait is the shortest."""
    assert 0 < limits.RETRY_S_FIRST < limits.RETRY_S_MAX
    assert limits.UNHELD_S < limits.GAP_ALARM_S
