# SPDX-License-Identifier: Apache-2.0
"""How far an outgoing message has provably come; evidence only moves it up."""

from enum import IntEnum


class Delivery(IntEnum):
    """The first rungs of the ladder; "sent" is not one: an attempt proves nothing."""

    QUEUED = 0
    RECEIPTED = 1  # the counterpart's station has it on disk
    ACKNOWLEDGED = 2  # a named officer has it
    UNDERSTOOD = 3  # a named officer read its critical fields back
    DELIVERED = 4  # a principal has it, says a named officer
    ANSWERED = 5  # a message in reply has come
