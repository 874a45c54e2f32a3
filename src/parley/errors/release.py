# SPDX-License-Identifier: Apache-2.0
"""Texts of faults between a draft and its release, on our desk or on theirs."""

from parley.errors.fault import Explanation

_KEPT = "The draft and every release already given are unchanged."
_NOTHING_WENT = "Nothing went out."
_SHOWN = "The text is kept and shown apart, marked SIGNATURE BAD."
_NO_NAME = "The station's receipt was given; no receipt was given in an officer's name."
_ASK = "Ask the other watch on another line; do not act on the text alone."

TEXTS: dict[str, Explanation] = {
    "PLY-REL-001": Explanation(
        what="There is no draft numbered {number}.",
        kept="Nothing was changed.",
        then=_NOTHING_WENT,
        do="List the drafts with `parley messages --drafts`.",
    ),
    "PLY-REL-002": Explanation(
        what="{officer} drafted this text and may not release it.",
        kept=_KEPT,
        then=_NOTHING_WENT,
        do="Ask another releaser on the roster.",
    ),
    "PLY-REL-003": Explanation(
        what="{officer} has already released this draft; the second release needs another person.",
        kept=_KEPT,
        then=_NOTHING_WENT,
        do="Ask another releaser on the roster.",
    ),
    "PLY-REL-004": Explanation(
        what="{officer} is not on the roster with the class {needed}, or not valid at this time.",
        kept=_KEPT,
        then=_NOTHING_WENT,
        do="See the roster with `parley officer list`; a custodian adds officers.",
    ),
    "PLY-REL-005": Explanation(
        what="The release signature of {officer} does not fit this draft.",
        kept=_KEPT,
        then=_NOTHING_WENT,
        do="Show the draft again, compare the release code and release once more.",
    ),
    "PLY-REL-006": Explanation(
        what="The draft was already released as number {number}.",
        kept="The released message is kept as it went.",
        then="It is not sent again as something new.",
        do="Follow it with `parley show {number}`.",
    ),
    "PLY-REL-007": Explanation(
        what="The text cannot be sent: {reason}.",
        kept="Nothing was changed.",
        then=_NOTHING_WENT,
        do="Correct the text and draft it again.",
    ),
    "PLY-REL-008": Explanation(
        what="There is no received message {serial} that waits for an acknowledgement.",
        kept="Nothing was changed.",
        then="Nothing was sent.",
        do="List what waits with `parley messages --open`.",
    ),
    "PLY-REL-009": Explanation(
        what="The position {position} is not in the agreement with {name}.",
        kept="Nothing was changed.",
        then=_NOTHING_WENT,
        do="Use one of: {allowed}.",
    ),
    "PLY-REL-010": Explanation(
        what="The releases are good one by one but not enough for the agreement: {reason}",
        kept=_KEPT,
        then=_NOTHING_WENT,
        do="See what the link agreement asks with `parley status`; release with keys that count.",
    ),
    "PLY-SIG-001": Explanation(
        what="A message carries {given} good releases where the agreement asks for {needed}.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
    "PLY-SIG-002": Explanation(
        what="A release is not good: its signature does not fit the text.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
    "PLY-SIG-003": Explanation(
        what="A release names an officer who is not valid on the sender's roster.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
    "PLY-SIG-004": Explanation(
        what="A message was released by its own drafter, or twice by one person or one key.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
    "PLY-SIG-006": Explanation(
        what="A message arrived whose number was already filed: it is a repeat.",
        kept="The first copy is kept and shown; the repeat is on the record.",
        then="It is receipted and not shown again.",
        do="Nothing.",
    ),
    "PLY-SIG-007": Explanation(
        what="A message carries a text with characters that must not be sent.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
}
