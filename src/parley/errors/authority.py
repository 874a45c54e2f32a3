# SPDX-License-Identifier: Apache-2.0
"""Texts of faults of authority: what the agreement and the rosters do not allow."""

from parley.errors.fault import Explanation

_DRAFT = "The draft and every release already given are unchanged."
_SHOWN = "The text is kept and shown apart, marked SIGNATURE BAD."
_NO_NAME = "The station's receipt was given; no receipt was given in an officer's name."
_ASK = "Ask the other watch on another line; do not act on the text alone."

TEXTS: dict[str, Explanation] = {
    "PLY-AUT-001": Explanation(
        what="The link agreement allows no one-person override for this message.",
        kept=_DRAFT,
        then="Nothing went out.",
        do="Let as many officers release it as the agreement asks; see `parley agreement`.",
    ),
    "PLY-AUT-002": Explanation(
        what="The reason for the override cannot be sent: {reason}.",
        kept=_DRAFT,
        then="Nothing went out.",
        do="Write the reason in one or two sentences and release again.",
    ),
    "PLY-AUT-003": Explanation(
        what="A message carries an override that the link agreement does not allow.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
}
