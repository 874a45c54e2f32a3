# SPDX-License-Identifier: Apache-2.0
"""Texts of faults of bearers: starting one, and what comes in over it."""

from parley.errors.fault import Explanation

_NOT_STARTED = "The circuit is not started; no frame was taken for it."
_QUEUE = "The queue and the record are untouched."
_CLOSED = "The circuit is closed and started afresh; what was lost on it is sent again."
_RULES = "If it repeats, tell the other side's operator which version runs here."

TEXTS: dict[str, Explanation] = {
    "PLY-BRR-001": Explanation(
        what="Cannot listen on {address}: another program has that port.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Stop the other program, or give this circuit another port and tell the other side by a new card. `ss -ltnp` shows who has it.",
    ),
    "PLY-BRR-002": Explanation(
        what="Cannot listen on {address}: that address is not one of this machine.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Set the circuit's host to an address of this machine, or to :: for all of them.",
    ),
    "PLY-BRR-003": Explanation(
        what="Cannot listen on {address}: this account may not open that port.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Choose a port of 1024 or above, or let the service manager grant the port.",
    ),
    "PLY-BRR-004": Explanation(
        what="Cannot listen on {address}: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Check the circuit's host and port in the settings.",
    ),
    "PLY-BRR-005": Explanation(
        what="The settings of a TCP circuit cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Correct the circuit's settings and start again.",
    ),
    "PLY-BRR-006": Explanation(
        what="This station's own TLS certificate cannot be used: {reason}.",
        kept="The keystore and its other keys are untouched.",
        then=_NOT_STARTED,
        do="Restore the keystore from a backup, or make a new certificate and a new card.",
    ),
    "PLY-BRR-007": Explanation(
        what="The certificate in the counterpart's card cannot be read.",
        kept="The card is kept as it was handed over.",
        then=_NOT_STARTED,
        do="Ask the counterpart for a new card.",
    ),
    "PLY-BRR-010": Explanation(
        what="A frame of {size} bytes was announced where {limit} are allowed.",
        kept="Not one byte of it was kept; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
    "PLY-BRR-011": Explanation(
        what="A frame's length was written in {given} bytes where {needed} are enough.",
        kept="The frame was not read; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
    "PLY-BRR-012": Explanation(
        what="A frame's length was written in the form of eight bytes, which is not used.",
        kept="The frame was not read; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
}
