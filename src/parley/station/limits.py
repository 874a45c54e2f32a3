# SPDX-License-Identifier: Apache-2.0
"""Every limit of the shell in one place.

All are limits of this implementation; none is seen by a counterpart.
"""

from __future__ import annotations

from typing import Final

# The loop.
BATCH_EVENTS_MAX: Final = 256  # one transaction; a larger one delays FLASH behind it
WAITING_ACTS_MAX: Final = 1_024
WAITING_FRAMES_MAX: Final = 4_096  # a circuit; a frame beyond is as good as lost
WAITING_BYTES_MAX: Final = 8 * 1_048_576  # a circuit
DISK_STAY_S: Final = 0.002  # how long the loop itself waits for a small commit
LONE_CHANGES_MAX: Final = 8  # what one act or one frame changes; more is load
MISTAKES_MAX: Final = 8  # of ours in one batch, before the process gives up

# One circuit.  A station files some thousands of entries a second; beyond that rate a
# circuit brings nothing but work.
ARRIVALS_PER_S_MAX: Final = 8_000
ARRIVALS_WAITING_MAX: Final = 8_000
STATES_PER_S_MAX: Final = 2.0  # up and down; more is a bearer out of order
STATES_WAITING_MAX: Final = 60.0
SEND_S_MAX: Final = 1.0  # a bearer that holds the loop longer is started again
STALL_S_MIN: Final = 120.0  # a bearer that gives back no place so long, too
STALL_AIR_MAX: Final = 4.0  # times what its window takes at its own rate
NOTE_CHARACTERS_MAX: Final = 200

# Trying again.
RECOVER_S_FIRST: Final = 0.25
RECOVER_S_MAX: Final = 5.0
BEARER_S_FIRST: Final = 0.5
BEARER_S_MAX: Final = 30.0

# Answers.
LIST_MAX: Final = 500
BOARD_OPEN_MAX: Final = 200
BOARD_RECENT_MAX: Final = 50
VIEWS_KEPT_MAX: Final = 2_000
TEST_ANSWER_S: Final = 30.0
REQUEST_BYTES_MAX: Final = 2 * 1_048_576
RESPONSE_BYTES_MAX: Final = 64 * 1_048_576

# Stopping.
STOP_S_MAX: Final = 5.0

# Desks.
DESK_IDLE_S: Final = 900
DESKS_MAX: Final = 64
PASSPHRASE_CHARACTERS_MIN: Final = 8

# Hardware keys.
CODE_S: Final = 600  # long enough to walk to the desk, short enough to forget
CODES_MAX: Final = 16
CODES_SPENT_MAX: Final = 1_024
CODE_TRIES_MAX: Final = 10  # wrong ones; 60 bits need far more
CODE_TRIES_S: Final = 600
CHALLENGE_S: Final = 120  # a key waits a minute for a finger
CHALLENGES_MAX: Final = 64
ATTESTATION_BYTES_MAX: Final = 16_384
PROOFS_MAX: Final = 4_096  # acts of one sign-on; then the key is asked again
