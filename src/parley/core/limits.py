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

PROPOSALS_MAX = 8
"""Versions of an agreement that we signed and they have not answered, a link."""

PREKEY_STOCK = 4
"""Unused prekeys a counterpart holds of ours: each is one readable epoch if stolen."""

PREKEYS_GIVEN_MAX = 64
"""Unused prekeys of ours with one counterpart, however often it asks for more."""

PAGES_LOW = 4
"""Fewer unused pages than this, of either side, is an alarm."""

PAGES_HELD_MAX = 4_096
"""Unused pages of one side, a link: more than ten years of daily epochs."""

PAGES_USED_MAX = 4_096
"""Names of used pages of theirs that are told from unknown ones, a link."""

REFUSALS_TOLD_MAX = 64
"""Openings whose missing page was told already, a link."""

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

PROMISES_MAX = 4_096
"""Messages to which an answer is promised, a link and both directions."""

RINGING_MAX = 4_096
"""Received messages whose escalation is timed, a link."""

UNHEARD_S = 30.0
"""No armed console for this long is an alarm."""

SHELVED_S_MAX = 12 * 3_600.0
"""A shelved alarm comes back within a watch; the next shelves it by its own name."""

STALE_S = 86_400.0
"""A link nobody has proved for this long is stale."""

NOTICE_BEFORE_S = 900.0
"""So long before its event a notice comes up."""

NOTICE_STAYS_S = 3_600.0
"""So long after its event it stays up."""

NOTICES_MAX = 1_024
"""Messages that wait for the time of their event, a link."""

CALL_AGAIN_S = 60.0
"""A list of phones is called again so often, until a person presses a key."""

CALLS_MAX = 256
"""Messages for which phones are called at one time; the others ring at consoles."""

PLANS_MAX = 64
"""Exercises that are planned and not announced."""

SHEET_S_MAX = 3_600.0
"""A sheet of handover is signed within this time, or made anew."""

ADDRESSEES_MAX = 4_096
"""Messages of ours of which it is known to whom they went, a link; the newest."""

FOLLOWED_MAX = 4_096
"""Messages of which it is known in memory what follows them, a link; the newest."""

STOOD_MAX = 256
"""Officers of a side who said that they took the watch, a link; the last ones."""

UNREAD_MAX = 4_096
"""Messages of ours that wait to be read back, a link."""

RECALL_ROWS = 128
"""Rows of the record brought at once when a restored counterpart asks."""

RETRY_S_FIRST = 1.0
"""Before a circuit has shown its round trip."""

RETRY_S_MAX = 30.0
"""Where the pace of a circuit is not itself longer."""

TURNS_MAX = 2
"""Times that a FLASH is said again in the next turn: then what it waits for goes too,
and a line that answers later than it listens is not talked into for ever."""

HAND_OFF_S = 1
"""How long the note of a hand-off waits for a commit that is made anyway."""

HEDGE_S = 3.0
"""An IMMEDIATE waits no longer for one circuit before another failure domain is
tried, however long that circuit usually takes."""

SCARCE_BEFORE_S = 120.0
"""So long before its end a lower message may use what is scarce."""

BACKGROUND_PRECEDENCE = -1
"""Prekeys and the like: they use the air when nobody else does."""

LOSS_FIRST = 0.15
"""Taken for the loss of a circuit that has not shown its own."""

LOSS_MAX = 0.6

FRAGMENTS_AT_ONCE_MAX = 4_096
"""A frame of more fragments does not go over that circuit: it would take hours."""

JOINS_MAX = 16
JOIN_BYTES_MAX = 4 * 1024 * 1024
"""Frames being put together from fragments, a link; the oldest gives way."""

OPENING_JOINS_MAX = 4
OPENING_BYTES_MAX = 16_384
"""The same for openings, whose fragments whoever holds both cards can mark."""

PIN_S = 15.0
"""A test waits so long for its own circuit, then goes over the others too: a longer gap
in the log would alarm the counterpart."""

UNPROVED_MAX = 2
"""Tests of a circuit without an answer before the board says that it is silent."""

SCARCE_TEST_S = 86_400.0
"""What is scarce is tested once a day."""

SLOW_TIMES = 4.0
"""Round trips so many times what a circuit says of itself are called slow."""

RETRY_STEADY = 10
"""Tries at the plain retry time before it begins to grow."""

UNHELD_S = 5.0
"""Answers sent longer ago than this and still not held are sent again."""

UNHELD_MAX = 64
GAP_ALARM_S = 30.0
EVENT_ALARM_S = 86_400.0
"""How long an alarm about something that is over stays on the screens."""

AHEAD_SHARE = 0.75
"""An idle line opens its next epoch after this share of the age, or of the serials."""

AHEAD_SERIALS = 8
"""Serials left to an epoch whose successor goes ahead over a narrow circuit: two times
a FLASH, the receipt of its acknowledgement, a checkpoint and a cosignature."""

WIDE_FRAME_BYTES = 4_096
WIDE_S = 5.0
"""A circuit that carries so many bytes in this time is wide: full heads go over it."""

QUESTIONS_MAX = 1_024
TERMS_MAX = 1_024
"""Clarifications and agreed terms at hand, a link; the record keeps all of them."""

COVER_QUIET_S = 5.0
"""A checkpoint is sent when nothing was said for this long."""

COVER_ENTRIES = 64
"""Without quiet, a light checkpoint is sent when this many entries are uncovered."""

COVER_ENTRIES_FULL = 1_024
"""Without quiet, a full one after this many."""

COVER_FULL_S = 86_400.0
"""On narrow circuits, a full checkpoint is sent when the last is this old."""

COVER_AGAIN_S_MAX = 3_600.0
"""A checkpoint that was not cosigned is followed by another after this long at most."""

COSIGN_TRIES = 3
"""Checkpoints refused, or asked in vain although held, before it is an alarm."""

FULL_ALARM_S = 7 * 86_400
"""An alarm stands, and grows, when no full checkpoint was cosigned for this long."""

HEADS_MAX = 64
"""Heads of a counterpart's log remembered for comparison, a link."""

REFUSED_HEADS_MAX = 16
EVIDENCE_MAX = 16
"""Heads of theirs over other roots, and files of evidence, kept for each link."""

WISH_S = 600.0
"""Between two wishes for prekeys."""

READOUT_S_MIN = 3_600
"""A readout is shown this long before it is public, unless it is answered sooner."""

READOUTS_MAX = 256
"""Readouts remembered of each side of a link; the oldest goes first."""

CLOCK_STEP_S = 5.0
CLOCK_OFFSET_S = 30.0
EXPIRY_WARNING_S = 14 * 86_400
DELEGATION_WARNING_S = 30 * 86_400
"""Somebody has to travel to where the root lies."""
