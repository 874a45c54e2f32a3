# SPDX-License-Identifier: Apache-2.0
"""Every bound of the core, in one place.

Specification constants are what both sides must agree on; the others are ours alone.
"""

# -- specification ---------------------------------------------------------------
EPOCH_SERIALS_MAX = 65_536
"""A frame names its serial in two bytes."""

ACCOUNT_BEYOND_MAX = 2_048
"""Serials beyond a gap that one account can list."""

# -- ours ------------------------------------------------------------------------
EPOCH_SERIALS_ROLL = 60_000
"""A new epoch is opened here, so that the two bytes are never exhausted."""

PREKEY_STOCK = 4
"""Unused prekeys a counterpart holds of ours: each is one readable epoch if stolen."""

PENDING_MAX = 4_096
"""Entries that wait for a receipt, a link; one more is refused and stays a draft."""

PENDING_RESERVED = 256
"""Of these, places kept for acknowledgements, tests and key events."""

ANSWERS_MAX = 65_536
"""Answers whose arrival the counterpart has not confirmed, a link."""

QUARANTINE_FRAMES_MAX = 64
QUARANTINE_BYTES_MAX = 4 * 1024 * 1024
"""Frames that came before the opening of their epoch, a link."""

BEYOND_MAX = 16_384
"""Entries filed ahead of a gap, a link."""

RETURNED_MAX = 1_048_576
"""The same while a counterpart returns a lost log: each entry that brings one of it
is itself filed ahead of the gap."""

NUMBER_SPANS_MAX = 4_096
"""Spans of draft numbers seen from a counterpart."""

AWAITED_MAX = 4_096
"""Our messages above ROUTINE whose acknowledgement is timed, a link."""

PAST_EPOCHS_MAX = 64
"""Closed epochs of a counterpart whose repeats are still recognised."""

RECALL_ROWS = 128
"""Rows of the record brought at once when a restored counterpart asks."""

RETRY_S_FIRST = 1.0
"""Before a circuit has shown its round trip."""

RETRY_S_MAX = 30.0
RETRY_STEADY = 10
"""Tries at the plain retry time before it begins to grow."""

UNHELD_S = 5.0
"""Answers sent longer ago than this and still not held are sent again."""

UNHELD_MAX = 64
GAP_ALARM_S = 30.0
WISH_S = 600.0
"""Between two wishes for prekeys."""

CLOCK_STEP_S = 5.0
CLOCK_OFFSET_S = 30.0
EXPIRY_WARNING_S = 14 * 86_400
